// SPDX-License-Identifier: GPL-2.0-or-later
/* The text of a node record. */
#include "record.h"

#include <errno.h>
#include <stdio.h>

#include "hex.h"
#include "number.h"

#define CONF "/etc/iscsi/iscsid.conf"
#define AUTH "node.session.auth."
#define MARK "# Written by iscsistart --record, which updates it until somebody changes it: "
#define SUM_SIZE 16
#define MARK_SIZE (sizeof(MARK) + 2 + 2 * SUM_SIZE + 1)	/* 0x, line end */

enum form { NUMBER, YES_NO, DIGEST };

#define ALWAYS 255, 255

/* What the live session says.  The offers are those of the next login: no more
 * than was settled.  With the standing values nobody has said anything, and
 * those of iscsid.conf hold. */
static const struct row {
	const char *attribute, *key;
	uint8_t of, form, standing[2];
} rows[] = {
{ "recovery_tmo", "node.session.timeo.replacement_timeout", KEPT_SESSION,
  NUMBER, { 120, 120 } },
{ "abort_tmo", "node.session.err_timeo.abort_timeout", KEPT_SESSION, NUMBER,
  { 15, 15 } },
{ "lu_reset_tmo", "node.session.err_timeo.lu_reset_timeout", KEPT_SESSION,
  NUMBER, { 30, 30 } },
{ "tgt_reset_tmo", "node.session.err_timeo.tgt_reset_timeout", KEPT_SESSION,
  NUMBER, { 30, 30 } },
{ "fast_abort", "node.session.iscsi.FastAbort", KEPT_SESSION, YES_NO,
  { 1, 1 } },
{ "initial_r2t", "node.session.iscsi.InitialR2T", KEPT_SESSION, YES_NO,
  { ALWAYS } },
{ "immediate_data", "node.session.iscsi.ImmediateData", KEPT_SESSION, YES_NO,
  { ALWAYS } },
{ "first_burst_len", "node.session.iscsi.FirstBurstLength", KEPT_SESSION,
  NUMBER, { ALWAYS } },
{ "max_burst_len", "node.session.iscsi.MaxBurstLength", KEPT_SESSION, NUMBER,
  { ALWAYS } },
{ "max_outstanding_r2t", "node.session.iscsi.MaxOutstandingR2T", KEPT_SESSION,
  NUMBER, { ALWAYS } },
/* None, or those of --keep. */
{ "recv_tmo", "node.conn[0].timeo.noop_out_interval", KEPT_CONNECTION, NUMBER,
  { 0, 5 } },
{ "ping_tmo", "node.conn[0].timeo.noop_out_timeout", KEPT_CONNECTION, NUMBER,
  { 0, 5 } },
{ "max_recv_dlength", "node.conn[0].iscsi.MaxRecvDataSegmentLength",
  KEPT_CONNECTION, NUMBER, { ALWAYS } },
{ "header_digest", "node.conn[0].iscsi.HeaderDigest", KEPT_CONNECTION, DIGEST,
  { 0, 0 } },
{ "data_digest", "node.conn[0].iscsi.DataDigest", KEPT_CONNECTION, DIGEST,
  { 0, 0 } },
};

static void put_row(const struct ibft_out *out, const struct kept *k,
		    uint32_t sid, const struct row *row)
{
	char text[16];
	uint64_t n;

	kept_attribute(k->sys, row->of, sid, row->attribute, text,
		       sizeof(text));
	if (number_decimal(text, UINT32_MAX, &n) || n == row->standing[0] ||
	    n == row->standing[1])
		return;
	if (row->form != NUMBER)
		copy_string(text, sizeof(text), row->form == DIGEST ?
			    "CRC32C,None" : n ? "Yes" : "No");
	ibft_print(out, "%s = %s\n", row->key, text);
}

/* The reader of a record takes the spaces from the ends of a value, which ends
 * with its line. */
static bool can_hold(const char *value, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if ((uint8_t)value[i] < ' ')
			return false;
	return !n || (value[0] != ' ' && value[n - 1] != ' ');
}

static int put_account(const struct ibft_out *out, const char *direction,
		       const char *name, const struct secret *s,
		       struct fault *f)
{
	const char *secret = (const char *)s->bytes;

	if (!*name)
		return 0;
	if (!can_hold(name, strlen(name)) || !can_hold(secret, s->len))
		return fault(f, STAGE_RECORD, EINVAL,
			     "the CHAP name or secret begins or ends with a space or has a control character: no record can hold it");
	ibft_print(out, AUTH "username%s = %s\n", direction, name);
	ibft_print(out, AUTH "password%s = %.*s\n", direction, (int)s->len,
		   secret);
	return 0;
}

struct conf {
	struct state_file *text;
	const char *end;		/* of what is ours */
};

/* A line of iscsid.conf, where the session says nothing of it.  Accounts there
 * are of other sessions. */
static void take_conf(void *arg, const char *line)
{
	const struct conf *c = arg;
	const struct ibft_out *out = &c->text->out;
	const char *said;
	char key[80];

	line += strspn(line, " \t");
	if (strncmp(line, "node.", 5) ||
	    (!strncmp(line, AUTH, strlen(AUTH)) && line[strlen(AUTH)] != 'c'))
		return;
	snprintf(key, sizeof(key), "\n%.*s ", (int)strcspn(line, " \t="),
		 line);
	said = strstr(c->text->text, key);
	if (said && said < c->end)
		return;
	out->text(out->arg, line);
	out->text(out->arg, "\n");
}

static const char *mark(const char *text, size_t n, char line[MARK_SIZE])
{
	char digits[2 * SUM_SIZE + 3];
	uint8_t sum[SUM_SIZE];
	struct hash h;

	hash_init(&h, HASH_MD5);
	hash_add(&h, text, n);
	hash_end(&h, sum);
	hex_encode(sum, SUM_SIZE, digits);
	snprintf(line, MARK_SIZE, MARK "%s\n", digits);
	return line;
}

bool record_ours(const char *text, size_t n)
{
	char line[MARK_SIZE];

	if (n < MARK_SIZE)
		return false;
	n -= MARK_SIZE - 1;
	return !strcmp(text + n, mark(text, n, line));
}

int record_text(struct state_file *text, const struct kept *k, uint32_t sid,
		struct fault *f)
{
	const struct chap_account *a = &k->account;
	const struct portal *p = &k->portals[0];
	const struct ibft_out *out = &text->out;
	char address[ADDR_TEXT_SIZE], line[MARK_SIZE];
	struct conf conf = { .text = text };

	state_file_begin(text);
	ibft_print(out, "# BEGIN RECORD 2.1.8\nnode.name = %s\nnode.tpgt = %u\n"
		   "node.startup = onboot\niface.iscsi_ifacename = default\n"
		   "iface.transport_name = tcp\nnode.discovery_type = static\n"
		   AUTH "authmethod = %s\n", k->target_name, k->tpgt,
		   *a->name ? "CHAP" : "None");
	if (put_account(out, "", a->name, &a->secret, f) ||
	    put_account(out, "_in", a->reverse_name, &a->reverse_secret, f))
		return -f->err;
	ibft_print(out, "node.conn[0].address = %s\nnode.conn[0].port = %u\n"
		   "node.conn[0].startup = onboot\n",
		   addr_text(&p->addr, address), p->port);
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
		put_row(out, k, sid, &rows[i]);
	conf.end = text->text + text->used;
	k->sys->read_lines(k->sys, CONF, take_conf, &conf);
	/* iscsiadm's own default is MD5 alone. */
	if (*a->name && !strstr(text->text, "\n" AUTH "chap_algs"))
		ibft_print(out, AUTH "chap_algs = SHA3-256,SHA1,MD5,SHA256\n");
	ibft_print(out, "# END RECORD\n");
	out->text(out->arg, mark(text->text, text->used, line));
	return 0;
}
