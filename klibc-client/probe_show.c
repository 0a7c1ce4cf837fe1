// SPDX-License-Identifier: GPL-2.0-or-later
/* What a probe has found, as text or as JSON.  Text that came from the target
 * stands in quotes, so that none can pass for ours. */
#include "probe_show.h"

#include "out.h"

static void print_out(void *arg, const char *text)
{
	const struct sys *sys = arg;

	sys->output(sys, SYS_STDOUT, text);
}

static struct ibft_out out_of(const struct probe *p)
{
	/* print_out() makes it const again. */
	return (struct ibft_out){ .text = print_out,
				  .arg = (void *)(uintptr_t)p->sys };
}

enum kind { DIGEST, BOOLEAN, NUMBER };

/* What the login settled, by the names of RFC 7143 section 13.  The target's
 * own MaxRecvDataSegmentLength is our MaxXmitDataSegmentLength, as iscsiadm
 * calls it. */
static const struct {
	const char *name;
	enum kind kind;
	size_t field;			/* of struct params */
} settled[] = {
#define OF(f) offsetof(struct params, f)
	{ "HeaderDigest", DIGEST, OF(header_digest) },
	{ "DataDigest", DIGEST, OF(data_digest) },
	{ "ImmediateData", BOOLEAN, OF(immediate_data) },
	{ "InitialR2T", BOOLEAN, OF(initial_r2t) },
	{ "FirstBurstLength", NUMBER, OF(first_burst_length) },
	{ "MaxBurstLength", NUMBER, OF(max_burst_length) },
	{ "MaxRecvDataSegmentLength", NUMBER,
	  OF(max_recv_data_segment_length) },
	{ "MaxXmitDataSegmentLength", NUMBER,
	  OF(max_xmit_data_segment_length) },
	{ "MaxOutstandingR2T", NUMBER, OF(max_outstanding_r2t) },
	{ "DefaultTime2Wait", NUMBER, OF(default_time2wait) },
	{ "DefaultTime2Retain", NUMBER, OF(default_time2retain) },
	{ "ErrorRecoveryLevel", NUMBER, OF(error_recovery_level) },
#undef OF
};

static void show_settled(const struct probe *p, const struct ibft_out *out)
{
	static const char *const words[2][2][2] = { /* kind, JSON, value */
		[DIGEST] = { { "None", "CRC32C" },
			     { "\"None\"", "\"CRC32C\"" } },
		[BOOLEAN] = { { "No", "Yes" }, { "false", "true" } },
	};

	for (size_t i = 0; i < ARRAY_SIZE(settled); i++) {
		const char *params = (const char *)&p->connection.login.params;
		uint32_t v;

		memcpy(&v, params + settled[i].field, sizeof(v));
		ibft_print(out, p->json ? "%s\"%s\": " : "%s%s=",
			   !i ? "" : p->json ? ", " : " ", settled[i].name);
		if (settled[i].kind == NUMBER)
			ibft_print(out, "%u", v);
		else
			ibft_print(out, "%s",
				   words[settled[i].kind][p->json][v & 1]);
	}
}

void probe_show_login(const struct probe *p)
{
	const struct connection *c = &p->connection;
	const struct chap_account *account = c->config.account;
	const char *authentication = !account ? "none" :
		account->reverse_secret.len ? "mutual CHAP" : "CHAP";
	uint32_t tpgt = c->login.params.target_portal_group_tag;
	struct ibft_out out = out_of(p);
	char portal[PORTAL_TEXT_SIZE];

	ibft_print(&out, p->json ? "{ \"target\": " : "target     ");
	if (p->json)
		ibft_print_quoted(&out, c->config.target_name);
	else
		ibft_print(&out, "%s", c->config.target_name);
	ibft_print(&out, p->json ? ",\n  \"portal\": \"%s\"" :
		   "\nportal     %s", portal_text(&c->portal, portal));
	if (tpgt != TPGT_UNKNOWN)
		ibft_print(&out, p->json ? ",\n  \"portal_group\": %u" :
			   ", group %u", tpgt);
	ibft_print(&out, p->json ?
		   ",\n  \"exchanges\": %u,\n  \"authentication\": \"%s\",\n  \"settled\": { " :
		   "\nlogin      exchanges %u, authentication %s\nsettled    ",
		   c->login.exchanges, authentication);
	show_settled(p, &out);
	ibft_print(&out, p->json ? " },\n  \"luns\": [" : "\n");
}

/* "64 MiB", "1.5 TiB". */
static void show_size(const struct ibft_out *out, uint64_t bytes)
{
	static const char units[] = "\0KMGTPE";
	unsigned int i = 0;
	uint64_t unit = 1, tenth;

	while (i < 6 && bytes / unit >= 1024) {
		unit <<= 10;
		i++;
	}
	tenth = bytes % unit * 10 / unit;
	ibft_print(out, "%u", (unsigned int)(bytes / unit));
	if (tenth)
		ibft_print(out, ".%u", (unsigned int)tenth);
	ibft_print(out, i ? " %ciB" : " bytes", units[i]);
}

/* The texts of a unit, by the names they have in JSON. */
static const struct {
	const char *name, *label;
	size_t field;
} texts[] = {
#define OF(f) offsetof(struct probe_unit, f)
	{ "vendor", "", OF(inquiry.vendor) },
	{ "product", "", OF(inquiry.product) },
	{ "revision", "revision ", OF(inquiry.revision) },
	{ "serial", "serial ", OF(serial) },
	{ "id", "id ", OF(id) },
#undef OF
};

static void show_texts(const struct probe *p, const struct ibft_out *out)
{
	for (size_t i = 0; i < ARRAY_SIZE(texts); i++) {
		const char *text = (const char *)&p->unit + texts[i].field;

		if (!*text)
			continue;
		ibft_print(out, p->json ? ", \"%s\": " : ", %s",
			   p->json ? texts[i].name : texts[i].label);
		ibft_print_quoted(out, text);
	}
}

static void show_json(const struct probe *p, const struct ibft_out *out)
{
	const struct probe_unit *u = &p->unit;
	char lun[SCSI_LUN_TEXT_SIZE];
	bool number;

	scsi_lun_text(u->lun, lun);
	number = lun[1] != 'x';
	ibft_print(out, "{ \"lun\": %s%s%s", number ? "" : "\"", lun,
		   number ? "" : "\"");
	if (u->seen)
		ibft_print(out, ", \"type\": %u, \"qualifier\": %u, \"kind\": \"%s\"",
			   u->inquiry.type, u->inquiry.qualifier,
			   scsi_type_text(u->inquiry.type));
	if (u->sized)
		ibft_print(out, ", \"blocks\": %llu, \"block_size\": %u, \"bytes\": %llu",
			   (unsigned long long)u->capacity.blocks,
			   u->capacity.block_size,
			   (unsigned long long)u->capacity.bytes);
	show_texts(p, out);
	if (u->fault[0]) {
		ibft_print(out, ", \"fault\": ");
		ibft_print_quoted(out, u->fault);
	}
	ibft_print(out, " }");
}

void probe_show_unit(const struct probe *p, size_t index)
{
	const struct probe_unit *u = &p->unit;
	struct ibft_out out = out_of(p);
	char lun[SCSI_LUN_TEXT_SIZE];

	if (p->json) {
		ibft_print(&out, index ? ",\n    " : "\n    ");
		show_json(p, &out);
		return;
	}
	ibft_print(&out, "lun %-6s %s", scsi_lun_text(u->lun, lun),
		   u->seen ? scsi_type_text(u->inquiry.type) : "unknown");
	if (u->sized) {
		ibft_print(&out, ", ");
		show_size(&out, u->capacity.bytes);
		ibft_print(&out, ", %u-byte blocks", u->capacity.block_size);
	}
	show_texts(p, &out);
	ibft_print(&out, "\n");
	if (u->fault[0])
		ibft_print(&out, "           %s\n", u->fault);
}

void probe_show_end(const struct probe *p, const struct fault *f)
{
	struct ibft_out out = out_of(p);

	if (p->json) {
		ibft_print(&out, " ],\n  \"luns_not_shown\": %u",
			   p->luns_more);
		if (f->err) {
			ibft_print(&out, ",\n  \"fault\": ");
			ibft_print_quoted(&out, f->text);
		}
		ibft_print(&out, " }\n");
	} else if (p->luns_more) {
		ibft_print(&out, "           and %u LUNs more\n",
			   p->luns_more);
	}
}
