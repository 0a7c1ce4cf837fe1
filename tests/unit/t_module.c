// SPDX-License-Identifier: GPL-2.0-or-later
/* Kernel modules: modprobe, or modules.dep. */
#include "module.h"

#include "fake_sys.h"

#define DEP "/lib/modules/6.1.0-56-amd64/modules.dep"
#define F "/lib/modules/6.1.0-56-amd64/"
#define K "kernel/drivers/scsi/"

static const char dep[] =
	"kernel/lib/libcrc32c.ko:\n"
	K "scsi_transport_iscsi.ko: " K "scsi_mod.ko\n"
	K "libiscsi_tcp.ko: " K "libiscsi.ko\n"
	K "not_iscsi_tcp.ko: " K "wrong.ko\n"
	K "iscsi_tcp.ko: " K "libiscsi_tcp.ko " K "libiscsi.ko "
	K "scsi_transport_iscsi.ko\n"
	K "sd-mod.ko.xz: " K "scsi_mod.ko.xz \n"
	"iscsi_ibft.ko:\n"
	K "iscsi_tcp_more.ko: " K "wrong.ko\n"
	"kernel/crypto/iscsi_tcp/other.ko: " K "wrong.ko\n"
	"x.ko:\n";

/* With modprobe failing. */
static const struct {
	const char *why, *name, *fails;
	int fails_rc, rc;
	const char *log;
} cases[] = {
{ "dependencies from last to first, itself last", "iscsi_tcp", NULL, 0, 0,
  "insmod " F K "scsi_transport_iscsi.ko\ninsmod " F K "libiscsi.ko\n"
  "insmod " F K "libiscsi_tcp.ko\ninsmod " F K "iscsi_tcp.ko\n" },
{ "a dash stands for an underscore, and it may be packed", "sd_mod", NULL, 0,
  0, "insmod " F K "scsi_mod.ko.xz\ninsmod " F K "sd-mod.ko.xz\n" },
{ "without folder and dependencies", "iscsi_ibft", NULL, 0, 0,
  "insmod " F "iscsi_ibft.ko\n" },
{ "loaded meanwhile", "iscsi_tcp", "libiscsi.ko", -EEXIST, 0,
  "insmod " F K "scsi_transport_iscsi.ko\ninsmod " F K "libiscsi.ko\n"
  "insmod " F K "libiscsi_tcp.ko\ninsmod " F K "iscsi_tcp.ko\n" },
{ "a dependency fails: the rest is left", "iscsi_tcp", "libiscsi.ko",
  -ENOEXEC, -ENOEXEC,
  "insmod " F K "scsi_transport_iscsi.ko\ninsmod " F K "libiscsi.ko\n" },
{ "what the kernel says of itself", "iscsi_ibft", "ibft", -ENOMEM, -ENOMEM,
  "insmod " F "iscsi_ibft.ko\n" },
{ "not there", "iscsi", NULL, 0, -ENODATA, "" },
{ "the end of a name", "tcp", NULL, 0, -ENODATA, "" },
{ "a folder's name", "kernel", NULL, 0, -ENODATA, "" },
{ "a name that is longer than a line", "a_module_of_a_long_name", NULL, 0,
  -ENODATA, "" },
{ "an empty name", "", NULL, 0, -ENODATA, "" },
};

static struct fake fake;

static const struct sys *begin(const struct fake_file *files, int modprobe_rc)
{
	const struct sys *sys = fake_begin(&fake, files);

	fake.modprobe_rc = modprobe_rc;
	return sys;
}

/* The fake's log without what modprobe was asked. */
static const char *insmods(void)
{
	const char *line = strchr(fake.log, '\n');

	return line ? line + 1 : "";
}

static void test_cases(void)
{
	static const struct fake_file files[] = { { DEP, dep, 0 },
						  { NULL, NULL, 0 } };

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		const struct sys *sys = begin(files, -ENOSYS);

		fake.module_fails = cases[i].fails;
		fake.module_rc = cases[i].fails_rc;
		SAME(module_load(sys, cases[i].name), cases[i].rc,
		     cases[i].why);
		SAME_TEXT(insmods(), cases[i].log, cases[i].why);
	}
}

static void test_modprobe(void)
{
	static const struct fake_file files[] = {
		{ "/sys/module/sd_mod/refcnt", "0\n", 0 },
		{ DEP, dep, 0 },
		{ NULL, NULL, 0 },
	};
	const struct sys *sys = begin(files, 0);

	SAME(module_load(sys, "sd_mod"), 0, "loaded already, or built in");
	SAME_TEXT(fake.log, "", "nothing is asked");
	SAME(module_load(sys, "iscsi_tcp"), 0, "modprobe does it");
	SAME_TEXT(fake.log, "modprobe iscsi_tcp\n", "and knows the options");
	sys = begin(files, 1);
	SAME(module_load(sys, "iscsi_ibft"), 0, "modprobe fails: ask again");
	SAME_TEXT(insmods(), "insmod " F "iscsi_ibft.ko\n", "the kernel");
	sys = begin(files + 2, 1);
	SAME(module_load(sys, "iscsi_tcp"), -ENODATA, "no modules.dep");
	sys = begin(files, 1);
	fake.release_rc = -EFAULT;
	SAME(module_load(sys, "iscsi_tcp"), -EFAULT, "no kernel release");
}

static void test_long(void)
{
	static char line[4000];
	static const struct fake_file files[] = { { DEP, line, 0 },
						  { NULL, NULL, 0 } };
	const struct sys *sys = begin(files, -ENOSYS);

	memset(line, 'x', sizeof(line) - 1);
	memcpy(line, "a.ko: ", 6);
	SAME(module_load(sys, "a"), -ENODATA,
	     "a line that is too long is not half taken");
	SAME_TEXT(insmods(), "", "nothing is loaded");
	memset(line, 0, sizeof(line));
	memset(line, 'x', 600);
	memcpy(line + 600, "/b.ko:", 6);
	SAME(module_load(sys, "b"), -ENAMETOOLONG, "a path that is too long");
}

int main(void)
{
	test_cases();
	test_modprobe();
	test_long();
	return test_done();
}
