// SPDX-License-Identifier: GPL-2.0-or-later
/* The device of a NIC: found, named, tagged, and up. */
#include <errno.h>
#include <stdio.h>

#include "log.h"
#include "module.h"
#include "nic.h"

/* The device that the plan means; of a VLAN, its parent. */
static const struct link *find(const struct nic *nic,
			       const struct nic_world *w)
{
	const struct plan_nic *want = &nic->want;
	const struct link *l;

	if (want->mac_known) {
		l = netstate_with_mac(&w->net, want->mac);
		/* It may have its new address already, from an earlier
		 * run. */
		if (!l && want->new_mac_known && !want->vlan)
			l = netstate_with_mac(&w->net, want->new_mac);
		return l;
	}
	return netstate_named(&w->net, want->vlan && want->parent[0] ?
				       want->parent : want->ifname);
}

/* Give it the name that ifname= says.  What does not want to be renamed can be
 * used under the name it has. */
static void rename_link(struct nic_world *w, const struct link *l,
			const char *name)
{
	uint8_t buf[RTNL_MESSAGE_MAX];
	char old[LINK_NAME_SIZE];
	int rc;

	if (!name[0] || !strcmp(l->name, name))
		return;
	memcpy(old, l->name, sizeof(old));
	rc = nic_ask(w, buf, rtnl_set_name(buf, l->ifindex, name));
	if (rc)
		log_line(w->sys, STAGE_NIC, NULL,
			 "%s: cannot be renamed to %s, which is used under its own name: %s",
			 old, name, rc == -EBUSY ? "it is up already" :
			 rc == -EEXIST ? "another NIC has that name" :
			 errno_words(-rc).text);
	else
		log_line(w->sys, STAGE_NIC, NULL, "%s: renamed to %s", old,
			 name);
}

static int set_up(struct nic *nic, struct nic_world *w, const struct link *l)
{
	uint8_t buf[RTNL_MESSAGE_MAX];
	int rc = l->up ? 0 : nic_ask(w, buf, rtnl_link_up(buf, l->ifindex,
							  true));

	if (rc)
		nic_fail(nic, -rc, "the link cannot be set up: %s",
			 errno_words(-rc).text);
	return rc;
}

/* The link works without, if not as well: a message, no fault. */
static void set_mtu(struct nic_world *w, const struct link *l, uint32_t mtu)
{
	uint8_t buf[RTNL_MESSAGE_MAX];
	char name[LINK_NAME_SIZE];
	int rc;

	memcpy(name, l->name, sizeof(name));
	rc = nic_ask(w, buf, rtnl_set_mtu(buf, l->ifindex, mtu));
	if (rc)
		log_line(w->sys, STAGE_NIC, NULL,
			 "%s: the driver does not take an MTU of %u: %s", name,
			 (unsigned int)mtu, errno_words(-rc).text);
}

static void set_mac(struct nic_world *w, const struct link *l,
		    const uint8_t mac[6])
{
	uint8_t buf[RTNL_MESSAGE_MAX];
	char text[MAC_TEXT_SIZE], name[LINK_NAME_SIZE];
	int rc;

	memcpy(name, l->name, sizeof(name));
	rc = nic_ask(w, buf, rtnl_set_mac(buf, l->ifindex, mac));
	if (rc)
		log_line(w->sys, STAGE_NIC, NULL,
			 "%s: cannot be given the MAC address %s: %s", name,
			 mac_text(mac, text), errno_words(-rc).text);
}

static int make_vlan(struct nic *nic, struct nic_world *w,
		     const struct link *parent)
{
	uint8_t buf[RTNL_MESSAGE_MAX];
	char name[IFNAME_SIZE + 8];
	int rc;

	/* A name of our own is as long as the kernel can take. */
	snprintf(name, sizeof(name), "%s.%u", parent->name, nic->want.vlan);
	if (nic->want.ifname[0])
		copy_string(name, sizeof(name), nic->want.ifname);
	if (strlen(name) >= IFNAME_SIZE)
		snprintf(name, sizeof(name), "vlan%u", nic->want.vlan);
	rc = nic_ask(w, buf, rtnl_add_vlan(buf, parent->ifindex,
					   nic->want.vlan, name));
	/* The kernel loads it by itself where it finds modprobe. */
	if (rc == -EOPNOTSUPP && !module_load(w->sys, "8021q"))
		rc = nic_ask(w, buf, rtnl_add_vlan(buf, parent->ifindex,
						   nic->want.vlan, name));
	if (rc == -EOPNOTSUPP)
		nic_fail(nic, EOPNOTSUPP,
			 "it is to be in VLAN %u, and this kernel has no VLANs: is the module 8021q in the initramfs?",
			 nic->want.vlan);
	else if (rc == -EEXIST)
		nic_fail(nic, EEXIST,
			 "VLAN %u on it is to be called %s, as another device is already",
			 nic->want.vlan, name);
	else if (rc)
		nic_fail(nic, -rc, "VLAN %u cannot be made on it: %s",
			 nic->want.vlan, errno_words(-rc).text);
	return rc;
}

/* The VLAN's device instead of its parent, made where there is none.  Room for
 * the tag is not part of the MTU: only a VLAN with larger frames needs a
 * parent with such. */
static int enter_vlan(struct nic *nic, struct nic_world *w,
		      const struct link **l)
{
	const struct link *parent = *l, *vlan;
	uint32_t mtu = nic->want.mtu;
	int index = parent->ifindex;
	int rc = 0;

	vlan = netstate_vlan(&w->net, index, nic->want.vlan);
	/* Where there are no VLANs, the parent is left alone. */
	if (!vlan && nic->state == NIC_ABSENT)
		rc = make_vlan(nic, w, parent);
	parent = netstate_link(&w->net, index);
	if (rc || !parent)
		return rc ? rc : -EAGAIN;
	vlan = netstate_vlan(&w->net, index, nic->want.vlan);
	if (mtu > parent->mtu && (!vlan || vlan->mtu != mtu))
		set_mtu(w, parent, mtu);
	parent = netstate_link(&w->net, index);
	rc = parent ? set_up(nic, w, parent) : -EAGAIN;
	if (rc)
		return rc;
	*l = netstate_vlan(&w->net, index, nic->want.vlan);
	return *l ? 0 : -EAGAIN;
}

void nic_link_mtu(struct nic *nic, struct nic_world *w, uint32_t mtu)
{
	const struct link *l = netstate_link(&w->net, nic->ifindex);

	if (l && mtu && l->mtu != mtu)
		set_mtu(w, l, mtu);
}

/* What is set on the device itself. */
static int set_properties(struct nic *nic, struct nic_world *w)
{
	const struct plan_nic *want = &nic->want;
	const struct link *l = netstate_link(&w->net, nic->ifindex);

	if (want->new_mac_known && memcmp(l->mac, want->new_mac, 6))
		set_mac(w, l, want->new_mac);
	nic_link_mtu(nic, w, want->mtu);
	l = netstate_link(&w->net, nic->ifindex);
	return l ? set_up(nic, w, l) : -EAGAIN;
}

/* In a bridge or a bond: that is what has the addresses.  Or NULL. */
static const struct link *master_of(const struct link *l,
				    const struct nic_world *w)
{
	const struct link *master = netstate_link(&w->net, l->master);

	return master && master->kind == LINK_MASTER ? master : NULL;
}

const struct link *nic_link_find(struct nic *nic, const struct nic_world *w)
{
	const struct link *l = find(nic, w), *master;

	if (!l)
		return NULL;
	nic->state = NIC_LINK;
	memcpy(nic->name, l->name, sizeof(nic->name));
	master = master_of(l, w);
	if (master)
		l = master;
	return nic->want.vlan && l->kind != LINK_VLAN ?
		netstate_vlan(&w->net, l->ifindex, nic->want.vlan) : l;
}

int nic_link_setup(struct nic *nic, struct nic_world *w)
{
	const struct link *l = find(nic, w), *master;
	int index, rc = 0;

	if (!l)
		return -EAGAIN;
	index = l->ifindex;
	memcpy(nic->name, l->name, sizeof(nic->name));
	master = master_of(l, w);
	if (master) {
		l = master;
	} else if (nic->want.mac_known) {
		rename_link(w, l, nic->want.vlan ? nic->want.parent :
						   nic->want.ifname);
		l = netstate_link(&w->net, index);
	}
	if (l && nic->want.vlan && l->kind != LINK_VLAN)
		rc = enter_vlan(nic, w, &l);
	if (rc || !l)
		return rc ? rc : -EAGAIN;
	nic->ifindex = l->ifindex;
	rc = set_properties(nic, w);
	l = netstate_link(&w->net, nic->ifindex);
	if (rc || !l)
		return rc ? rc : -EAGAIN;
	memcpy(nic->name, l->name, sizeof(nic->name));
	copy_string(nic->want.ifname, IFNAME_SIZE, l->name);
	if (!nic->want.mac_known)
		memcpy(nic->want.mac, l->mac, 6);
	nic->want.mac_known = true;
	nic->want.ifindex = l->ifindex;
	return 0;
}
