// SPDX-License-Identifier: GPL-2.0-or-later
/* The parameters that say what to boot. */
#include "iscsi_param.h"

#include <errno.h>
#include <stdio.h>

#include "key.h"
#include "name.h"
#include "number.h"
#include "rootpath.h"
#include "secrets.h"

/* What a parameter fills in, or asks for. */
enum kind {
	ROOT, NETROOT, ISCSIROOT, INITIATOR, TARGET_NAME, TARGET_IP,
	TARGET_PORT, TARGET_GROUP, USERNAME, PASSWORD, IN_USERNAME,
	IN_PASSWORD, PARAM, SECRETS, FIRMWARE, AUTO, IBFT_NICS, LEASE, TRANSPORT,
	IGNORED,
};

/* dracut's name, the other on the command line (Debian's, or one that dracut
 * deprecates), and the name in Debian's file. */
static const struct param {
	enum kind kind;
	const char *name, *other, *in_file;
	const char *why;		/* it is ignored */
} params[] = {
{ ROOT, "root", NULL, NULL, NULL },
{ NETROOT, "netroot", NULL, NULL, NULL },
{ ISCSIROOT, "iscsiroot", NULL, NULL, NULL },
{ INITIATOR, "rd.iscsi.initiator", "iscsi_initiator", "ISCSI_INITIATOR",
  NULL },
{ TARGET_NAME, "rd.iscsi.target.name", "iscsi_target_name",
  "ISCSI_TARGET_NAME", NULL },
{ TARGET_IP, "rd.iscsi.target.ip", "iscsi_target_ip", "ISCSI_TARGET_IP",
  NULL },
{ TARGET_PORT, "rd.iscsi.target.port", "iscsi_target_port",
  "ISCSI_TARGET_PORT", NULL },
{ TARGET_GROUP, "rd.iscsi.target.group", "iscsi_target_group",
  "ISCSI_TARGET_GROUP", NULL },
{ USERNAME, "rd.iscsi.username", "iscsi_username", "ISCSI_USERNAME", NULL },
{ PASSWORD, "rd.iscsi.password", "iscsi_password", "ISCSI_PASSWORD", NULL },
{ IN_USERNAME, "rd.iscsi.in.username", "iscsi_in_username",
  "ISCSI_IN_USERNAME", NULL },
{ IN_PASSWORD, "rd.iscsi.in.password", "iscsi_in_password",
  "ISCSI_IN_PASSWORD", NULL },
{ PARAM, "rd.iscsi.param", NULL, NULL, NULL },
{ SECRETS, "rd.iscsi.secrets", NULL, NULL, NULL },
{ FIRMWARE, "rd.iscsi.firmware", "iscsi_firmware", NULL, NULL },
{ AUTO, "iscsi_auto", NULL, "ISCSI_AUTO", NULL },
{ IBFT_NICS, "rd.iscsi.ibft", NULL, NULL, NULL },
{ LEASE, "rd.iscsi.lease", NULL, NULL, NULL },
{ TRANSPORT, "rd.iscsi.transport", NULL, NULL, NULL },
{ IGNORED, "rd.iscsi.mp", NULL, NULL, "all NICs of the iBFT are used" },
{ IGNORED, "rd.iscsi.waitnet", NULL, NULL,
  "a target is tried as soon as there is a way to it" },
{ IGNORED, "rd.iscsi.testroute", NULL, NULL,
  "a target without a route is tried again until it has one" },
{ IGNORED, "rd.iscsi.login_retry_max", NULL, NULL,
  "a login is tried until --wait is over" },
{ IGNORED, "rd.iscsi.keep", "iscsi_keep", NULL,
  "it tells the initramfs whether to ask for --keep" },
};

static bool is(const char *name, const char *other)
{
	return other && !strcmp(name, other);
}

static const struct param *find(enum source source, const char *name)
{
	for (size_t i = 0; i < ARRAY_SIZE(params); i++) {
		const struct param *p = &params[i];

		if (source == SOURCE_FILE ? is(name, p->in_file) :
		    is(name, p->name) || is(name, p->other))
			return p;
	}
	return NULL;
}

static bool secret_kind(enum kind kind)
{
	return kind == PASSWORD || kind == IN_PASSWORD;
}

static void show_without_scheme(const char *value, char *shown, size_t size)
{
	char whole[1024], text[512];

	snprintf(whole, sizeof(whole), "iscsi:%s", value);
	rootpath_shown(whole, text, sizeof(text));
	copy_string(shown, size, text + 6);
	wipe(whole, sizeof(whole));
}

const char *iscsi_param_shown(const char *name, const char *value,
			      char *shown, size_t size)
{
	const struct param *p = find(SOURCE_CMDLINE, name);

	if (!p)
		p = find(SOURCE_FILE, name);
	if (p && secret_kind(p->kind))
		copy_string(shown, size, "***");
	else if (p && p->kind == ISCSIROOT && strncmp(value, "iscsi:", 6))
		show_without_scheme(value, shown, size);
	else if (p && p->kind <= ISCSIROOT)
		rootpath_shown(value, shown, size);
	else if (p && p->kind == PARAM && strstr(value, "password"))
		snprintf(shown, size, "%.*s", (int)strcspn(value, "="), value);
	else
		copy_string(shown, size, value);
	return shown;
}

void iscsi_params_begin(struct iscsi_params *p, struct said *said,
			const struct sys *sys, struct settings *settings,
			const struct options *options)
{
	memset(p, 0, sizeof(*p));
	p->said = said;
	p->sys = sys;
	p->settings = settings;
	p->options = options;
	p->tpgt = TPGT_UNKNOWN;
}

/* As dracut's getargbool: a bare word is true. */
static bool boolean(const char *value)
{
	return !value || (strcmp(value, "0") && strcmp(value, "no") &&
			  strcmp(value, "off"));
}

static void warn_of_secret(struct iscsi_params *p, const char *name)
{
	if (p->said->source == SOURCE_CMDLINE && !p->warned)
		remark_warning(p->said->remarks, name,
			       "every user can read this secret in /proc/cmdline; rd.iscsi.secrets=FILE keeps it in a file");
	p->warned = true;
}

/* The last one counts, as with dracut's getarg. */
static int take_text(struct iscsi_params *p, const char *name,
		     const char *value, char *to, size_t size,
		     struct slip *sl)
{
	char what[160];

	if (*to && strcmp(to, value)) {
		snprintf(what, sizeof(what), "%s=%.100s", name, to);
		remark_ignored(p->said->remarks, what,
			       "it is said again behind that, as %.100s",
			       value);
	}
	if (!copy_string(to, size, value))
		return slip(sl, 0, "it has more than %u characters",
			    (unsigned int)size - 1);
	return 0;
}

static int take_secret(struct iscsi_params *p, const char *name,
		       const char *value, struct secret *to,
		       struct slip *sl)
{
	struct secret old = *to;

	warn_of_secret(p, name);
	if (secret_set(to, value))
		return slip(sl, 0, "a secret has 1 to %u characters",
			    SECRET_MAX);
	if (old.len && !secret_equal(&old, to))
		remark_ignored(p->said->remarks, name,
			       "it is said again behind that, with another value");
	wipe(&old, sizeof(old));
	return 0;
}

/* 16 bits.  *to: 0 or TPGT_UNKNOWN while it is not said. */
static int take_number(struct iscsi_params *p, const char *name,
		       const char *value, uint64_t low, const char *what,
		       uint32_t *to, struct slip *sl)
{
	char before[64];
	uint64_t n;

	if (number_decimal(value, 65535, &n) || n < low)
		return slip(sl, 0, "%s %.20s is not %u..65535", what, value,
			    (unsigned int)low);
	if (*to && *to != TPGT_UNKNOWN && *to != n) {
		snprintf(before, sizeof(before), "%.40s=%u", name, *to);
		remark_ignored(p->said->remarks, before,
			       "it is said again behind that, as %.20s",
			       value);
	}
	*to = (uint32_t)n;
	return 0;
}

static int take_rootpath(struct iscsi_params *p, const char *name,
			 const char *value, struct slip *sl)
{
	struct said *said = p->said;
	char what[160], shown[120];
	struct plan_target *t;
	int rc;

	snprintf(what, sizeof(what), "%s=%s", name,
		 iscsi_param_shown(name, value, shown, sizeof(shown)));
	t = said_target(said, what);
	if (!t)
		return 0;
	rc = rootpath_parse(t, value, said->remarks, sl);
	if (rc)
		said->target_count--;
	if (rc == -ENODATA) {
		p->bare = true;
		return 0;
	}
	if (rc)
		return rc;
	if (t->account.secret.len)
		warn_of_secret(p, what);
	if (t->iface[0])
		remark_ignored(said->remarks, t->iface,
			       "interfaces of Open-iSCSI's database are not known here: the network device alone chooses the NIC");
	if (!strcmp(name, "root"))
		p->root = said_once(said) + 1;
	else
		said_once(said);
	return 0;
}

static int take_root(struct iscsi_params *p, const struct param *row,
		     const char *name, const char *value, struct slip *sl)
{
	char with_scheme[1024];
	int rc;

	if (!strcmp(value, "dhcp") || !strcmp(value, "dhcp4") ||
	    !strcmp(value, "dhcp6")) {
		p->said->want_dhcp = true;
		return 0;
	}
	if (!strcmp(value, "iscsi") || !strncmp(value, "iscsi:", 6))
		return take_rootpath(p, name, value, sl);
	if (row->kind == NETROOT && *value)
		remark_ignored(p->said->remarks, name,
			       "it does not begin with iscsi:");
	if (row->kind != ISCSIROOT || !*value)
		return 0;
	/* Here dracut's old spelling leaves the scheme out. */
	if ((size_t)snprintf(with_scheme, sizeof(with_scheme), "iscsi:%s",
			     value) >= sizeof(with_scheme))
		return slip(sl, 0, "it is too long");
	rc = take_rootpath(p, name, with_scheme, sl);
	sl->at -= sl->at < 6 ? sl->at : 6;
	wipe(with_scheme, sizeof(with_scheme));
	return rc;
}

/* value: name=value, of which name has n bytes. */
static void note_setting(struct iscsi_params *p, const char *value, size_t n)
{
	char (*was)[96] = p->settings_said;
	size_t i = 0;

	while (was[i][0] && strncmp(was[i], value, n + 1))
		if (++i == ARRAY_SIZE(p->settings_said))
			return;
	if (was[i][0] && strncmp(was[i], value, sizeof(*was) - 1)) {
		char what[128];

		snprintf(what, sizeof(what), "rd.iscsi.param=%s", was[i]);
		remark_ignored(p->said->remarks, what,
			       "it is said again behind that, as %.95s",
			       value);
	}
	copy_string(was[i], sizeof(*was), value);
}

/* -P on our own command line goes before. */
static int take_setting(struct iscsi_params *p, const char *value,
			struct slip *sl)
{
	size_t n = strcspn(value, "=");
	struct fault inner = { .err = 0 };
	const char *why;

	for (size_t i = 0; i < p->options->param_count; i++)
		if (!strncmp(p->options->params[i], value, n + 1)) {
			if (strcmp(p->options->params[i], value))
				remark_ignored(p->said->remarks, value,
					       "-P says %.100s",
					       p->options->params[i]);
			return 0;
		}
	if (!settings_set(p->settings, value, &inner)) {
		note_setting(p, value, n);
		return 0;
	}
	/* Without the name, which the caller puts there, and the list of all
	 * names. */
	why = strstr(inner.text, ": ");
	why = why ? why + 2 : inner.text;
	return slip(sl, 0, "%.*s", (int)strcspn(why, ";"), why);
}

static int take_transport(struct iscsi_params *p, const char *value)
{
	if (strcmp(value, "tcp") && *value)
		remark_ignored(p->said->remarks, "rd.iscsi.transport",
			       "the kernel's iscsi_tcp is used, on every NIC");
	return 0;
}

static int take_name(struct iscsi_params *p, const char *name,
		     const char *value, struct slip *sl)
{
	char folded[IBFT_NAME_MAX + 1];
	const char *wrong;

	if (copy_string(folded, sizeof(folded), value))
		name_fold(folded);
	wrong = initiator_name_wrong(folded);
	if (strlen(value) > IBFT_NAME_MAX)
		wrong = "longer than 223 bytes (RFC 7143 4.2.7.1)";
	if (wrong)
		return slip(sl, 0, "this is %s", wrong);
	if (strcmp(folded, value))
		remark_warning(p->said->remarks, value,
			       "it is taken in lower case (RFC 7143 4.2.7)");
	return take_text(p, name, folded, p->said->initiator_name,
			 sizeof(p->said->initiator_name), sl);
}

/* A list of addresses or host names, each as add_target() will take it. */
static int check_addresses(const char *value, struct slip *sl)
{
	char host[HOST_NAME_MAX_BYTES + 1], text[HOST_NAME_MAX_BYTES + 1];
	struct addr a;

	for (const char *at = value; *at; at++) {
		size_t n = strcspn(at, ISCSI_PARAM_BETWEEN);
		const char *wrong;

		if (n >= sizeof(text))
			return slip(sl, (size_t)(at - value),
				    "an address is too long");
		memcpy(text, at, n);
		text[n] = '\0';
		wrong = n ? host_wrong(text, &a, host) : NULL;
		if (wrong)
			return slip(sl, (size_t)(at - value),
				    "the target's address %.60s is %s", text,
				    wrong);
		at += n;
		if (!*at)
			break;
	}
	return 0;
}

/* Those that take a value. */
static int take_value(struct iscsi_params *p, const struct param *row,
		      const char *name, const char *value,
		      struct slip *sl, struct fault *f)
{
	struct chap_account *a = &p->account;
	uint32_t n = 0;
	int rc = 0;

	switch (row->kind) {
	case ROOT:
	case NETROOT:
	case ISCSIROOT:
		return take_root(p, row, name, value, sl);
	case INITIATOR:
		return take_name(p, name, value, sl);
	case TARGET_NAME:
		if (name_wrong(value))
			return slip(sl, 0, "this is %s", name_wrong(value));
		return take_text(p, name, value, p->target_name,
				 sizeof(p->target_name), sl);
	case TARGET_IP:
		rc = check_addresses(value, sl);
		return rc ? rc : take_text(p, name, value, p->target_ip,
				 sizeof(p->target_ip), sl);
	case TARGET_PORT:
		n = p->port;
		rc = take_number(p, name, value, 1, "port", &n, sl);
		p->port = (uint16_t)n;
		return rc;
	case TARGET_GROUP:
		return take_number(p, name, value, 0, "portal group tag",
				   &p->tpgt, sl);
	case USERNAME:
		return take_text(p, name, value, a->name, sizeof(a->name),
				 sl);
	case PASSWORD:
		return take_secret(p, name, value, &a->secret, sl);
	case IN_USERNAME:
		return take_text(p, name, value, a->reverse_name,
				 sizeof(a->reverse_name), sl);
	case IN_PASSWORD:
		return take_secret(p, name, value, &a->reverse_secret, sl);
	case PARAM:
		return take_setting(p, value, sl);
	case SECRETS:
		return secrets_read(p->said, p->sys, value, f);
	default:
		return take_transport(p, value);
	}
}

/* Those that a bare word or a boolean says. */
static void take_boolean(struct said *said, enum kind kind, bool on)
{
	if (kind == IBFT_NICS)
		said->want_ibft_nics = on;
	else if (kind == LEASE)
		said->no_lease = !on;
	else
		said->want_ibft = on;
	if (kind == FIRMWARE)
		said->no_ibft = !on;
}

int iscsi_param_take(struct iscsi_params *p, const char *name,
		     const char *value, struct slip *sl, struct fault *f)
{
	struct said *said = p->said;
	const struct param *row = find(said->source, name);
	char what[64];

	if (!row && (!strncmp(name, "rd.iscsi.", 9) ||
		     !strncmp(name, "iscsi_", 6) ||
		     !strncmp(name, "ISCSI_", 6))) {
		/* A colon for the '=', and a secret behind it. */
		snprintf(what, sizeof(what), "%.*s",
			 (int)strcspn(name, ":,;@"), name);
		remark_ignored(said->remarks, what,
			       "there is no such parameter");
		return 0;
	}
	if (!row)
		return -ENOENT;
	if (row->kind == IGNORED) {
		remark_ignored(said->remarks, name, "%s", row->why);
	} else if (row->kind >= FIRMWARE && row->kind <= LEASE) {
		take_boolean(said, row->kind, boolean(value));
	} else if (!value || !*value) {
		/* Debian's file has them all, most of them empty. */
		if (said->source != SOURCE_FILE && row->kind != ROOT)
			remark_ignored(said->remarks, name,
				       "it has no value");
	} else {
		return take_value(p, row, name, value, sl, f);
	}
	return 0;
}
