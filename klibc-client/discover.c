// SPDX-License-Identifier: GPL-2.0-or-later
/* Discovery. */
#include "discover.h"

#include <errno.h>
#include <stdio.h>

#include "full_feature.h"
#include "log.h"
#include "name.h"
#include "number.h"

#define HOST_SIZE (HOST_NAME_MAX_BYTES + 1)

struct discover {
	struct connection *c;
	bool json;
	char name[ISCSI_NAME_MAX + 1];	/* of the target that is open */
	bool skipped;			/* its name cannot be printed */
	unsigned int targets;		/* begun so far */
	unsigned int addresses;		/* of this one, whatever they are */
	unsigned int portals;		/* of this one, printed */
};

/* Where a target is. */
struct place {
	char host[HOST_SIZE];
	bool ipv6;
	uint16_t port;
	uint32_t tpgt;			/* TPGT_UNKNOWN */
};

static void print(const struct discover *d, const char *text)
{
	d->c->sys->output(d->c->sys, SYS_STDOUT, text);
}

/* With its quotes.  What is not ASCII has been sorted out. */
static void print_string(const struct discover *d, const char *text)
{
	char out[2 * HOST_SIZE + 3], *to = out;

	*to++ = '"';
	for (; *text; text++) {
		if (*text == '"' || *text == '\\')
			*to++ = '\\';
		*to++ = *text;
	}
	*to++ = '"';
	*to = '\0';
	print(d, out);
}

static void print_place(struct discover *d, const struct place *p)
{
	char text[HOST_SIZE + ISCSI_NAME_MAX + 32], tag[12] = "null";

	if (p->tpgt != TPGT_UNKNOWN)
		snprintf(tag, sizeof(tag), "%u", p->tpgt);
	if (d->json) {
		print(d, d->portals++ ? ", {\"address\": " :
					"{\"address\": ");
		print_string(d, p->host);
		snprintf(text, sizeof(text), ", \"port\": %u, \"tpgt\": %s}",
			 p->port, tag);
	} else {
		snprintf(text, sizeof(text),
			 p->ipv6 ? "[%s]:%u,%s %s\n" : "%s:%u,%s %s\n",
			 p->host, p->port,
			 p->tpgt == TPGT_UNKNOWN ? "-1" : tag, d->name);
	}
	print(d, text);
}

static void place_of(struct place *p, const struct portal *portal,
		     uint32_t tpgt)
{
	addr_text(&portal->addr, p->host);
	p->ipv6 = portal->addr.family == ADDR_IPV6;
	p->port = portal->port;
	p->tpgt = tpgt;
}

/* host[:port],tag (RFC 7143 13.8).  A target that leaves the tag out breaks a
 * rule, and its portal works all the same. */
static int place_parse(const char *value, struct place *p)
{
	char text[HOST_SIZE + 16], *comma;
	struct portal portal;
	uint64_t tag = TPGT_UNKNOWN;

	if (!copy_string(text, sizeof(text), value))
		return -EINVAL;
	comma = strchr(text, ',');
	if (comma) {
		*comma = '\0';
		if (number_rfc7143(comma + 1, 65535, &tag))
			return -EINVAL;
	}
	p->tpgt = (uint32_t)tag;
	if (target_address_parse(text, &portal, p->host))
		return -EINVAL;
	if (p->host[0]) {
		p->ipv6 = false;
		p->port = portal.port;
	} else {
		place_of(p, &portal, p->tpgt);
	}
	return 0;
}

static void end_target(struct discover *d)
{
	struct place p;

	if (!d->targets || d->skipped)
		return;
	/* A target without an address is where we are (Appendix C). */
	if (!d->addresses) {
		place_of(&p, &d->c->portal,
			 d->c->login.params.target_portal_group_tag);
		print_place(d, &p);
	}
	if (d->json)
		print(d, "]}");
}

static const char *wrong_to_print(const char *name)
{
	const char *wrong = name_wrong(name);

	for (; !wrong && *name; name++)
		if ((unsigned char)*name > 0x7f)
			wrong = "not ASCII";
	return wrong;
}

static void begin_target(struct discover *d, const char *name)
{
	const char *wrong = wrong_to_print(name);

	end_target(d);
	d->addresses = d->portals = 0;
	d->skipped = wrong;
	if (wrong) {
		log_line(d->c->sys, STAGE_SESSION, &d->c->portal,
			 "the target name '%.230s' is %s: left out", name,
			 wrong);
		return;
	}
	copy_string(d->name, sizeof(d->name), name);
	if (d->json) {
		print(d, d->targets ? ",\n{\"target\": " : "\n{\"target\": ");
		print_string(d, name);
		print(d, ", \"portals\": [");
	}
	d->targets++;
}

static void take_address(struct discover *d, const char *value)
{
	struct place p;

	d->addresses++;
	if (d->skipped)
		return;
	if (!place_parse(value, &p))
		print_place(d, &p);
	else
		log_line(d->c->sys, STAGE_SESSION, &d->c->portal,
			 "'%.100s' is no address for us: left out of %s",
			 value, d->name);
}

/* Appendix C: a record begins with TargetName, TargetAddress follows any
 * number of times, and there is nothing else. */
static int take_pair(void *arg, const char *key, const char *value,
		     struct fault *f)
{
	struct discover *d = arg;

	if (!strcmp(key, "TargetName"))
		begin_target(d, value);
	else if (!strcmp(key, "TargetAddress") && (d->targets || d->skipped))
		take_address(d, value);
	else
		return fault(f, STAGE_SESSION, EPROTO,
			     "the target sent %s=%.80s in its list of targets (RFC 7143 Appendix C)",
			     key, value);
	return 0;
}

static int ask(struct discover *d, struct fault *f)
{
	struct text_sink sink = { .take = take_pair, .arg = d };
	struct full_feature ff;
	struct fault echo = { .err = 0 };
	int rc;

	if (d->json)
		print(d, "[");
	full_feature_begin(&ff, d->c);
	rc = full_feature_text(&ff, "SendTargets", "All", &sink, f);
	if (rc)
		return rc;
	end_target(d);
	if (d->json)
		print(d, "\n]\n");
	/* The list is complete, whatever the target says to this. */
	full_feature_logout(&ff, &echo);
	if (!d->targets)
		return fault(f, STAGE_SESSION, ENODATA,
			     "the portal has no targets for %.223s",
			     d->c->config.initiator_name);
	return 0;
}

int discover_run(struct connection *c, const struct sys *sys,
		 const struct portal *portal,
		 const struct login_config *config, uint64_t deadline,
		 bool json, struct fault *f)
{
	struct discover d = { .c = c, .json = json };
	int rc = connection_open(c, sys, portal, config, deadline, f);

	if (!rc)
		rc = ask(&d, f);
	connection_close(c);
	return rc;
}
