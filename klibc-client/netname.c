// SPDX-License-Identifier: GPL-2.0-or-later
/* ifname=, vlan=, bootdev= and BOOTIF=: which NIC is which. */
#include <errno.h>
#include <stdio.h>

#include "netfield.h"
#include "netword.h"
#include "number.h"

#define VLAN_MAX 4094		/* IEEE 802.1Q: 4095 is reserved */

/* The link of that name, a new one when there is none; NULL: a remark says
 * that there are too many. */
static struct said_link *named_link(const struct net_word *w, const char *name)
{
	struct said *said = w->said;
	struct said_link *l = said->links;

	for (; l < said->links + said->link_count; l++)
		if (!strcmp(l->name, name))
			return l;
	if (said->link_count == PLAN_NICS_MAX) {
		remark_ignored(said->remarks, w->what,
			       "there are more than %d names of NICs",
			       PLAN_NICS_MAX);
		return NULL;
	}
	said->link_count++;
	memset(l, 0, sizeof(*l));
	copy_string(l->name, sizeof(l->name), name);
	return l;
}

/* The kernel gives names like this itself: another NIC may have it first. */
static bool kernel_name(const char *name)
{
	uint64_t n;

	return !strncmp(name, "eth", 3) && !number_decimal(name + 3, 9999, &n);
}

/* NAME:MAC */
int net_take_ifname(const struct net_word *w)
{
	char name[IFNAME_SIZE];
	struct said_link *l;
	struct fields f;
	uint8_t mac[6];
	int rc = fields_split(&f, w->value, w->slip);

	if (!rc)
		rc = field_name(&f, field(&f, 0), name, w->slip);
	if (rc)
		return rc;
	if (!*fields_rest(&f, 1))
		return slip(w->slip, strlen(w->value),
			    "the MAC address of %s is missing", name);
	rc = field_mac(&f, fields_rest(&f, 1), mac, w->slip);
	if (rc)
		return rc;
	l = named_link(w, name);
	if (!l)
		return 0;
	if (l->vlan)
		return slip(w->slip, 0, "%s is a VLAN by vlan=", name);
	if (l->mac_known && memcmp(l->mac, mac, 6))
		return slip(w->slip, 0, "%s is the name of another NIC "
			    "already", name);
	if (kernel_name(name))
		remark_warning(w->said->remarks, w->what, "the kernel gives "
			       "names like %s itself: better another", name);
	l->mac_known = true;
	memcpy(l->mac, mac, 6);
	return 0;
}

/* vlan5, vlan0005, eth0.5 and eth0.0005 name VLAN 5.  0: none. */
static uint16_t vlan_number(const char *name)
{
	const char *dot = strrchr(name, '.');
	uint64_t n;

	if (strncmp(name, "vlan", 4))
		name = dot ? dot + 1 : "";
	else
		name += 4;
	return number_decimal(name, VLAN_MAX, &n) ? 0 : (uint16_t)n;
}

/* NAME:PARENT */
int net_take_vlan(const struct net_word *w)
{
	char name[IFNAME_SIZE] = "", parent[IFNAME_SIZE] = "";
	struct said_link *l;
	struct fields f;
	int rc = fields_split(&f, w->value, w->slip);

	if (!rc && f.count != 2)
		rc = slip(w->slip, 0, "%s is not NAME:DEVICE, as in "
			  "eth0.5:eth0", w->value);
	if (!rc)
		rc = field_name(&f, field(&f, 0), name, w->slip);
	if (!rc)
		rc = field_name(&f, field(&f, 1), parent, w->slip);
	if (!rc && !vlan_number(name))
		rc = slip(w->slip, 0, "%s does not end in a VLAN's number, "
			  "1..%d, as vlan5 and eth0.5 do", name, VLAN_MAX);
	if (!rc && !strcmp(name, parent))
		rc = slip(w->slip, field_at(&f, field(&f, 1)),
			  "%s cannot be a VLAN on itself", name);
	if (rc)
		return rc;
	l = named_link(w, name);
	if (!l)
		return 0;
	if (l->mac_known)
		return slip(w->slip, 0, "%s is a NIC by ifname=", name);
	if (l->vlan && strcmp(l->parent, parent))
		return slip(w->slip, field_at(&f, field(&f, 1)),
			    "%s is a VLAN on %s already", name, l->parent);
	l->vlan = vlan_number(name);
	memcpy(l->parent, parent, sizeof(parent));
	return 0;
}

int net_take_bootdev(const struct net_word *w)
{
	struct fields f = { .value = w->value };
	char name[IFNAME_SIZE];
	uint8_t mac[6];
	int rc;

	if (mac_either(w->value, mac))
		return slip(w->slip, 0, "%s is a MAC address: BOOTIF= takes "
			    "it, bootdev= a device's name", w->value);
	rc = field_name(&f, w->value, name, w->slip);
	if (rc)
		return rc;
	if (w->said->bootdev[0] && strcmp(w->said->bootdev, name))
		remark_warning(w->said->remarks, w->what,
			       "%s, which was said before, is not used",
			       w->said->bootdev);
	copy_string(w->said->bootdev, sizeof(w->said->bootdev), name);
	return 0;
}

/* What PXELINUX and iPXE put there: 01 for Ethernet, then the address. */
int net_take_bootif(const struct net_word *w)
{
	struct fields f = { .value = w->value };
	const char *text = w->value;
	int rc;

	if (strlen(text) == 3 + MAC_TEXT_SIZE - 1) {
		if (strncmp(text, "01-", 3) && strncmp(text, "01:", 3))
			return slip(w->slip, 0, "hardware type %.2s is not "
				    "Ethernet, 01", text);
		text += 3;
	}
	rc = field_mac(&f, text, w->said->bootif, w->slip);
	w->said->bootif_known = !rc;
	return rc;
}
