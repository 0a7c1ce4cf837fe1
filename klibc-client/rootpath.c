// SPDX-License-Identifier: GPL-2.0-or-later
/* RFC 4173 root paths, with what dracut added to them. */
#include "rootpath.h"

#include <errno.h>
#include <stdio.h>

#include "name.h"
#include "number.h"
#include "rootpath_read.h"

#define SCHEME ROOTPATH_SCHEME
#define HEAD (sizeof(SCHEME) - 1)

/* The character that a percent sign and two digits stand for, or 0. */
static char decoded(const char *p)
{
	int high = p[0] == '%' ? number_digit(p[1]) : -1;
	int low = high < 0 ? -1 : number_digit(p[2]);
	int c = low < 0 ? 0 : high << 4 | low;

	return c && strchr("@:% \"", c) ? (char)c : 0;
}

/* One field of the credentials, n bytes; no digit stands behind it.  false
 * when it is empty or too long. */
static bool decode(const char *p, size_t n, char out[CHAP_NAME_MAX + 1])
{
	size_t len = 0;

	for (const char *end = p + n; p < end; len++) {
		char c = decoded(p);

		if (len == CHAP_NAME_MAX)
			return false;
		out[len] = c ? c : *p;
		p += c ? 3 : 1;
	}
	out[len] = '\0';
	return len;
}

/* Name, secret, and both of the target, up to the '@' at end. */
static int read_account(struct rootpath *r, size_t end, struct slip *s)
{
	struct chap_account *a = &r->account;
	char secret[2][SECRET_MAX + 1] = { "", "" };
	char *const to[] = { a->name, secret[0], a->reverse_name, secret[1] };
	size_t at = HEAD, count = 1;
	int rc = 0;

	memset(a, 0, sizeof(*a));
	if (end == HEAD)
		return 0;
	for (const char *p = r->text + HEAD;
	     (p = strchr(p, ':')) && p < r->text + end; p++)
		count++;
	if (count != 2 && count != 4)
		return slip(s, HEAD, "%zu field%s before the '@', where user:password or user:password:in_user:in_password can be; an '@' in them is written %%40, a ':' %%3A",
			    count, count > 1 ? "s stand" : " stands");
	for (size_t i = 0; !rc && i < count; i++) {
		size_t n = strcspn(r->text + at, ":");

		n = n < end - at ? n : end - at;
		if (!decode(r->text + at, n, to[i]))
			rc = slip(s, at, "a name or password before the '@' is %s",
				  n ? "longer than 255 bytes" : "empty");
		at += n + 1;
	}
	secret_set(&a->secret, secret[0]);
	secret_set(&a->reverse_secret, secret[1]);
	wipe(secret, sizeof(secret));
	return rc;
}

/* The try with the server at a place: behind "iscsi:" or an '@'. */
static int read_at(struct rootpath *r, size_t at, struct slip *s)
{
	int rc = 0;

	if (at == HEAD)
		memset(&r->account, 0, sizeof(r->account));
	else
		rc = read_account(r, at - 1, s);
	return rc ? rc : rootpath_read(r, at, s);
}

/* Where the server is meant to be in a text that does not parse. */
static size_t likely(struct rootpath *r)
{
	const char *text = r->text, *name = NULL;
	size_t at = HEAD;
	bool ip = rootpath_address(r, HEAD);

	for (const char *p = text + HEAD; *p; p++)
		if ((*p == ':' || *p == '@') && name_formed(p + 1))
			name = p;
	for (const char *p = text + HEAD; *p && (!name || p < name); p++) {
		size_t next = (size_t)(p + 1 - text);

		if (*p != '@')
			continue;
		if (rootpath_address(r, next))
			ip = true;
		else if (ip || !strchr(p, ':'))
			continue;
		at = next;
	}
	return at;
}

/* The first try that parses, as the header says. */
static int read_all(struct rootpath *r, const char *text, struct slip *s)
{
	const char *p = text + HEAD - 1;

	r->text = text;
	if (!strcmp(text, "iscsi") || !strcmp(text, SCHEME) ||
	    !strcmp(text, SCHEME "@"))
		return -ENODATA;
	if (strncmp(text, SCHEME, HEAD))
		return slip(s, 0, "it does not begin with " SCHEME);
	for (; p; p = strchr(p + 1, '@'))
		if (!read_at(r, (size_t)(p + 1 - text), NULL))
			return 0;
	return read_at(r, likely(r), s);
}

/* What is used and yet looks wrong.  Named as it can be shown: a name that is
 * odd may be a password that was misplaced. */
static void warn(const struct rootpath *r, struct remarks *remarks)
{
	const char *odd = name_odd(r->text + r->field[RP_NAME].at);
	char shown[ROOTPATH_SHOWN_SIZE], lun[8];

	if (!odd && !r->lun_decimal)
		return;
	rootpath_shown(r->text, shown, sizeof(shown));
	if (odd)
		remark_warning(remarks, shown, "the target name is %s", odd);
	if (r->lun_decimal && rootpath_text(r, RP_LUN, lun, sizeof(lun)))
		remark_warning(remarks, shown, "LUN %s was read as hexadecimal (RFC 4173): it is %u in decimal",
			       lun, r->lun_decimal);
}

int rootpath_parse(struct plan_target *t, const char *text,
		   struct remarks *remarks, struct slip *slip)
{
	struct rootpath r;
	int rc = read_all(&r, text, slip);

	if (!rc) {
		t->portal.addr = r.addr;
		t->portal.port = r.port;
		t->host[0] = '\0';
		if (!r.addr.family)
			rootpath_text(&r, RP_SERVER, t->host, sizeof(t->host));
		rootpath_text(&r, RP_IFACE, t->iface, sizeof(t->iface));
		rootpath_text(&r, RP_NETDEV, t->netdev, sizeof(t->netdev));
		rootpath_text(&r, RP_NAME, t->name, sizeof(t->name));
		t->lun_known = r.field[RP_LUN].len;
		memcpy(t->lun, r.lun, sizeof(t->lun));
		t->account = r.account;
		warn(&r, remarks);
	}
	wipe(&r.account, sizeof(r.account));
	return rc;
}

/* Where that begins which can be shown, or 0. */
static size_t shown_from(struct rootpath *r, bool parsed)
{
	size_t at = strlen(r->text);

	for (; at > HEAD; at--) {
		if (r->text[at - 1] != '@')
			continue;
		if (parsed ? !rootpath_read(r, at, NULL) : rootpath_harmless(r, at))
			return at;
		if (!parsed)
			return 0;
	}
	if (parsed)
		return rootpath_read(r, HEAD, NULL) ? 0 : HEAD;
	return rootpath_harmless(r, HEAD) ? HEAD : 0;
}

void rootpath_shown(const char *text, char *out, size_t size)
{
	struct rootpath r;
	size_t from;
	int rc = read_all(&r, text, NULL);

	wipe(&r.account, sizeof(r.account));
	if (rc == -ENODATA) {
		copy_string(out, size, text);
		return;
	}
	if (strncmp(text, SCHEME, HEAD)) {
		copy_string(out, size, "***");
		return;
	}
	from = shown_from(&r, !rc);
	if (from == HEAD)
		copy_string(out, size, text);
	else
		snprintf(out, size, SCHEME "***%s", from ? text + from - 1 : "");
	make_printable(out);
}
