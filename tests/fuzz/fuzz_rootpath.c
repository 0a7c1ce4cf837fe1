// SPDX-License-Identifier: GPL-2.0-or-later
/* Root paths.  A byte of 1 stands for MARK, which is looked for where no
 * secret may be. */
#include <errno.h>

#include "fuzz.h"
#include "name.h"
#include "rootpath.h"

#define MARK "hushhush"
#define HEAD "iscsi:"

/* Library functions where they do: each comparison here costs the fuzzer as
 * much as one of the parser's. */
static char *with_marks(const uint8_t *data, size_t size)
{
	char *copy = malloc(size + 1), *text, *to;
	size_t marks = 0;

	memcpy(copy, data, size);
	copy[size] = '\0';
	for (char *p = copy; (p = strchr(p, 1)); p++)
		marks++;
	text = to = malloc(strlen(copy) + marks * (sizeof(MARK) - 2) + 1);
	for (char *p = copy, *mark; ; p = mark + 1) {
		mark = strchr(p, 1);
		if (!mark) {
			strcpy(to, p);
			break;
		}
		memcpy(to, p, (size_t)(mark - p));
		to += mark - p;
		memcpy(to, MARK, sizeof(MARK) - 1);
		to += sizeof(MARK) - 1;
	}
	free(copy);
	return text;
}

static void must_print(const char *text)
{
	static const char printable[] = " !\"#$%&'()*+,-./0123456789:;<=>?@"
		"ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~";

	MUST(!text[strspn(text, printable)]);
}

static bool in_secret(const struct secret *s)
{
	return s->len && memmem(s->bytes, s->len, MARK, sizeof(MARK) - 1);
}

static bool in_account(const struct chap_account *a)
{
	return strstr(a->name, MARK) || strstr(a->reverse_name, MARK) ||
	       in_secret(&a->secret) || in_secret(&a->reverse_secret);
}

static bool in_target(const struct plan_target *t)
{
	return strstr(t->name, MARK) || strstr(t->host, MARK) ||
	       strstr(t->netdev, MARK) || strstr(t->iface, MARK);
}

static void check_target(const struct plan_target *t)
{
	const struct chap_account *a = &t->account;
	static const uint8_t zeroes[8];

	MUST(t->portal.port);
	MUST(!t->portal.addr.family == !!t->host[0]);
	MUST(!name_wrong(t->name));
	MUST(!a->name[0] == !a->secret.len);
	MUST(!a->reverse_name[0] == !a->reverse_secret.len);
	MUST(a->name[0] || !a->reverse_name[0]);
	MUST(t->lun_known || !memcmp(t->lun, zeroes, 8));
	MUST(!strpbrk(t->netdev, ":@/ ") && !strpbrk(t->iface, ":@/ "));
}

static char *encode(char *to, const char *from, size_t n)
{
	for (const char *end = from + n; from < end; from++)
		if (*from == '@' || *from == ':' || *from == '%')
			to += sprintf(to, "%%%02X", (unsigned int)*from);
		else
			*to++ = *from;
	*to++ = ':';
	return to;
}

/* The target as a text with nothing left out. */
static void write_target(const struct plan_target *t, char *to)
{
	const struct chap_account *a = &t->account;
	char addr[ADDR_TEXT_SIZE];

	to += sprintf(to, HEAD);
	if (a->name[0]) {
		to = encode(to, a->name, strlen(a->name));
		to = encode(to, (const char *)a->secret.bytes, a->secret.len);
	}
	if (a->reverse_name[0]) {
		to = encode(to, a->reverse_name, strlen(a->reverse_name));
		to = encode(to, (const char *)a->reverse_secret.bytes,
			    a->reverse_secret.len);
	}
	to -= !!a->name[0];
	to += sprintf(to, t->portal.addr.family == ADDR_IPV6 ?
		      "@[%s]:6:%u:" : "@%s:6:%u:", t->host[0] ? t->host :
		      addr_text(&t->portal.addr, addr), t->portal.port);
	if (t->iface[0])
		to += sprintf(to, "%s:", t->iface);
	if (t->iface[0] || t->netdev[0])
		to += sprintf(to, "%s:", t->netdev);
	for (int i = 0; i < 8 && t->lun_known; i += 2)
		to += sprintf(to, "%s%x", i ? "-" : "",
			      t->lun[i] << 8 | t->lun[i + 1]);
	sprintf(to, ":%s", t->name);
}

static bool same_secret(const struct secret *a, const struct secret *b)
{
	return a->len == b->len && !memcmp(a->bytes, b->bytes, a->len);
}

static bool same(const struct plan_target *a, const struct plan_target *b)
{
	return portal_equal(&a->portal, &b->portal) &&
	       !strcmp(a->name, b->name) && !strcmp(a->host, b->host) &&
	       !strcmp(a->netdev, b->netdev) && !strcmp(a->iface, b->iface) &&
	       a->lun_known == b->lun_known && !memcmp(a->lun, b->lun, 8) &&
	       !strcmp(a->account.name, b->account.name) &&
	       same_secret(&a->account.secret, &b->account.secret) &&
	       !strcmp(a->account.reverse_name, b->account.reverse_name) &&
	       same_secret(&a->account.reverse_secret,
			   &b->account.reverse_secret);
}

/* A form that was recognised is recognised again. */
static void check_again(const struct plan_target *t)
{
	static char text[8192];
	static struct plan_target again;
	static struct remarks remarks;
	struct slip s;

	/* With another port it could be the start of an IPv6 address. */
	if (t->host[0] && strspn(t->host, "0123456789abcdefABCDEF") ==
			  strlen(t->host))
		return;
	remarks.count = 0;
	write_target(t, text);
	MUST(!rootpath_parse(&again, text, &remarks, &s));
	MUST(same(t, &again));
}

/* As many as can be shown of what stands behind the credentials. */
static size_t marks(const char *text)
{
	size_t n = 0;

	while ((text = strstr(text, MARK))) {
		text += sizeof(MARK) - 1;
		n++;
	}
	return n;
}

static void check_shown(const char *text, int rc, const struct plan_target *t)
{
	char shown[ROOTPATH_SHOWN_SIZE];
	const char *at = strrchr(text, '@');

	rootpath_shown(text, shown, sizeof(shown));
	must_print(shown);
	if (!rc && t->account.name[0])
		MUST(!strncmp(shown, HEAD "***@", strlen(HEAD "***@")));
	if (!rc && in_account(&t->account) && !in_target(t))
		MUST(!strstr(shown, MARK));
	if (rc == -EINVAL && at)
		MUST(marks(shown) <= marks(at));
	if (rc == -EINVAL && !at && marks(shown)) {
		/* Not before the fourth colon from the server's end. */
		const char *p = shown + strlen(HEAD);

		p += *p == '[' ? strcspn(p, "]") : 0;
		for (int i = 0; i < 4; i++)
			p = strchr(p, ':') + 1;
		MUST(strstr(shown, MARK) >= p);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct remarks remarks;
	static struct plan_target t;
	struct slip s = { 0, "" };
	char *text = with_marks(data, size < 2048 ? size : 2048);
	int rc;

	remarks.count = remarks.dropped = 0;
	memset(&t, 0, sizeof(t));
	t.nic = -1;
	rc = rootpath_parse(&t, text, &remarks, &s);
	MUST(rc == 0 || rc == -EINVAL || rc == -ENODATA);
	MUST(t.nic == -1 && !t.boot_nic[0]);
	if (rc == -EINVAL) {
		MUST(s.at <= strlen(text) && s.why[0]);
		MUST(strlen(s.why) < sizeof(s.why) - 1);
		must_print(s.why);
		MUST(!strstr(s.why, MARK));
	}
	if (rc)
		MUST(!t.name[0] && !t.account.name[0] && !remarks.count);
	else
		check_target(&t);
	for (size_t i = 0; i < remarks.count; i++) {
		MUST(in_target(&t) || !strstr(remarks.list[i].what, MARK));
		MUST(!strstr(remarks.list[i].why, MARK));
	}
	check_shown(text, rc, &t);
	if (!rc)
		check_again(&t);
	free(text);
	return 0;
}
