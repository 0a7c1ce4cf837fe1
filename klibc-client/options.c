// SPDX-License-Identifier: GPL-2.0-or-later
/* The command line. */
#include "options.h"

#include <errno.h>
#include <getopt.h>
#include <unistd.h>

#include "key.h"
#include "name.h"
#include "number.h"

#define WAIT_DEFAULT 180
#define WAIT_MAX 86400

const char options_help[] =
"Usage: iscsistart [OPTION]...\n"
"Log in to the iSCSI target that this machine boots from.  Without options,\n"
"what to boot is taken from the firmware's table (iBFT).\n"
"\n"
"  -i, --initiatorname=NAME   initiator name (iqn., eui. or naa.)\n"
"  -t, --targetname=NAME      target name\n"
"  -g, --tgpt=NUMBER          target portal group tag\n"
"  -a, --address=ADDRESS      IPv4 or IPv6 address of the portal\n"
"  -p, --port=PORT            its port (3260)\n"
"  -u, --username=NAME        CHAP name\n"
"  -w, --password=SECRET      CHAP secret\n"
"  -U, --username_in=NAME     name of the target, for mutual CHAP\n"
"  -W, --password_in=SECRET   secret of the target\n"
"  -b, --fwparam_connect      boot from what the firmware says, and only that\n"
"  -N, --fwparam_network      set up the NICs as the firmware says, and stop\n"
"  -f, --fwparam_print        print what the firmware says, and stop\n"
"  -P, --param=NAME=VALUE     a setting, under Open-iSCSI's name for it\n"
"      --probe[=json]         log in from user space, list the LUNs, log out\n"
"      --discover             list the targets at the portal (with -i and -a)\n"
"      --json                 --discover, --probe: print JSON\n"
"      --wait=SECONDS         try for so long (180); 0 tries once\n"
"      --timeline=FILE        write when each stage began and ended (JSON)\n"
"      --kmsg                 messages to the kernel's log, too\n"
"  -v, --version              print the version\n"
"  -h, --help                 print this\n"
"\n"
"See iscsistart(8) for exit status and examples.\n";

enum {
	OPT_WAIT = 256, OPT_TIMELINE, OPT_KMSG, OPT_PROBE, OPT_DISCOVER,
	OPT_JSON,
};

static const struct option long_options[] = {
	{ "initiatorname", required_argument, NULL, 'i' },
	{ "targetname", required_argument, NULL, 't' },
	{ "tgpt", required_argument, NULL, 'g' },
	{ "address", required_argument, NULL, 'a' },
	{ "port", required_argument, NULL, 'p' },
	{ "username", required_argument, NULL, 'u' },
	{ "password", required_argument, NULL, 'w' },
	{ "username_in", required_argument, NULL, 'U' },
	{ "password_in", required_argument, NULL, 'W' },
	{ "fwparam_connect", no_argument, NULL, 'b' },
	{ "fwparam_network", no_argument, NULL, 'N' },
	{ "fwparam_print", no_argument, NULL, 'f' },
	{ "param", required_argument, NULL, 'P' },
	{ "probe", optional_argument, NULL, OPT_PROBE },
	{ "discover", no_argument, NULL, OPT_DISCOVER },
	{ "json", no_argument, NULL, OPT_JSON },
	{ "wait", required_argument, NULL, OPT_WAIT },
	{ "timeline", required_argument, NULL, OPT_TIMELINE },
	{ "kmsg", no_argument, NULL, OPT_KMSG },
	{ "version", no_argument, NULL, 'v' },
	{ "help", no_argument, NULL, 'h' },
	{ NULL, 0, NULL, 0 },
};

static int take_number(const char *option, const char *text, uint32_t low,
		       uint32_t high, uint32_t *out, struct fault *f)
{
	uint64_t n;

	if (number_decimal(text, high, &n) || n < low)
		return fault(f, STAGE_OPTIONS, EINVAL,
			     "%s %.40s: a number from %u to %u is needed",
			     option, text, low, high);
	*out = (uint32_t)n;
	return 0;
}

/* Copy the secret and blank the argument: ps shows argv to everyone. */
static int take_secret(const char *option, char *text, struct secret *s,
		       struct fault *f)
{
	int rc = secret_set(s, text);

	wipe(text, strlen(text));
	if (rc)
		return fault(f, STAGE_OPTIONS, EINVAL,
			     "%s: a secret has 1 to %u characters", option,
			     SECRET_MAX);
	return 0;
}

static int take_user(const char *option, const char *text, char *name,
		     struct fault *f)
{
	if (!*text || !copy_string(name, CHAP_NAME_MAX + 1, text))
		return fault(f, STAGE_OPTIONS, EINVAL,
			     "%s: a CHAP name has 1 to %u characters", option,
			     CHAP_NAME_MAX);
	return 0;
}

static int take_action(struct options *o, enum action action, bool firmware)
{
	/* As Open-iSCSI's: the first of these decides. */
	if (o->action == ACTION_BOOT)
		o->action = action;
	o->firmware |= firmware;
	return 0;
}

static int take_option(struct options *o, int c, char *arg, struct fault *f)
{
	uint32_t n = 0;
	int rc;

	switch (c) {
	case 'i':
		o->initiator_name = arg;
		return 0;
	case 't':
		o->target_name = arg;
		return 0;
	case 'g':
		return take_number("-g", arg, 0, 65535, &o->tpgt, f);
	case 'a':
		o->portal_given = true;
		if (!addr_parse(arg, &o->portal.addr))
			return 0;
		return fault(f, STAGE_OPTIONS, EINVAL,
			     "-a %.60s: not an IPv4 or IPv6 address", arg);
	case 'p':
		rc = take_number("-p", arg, 1, 65535, &n, f);
		if (!rc)
			o->portal.port = (uint16_t)n;
		return rc;
	case 'u':
		return take_user("-u", arg, o->account.name, f);
	case 'w':
		return take_secret("-w", arg, &o->account.secret, f);
	case 'U':
		return take_user("-U", arg, o->account.reverse_name, f);
	case 'W':
		return take_secret("-W", arg, &o->account.reverse_secret, f);
	case 'b':
		return take_action(o, ACTION_BOOT, true);
	case 'N':
		return take_action(o, ACTION_NETWORK, true);
	case 'f':
		return take_action(o, ACTION_PRINT, true);
	case 'v':
		return take_action(o, ACTION_VERSION, false);
	case 'h':
		return take_action(o, ACTION_HELP, false);
	case 'P':
		return settings_set(&o->settings, arg, f);
	case OPT_PROBE:
		o->json |= arg != NULL;
		if (arg && strcmp(arg, "json"))
			return fault(f, STAGE_OPTIONS, EINVAL,
				     "--probe=%.40s: json is the only form",
				     arg);
		return take_action(o, ACTION_PROBE, false);
	case OPT_DISCOVER:
		return take_action(o, ACTION_DISCOVER, false);
	case OPT_JSON:
		o->json = true;
		return 0;
	case OPT_WAIT:
		return take_number("--wait", arg, 0, WAIT_MAX, &o->wait, f);
	case OPT_TIMELINE:
		o->timeline = arg;
		return 0;
	case OPT_KMSG:
		o->kmsg = true;
		return 0;
	default:
		return fault(f, STAGE_OPTIONS, EINVAL,
			     "unknown option, or one without its value: see iscsistart -h");
	}
}

/* What only makes sense together. */
static int check(const struct options *o, struct fault *f)
{
	const struct chap_account *a = &o->account;
	bool discover = o->action == ACTION_DISCOVER;
	bool manual = o->target_name || o->portal_given || discover;
	const char *missing = NULL, *wrong;

	if (manual && !o->firmware) {
		if (!o->initiator_name)
			missing = "-i (initiator name)";
		else if (!o->target_name && !discover)
			missing = "-t (target name)";
		else if (!o->portal_given)
			missing = "-a (address of the portal)";
	}
	if (missing)
		return fault(f, STAGE_OPTIONS, EINVAL, discover ?
			     "%s is missing: --discover needs -i and -a" :
			     "%s is missing: -i, -t and -a go together",
			     missing);
	if (discover && (o->target_name || o->firmware))
		return fault(f, STAGE_OPTIONS, EINVAL,
			     "--discover asks a portal for all its targets: it goes with -i and -a, and not with -t, -b, -N or -f");
	/* What firmware says is taken whole: an account that is given with it
	 * must not be lost without a word. */
	if ((!manual || o->firmware) &&
	    (a->name[0] || a->secret.len || a->reverse_name[0] ||
	     a->reverse_secret.len || o->initiator_name))
		return fault(f, STAGE_OPTIONS, EINVAL,
			     "-i, -u, -w, -U and -W go with -t and -a, and not with what firmware says (-b, -N, -f)");
	if (!a->name[0] != !a->secret.len)
		return fault(f, STAGE_OPTIONS, EINVAL,
			     "-u and -w (CHAP name and secret) go together");
	if (!a->reverse_name[0] != !a->reverse_secret.len)
		return fault(f, STAGE_OPTIONS, EINVAL,
			     "-U and -W (name and secret of the target) go together");
	if (a->reverse_name[0] && !a->name[0])
		return fault(f, STAGE_OPTIONS, EINVAL,
			     "-U and -W ask for mutual CHAP, which needs -u and -w as well");
	wrong = o->initiator_name ? initiator_name_wrong(o->initiator_name) :
				    NULL;
	if (wrong)
		return fault(f, STAGE_OPTIONS, EINVAL, "-i %.80s is %s",
			     o->initiator_name, wrong);
	wrong = o->target_name ? name_wrong(o->target_name) : NULL;
	if (wrong)
		return fault(f, STAGE_OPTIONS, EINVAL, "-t %.80s is %s",
			     o->target_name, wrong);
	return 0;
}

int options_parse(struct options *o, int argc, char *argv[], struct fault *f)
{
	int c, rc, first_rc = 0;

	*o = (struct options){
		.portal.port = 3260,
		.tpgt = TPGT_UNKNOWN,
		.wait = WAIT_MAX + 1,
	};
	settings_default(&o->settings);
	opterr = 0;
	optind = 1;
	/* Go on after an error: every secret must leave argv. */
	for (;;) {
		/* klibc leaves it as it was where a value is left out. */
		optarg = NULL;
		c = getopt_long(argc, argv, "i:t:g:a:p:u:w:U:W:P:bNfvh",
				long_options, NULL);
		if (c == -1)
			break;
		rc = take_option(o, c, optarg, f);
		if (!first_rc)
			first_rc = rc;
	}
	/* An administrator who asks wants an answer now. */
	if (o->wait > WAIT_MAX)
		o->wait = o->action == ACTION_PROBE ||
			  o->action == ACTION_DISCOVER ? 0 : WAIT_DEFAULT;
	if (!first_rc && optind < argc)
		first_rc = fault(f, STAGE_OPTIONS, EINVAL,
				 "'%.60s' is not an option: see iscsistart -h",
				 argv[optind]);
	if (!first_rc && o->action != ACTION_HELP &&
	    o->action != ACTION_VERSION)
		first_rc = check(o, f);
	return first_rc;
}
