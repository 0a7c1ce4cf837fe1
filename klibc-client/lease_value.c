// SPDX-License-Identifier: GPL-2.0-or-later
/* The values of a lease's file. */
#include "lease_value.h"

#include <stdarg.h>
#include <stdio.h>

#include "number.h"

#define BLANKS " \t"
/* One byte more than a host name, so that one that is cut is too long. */
#define WORD_SIZE (HOST_NAME_MAX_BYTES + 2)
#define LABEL_MAX 63			/* RFC 1035 2.3.4 */
/* RFC 2132 5.1: the smallest MTU that option 26 may give. */
#define MTU_MIN 68

void lease_left_out(struct lease_reading *r, const char *fmt, ...)
{
	char what[160], why[240];
	va_list ap;

	snprintf(what, sizeof(what), "%.60s in %s", r->name, r->path);
	va_start(ap, fmt);
	vsnprintf(why, sizeof(why), fmt, ap);
	va_end(ap);
	remark_ignored(r->remarks, what, "%s", why);
}

bool lease_next_word(const char **at, const char *dividers, char *word,
		     size_t size)
{
	size_t n;

	*at += strspn(*at, dividers);
	n = strcspn(*at, dividers);
	if (!n)
		return false;
	snprintf(word, size, "%.*s", (int)n, *at);
	*at += n;
	return true;
}

static bool next_word(const char **at, const char *dividers, char *word)
{
	return lease_next_word(at, dividers, word, WORD_SIZE);
}

static bool six(const struct lease_reading *r, const struct plan_nic *nic)
{
	return nic == &r->lease->nic6;
}

/* 0.0.0.0 is how klibc says that there is none. */
static bool unspecified(const struct addr *a)
{
	static const uint8_t zero[16];

	return !memcmp(a->bytes, zero, sizeof(zero));
}

/* An address of the NIC's family, or with any, of either.  False: there is
 * none; a remark says so when the text is wrong. */
static bool read_address(struct lease_reading *r, const struct plan_nic *nic,
			 bool any, const char *text, struct addr *a)
{
	uint8_t family = six(r, nic) ? ADDR_IPV6 : ADDR_IPV4;
	struct addr got;

	memset(&got, 0, sizeof(got));
	if (addr_parse(text, &got) || (!any && got.family != family)) {
		lease_left_out(r, "'%.60s' is not an %s address", text,
			       any ? "IP" : six(r, nic) ? "IPv6" : "IPv4");
		return false;
	}
	if (unspecified(&got))
		return false;
	*a = got;
	return true;
}

void lease_take_device(struct lease_reading *r, struct plan_nic *nic,
		       const char *value)
{
	struct lease *l = r->lease;

	(void)nic;
	if (!lease_ifname_valid(value)) {
		lease_left_out(r, "'%.60s' cannot be an interface's name",
			       value);
		return;
	}
	if (l->nic.ifname[0] && strcmp(l->nic.ifname, value))
		remark_warning(r->remarks, r->path,
			       "it is about '%s', whatever its own name says",
			       value);
	copy_string(l->nic.ifname, sizeof(l->nic.ifname), value);
	copy_string(l->nic6.ifname, sizeof(l->nic6.ifname), value);
}

/* As ipconfig, dracut, cloud-init and Debian's iSCSI script say how a NIC got
 * its address. */
static const struct {
	const char *name;
	enum nic_method four, six;
} protos[] = {
	{ "dhcp", NIC_DHCP, NIC_DHCP6 },
	{ "dhcp6", NIC_NONE, NIC_DHCP6 },
	{ "bootp", NIC_DHCP, NIC_NONE },
	{ "rarp", NIC_DHCP, NIC_NONE },
	{ "both", NIC_DHCP, NIC_NONE },
	{ "any", NIC_DHCP, NIC_NONE },
	{ "auto6", NIC_NONE, NIC_AUTO6 },
	{ "none", NIC_STATIC, NIC_STATIC },
	{ "off", NIC_STATIC, NIC_STATIC },
	{ "static", NIC_STATIC, NIC_STATIC },
};

void lease_take_proto(struct lease_reading *r, struct plan_nic *nic,
		      const char *value)
{
	enum nic_method method = NIC_NONE;

	for (size_t i = 0; i < ARRAY_SIZE(protos); i++)
		if (!strcmp(protos[i].name, value))
			method = six(r, nic) ? protos[i].six : protos[i].four;
	if (method == NIC_NONE)
		lease_left_out(r, "'%.60s' is no way to get an address",
			       value);
	else
		nic->method = method;
}

void lease_take_address(struct lease_reading *r, struct plan_nic *nic,
			const char *value)
{
	char word[WORD_SIZE];
	const char *at = value;

	if (!next_word(&at, "/", word) ||
	    !read_address(r, nic, false, word, &nic->address))
		return;
	if (*at == '/')
		lease_take_netmask(r, nic, at + 1);
}

/* 255.255.255.0 as 24.  False when its ones are not in front. */
static bool mask_prefix(const struct addr *mask, uint8_t *prefix)
{
	uint32_t bits = 0;

	for (size_t i = 0; i < 4; i++)
		bits = bits << 8 | mask->bytes[i];
	*prefix = 0;
	for (; bits & 0x80000000; bits <<= 1)
		++*prefix;
	return !bits;
}

void lease_take_netmask(struct lease_reading *r, struct plan_nic *nic,
			const char *value)
{
	struct addr mask = { .family = ADDR_NONE };
	uint8_t prefix;
	uint64_t n;

	if (!number_decimal(value, six(r, nic) ? 128 : 32, &n))
		prefix = (uint8_t)n;
	else if (six(r, nic) || addr_parse(value, &mask) ||
		 mask.family != ADDR_IPV4 || !mask_prefix(&mask, &prefix)) {
		lease_left_out(r, "'%.60s' is not a %s", value,
			       six(r, nic) ? "prefix length" : "netmask");
		return;
	}
	if (!prefix)
		return;
	nic->prefix = prefix;
	*(six(r, nic) ? &r->netmask6_known : &r->netmask_known) = true;
}

void lease_take_routers(struct lease_reading *r, struct plan_nic *nic,
			const char *value)
{
	char word[WORD_SIZE];
	struct addr a;
	bool have = false;

	for (const char *at = value; next_word(&at, BLANKS ",", word); ) {
		if (!read_address(r, nic, false, word, &a))
			continue;
		if (!have)
			nic->gateway = a;
		else
			lease_left_out(r, "one router is enough: not %.60s",
				       word);
		have = true;
	}
}

void lease_take_dns(struct lease_reading *r, struct plan_nic *nic,
		    const char *value)
{
	char word[WORD_SIZE];
	struct addr a;

	for (const char *at = value; next_word(&at, BLANKS ",", word); ) {
		bool known = false;

		if (!read_address(r, nic, true, word, &a))
			continue;
		for (size_t i = 0; i < nic->dns_count; i++)
			known |= addr_equal(&nic->dns[i], &a);
		if (known)
			continue;
		if (nic->dns_count == PLAN_DNS_MAX)
			lease_left_out(r, "there are more than %d DNS servers: not %.60s",
				       PLAN_DNS_MAX, word);
		else
			nic->dns[nic->dns_count++] = a;
	}
}

static bool name_character(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	       (c >= '0' && c <= '9') || c == '-' || c == '_';
}

/* A host name (RFC 1123 2.1; the underline of real networks, too), without
 * the dot at its end, which is taken off. */
static bool host_name(char *name)
{
	size_t n = strlen(name), label = 0;

	if (n && name[n - 1] == '.')
		name[--n] = '\0';
	if (!n || n > HOST_NAME_MAX_BYTES)
		return false;
	for (size_t i = 0; i <= n; i++) {
		if (i < n && name[i] != '.') {
			if (!name_character(name[i]) ||
			    (!label && name[i] == '-') ||
			    ++label > LABEL_MAX)
				return false;
		} else if (!label || name[i - 1] == '-') {
			return false;
		} else {
			label = 0;
		}
	}
	return true;
}

/* The first domain of a list. */
static void take_domain(struct lease_reading *r, char *to, const char *value)
{
	char word[WORD_SIZE];
	bool have = false;

	for (const char *at = value; next_word(&at, BLANKS ",", word); ) {
		if (!host_name(word))
			lease_left_out(r, "'%.60s' is not a domain", word);
		else if (have)
			lease_left_out(r, "one search domain is used: not %.60s",
				       word);
		else
			copy_string(to, HOST_NAME_MAX_BYTES + 1, word);
		have |= to[0] != '\0';
	}
}

void lease_take_search(struct lease_reading *r, struct plan_nic *nic,
		       const char *value)
{
	take_domain(r, nic->search, value);
}

void lease_take_domain(struct lease_reading *r, struct plan_nic *nic,
		       const char *value)
{
	(void)nic;
	take_domain(r, r->domain, value);
}

void lease_take_hostname(struct lease_reading *r, struct plan_nic *nic,
			 const char *value)
{
	char name[WORD_SIZE];

	copy_string(name, sizeof(name), value);
	if (host_name(name))
		copy_string(nic->hostname, sizeof(nic->hostname), name);
	else
		lease_left_out(r, "'%.60s' is not a host name", value);
}

void lease_take_mtu(struct lease_reading *r, struct plan_nic *nic,
		    const char *value)
{
	uint64_t n;

	if (number_decimal(value, UINT16_MAX, &n) || n < MTU_MIN)
		lease_left_out(r, "'%.60s' is not an MTU from %d to %d", value,
			       MTU_MIN, UINT16_MAX);
	else
		nic->mtu = (uint16_t)n;
}

void lease_take_root_path(struct lease_reading *r, struct plan_nic *nic,
			  const char *value)
{
	(void)nic;
	if (strlen(value) > ROOT_PATH_MAX)
		lease_left_out(r, "it is longer than %d bytes",
			       ROOT_PATH_MAX);
	else
		copy_string(r->lease->root_path, sizeof(r->lease->root_path),
			    value);
}

void lease_take_boot_file(struct lease_reading *r, struct plan_nic *nic,
			  const char *value)
{
	/* Most of them are for the firmware alone: tftp, http. */
	if (!strncmp(value, "iscsi:", 6))
		lease_take_root_path(r, nic, value);
}
