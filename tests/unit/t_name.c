// SPDX-License-Identifier: GPL-2.0-or-later
/* iSCSI names. */
#include "name.h"

#include "test.h"

static const struct {
	const char *why, *name;
	bool ok, initiator_ok;
} cases[] = {
{ "iqn (RFC 7143 4.2.7.4)", "iqn.2026-11.test:node1", true, true },
{ "eui (RFC 7143 4.2.7.5)", "eui.02004567A425678D", true, true },
{ "naa (RFC 7143 4.2.7.6)", "naa.52004567BA64678D", true, true },
{ "a target of another form is not ours to refuse", "disk1", true, false },
{ "capitals in the prefix", "IQN.2026-11.test:x", true, false },
{ "iqn without a dot", "iqn2026", true, false },
{ "nothing", "", false, false },
{ "a space", "iqn.2026-11.test:a b", false, false },
{ "a line end", "iqn.2026-11.test:a\n", false, false },
{ "a control character", "iqn.2026-11.test:\x01", false, false },
{ "DEL", "iqn.2026-11.test:\x7f", false, false },
{ "UTF-8", "iqn.2026-11.test:\xc3\xa4", true, true },
{ "the first character above the space", "iqn.!", true, true },
};

static const struct {
	const char *why, *name, *folded;
	bool formed;
} folds[] = {
{ "lower case stays", "iqn.2026-11.test:node1", "iqn.2026-11.test:node1",
  true },
{ "capitals in the text (RFC 7143 4.2.7.2)", "iqn.2026-11.test:Node-Z",
  "iqn.2026-11.test:node-z", true },
{ "capitals in the prefix", "IQN.2026-11.Test:A", "iqn.2026-11.test:a", true },
{ "an EUI-64", "EUI.02004567A425678D", "eui.02004567a425678d", true },
{ "an NAA", "Naa.52004567BA64678D", "naa.52004567ba64678d", true },
{ "no other form", "Disk1", "Disk1", false },
{ "a prefix without its dot", "IQN2026", "IQN2026", false },
{ "a prefix that is not whole", "IQN", "IQN", false },
{ "nothing", "", "", false },
{ "the characters around the letters", "iqn.@[`{", "iqn.@[`{", true },
{ "UTF-8 is not ASCII", "iqn.\xc3\x84", "iqn.\xc3\x84", true },
};

static const struct {
	const char *why, *a, *b;
	bool same;
} pairs[] = {
{ "equal", "iqn.a", "iqn.a", true },
{ "of another case", "IQN.a", "iqn.A", true },
{ "of no known form", "Disk", "dISK", true },
{ "another letter", "iqn.a", "iqn.b", false },
{ "the start of the other", "iqn.a", "iqn.ab", false },
{ "and the other way", "iqn.ab", "iqn.a", false },
{ "@ is no capital of `", "@", "`", false },
{ "[ is no capital of {", "[", "{", false },
{ "nothing and nothing", "", "", true },
};

static void test_fold(void)
{
	char name[64];

	for (size_t i = 0; i < ARRAY_SIZE(folds); i++) {
		const char *why = folds[i].why;

		snprintf(name, sizeof(name), "%s", folds[i].name);
		OK(name_formed(name) == folds[i].formed, why);
		OK(name_fold(name) == !!strcmp(folds[i].name,
					       folds[i].folded), why);
		SAME_TEXT(name, folds[i].folded, why);
		OK(!name_fold(name), "once is enough");
	}
	for (size_t i = 0; i < ARRAY_SIZE(pairs); i++)
		OK(name_same(pairs[i].a, pairs[i].b) == pairs[i].same,
		   pairs[i].why);
}

int main(void)
{
	char name[225];

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		OK(!name_wrong(cases[i].name) == cases[i].ok, cases[i].why);
		OK(!initiator_name_wrong(cases[i].name) ==
		   cases[i].initiator_ok, cases[i].why);
	}
	memset(name, 'a', sizeof(name));
	memcpy(name, "iqn.", 4);
	name[223] = '\0';
	OK(!name_wrong(name) && !initiator_name_wrong(name),
	   "223 bytes (RFC 7143 4.2.7.1)");
	name[223] = 'a';
	name[224] = '\0';
	OK(name_wrong(name) && initiator_name_wrong(name),
	   "224 bytes (RFC 7143 4.2.7.1)");
	test_fold();
	return test_done();
}
