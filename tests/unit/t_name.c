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
	return test_done();
}
