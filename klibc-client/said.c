// SPDX-License-Identifier: GPL-2.0-or-later
/* What one source says about the boot. */
#include "said.h"

#include "key.h"
#include "name.h"

static const struct {
	const char *name, *words;
} sources[SOURCE_COUNT] = {
	[SOURCE_NONE] = { "none", "nobody" },
	[SOURCE_OPTION] = { "option", "an option" },
	[SOURCE_CMDLINE] = { "cmdline", "the kernel command line" },
	[SOURCE_IBFT] = { "ibft", "the iBFT" },
	[SOURCE_DHCP] = { "dhcp", "DHCP" },
	[SOURCE_FILE] = { "file", "a file" },
	[SOURCE_GENERATED] = { "generated", "the machine's UUID" },
	[SOURCE_DEFAULT] = { "default", "the default" },
};

const char *source_name(enum source source)
{
	return sources[source].name;
}

const char *source_words(enum source source)
{
	return sources[source].words;
}

struct plan_target *said_target(struct said *said, const char *what)
{
	struct plan_target *t;

	if (said->target_count == PLAN_TARGETS_MAX) {
		remark_ignored(said->remarks, what,
			       "there are more than %d targets",
			       PLAN_TARGETS_MAX);
		return NULL;
	}
	t = &said->targets[said->target_count++];
	memset(t, 0, sizeof(*t));
	t->tpgt = TPGT_UNKNOWN;
	t->nic = -1;
	return t;
}

/* By two NICs are two paths. */
static bool same_target(const struct plan_target *a,
			const struct plan_target *b)
{
	bool one_nic = !a->netdev[0] || !b->netdev[0] ||
		       !strcmp(a->netdev, b->netdev);

	return one_nic && name_same(a->name, b->name) &&
	       portal_equal(&a->portal, &b->portal) &&
	       !strcmp(a->host, b->host) && !memcmp(a->lun, b->lun, 8);
}

size_t said_once(struct said *said)
{
	size_t last = said->target_count - 1;

	for (size_t i = 0; i < last; i++)
		if (same_target(&said->targets[i], &said->targets[last])) {
			wipe(&said->targets[last], sizeof(said->targets[0]));
			said->target_count--;
			return i;
		}
	return last;
}

struct plan_nic *said_nic(struct said *said, const char *what)
{
	struct plan_nic *n;

	if (said->nic_count == PLAN_NICS_MAX) {
		remark_ignored(said->remarks, what,
			       "there are more than %d NICs", PLAN_NICS_MAX);
		return NULL;
	}
	n = &said->nics[said->nic_count++];
	memset(n, 0, sizeof(*n));
	n->source = said->source;
	return n;
}

bool said_route_clear(struct plan_route *r)
{
	size_t bytes = r->to.family == ADDR_IPV6 ? 16 : 4;
	bool any = false;

	for (size_t i = r->prefix; i < 8 * bytes; i++) {
		uint8_t bit = (uint8_t)(0x80 >> i % 8);

		any = any || r->to.bytes[i / 8] & bit;
		r->to.bytes[i / 8] &= (uint8_t)~bit;
	}
	return any;
}

bool said_route_add(struct plan_route *routes, size_t *count,
		    const struct plan_route *r)
{
	for (size_t i = 0; i < *count; i++)
		if (!strcmp(routes[i].ifname, r->ifname) &&
		    routes[i].prefix == r->prefix &&
		    addr_equal(&routes[i].to, &r->to))
			return true;
	if (*count == PLAN_ROUTES_MAX)
		return false;
	routes[(*count)++] = *r;
	return true;
}
