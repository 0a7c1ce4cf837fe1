// SPDX-License-Identifier: GPL-2.0-or-later
/* The initiator name where nobody says one. */
#include "initiator.h"

#include "fake_sys.h"

#define RUN "/run/initiatorname.iscsi"
#define ETC_ISCSI "/etc/iscsi/initiatorname.iscsi"
#define ETC "/etc/initiatorname.iscsi"
#define UUID "/sys/class/dmi/id/product_uuid"
#define NAME "iqn.2026-11.test:node1"
#define OTHER "InitiatorName=iqn.2026-11.test:other\n"
#define NAME_50 "iqn.2026-11.test:9012345678901234567890123456789ab"
#define NAME_200 NAME_50 NAME_50 NAME_50 NAME_50

static const struct {
	const char *why;
	struct fake_file files[4];
	int rc;
	const char *name, *file, *sentence;
} cases[] = {
{ "no file", { { .path = NULL } }, -ENODATA, "", "", "" },
{ "what this boot left", { { RUN, "InitiatorName=" NAME "\n", 0 },
  { ETC_ISCSI, OTHER, 0 }, { ETC, OTHER, 0 } }, 0, NAME, RUN, "" },
{ "Open-iSCSI's own", { { ETC_ISCSI, "InitiatorName=" NAME "\n", 0 },
  { ETC, OTHER, 0 } }, 0, NAME, ETC_ISCSI, "" },
{ "its copy", { { ETC, "InitiatorName=" NAME "\n", 0 } },
  0, NAME, ETC, "" },
{ "a file without a name, then one with",
  { { RUN, "# none\n", 0 }, { ETC, "InitiatorName=" NAME, 0 } },
  0, NAME, ETC, "" },
{ "comments, blanks, no last line end",
  { { ETC, "## InitiatorName=x\n\n \t#InitiatorName=y\n"
    " InitiatorName \t=\t " NAME " \t\r", 0 } }, 0, NAME, ETC, "" },
{ "the first line counts",
  { { ETC, "InitiatorName=" NAME "\n" OTHER "InitiatorName=\n", 0 } },
  0, NAME, ETC, "" },
{ "another name that begins like it",
  { { ETC, "InitiatorNameOld=x\nInitiatorAlias=y\n"
    "InitiatorName=" NAME "\n", 0 } }, 0, NAME, ETC, "" },
{ "capitals are another name", { { ETC, "INITIATORNAME=" NAME "\n", 0 } },
  -ENODATA, "", "", "" },
{ "Debian before its first boot", { { ETC, "GenerateName=yes\n", 0 } },
  -ENODATA, "", "", "" },
{ "a name that Debian is going to replace",
  { { ETC_ISCSI, "InitiatorName=iqn.2026-11.test:old\n"
    " GenerateName=yes\n", 0 }, { ETC, "InitiatorName=" NAME "\n", 0 } },
  0, NAME, ETC, "" },
{ "GenerateName=no", { { ETC, "GenerateName=no\nInitiatorName=" NAME, 0 } },
  0, NAME, ETC, "" },
{ "wrong, in a comment", { { ETC, "#GenerateName=yes\nInitiatorName="
    NAME, 0 } }, 0, NAME, ETC, "" },
{ "no name", { { RUN, "InitiatorName=\n", 0 }, { ETC, OTHER, 0 } },
  -EINVAL, "", "",
  RUN " line 1: InitiatorName '' is not an iSCSI name: it must begin with iqn., eui. or naa. (RFC 7143 4.2.7)" },
{ "quotes, which iscsid does not take off",
  { { ETC, "# x\n\nInitiatorName=\"" NAME "\"\n", 0 } }, -EINVAL, "", "",
  ETC " line 3: InitiatorName '\"" NAME "\"' is not an iSCSI name: it must begin with iqn., eui. or naa. (RFC 7143 4.2.7)" },
{ "a space", { { ETC, "InitiatorName=" NAME " # mine\n", 0 } },
  -EINVAL, "", "",
  ETC " line 1: InitiatorName '" NAME " # mine' is not a name: it holds a space or a control character" },
{ "no '='", { { ETC, "InitiatorName " NAME "\n", 0 } }, -EINVAL, "", "",
  ETC " line 1: no '=' behind InitiatorName" },
{ "the word alone", { { ETC, "InitiatorName", 0 } }, -EINVAL, "", "",
  ETC " line 1: no '=' behind InitiatorName" },
{ "223 bytes", { { ETC, "InitiatorName=" NAME_200
    "12345678901234567890123", 0 } },
  0, NAME_200 "12345678901234567890123", ETC, "" },
{ "224 bytes", { { ETC, "InitiatorName=" NAME_200
    "123456789012345678901234 ", 0 } }, -EINVAL, "", "",
  ETC " line 1: the initiator name is longer than 223 bytes (RFC 7143 4.2.7.1)" },
{ "not ours to read", { { ETC_ISCSI, "", -EACCES }, { ETC, OTHER, 0 } },
  -EPERM, "", "",
  ETC_ISCSI " cannot be read for the initiator name: access denied" },
{ "a folder", { { ETC_ISCSI, "", -EISDIR } }, -EINVAL, "", "",
  ETC_ISCSI " cannot be read for the initiator name: error 21" },
{ "a path through a file", { { RUN, "", -ENOTDIR }, { ETC,
    "InitiatorName=" NAME, 0 } }, 0, NAME, ETC, "" },
};

static void test_files(void)
{
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		char name[IBFT_NAME_MAX + 1] = "?", file[INITIATOR_FILE_SIZE];
		struct fault f = { .err = 0 };
		struct fake fake;
		const struct sys *sys = fake_begin(&fake, cases[i].files);

		SAME(initiator_from_file(sys, name, file, &f), cases[i].rc,
		     cases[i].why);
		SAME_TEXT(f.text, cases[i].sentence, cases[i].why);
		SAME(f.err, cases[i].sentence[0] ? -cases[i].rc : 0,
		     cases[i].why);
		if (!cases[i].rc)
			SAME_TEXT(file, cases[i].file, cases[i].why);
		if (!f.err)
			SAME_TEXT(name, cases[i].name, cases[i].why);
	}
}

static const struct {
	const char *why, *text;
	const char *uuid;		/* NULL: none that can be used */
} machines[] = {
{ "in lower case", "4c4c4544-0042-3510-8052-b3c04f4b4e32\n",
  "4c4c4544-0042-3510-8052-b3c04f4b4e32" },
{ "in capitals, as older kernels write it", "4C4C4544-0042-3510-8052-B3C04F4B4E32\n",
  "4c4c4544-0042-3510-8052-b3c04f4b4e32" },
{ "no line end", "00000000-0000-0000-0000-000000000001",
  "00000000-0000-0000-0000-000000000001" },
{ "a board that puts its MAC address in AMI's pattern",
  "03d502e0-045e-0572-da06-3c0700080009\n",
  "03d502e0-045e-0572-da06-3c0700080009" },
{ "all zero", "00000000-0000-0000-0000-000000000000\n", NULL },
{ "all ones", "FFFFFFFF-ffff-FFFF-FFFF-FFFFFFFFFFFF\n", NULL },
{ "never set by AMI's customer", "03000200-0400-0500-0006-000700080009\n",
  NULL },
{ "the same, older", "00020003-0004-0005-0006-000700080009\n", NULL },
{ "counted up", "00010203-0405-0607-0809-0A0B0C0D0E0F\n", NULL },
{ "counted up, the other order", "03020100-0504-0706-0809-0a0b0c0d0e0f\n",
  NULL },
{ "typed in", "12345678-1234-5678-90AB-CDDEEFAABBCC\n", NULL },
{ "typed in, the other order", "78563412-3412-7856-90ab-cddeefaabbcc\n",
  NULL },
{ "nothing", "", NULL },
{ "words", "Not Settable\n", NULL },
{ "one digit less", "4c4c4544-0042-3510-8052-b3c04f4b4e3\n", NULL },
{ "one digit more", "4c4c4544-0042-3510-8052-b3c04f4b4e321\n", NULL },
{ "no digit", "4c4c4544-0042-3510-8052-b3c04f4b4e3g\n", NULL },
{ "a hyphen at the wrong place", "4c4c45440-042-3510-8052-b3c04f4b4e32\n",
  NULL },
{ "a digit where a hyphen belongs", "4c4c454400042-3510-8052-b3c04f4b4e32\n",
  NULL },
{ "braces", "{4c4c4544-0042-3510-8052-b3c04f4b4e32}\n", NULL },
};

static int name_of(const struct fake_file *files,
		   char name[IBFT_NAME_MAX + 1])
{
	struct fake fake;

	return initiator_from_machine(fake_begin(&fake, files), name);
}

static void test_machines(void)
{
	char name[IBFT_NAME_MAX + 1], want[64];

	for (size_t i = 0; i < ARRAY_SIZE(machines); i++) {
		struct fake_file files[] = {
			{ UUID, machines[i].text, 0 }, { .path = NULL },
		};

		snprintf(want, sizeof(want), "iqn.2010-04.org.ipxe:%s",
			 machines[i].uuid);
		SAME(name_of(files, name), machines[i].uuid ? 0 : -ENODATA,
		     machines[i].why);
		SAME_TEXT(name, machines[i].uuid ? want : "",
			  machines[i].why);
	}
	SAME(name_of(NULL, name), -ENODATA, "a machine without DMI");
	SAME(name_of((struct fake_file[]){ { UUID, "", -EACCES },
					   { .path = NULL } }, name),
	     -ENODATA, "only root may read it");
}

int main(void)
{
	test_files();
	test_machines();
	return test_done();
}
