// SPDX-License-Identifier: GPL-2.0-or-later
/* Everything that says what to boot, from a whole root folder to the plan.  The
 * first byte chooses options; then come files, divided by 0xff, and the first
 * byte of each says which one it is ('a' is the first of files[]).  Where a
 * password stands a marker is put before it, which must not come out. */
#include <errno.h>

#include "fuzz.h"
#include "gather.h"
#include "json_check.h"
#include "key.h"
#include "name.h"
#include "plan_show.h"

#define MARK "OpenSesame"
#define SECRETS "/etc/iscsi/secrets"

/* Bits of the first byte. */
enum {
	AGAIN = 1,		/* a second time, and look at what is left */
	JSON = 2, TARGET = 4, PORTAL = 8, ACCOUNT = 16, WITH_SECRETS = 32,
	SETTING = 64, WITHOUT_CMDLINE = 128,
};

/* How passwords stand in a file. */
enum form { NO_MARKS, WORDS, SHELL, LINES, TABLE };

static struct file {
	const char *path;
	enum form form;
	char *text;			/* NULL: there is none */
	size_t size;
} files[] = {
	{ .path = "/proc/cmdline", .form = WORDS },
	{ .path = "/etc/cmdline", .form = WORDS },
	{ .path = "/etc/cmdline.d/10-a.conf", .form = WORDS },
	{ .path = "/etc/cmdline.d/20-b.conf", .form = WORDS },
	{ .path = "/run/initramfs/cmdline.d/50.conf", .form = WORDS },
	{ .path = "/run/net-eth0.conf", .form = SHELL },
	{ .path = "/run/net-eth1.conf", .form = SHELL },
	{ .path = "/run/net6-eth0.conf", .form = SHELL },
	{ .path = "/tmp/dhclient.eth0.dhcpopts", .form = SHELL },
	{ .path = "/run/systemd/netif/leases/2", .form = NO_MARKS },
	{ .path = "/run/NetworkManager/devices/2", .form = NO_MARKS },
	{ .path = "/etc/iscsi.initramfs", .form = SHELL },
	{ .path = "/etc/iscsi/iscsi.initramfs", .form = SHELL },
	{ .path = SECRETS, .form = LINES },
	{ .path = "/etc/iscsi/initiatorname.iscsi", .form = NO_MARKS },
	{ .path = "/sys/class/dmi/id/product_uuid", .form = NO_MARKS },
	{ .path = "/sys/firmware/acpi/tables/iBFT", .form = TABLE },
	{ .path = "/sys/class/net/eth0/ifindex", .form = NO_MARKS },
};

/* What passwords stand behind. */
static const char *const passwords[] = {
	"rd.iscsi.password=", "rd.iscsi.in.password=", "iscsi_password=",
	"iscsi_in_password=", "ISCSI_PASSWORD=", "ISCSI_IN_PASSWORD=",
	"node.session.auth.password =", "node.session.auth.password_in =",
	"rd.iscsi.param=node.session.auth.password=",
};

/* And root paths, with a user's name before the password. */
static const char *const root_paths[] = {
	"root=iscsi:", "netroot=iscsi:", "iscsiroot=iscsi:", "iscsiroot=",
	"ROOTPATH=iscsi:", "new_root_path=iscsi:",
};
#define USER_BYTES "abcdefghijklmnopqrstuvwxyz0123456789.%"

/* By hand: the fuzzer tries what library functions compare with, and would put
 * marks into names. */
static bool marked(const void *bytes, size_t size)
{
	const char *p = bytes, *end = p + size;

	for (; (p = memchr(p, MARK[0], (size_t)(end - p))); p++) {
		size_t n = 1;

		while (p + n < end && MARK[n] && p[n] == MARK[n])
			n++;
		if (!MARK[n])
			return true;
	}
	return false;
}

/* How many bytes of a word stand before its password; 0: there is none. */
static size_t before_password(const char *word)
{
	for (size_t i = 0; i < ARRAY_SIZE(passwords); i++)
		if (!strncmp(word, passwords[i], strlen(passwords[i])))
			return strlen(passwords[i]);
	for (size_t i = 0; i < ARRAY_SIZE(root_paths); i++) {
		size_t n = strlen(root_paths[i]);

		if (strncmp(word, root_paths[i], n))
			continue;
		if (root_paths[i][n - 1] == '=' &&
		    !strncmp(word + n, "iscsi:", 6))
			continue;	/* "iscsi" is no user */
		n += strspn(word + n, USER_BYTES);
		/* Without an '@' it is no user but the server. */
		if (word[n] == ':' &&
		    word[n + strcspn(word + n, "@ \t\r\n")] == '@')
			return n + 1;
	}
	return 0;
}

/* Where the next word may begin, and whether it does. */
static const char *skip_word(const char *at, enum form form)
{
	bool quoted = false;

	if (form != WORDS)
		return at + strcspn(at, "\n");
	for (; *at && (quoted || !strchr(" \t\r\n", *at)); at++)
		quoted ^= *at == '"';
	return at;
}

/* Behind a quote or the like it is no longer plain what is a value: shell text
 * gets no more marks then. */
static bool plain(const char *line, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (strchr("'\"\\#;$`", line[i]))
			return false;
	return true;
}

/* The text with its marks, for free(). */
static char *with_marks(const char *text, size_t *size, enum form form)
{
	size_t room = *size + *size / 12 * strlen(MARK) + 1;
	char *marked = malloc(room), *to = marked;
	const char *end, *at = text;

	if (form == NO_MARKS || form == TABLE || strlen(text) != *size) {
		memcpy(marked, text, *size);
		return marked;
	}
	while (*at) {
		size_t n;

		end = skip_word(at, form);
		if (*at == '"' && form == WORDS)
			*to++ = *at++;
		n = before_password(at);
		memcpy(to, at, n);
		to += n;
		at += n;
		if (n && *at == '"' && form == WORDS)
			*to++ = *at++;
		if (n) {
			memcpy(to, MARK, strlen(MARK));
			to += strlen(MARK);
		}
		if (form == SHELL && !plain(at, (size_t)(end - at)))
			form = NO_MARKS;
		n = at < end ? (size_t)(end - at) : 0;
		n += at[n] != '\0';
		memcpy(to, at, n);
		to += n;
		at += n;
		if (form == NO_MARKS) {
			memcpy(to, at, strlen(at));
			to += strlen(at);
			break;
		}
	}
	*size = (size_t)(to - marked);
	MUST(*size < room);
	return marked;
}

/* Length and checksum as they should be: what is behind them is of
 * interest. */
static void mend_table(struct file *f)
{
	uint8_t sum = 0;

	if (f->size < 48)
		return;
	f->text[4] = (char)(f->size & 0xff);
	f->text[5] = (char)(f->size >> 8);
	f->text[6] = f->text[7] = f->text[9] = 0;
	for (size_t i = 0; i < f->size; i++)
		sum = (uint8_t)(sum + (uint8_t)f->text[i]);
	f->text[9] = (char)-sum;
}

static void make_files(struct input *in)
{
	while (in->left) {
		struct file *f = &files[(size_t)(uint8_t)(take_byte(in) - 'a') %
					ARRAY_SIZE(files)];
		const uint8_t *end = in->left ?
				     memchr(in->p, 0xff, in->left) : NULL;
		size_t n = end ? (size_t)(end - in->p) : in->left;
		char *text = malloc(n + 1);

		if (n)
			memcpy(text, in->p, n);
		text[n] = '\0';
		free(f->text);
		f->size = n;
		f->text = with_marks(text, &f->size, f->form);
		free(text);
		if (f->form == TABLE)
			mend_table(f);
		n += end != NULL;
		in->p += n;
		in->left -= n;
	}
}

static void forget_files(void)
{
	for (size_t i = 0; i < ARRAY_SIZE(files); i++) {
		free(files[i].text);
		files[i].text = NULL;
	}
}

static const struct file *find(const char *path)
{
	for (size_t i = 0; i < ARRAY_SIZE(files); i++)
		if (files[i].text && !strcmp(files[i].path, path))
			return &files[i];
	return NULL;
}

static int read_file(const struct sys *sys, const char *path, char *text,
		     size_t size)
{
	const struct file *f = find(path);
	size_t n;

	(void)sys;
	if (!f)
		return -ENOENT;
	n = f->size < size ? f->size : size - 1;
	memcpy(text, f->text, n);
	text[n] = '\0';
	return f->size < size ? (int)n : -EFBIG;
}

/* Whatever the file's name is. */
static int read_private(const struct sys *sys, const char *path, char *text,
			size_t size)
{
	(void)path;
	return read_file(sys, SECRETS, text, size);
}

static int read_at(const struct sys *sys, const char *path, uint64_t offset,
		   void *buf, size_t size)
{
	const struct file *f = find(path);

	(void)sys;
	if (!f || f->form != TABLE || offset)
		return -ENOENT;
	size = f->size < size ? f->size : size;
	memcpy(buf, f->text, size);
	return (int)size;
}

static int read_lines(const struct sys *sys, const char *path,
		      void (*each)(void *arg, const char *line), void *arg)
{
	const struct file *f = find(path);
	char line[512];

	(void)sys;
	if (!f)
		return -ENOENT;
	for (size_t at = 0, n; at < f->size; at += n + 1) {
		const char *end = memchr(f->text + at, '\n', f->size - at);

		n = end ? (size_t)(end - f->text) - at : f->size - at;
		snprintf(line, sizeof(line), "%.*s", (int)n, f->text + at);
		each(arg, line);
	}
	return 0;
}

static int list_dir(const struct sys *sys, const char *path,
		    void (*each)(void *arg, const char *name), void *arg)
{
	size_t n = strlen(path);
	int rc = -ENOENT;

	(void)sys;
	if (!strcmp(path, "/sys/class/net")) {
		each(arg, "eth0");
		return 0;
	}
	for (size_t i = 0; i < ARRAY_SIZE(files); i++) {
		const char *name = files[i].path + n + 1;

		if (!files[i].text || strncmp(files[i].path, path, n) ||
		    files[i].path[n] != '/' || strchr(name, '/'))
			continue;
		rc = 0;
		each(arg, name);
	}
	return rc;
}

static bool exists(const struct sys *sys, const char *path)
{
	(void)sys;
	(void)path;
	return true;			/* EFI: no look at /dev/mem */
}

static int modprobe(const struct sys *sys, const char *name)
{
	(void)sys;
	(void)name;
	return 0;
}

static void message(const struct sys *sys, enum sys_output where,
		    const char *text)
{
	(void)sys;
	MUST(where == SYS_MESSAGES && !marked(text, strlen(text)));
}

/* What came out, of one run and of the one before. */
static struct shown {
	char text[1 << 17];
	size_t size;
} shown, before;

static void show(void *arg, const char *text)
{
	struct shown *s = arg;
	size_t n = strlen(text);

	MUST(n < sizeof(s->text) - s->size);
	memcpy(s->text + s->size, text, n + 1);
	s->size += n;
}

static void must_be_fit(const char *text)
{
	MUST(!marked(text, strlen(text)));
	for (; *text; text++)
		MUST(*text >= ' ' && *text <= '~');
}

static void check_remarks(const struct remarks *r)
{
	MUST(r->count <= REMARKS_MAX);
	MUST(!r->dropped || r->count == REMARKS_MAX);
	for (size_t i = 0; i < r->count; i++) {
		const struct remark *m = &r->list[i];

		MUST(m->why[0]);
		must_be_fit(m->what);
		must_be_fit(m->why);
	}
}

static void check_nic(const struct plan_nic *n)
{
	MUST(memchr(n->ifname, '\0', IFNAME_SIZE) != NULL);
	MUST(n->method <= NIC_SINGLE_DHCP);
	MUST(n->source && n->source < SOURCE_COUNT);
	MUST(n->prefix <= (n->address.family == ADDR_IPV4 ? 32 : 128));
	MUST(n->dns_count <= PLAN_DNS_MAX);
	MUST(n->method != NIC_STATIC || n->address.family);
	MUST(n->vlan <= 4095);
}

static void check_target(const struct plan *plan, const struct plan_target *t)
{
	const struct chap_account *a = &t->account;

	MUST(!name_wrong(t->name) && t->from.name);
	MUST(t->portal.port && !t->portal.addr.family == !!t->host[0]);
	MUST(t->from.portal && t->from.portal < SOURCE_COUNT);
	MUST(t->tpgt == TPGT_UNKNOWN || t->tpgt <= 65535);
	MUST(!a->name[0] == !a->secret.len);
	MUST(!a->reverse_name[0] == !a->reverse_secret.len);
	MUST(a->name[0] || !a->reverse_name[0]);
	MUST(!a->name[0] == !t->from.account);
	MUST(!secret_equal(&a->secret, &a->reverse_secret) || !a->name[0]);
	MUST(t->lun_known == !!t->from.lun);
	MUST(t->nic >= -1 && t->nic < (int)plan->nic_count);
}

static void check_plan(const struct plan *p)
{
	MUST(p->nic_count <= PLAN_NICS_MAX);
	MUST(p->target_count <= PLAN_TARGETS_MAX);
	MUST(p->route_count <= PLAN_ROUTES_MAX);
	MUST(p->dns_count <= PLAN_DNS_MAX && !p->account_count);
	MUST(p->target_count && !initiator_name_wrong(p->initiator_name));
	for (size_t i = 0; i < p->nic_count; i++)
		check_nic(&p->nics[i]);
	for (size_t i = 0; i < p->target_count; i++)
		check_target(p, &p->targets[i]);
}

static void make_options(struct options *o, uint8_t how)
{
	memset(o, 0, sizeof(*o));
	o->action = ACTION_PLAN;
	o->cmdline = !(how & WITHOUT_CMDLINE);
	o->tpgt = TPGT_UNKNOWN;
	o->portal.port = 3260;
	settings_default(&o->settings);
	if (how & TARGET)
		o->target_name = "iqn.2026-11.test:t";
	if (how & PORTAL) {
		o->portal_given = true;
		addr_parse("10.0.0.1", &o->portal.addr);
	}
	if (how & ACCOUNT) {
		copy_string(o->account.name, CHAP_NAME_MAX, "user");
		secret_set(&o->account.secret, MARK "-1234");
	}
	if (how & WITH_SECRETS)
		o->secrets = SECRETS;
	if (how & SETTING) {
		o->initiator_name = "iqn.2026-11.test:node1";
		o->params[o->param_count++] = "node.session.queue_depth=16";
	}
}

static int run(const struct options *options, uint8_t how)
{
	static const struct sys sys = {
		.read_file = read_file, .read_private = read_private,
		.read_at = read_at, .read_lines = read_lines,
		.list_dir = list_dir, .exists = exists, .modprobe = modprobe,
		.output = message,
	};
	static struct gather gather;
	static struct plan plan;
	static struct settings settings;
	struct ibft_out out = { .text = show, .arg = &shown };
	struct fault f = { .err = 0 };
	int rc = gather_plan(&gather, &sys, options, &plan, &settings, &f);

	fuzz_check_fault(rc, &f);
	MUST(!rc || rc == -EINVAL || rc == -ENODATA);
	if (rc)
		must_be_fit(f.text);
	check_remarks(&plan.remarks);
	if (!rc)
		check_plan(&plan);
	shown.size = 0;
	show(&shown, f.err ? f.text : "");
	if (how & AGAIN)
		MUST(!marked(&gather, sizeof(gather)));
	if (rc == -EINVAL)
		return rc;
	shown.size = 0;
	if (how & JSON)
		plan_json(&plan, &out);
	else
		plan_show(&plan, &out);
	MUST(!marked(shown.text, shown.size));
	if (how & JSON)
		MUST(json_whole(shown.text));
	for (const char *c = shown.text; *c; c++)
		MUST((*c >= ' ' && *c <= '~') || *c == '\n');
	return rc;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct input in = { data, size };
	uint8_t how = take_byte(&in);
	static struct options options;
	int rc;

	if (marked(data, size))
		return 0;
	make_files(&in);
	make_options(&options, how);
	rc = run(&options, how);
	if (how & AGAIN) {
		memcpy(before.text, shown.text, shown.size + 1);
		MUST(run(&options, how) == rc);
		MUST(!strcmp(shown.text, before.text));
	}
	forget_files();
	return 0;
}
