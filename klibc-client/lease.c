// SPDX-License-Identifier: GPL-2.0-or-later
/* What a DHCP client wrote about one lease. */
#include "lease.h"

#include "assignment.h"
#include "lease_value.h"

/* A value's name, where * stands for digits, and what takes it. */
struct field {
	const char *name;
	void (*take)(struct lease_reading *r, struct plan_nic *nic,
		     const char *value);
	bool six;
	uint8_t cut_at;			/* bytes; 0: it is whole */
};

/* klibc 2.0.12's ipconfig takes this much of a name, and then reads options
 * from the middle of it. */
#define IPCONFIG_NAME 64

/* klibc's ipconfig writes the first part; dhclient and dhcpcd, as the
 * initramfs of Debian and Ubuntu runs them, the second. */
static const struct field klibc_fields[] = {
	{ "DEVICE", lease_take_device, false, 0 },
	{ "PROTO", lease_take_proto, false, 0 },
	{ "IPV4ADDR", lease_take_address, false, 0 },
	{ "IPV4NETMASK", lease_take_netmask, false, 0 },
	{ "IPV4GATEWAY", lease_take_routers, false, 0 },
	{ "IPV4ROUTE*SUBNET", lease_take_subnet, false, 0 },
	{ "IPV4ROUTE*GATEWAY", lease_take_subnet_gateway, false, 0 },
	{ "IPV4DNS*", lease_take_dns, false, 0 },
	{ "HOSTNAME", lease_take_hostname, false, IPCONFIG_NAME },
	{ "DNSDOMAIN", lease_take_domain, false, IPCONFIG_NAME },
	{ "NISDOMAIN", NULL, false, IPCONFIG_NAME },
	{ "DOMAINSEARCH", lease_take_search, false, 0 },
	{ "ROOTPATH", lease_take_root_path, false, 0 },
	{ "DEVICE6", lease_take_device, true, 0 },
	{ "IPV6PROTO", lease_take_proto, true, 0 },
	{ "IPV6ADDR", lease_take_address, true, 0 },
	{ "IPV6NETMASK", lease_take_netmask, true, 0 },
	{ "IPV6GATEWAY", lease_take_routers, true, 0 },
	{ "IPV6DNS*", lease_take_dns, true, 0 },
	{ "IPV6DOMAINSEARCH", lease_take_search, true, 0 },
	{ NULL, NULL, false, 0 }
};

/* The variables of dhclient's script, which dracut's keeps. */
static const struct field dracut_fields[] = {
	{ "new_ip_address", lease_take_address, false, 0 },
	{ "new_subnet_mask", lease_take_netmask, false, 0 },
	{ "new_routers", lease_take_routers, false, 0 },
	{ "new_classless_static_routes", lease_take_octets, false, 0 },
	{ "new_rfc*_classless_static_routes", lease_take_octets, false, 0 },
	{ "new_domain_name_servers", lease_take_dns, false, 0 },
	{ "new_domain_name", lease_take_domain, false, 0 },
	{ "new_domain_search", lease_take_search, false, 0 },
	{ "new_interface_mtu", lease_take_mtu, false, 0 },
	{ "new_host_name", lease_take_hostname, false, 0 },
	{ "new_root_path", lease_take_root_path, false, 0 },
	{ "new_ip6_address", lease_take_address, true, 0 },
	{ "new_ip6_prefixlen", lease_take_netmask, true, 0 },
	{ "new_dhcp6_name_servers", lease_take_dns, true, 0 },
	{ "new_dhcp6_domain_search", lease_take_search, true, 0 },
	{ "new_dhcp6_bootfile_url", lease_take_boot_file, true, 0 },
	{ NULL, NULL, false, 0 }
};

static const struct field networkd_fields[] = {
	{ "ADDRESS", lease_take_address, false, 0 },
	{ "NETMASK", lease_take_netmask, false, 0 },
	{ "ROUTER", lease_take_routers, false, 0 },
	{ "ROUTES", lease_take_routes, false, 0 },		/* before 252 */
	{ "CLASSLESS_ROUTES", lease_take_classless, false, 0 },
	{ "DNS", lease_take_dns, false, 0 },
	{ "DOMAINNAME", lease_take_domain, false, 0 },
	{ "DOMAIN_SEARCH_LIST", lease_take_search, false, 0 },
	{ "HOSTNAME", lease_take_hostname, false, 0 },
	{ "MTU", lease_take_mtu, false, 0 },
	{ "ROOT_PATH", lease_take_root_path, false, 0 },
	{ NULL, NULL, false, 0 }
};

/* NetworkManager keeps addresses to itself. */
static const struct field networkmanager_fields[] = {
	{ "root-path", lease_take_root_path, false, 0 },
	{ NULL, NULL, false, 0 }
};

static const struct field dhclient_fields[] = {
	{ "iaaddr", lease_take_address, true, 0 },
	{ "dhcp6.name-servers", lease_take_dns, true, 0 },
	{ "dhcp6.domain-search", lease_take_search, true, 0 },
	{ "dhcp6.bootfile-url", lease_take_boot_file, true, 0 },
	{ NULL, NULL, false, 0 }
};

static const struct field *const fields[] = {
	[LEASE_KLIBC] = klibc_fields,
	[LEASE_DRACUT] = dracut_fields,
	[LEASE_NETWORKD] = networkd_fields,
	[LEASE_NETWORKMANAGER] = networkmanager_fields,
	[LEASE_DHCLIENT] = dhclient_fields,
};

struct file {
	struct lease_reading reading;
	const struct field *fields;
};

bool lease_ifname_valid(const char *name)
{
	size_t n = strlen(name);

	if (!n || n >= IFNAME_SIZE || !strcmp(name, ".") ||
	    !strcmp(name, ".."))
		return false;
	for (; *name; name++)
		if (*name <= ' ' || *name > '~' || *name == '/' ||
		    *name == ':')
			return false;
	return true;
}

static bool matches(const char *pattern, const char *name)
{
	for (; *pattern; pattern++) {
		if (*pattern == '*')
			name += strspn(name, "0123456789");
		else if (*pattern != *name++)
			return false;
	}
	return !*name;
}

static bool has_control(const char *text)
{
	for (; *text; text++)
		if ((unsigned char)*text < ' ' || *text == 0x7f)
			return true;
	return false;
}

static void take(void *arg, const char *name, const char *value)
{
	struct file *f = arg;
	struct lease_reading *r = &f->reading;
	const struct field *field = f->fields;

	while (field->name && !matches(field->name, name))
		field++;
	if (!field->name || !*value)
		return;
	r->name = name;
	if (has_control(value))
		lease_left_out(r, "it has control characters");
	else if (field->take)
		field->take(r, field->six ? &r->lease->nic6 : &r->lease->nic,
			    value);
	if (strlen(value) == field->cut_at)
		remark_warning(r->remarks, r->path,
			       "%s is %d bytes long: klibc's ipconfig cuts a longer one there and loses what the server sends behind it, such as the root path",
			       name, field->cut_at);
}

/* The two layers of a keyfile's strings, one at a time: \s \t \n \r \\ of
 * GLib, \ooo and \\ of NetworkManager below it. */
static void unescape(char *text)
{
	char *to = text;

	for (const char *at = text; *at; at++) {
		static const char letters[] = "s t\tn\nr\r\\\\";
		const char *letter = letters;
		int c = 0, digits = 0;

		if (*at != '\\' || !at[1]) {
			*to++ = *at;
			continue;
		}
		at++;
		while (*letter && *letter != *at)
			letter += 2;
		for (; digits < 3 && at[digits] >= '0' && at[digits] <= '7';
		     digits++)
			c = c << 3 | (at[digits] - '0');
		if (*letter) {
			*to++ = letter[1];
		} else if (digits == 3 && c && c < 256) {
			*to++ = (char)c;
			at += 2;
		} else {
			*to++ = '\\';
			*to++ = *at;
		}
	}
	*to = '\0';
}

/* NAME=value with nothing escaped, or a keyfile. */
static void read_lines(struct file *f, char *text, bool keyfile)
{
	bool in_device = !keyfile;

	while (*text) {
		char *line = text, *end = text + strcspn(text, "\n"), *value;

		text = *end ? end + 1 : end;
		*end = '\0';
		if (keyfile && *line == '[')
			in_device = !strcmp(line, "[device]");
		value = strchr(line, '=');
		if (!in_device || !value)
			continue;
		*value++ = '\0';
		if (keyfile) {
			unescape(value);
			unescape(value);
		}
		take(f, line, value);
	}
}

/* "iaaddr 2001:db8::5 {" or "option dhcp6.name-servers 2001:db8::1;"; a text
 * stands in quotes. */
static void read_statements(struct file *f, char *text)
{
	while (*text) {
		char *line = text + strspn(text, " \t"), *value;
		char *end = text + strcspn(text, "\n");
		bool quoted;

		text = *end ? end + 1 : end;
		*end = '\0';
		if (!strncmp(line, "option ", 7))
			line += 7;
		value = strchr(line, ' ');
		if (!value)
			continue;
		*value++ = '\0';
		quoted = *value == '"';
		value += quoted;
		value[strcspn(value, quoted ? "\"" : "; {")] = '\0';
		take(f, line, value);
	}
}

static void read_assignments(struct file *f, char *text)
{
	struct slip s;

	if (assignments_each(text, take, f, &s))
		remark_warning(f->reading.remarks, f->reading.path,
			       "a part of it is not read: %s (byte %zu)",
			       s.why, s.at + 1);
}

/* What one value alone does not say. */
static void finish(struct lease_reading *r, enum lease_format format)
{
	struct plan_nic *nic = &r->lease->nic, *nic6 = &r->lease->nic6;

	if (r->classless)
		nic->gateway = r->classless_gateway;
	if (!nic->search[0])
		copy_string(nic->search, sizeof(nic->search), r->domain);
	if (!nic6->search[0])
		copy_string(nic6->search, sizeof(nic6->search), nic->search);
	for (size_t i = 0; i < r->lease->route_count; i++)
		copy_string(r->lease->routes[i].ifname, IFNAME_SIZE,
			    nic->ifname);
	copy_string(nic6->hostname, sizeof(nic6->hostname), nic->hostname);
	nic6->mtu = nic->mtu;
	if (nic->address.family && !r->netmask_known) {
		nic->prefix = 32;
		remark_warning(r->remarks, r->path,
			       "it holds no netmask: 255.255.255.255 is assumed");
	}
	if (nic6->address.family && !r->netmask6_known) {
		nic6->prefix = 128;
		if (format != LEASE_DHCLIENT)	/* which never has one */
			remark_warning(r->remarks, r->path,
				       "it holds no prefix length: 128 is assumed");
	}
}

void lease_parse(struct lease *lease, enum lease_format format,
		 const char *ifname, char *text, const char *path,
		 struct remarks *remarks)
{
	struct file f = { .fields = fields[format] };

	memset(lease, 0, sizeof(*lease));
	f.reading.lease = lease;
	f.reading.remarks = remarks;
	f.reading.path = path;
	lease->nic.method = NIC_DHCP;
	lease->nic6.method = NIC_DHCP6;
	lease->nic.source = lease->nic6.source = SOURCE_DHCP;
	copy_string(lease->nic.ifname, sizeof(lease->nic.ifname), ifname);
	copy_string(lease->nic6.ifname, sizeof(lease->nic6.ifname), ifname);
	if (format == LEASE_KLIBC || format == LEASE_DRACUT)
		read_assignments(&f, text);
	else if (format == LEASE_DHCLIENT)
		read_statements(&f, text);
	else
		read_lines(&f, text, format == LEASE_NETWORKMANAGER);
	finish(&f.reading, format);
}
