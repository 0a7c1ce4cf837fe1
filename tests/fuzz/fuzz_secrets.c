// SPDX-License-Identifier: GPL-2.0-or-later
/* The secrets file.  The first byte chooses whether a marker is put behind
 * every '=' and before every line that has none: it must not come out. */
#include <errno.h>

#include "fuzz.h"
#include "name.h"
#include "secrets.h"

#define MARK "OpenSesame"

static struct {
	char text[SECRETS_FILE_MAX + 1024];
	size_t size;
} file;

static void put(const void *bytes, size_t n)
{
	if (n > sizeof(file.text) - file.size)
		n = sizeof(file.text) - file.size;
	memcpy(file.text + file.size, bytes, n);
	file.size += n;
}

static void put_marked(const uint8_t *line, size_t n)
{
	const uint8_t *equals = memchr(line, '=', n);
	size_t before = equals ? (size_t)(equals + 1 - line) : 0;

	/* A '[' and a '#' would no longer be at the beginning. */
	if (!equals && n && (line[0] == '[' || line[0] == '#'))
		before = 1;
	put(line, before);
	if (n)
		put(MARK, strlen(MARK));
	put(line + before, n - before);
}

static void make_file(struct input *in, bool marked)
{
	file.size = 0;
	while (in->left) {
		const uint8_t *end = memchr(in->p, '\n', in->left);
		size_t n = end ? (size_t)(end - in->p) : in->left;

		if (marked)
			put_marked(in->p, n);
		else
			put(in->p, n);
		if (end)
			put("\n", 1);
		n += end != NULL;
		in->p += n;
		in->left -= n;
	}
}

static int read_file(const struct sys *sys, const char *path, char *text,
		     size_t size)
{
	(void)sys;
	(void)path;
	if (file.size >= size)
		return -EFBIG;
	memcpy(text, file.text, file.size);
	text[file.size] = '\0';
	return (int)file.size;
}

static void check(const struct said *said)
{
	for (size_t i = 0; i < said->account_count; i++) {
		const struct said_account *s = &said->accounts[i];
		const struct chap_account *a = &s->account;

		MUST(a->name[0] && a->secret.len);
		MUST(a->secret.len <= SECRET_MAX);
		MUST(!a->reverse_name[0] == !a->reverse_secret.len);
		MUST(!secret_equal(&a->secret, &a->reverse_secret));
		MUST(!s->target[0] || !name_wrong(s->target));
		for (size_t j = 0; j < i; j++)
			MUST(strcmp(s->target, said->accounts[j].target));
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct sys sys = { .read_private = read_file };
	static struct remarks remarks;
	static struct said said;
	struct input in = { data, size };
	struct fault f = { .err = 0 };
	bool marked = take_byte(&in) & 1;
	size_t used = said.account_count;
	int rc;

	/* The rest of it is as the last input left it, which is zero. */
	memset(said.accounts, 0, used * sizeof(said.accounts[0]));
	said.account_count = 0;
	said.remarks = &remarks;
	remarks.count = 0;
	make_file(&in, marked);
	rc = secrets_read(&said, &sys, "file", &f);
	fuzz_check_fault(rc, &f);
	MUST(!rc || rc == -EINVAL);
	MUST(!strstr(f.text, MARK));
	if (!rc)
		check(&said);
	else
		MUST(!said.account_count);
	MUST(said.account_count || (rc != 0) != (remarks.count == 1));
	/* t_secrets looks at every byte, which takes long. */
	for (size_t i = said.account_count; i < ARRAY_SIZE(said.accounts); i++)
		MUST(!said.accounts[i].account.secret.len);
	return 0;
}
