// SPDX-License-Identifier: GPL-2.0-or-later
/* The boot plan. */
#include "plan.h"

#include <errno.h>
#include <stdio.h>

#include "key.h"
#include "said_ibft.h"
#include "sayer.h"

#define NAME "iqn.2026-11.test:boot"

static void set_account(struct chap_account *a, const char *name,
			const char *secret, const char *reverse_name,
			const char *reverse_secret)
{
	memset(a, 0, sizeof(*a));
	copy_string(a->name, sizeof(a->name), name);
	copy_string(a->reverse_name, sizeof(a->reverse_name), reverse_name);
	if (*secret)
		secret_set(&a->secret, secret);
	if (*reverse_secret)
		secret_set(&a->reverse_secret, reverse_secret);
}

static struct ibft_target *add_target(struct ibft *ibft, uint8_t flags,
				      const char *name, const char *portal)
{
	struct ibft_target *t = &ibft->targets[ibft->target_count];

	t->index = (uint8_t)ibft->target_count++;
	t->flags = flags;
	copy_string(t->name, sizeof(t->name), name);
	portal_parse(portal, &t->portal);
	return t;
}

static void begin(struct ibft *ibft)
{
	memset(ibft, 0, sizeof(*ibft));
	ibft->initiator.flags = 3;
	copy_string(ibft->initiator.name, sizeof(ibft->initiator.name),
		    "iqn.2026-11.test:node1");
}

/* The table alone. */
static int from_firmware(struct plan *plan, const struct ibft *ibft,
			 struct fault *f)
{
	static struct said said;
	int rc;

	f->err = 0;
	plan_begin(plan);
	said_ibft(say(&said, plan, SOURCE_IBFT), ibft);
	rc = plan_merge(plan, &said, f);
	return rc ? rc : plan_finish(plan, false, f);
}

/* Credentials: how they are taken, whether from options or firmware. */
static const struct {
	const char *why, *name, *secret, *reverse_name, *reverse_secret;
	uint8_t chap_type;
	int rc;
} accounts[] = {
{ "no CHAP", "", "", "", "", 0, 0 },
{ "CHAP", "user", "chapsecret12", "", "", 1, 0 },
{ "mutual CHAP", "user", "chapsecret12", "targ", "targsecret12", 2, 0 },
{ "a name without a secret", "user", "", "", "", 1, -EINVAL },
{ "a secret without a name", "", "chapsecret12", "", "", 1, -EINVAL },
{ "a target's name without its secret", "user", "chapsecret12", "targ", "",
  2, -EINVAL },
{ "a target's secret without its name", "user", "chapsecret12", "",
  "targsecret12", 2, -EINVAL },
{ "mutual without our own: Open-iSCSI logs in without any", "", "", "targ",
  "targsecret12", 2, -EINVAL },
{ "one secret for both (RFC 7143 9.2.1)", "user", "chapsecret12", "targ",
  "chapsecret12", 2, -EINVAL },
};

/* What firmware asks for must not get lost: the kernel shows neither name nor
 * secret when the name is empty. */
static const struct {
	const char *why, *name, *secret;
	uint8_t chap_type;
} lost[] = {
{ "CHAP without credentials", "", "", 1 },
{ "mutual CHAP without credentials", "", "", 2 },
{ "mutual CHAP with one half", "user", "chapsecret12", 2 },
};

/* Options alone. */
static int from_options(struct plan *plan, const struct chap_account *account,
			struct fault *f)
{
	static struct said said;

	f->err = 0;
	plan_begin(plan);
	say(&said, plan, SOURCE_OPTION);
	copy_string(said.initiator_name, 8, "iqn.i");
	say_target(&said, NAME, "10.0.0.1");
	say_account(&said, "", account);
	plan_merge(plan, &said, f);
	return plan_finish(plan, false, f);
}

static void test_accounts(void)
{
	static struct ibft ibft;
	static struct plan plan;
	struct chap_account account;
	struct ibft_target *t;
	struct fault f;

	for (size_t i = 0; i < ARRAY_SIZE(accounts); i++) {
		const char *why = accounts[i].why;

		set_account(&account, accounts[i].name, accounts[i].secret,
			    accounts[i].reverse_name,
			    accounts[i].reverse_secret);
		SAME(from_options(&plan, &account, &f), accounts[i].rc, why);
		OK(!strstr(f.text, "secret12"), "no secret in a message");
		begin(&ibft);
		t = add_target(&ibft, 3, NAME, "10.0.0.1");
		t->chap_type = accounts[i].chap_type;
		t->account = account;
		SAME(from_firmware(&plan, &ibft, &f), accounts[i].rc, why);
		if (!accounts[i].rc)
			OK(!memcmp(&plan.targets[0].account, &account,
				   sizeof(account)), why);
	}
	for (size_t i = 0; i < ARRAY_SIZE(lost); i++) {
		begin(&ibft);
		t = add_target(&ibft, 3, NAME, "10.0.0.1");
		t->chap_type = lost[i].chap_type;
		set_account(&t->account, lost[i].name, lost[i].secret, "", "");
		SAME(from_firmware(&plan, &ibft, &f), -EINVAL, lost[i].why);
	}
	begin(&ibft);
	t = add_target(&ibft, 3, NAME, "10.0.0.1");
	set_account(&t->account, "user", "chapsecret12", "", "");
	SAME(from_firmware(&plan, &ibft, &f), 0,
	     "CHAP type 0 with a name: the table says no CHAP");
	OK(!plan.targets[0].account.name[0] &&
	   !plan.targets[0].account.secret.len, "it is not used");
}

/* Two accounts that differ, said in two places: which one counts. */
static const struct {
	const char *why;
	enum source a_source, b_source;
	const char *a_target, *b_target;
	const char *wins;		/* the name */
} precedence[] = {
{ "an option goes before the command line", SOURCE_OPTION, SOURCE_CMDLINE,
  "", "", "a" },
{ "also where the latter names the target", SOURCE_OPTION, SOURCE_CMDLINE,
  "", NAME, "a" },
{ "of one source, what names the target", SOURCE_CMDLINE, SOURCE_CMDLINE, "",
  NAME, "b" },
{ "of one source, what is said first", SOURCE_CMDLINE, SOURCE_CMDLINE, "", "",
  "a" },
{ "another target's is not this one's", SOURCE_OPTION, SOURCE_CMDLINE,
  "iqn.other", "", "b" },
{ "names are equal whatever their case", SOURCE_CMDLINE, SOURCE_CMDLINE, "",
  "IQN.2026-11.test:boot", "b" },
};

static void test_account_precedence(void)
{
	static struct plan plan;
	static struct said said;
	struct chap_account a, b;
	struct fault f = { .err = 0 };

	set_account(&a, "a", "chapsecret-a", "", "");
	set_account(&b, "b", "chapsecret-b", "", "");
	for (size_t i = 0; i < ARRAY_SIZE(precedence); i++) {
		plan_begin(&plan);
		say(&said, &plan, precedence[i].a_source);
		copy_string(said.initiator_name, 8, "iqn.i");
		say_target(&said, NAME, "10.0.0.1");
		say_account(&said, precedence[i].a_target, &a);
		plan_merge(&plan, &said, &f);
		say(&said, &plan, precedence[i].b_source);
		say_account(&said, precedence[i].b_target, &b);
		plan_merge(&plan, &said, &f);
		SAME(plan_finish(&plan, false, &f), 0, precedence[i].why);
		SAME_TEXT(plan.targets[0].account.name, precedence[i].wins,
			  precedence[i].why);
		SAME(plan.targets[0].account.secret.bytes[11],
		     precedence[i].wins[0], "and its own secret");
		for (size_t n = 0; n < sizeof(plan.accounts); n++)
			if (((char *)plan.accounts)[n])
				OK(false, "what is not used is wiped");
	}
	/* A half is completed by who comes next. */
	plan_begin(&plan);
	say(&said, &plan, SOURCE_CMDLINE);
	copy_string(said.initiator_name, 8, "iqn.i");
	say_target(&said, NAME, "10.0.0.1");
	set_account(&a, "user", "", "", "");
	say_account(&said, "", &a);
	plan_merge(&plan, &said, &f);
	say(&said, &plan, SOURCE_FILE);
	set_account(&b, "", "chapsecret-b", "", "");
	say_account(&said, "", &b);
	plan_merge(&plan, &said, &f);
	SAME(plan_finish(&plan, false, &f), 0,
	     "the command line has the name, a file the secret");
	SAME_TEXT(plan.targets[0].account.name, "user", "both count");
	OK(secret_equal(&plan.targets[0].account.secret, &b.secret),
	   "both count");
}

static void test_targets(void)
{
	static struct ibft ibft;
	static struct plan plan;
	struct fault f = { .err = 0 };
	struct ibft_target *t;

	begin(&ibft);
	add_target(&ibft, 0, "iqn.invalid", "10.0.0.1");
	add_target(&ibft, 2, "iqn.selected-not-valid", "10.0.0.1");
	SAME(from_firmware(&plan, &ibft, &f), -ENODATA,
	     "no valid target");
	add_target(&ibft, 1, "iqn.third", "10.0.0.3");
	t = add_target(&ibft, 3, "iqn.selected", "10.0.0.2:3261");
	t->nic_association = 5;
	memcpy(t->boot_lun, "\0\1\0\0\0\0\0\0", 8);
	SAME(from_firmware(&plan, &ibft, &f), 0, "two are valid");
	SAME(plan.target_count, 2, "both are taken");
	SAME_TEXT(plan.targets[0].name, "iqn.selected",
		  "the boot-selected one first");
	SAME_TEXT(plan.targets[1].name, "iqn.third", "then the other");
	SAME_TEXT(plan.targets[0].boot_target, "target3",
		  "by the number in the table");
	SAME_TEXT(plan.targets[0].boot_nic, "ethernet5", "and its NIC's");
	SAME(plan.targets[0].portal.port, 3261, "port");
	SAME(plan.targets[0].tpgt, TPGT_UNKNOWN, "the table has no tag");
	OK(plan.targets[0].lun_known &&
	   !memcmp(plan.targets[0].lun, t->boot_lun, 8), "the boot LUN");

	t->portal.port = 0;
	SAME(from_firmware(&plan, &ibft, &f), -EINVAL, "port 0");
	t->portal.port = 3260;
	t->portal.addr.family = ADDR_NONE;
	SAME(from_firmware(&plan, &ibft, &f), -EINVAL,
	     "no address");
	addr_parse("10.0.0.1", &t->portal.addr);
	t->name[0] = '\0';
	SAME(from_firmware(&plan, &ibft, &f), -EINVAL, "no name");
	copy_string(t->name, sizeof(t->name), "iqn. x");
	SAME(from_firmware(&plan, &ibft, &f), -EINVAL,
	     "a name with a space");
	copy_string(t->name, sizeof(t->name), NAME);
	copy_string(ibft.initiator.name, 8, "node1");
	SAME(from_firmware(&plan, &ibft, &f), -EINVAL,
	     "an initiator name of another form");
	ibft.initiator.name[0] = '\0';
	SAME(from_firmware(&plan, &ibft, &f), -EINVAL, "no initiator name");
}

/* iPXE leaves the path that it could not log in to without credentials. */
static void test_paths(void)
{
	static struct ibft ibft;
	static struct plan plan;
	struct fault f = { .err = 0 };
	struct ibft_target *t;

	begin(&ibft);
	add_target(&ibft, 3, NAME, "10.0.0.9");
	t = add_target(&ibft, 3, NAME, "10.0.0.1");
	t->chap_type = 1;
	set_account(&t->account, "user", "chapsecret12", "", "");
	add_target(&ibft, 3, "iqn.other", "10.0.0.1");
	SAME(from_firmware(&plan, &ibft, &f), 0, "a dead path");
	OK(!memcmp(&plan.targets[0].account, &t->account, sizeof(t->account)),
	   "takes the credentials of the other path");
	OK(!plan.targets[2].account.name[0],
	   "another target does not get them");
	t = add_target(&ibft, 3, NAME, "10.0.0.2");
	t->chap_type = 1;
	set_account(&t->account, "second", "chapsecret13", "", "");
	SAME(from_firmware(&plan, &ibft, &f), 0, "three paths");
	SAME_TEXT(plan.targets[3].account.name, "second",
		  "a path with its own keeps them");
}

static void test_nics(void)
{
	static struct ibft ibft;
	static struct plan plan;
	struct fault f = { .err = 0 };

	begin(&ibft);
	add_target(&ibft, 3, NAME, "10.0.0.9");
	ibft.nic_count = 3;
	ibft.nics[0] = (struct ibft_nic){ .index = 0, .flags = 2 };
	ibft.nics[1] = (struct ibft_nic){ .index = 1, .flags = 1,
		.mac = { 1, 2, 3, 4, 5, 6 }, .vlan = 42,
		.subnet_mask_prefix = 24 };
	addr_parse("10.0.0.2", &ibft.nics[1].address);
	addr_parse("10.0.0.1", &ibft.nics[1].gateway);
	ibft.nics[2] = (struct ibft_nic){ .index = 2, .flags = 7 };
	SAME(from_firmware(&plan, &ibft, &f), 0, "three NICs");
	SAME(plan.nic_count, 2, "those that are valid");
	SAME(plan.nics[0].ibft_index, 1, "in the table's order");
	SAME(plan.nics[0].vlan, 42, "VLAN");
	SAME(plan.nics[0].prefix, 24, "prefix");
	OK(!memcmp(plan.nics[0].mac, ibft.nics[1].mac, 6), "MAC");
	OK(addr_equal(&plan.nics[0].address, &ibft.nics[1].address),
	   "address");
	OK(addr_equal(&plan.nics[0].gateway, &ibft.nics[1].gateway),
	   "gateway");
}

int main(void)
{
	test_accounts();
	test_account_precedence();
	test_targets();
	test_paths();
	test_nics();
	return test_done();
}
