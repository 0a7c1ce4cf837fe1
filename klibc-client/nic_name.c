// SPDX-License-Identifier: GPL-2.0-or-later
/* What a device is called. */
#include "nic_name.h"

#include "netstate.h"
#include "rtnl_socket.h"

static void take(void *arg, const struct rtnl_message *m)
{
	netstate_take(arg, m);
}

const char *nic_name(const struct sys *sys, const uint8_t mac[6],
		     char name[LINK_NAME_SIZE])
{
	uint8_t buf[RTNL_MESSAGE_MAX];
	const struct link *l = NULL;
	struct netstate net;
	struct rtnl rtnl;

	memset(&net, 0, sizeof(net));
	if (!rtnl_open(&rtnl, sys, 0, take, &net) &&
	    !rtnl_ask(&rtnl, buf, rtnl_dump_links(buf)))
		l = netstate_with_mac(&net, mac);
	rtnl_close(&rtnl);
	copy_string(name, LINK_NAME_SIZE, l ? l->name : "");
	return name;
}
