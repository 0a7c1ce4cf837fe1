// SPDX-License-Identifier: GPL-2.0-or-later
/* The boot plan: what several sources say, merged. */
#include <errno.h>
#include <stdio.h>

#include "sayer.h"

#define NAME "iqn.2026-11.test:boot"

/* A target of a first source and one of a second: what comes of them. */
static const struct {
	const char *why, *name, *portal;	/* of the command line */
	const char *other, *at;			/* of the iBFT */
	bool wanted;				/* rd.iscsi.firmware=1 */
	int rc;
	size_t targets, ignored;
	const char *in_plan;			/* the first one's */
} merges[] = {
{ "another target is not added", NAME, "10.0.0.1", "iqn.2026-11.test:o",
  "10.0.0.2", false, 0, 1, 1, NAME " 10.0.0.1:3260" },
{ "unless it is asked for", NAME, "10.0.0.1", "iqn.2026-11.test:o",
  "10.0.0.2", true, 0, 2, 0, NAME " 10.0.0.1:3260" },
{ "the same is there once", NAME, "10.0.0.1", NAME, "10.0.0.1", true, 0, 1,
  0, NAME " 10.0.0.1:3260" },
{ "another portal of it is a contradiction", NAME, "10.0.0.1", NAME,
  "10.0.0.2", false, 0, 1, 1, NAME " 10.0.0.1:3260" },
{ "unless it is asked for", NAME, "10.0.0.1", NAME, "10.0.0.2", true, 0, 2, 0,
  NAME " 10.0.0.1:3260" },
{ "a name finds its portal", NAME, "", NAME, "10.0.0.2", false, 0, 1, 0,
  NAME " 10.0.0.2:3260" },
{ "a portal finds its name", "", "10.0.0.2", NAME, "10.0.0.2", false, 0, 1, 0,
  NAME " 10.0.0.2:3260" },
{ "field by field, also when they differ", NAME, "", "iqn.2026-11.test:o",
  "10.0.0.2", false, 0, 1, 1, NAME " 10.0.0.2:3260" },
{ "the portal stays, the name comes", "", "10.0.0.1", NAME, "10.0.0.2",
  false, 0, 1, 1, NAME " 10.0.0.1:3260" },
};

static void test_merges(void)
{
	static struct plan plan;
	static struct said said;
	char got[300], portal[PORTAL_TEXT_SIZE];
	struct fault f;

	for (size_t i = 0; i < ARRAY_SIZE(merges); i++) {
		size_t ignored = 0;

		f.err = 0;
		plan_begin(&plan);
		say(&said, &plan, SOURCE_CMDLINE);
		said.want_ibft = merges[i].wanted;
		copy_string(said.initiator_name, 8, "iqn.i");
		say_target(&said, merges[i].name, merges[i].portal);
		plan_merge(&plan, &said, &f);
		say(&said, &plan, SOURCE_IBFT);
		say_target(&said, merges[i].other, merges[i].at);
		plan_merge(&plan, &said, &f);
		SAME(plan_finish(&plan, false, &f), merges[i].rc,
		     merges[i].why);
		SAME(plan.target_count, merges[i].targets, merges[i].why);
		snprintf(got, sizeof(got), "%s %s", plan.targets[0].name,
			 portal_text(&plan.targets[0].portal, portal));
		SAME_TEXT(got, merges[i].in_plan, merges[i].why);
		for (size_t n = 0; n < plan.remarks.count; n++)
			ignored += plan.remarks.list[n].ignored;
		SAME(ignored, merges[i].ignored, merges[i].why);
	}
	/* Two paths of the table to the target that -t names. */
	plan_begin(&plan);
	say(&said, &plan, SOURCE_OPTION);
	copy_string(said.initiator_name, 8, "iqn.i");
	say_target(&said, NAME, "");
	plan_merge(&plan, &said, &f);
	say(&said, &plan, SOURCE_IBFT);
	say_target(&said, NAME, "10.0.0.1");
	say_target(&said, "iqn.2026-11.test:o", "10.0.0.1");
	say_target(&said, NAME, "10.0.0.2");
	plan_merge(&plan, &said, &f);
	SAME(plan.target_count, 2, "both paths");
	SAME(plan.targets[1].portal.addr.bytes[3], 2, "the second one, too");
}

static void test_incomplete(void)
{
	static struct plan plan;
	static struct said said;
	struct fault f = { .err = 0 };

	plan_begin(&plan);
	SAME(plan_finish(&plan, false, &f), -ENODATA, "nobody says a thing");
	OK(strstr(f.text, "nothing to boot"), "the sentence");
	f.err = 0;
	plan_begin(&plan);
	say_target(say(&said, &plan, SOURCE_OPTION), NAME, "");
	plan_merge(&plan, &said, &f);
	SAME(plan_finish(&plan, false, &f), -EINVAL, "no address");
	OK(strstr(f.text, "-a"), "what to do about it");
	f.err = 0;
	plan_begin(&plan);
	say_target(say(&said, &plan, SOURCE_OPTION), "", "10.0.0.1");
	copy_string(said.initiator_name, 8, "iqn.i");
	plan_merge(&plan, &said, &f);
	SAME(plan_finish(&plan, false, &f), -EINVAL, "no name");
	f.err = 0;
	SAME(plan_finish(&plan, true, &f), 0, "discovery needs none");

	/* A source that is wrong: of matter only when it is needed. */
	plan_begin(&plan);
	say(&said, &plan, SOURCE_IBFT);
	fault(&said.fault, STAGE_PLAN, EINVAL, "damaged");
	SAME(plan_merge(&plan, &said, &f), -EINVAL, "damaged and needed");
	SAME_TEXT(f.text, "damaged", "its own sentence");
	f.err = 0;
	plan_begin(&plan);
	say_target(say(&said, &plan, SOURCE_CMDLINE), NAME, "10.0.0.1");
	plan_merge(&plan, &said, &f);
	say(&said, &plan, SOURCE_IBFT);
	fault(&said.fault, STAGE_PLAN, EINVAL, "damaged");
	SAME(plan_merge(&plan, &said, &f), 0, "damaged and not needed");
	SAME_TEXT(plan.remarks.list[0].why, "damaged", "but not a secret");
}

static void test_initiator(void)
{
	static struct plan plan;
	static struct said said;
	struct fault f = { .err = 0 };

	plan_begin(&plan);
	say(&said, &plan, SOURCE_CMDLINE);
	copy_string(said.initiator_name, 24, "iqn.2026-11.test:i");
	plan_merge(&plan, &said, &f);
	say(&said, &plan, SOURCE_IBFT);
	copy_string(said.initiator_name, 24, "iqn.2026-11.test:I");
	plan_merge(&plan, &said, &f);
	SAME(plan.remarks.count, 0, "the same in capitals");
	copy_string(said.initiator_name, 24, "iqn.2026-11.test:j");
	plan_merge(&plan, &said, &f);
	SAME_TEXT(plan.initiator_name, "iqn.2026-11.test:i", "the first");
	SAME(plan.initiator_from, SOURCE_CMDLINE, "and whose it is");
	SAME_TEXT(plan.remarks.list[0].what,
		  "initiator name iqn.2026-11.test:j (the iBFT)", "reported");
	OK(plan.remarks.list[0].ignored, "as not used");
}

int main(void)
{
	test_merges();
	test_incomplete();
	test_initiator();
	return test_done();
}
