// SPDX-License-Identifier: GPL-2.0-or-later
/* The kernel command line's parameters of the network. */
#include "netparam.h"

#include <errno.h>
#include <stdio.h>

#include "ip_param.h"
#include "netfield.h"
#include "netword.h"
#include "number.h"

#define TIMEOUT_MAX 86400	/* a day */

static int take_ip(const struct net_word *w)
{
	return ip_param(w->said, w->what, w->value, w->slip);
}

static int take_ignored(const struct net_word *w)
{
	remark_ignored(w->said->remarks, w->what, "%s", w->param->why);
	return 0;
}

/* No business of this program's. */
static int take_nothing(const struct net_word *w)
{
	(void)w;
	return 0;
}

/* Like dracut's getargbool, but strict: that takes "false" as true. */
static int boolean(const struct net_word *w, bool *set)
{
	static const char *const yes[] = { "1", "yes", "on" };
	static const char *const no[] = { "0", "no", "off" };

	for (size_t i = 0; i < ARRAY_SIZE(yes); i++) {
		*set = !w->value || !strcmp(w->value, yes[i]);
		if (*set || !strcmp(w->value, no[i]))
			return 0;
	}
	return slip(w->slip, 0, "%s is not 1, yes or on, nor 0, no or off",
		    *w->value ? w->value : "''");
}

static int take_peerdns(const struct net_word *w)
{
	bool set;
	int rc = boolean(w, &set);

	if (!rc)
		w->said->no_peer_dns = !set;
	return rc;
}

static int take_use_bootif(const struct net_word *w)
{
	bool set;
	int rc = boolean(w, &set);

	if (!rc)
		w->said->no_bootif = !set;
	return rc;
}

/* The network is up when something is booted from it, and only then. */
static int take_neednet(const struct net_word *w)
{
	bool set;
	int rc = boolean(w, &set);

	if (!rc && set)
		take_ignored(w);
	return rc;
}

static int take_timeout(const struct net_word *w)
{
	uint64_t n;

	if (number_decimal(w->value, TIMEOUT_MAX, &n))
		return slip(w->slip, 0, "%s is not 0..%d seconds",
			    *w->value ? w->value : "''", TIMEOUT_MAX);
	if (!n)
		remark_ignored(w->said->remarks, w->what,
			       "no wait at all boots nothing: the default is "
			       "used");
	*(uint32_t *)((char *)w->said + w->param->place) = (uint32_t)n;
	return 0;
}

/* What ip=ADDRESS without more takes the rest of its configuration from. */
static int take_gateway(const struct net_word *w)
{
	return field_lone_addr(w->value, "gateway", &w->said->classic.gateway,
			       w->slip);
}

static int take_netmask(const struct net_word *w)
{
	struct fields f;
	int rc = fields_split(&f, w->value, w->slip);

	return rc ? rc : field_prefix(&f, field(&f, 0), ADDR_IPV4, 1,
				      &w->said->classic.prefix, w->slip);
}

/* These names mean other things to other programs: a value that is not meant
 * for us is no slip. */
static int take_classic_mtu(const struct net_word *w)
{
	struct slip not_ours;
	struct fields f = { .value = w->value };

	return field_mtu(&f, w->value, &w->said->classic.mtu, &not_ours) ?
		-ENOENT : 0;
}

static int take_classic_hostname(const struct net_word *w)
{
	struct slip not_ours;
	struct fields f = { .value = w->value };

	return field_hostname(&f, w->value, w->said->classic.hostname,
			      &not_ours) ? -ENOENT : 0;
}

static int take_ksdevice(const struct net_word *w)
{
	struct plan_nic *n = &w->said->classic;
	struct fields f = { .value = w->value };
	struct slip not_ours;

	n->mac_known = false;
	n->ifname[0] = '\0';
	if (!strcmp(w->value, "link") || !strcmp(w->value, "ibft"))
		return 0;
	return field_device(&f, strcmp(w->value, "bootif") ? w->value :
			    BOOTIF_NAME, n, &not_ours) ? -ENOENT : 0;
}

#define TIMEOUT(name) { "rd.net.timeout." #name, take_timeout, \
	offsetof(struct said, timeouts.name), NULL, false }
#define IGNORED(name, bare, why) { name, take_ignored, 0, why, bare }

#define NO_CCW "mainframes' channel devices are not set up here"
#define NO_TRIES "DHCP is asked until its time is over, not so many times"

static const struct net_param params[] = {
	{ "ip", take_ip, 0, NULL, false },
	{ "nfsaddrs", take_ip, 0, NULL, false },	/* its old name */
	{ "ifname", net_take_ifname, 0, NULL, false },
	{ "vlan", net_take_vlan, 0, NULL, false },
	IGNORED("bond", true, "no bond is made here; one that exists is used "
		"by its name"),
	IGNORED("team", true, "no team is made here; one that exists is used "
		"by its name"),
	IGNORED("bridge", true, "no bridge is made here; one that exists is "
		"used by its name"),
	{ "bootdev", net_take_bootdev, 0, NULL, false },
	{ "BOOTIF", net_take_bootif, 0, NULL, false },
	{ "rd.bootif", take_use_bootif, 0, NULL, true },
	{ "nameserver", net_take_nameserver, 0, NULL, false },
	{ "rd.route", net_take_route, 0, NULL, false },
	{ "rd.neednet", take_neednet, 0, "the network is set up when there is "
		"something to boot from it", true },
	{ "rd.peerdns", take_peerdns, 0, NULL, true },
	TIMEOUT(dhcp), TIMEOUT(iflink), TIMEOUT(ipv6dad), TIMEOUT(ipv6auto),
	TIMEOUT(carrier),
	IGNORED("rd.net.timeout.ifup", false, "a link is set up at once: "
		"rd.net.timeout.carrier is what is waited for"),
	IGNORED("rd.net.timeout.route", false, "routes are set at once: a "
		"router is waited for as rd.net.timeout.ipv6auto says"),
	IGNORED("rd.net.dhcp.retry", false, NO_TRIES),
	IGNORED("rd.net.dhcp.vendor-class", false, "the DHCP client says its "
		"own vendor class"),
	IGNORED("rd.net.dhcp.client-id", false, "the DHCP client says its own "
		"identifier"),
	IGNORED("rd.net.dhcp.dscp", false, "the DHCP client sets no DSCP"),
	IGNORED("rd.ethtool", false, "NICs negotiate their speed"),
	IGNORED("ib.pkey", false, "InfiniBand is not used"),
	IGNORED("rd.znet", false, NO_CCW), IGNORED("rd_ZNET", false, NO_CCW),
	IGNORED("rd.ccw", false, NO_CCW), IGNORED("rd_CCW", false, NO_CCW),
	IGNORED("rd.znet_ifname", false, NO_CCW),
	/* udev names NICs. */
	{ "biosdevname", take_nothing, 0, NULL, true },
	{ "net.ifnames", take_nothing, 0, NULL, true },
	{ "gateway", take_gateway, 0, NULL, false },
	{ "netmask", take_netmask, 0, NULL, false },
	{ "ksdevice", take_ksdevice, 0, NULL, false },
	{ "hostname", take_classic_hostname, 0, NULL, false },
	{ "mtu", take_classic_mtu, 0, NULL, false },
};

int netparam_take(struct said *said, const char *name, const char *value,
		  struct slip *s)
{
	char what[160];
	struct net_word w = { said, NULL, value, what, s };

	for (size_t i = 0; i < ARRAY_SIZE(params); i++) {
		if (strcmp(params[i].name, name))
			continue;
		w.param = &params[i];
		if (!value && !w.param->bare)
			return slip(s, 0, "%s needs a value", name);
		snprintf(what, sizeof(what), "%s%s%s", name, value ? "=" : "",
			 value ? value : "");
		return w.param->take(&w);
	}
	return -ENOENT;
}
