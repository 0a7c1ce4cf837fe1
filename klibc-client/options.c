// SPDX-License-Identifier: GPL-2.0-or-later
/* The command line. */
#include "options.h"

#include <errno.h>
#include <getopt.h>
#include <unistd.h>

#include "dhcp.h"
#include "ibft.h"
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
"  -a, --address=ADDRESS      IP address or host name of the portal\n"
"  -p, --port=PORT            its port (3260)\n"
"  -u, --username=NAME        CHAP name\n"
"  -w, --password=SECRET      CHAP secret\n"
"  -U, --username_in=NAME     name of the target, for mutual CHAP\n"
"  -W, --password_in=SECRET   secret of the target\n"
"  -b, --fwparam_connect      boot from what the firmware says, and only that\n"
"  -N, --fwparam_network      set up the NICs as the firmware (with --cmdline:\n"
"                             as every source) says, and stop\n"
"  -f, --fwparam_print        print what the firmware says, and stop\n"
"  -P, --param=NAME=VALUE     a setting, under Open-iSCSI's name for it\n"
"      --cmdline[=FILE]       ask kernel command line, DHCP and files, too\n"
"      --secrets=FILE         CHAP names and secrets; - for standard input\n"
"      --plan[=json]          print what would be booted, and who said so\n"
"      --probe[=json]         log in from user space, list the LUNs, log out\n"
"      --discover             list the targets at the portal (with -a)\n"
"      --json                 --plan, --probe, --discover, the boot: print JSON\n"
"      --keep[=rt,reserve]    stay, and bring the session back when it is lost\n"
"      --no-keep              leave the session to iscsid (the default)\n"
"      --attach               with --keep: keep the sessions that exist\n"
"      --status[=json]        what the session keeper has done\n"
"      --stop                 end the session keeper\n"
"      --handover             with --stop: only where iscsid takes over\n"
"      --record[=FOLDER]      write the node records of the boot's sessions\n"
"      --wait=SECONDS         try for so long (180); 0 tries once\n"
"      --no-network           use the NICs as they are, and set up none\n"
"      --timeline=FILE        write when each stage began and ended (JSON)\n"
"      --dhcp-client=PROGRAM  asks for leases, called as klibc's ipconfig is\n"
"      --dhcp6-client=PROGRAM the same of DHCPv6, called as dhclient is\n"
"      --kmsg                 messages to the kernel's log, too\n"
"  -v, --version              print the version\n"
"  -h, --help                 print this\n"
"\n"
"See iscsistart(8) for exit status and examples.\n";

enum {
	OPT_WAIT = 256, OPT_TIMELINE, OPT_KMSG, OPT_PROBE, OPT_DISCOVER,
	OPT_JSON, OPT_CMDLINE, OPT_SECRETS, OPT_PLAN, OPT_DHCP_CLIENT,
	OPT_DHCP6_CLIENT, OPT_NO_NETWORK, OPT_KEEP, OPT_NO_KEEP, OPT_ATTACH,
	OPT_STATUS, OPT_STOP, OPT_HANDOVER, OPT_RECORD,
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
	{ "cmdline", optional_argument, NULL, OPT_CMDLINE },
	{ "secrets", required_argument, NULL, OPT_SECRETS },
	{ "plan", optional_argument, NULL, OPT_PLAN },
	{ "probe", optional_argument, NULL, OPT_PROBE },
	{ "discover", no_argument, NULL, OPT_DISCOVER },
	{ "json", no_argument, NULL, OPT_JSON },
	{ "keep", optional_argument, NULL, OPT_KEEP },
	{ "no-keep", no_argument, NULL, OPT_NO_KEEP },
	{ "attach", no_argument, NULL, OPT_ATTACH },
	{ "status", optional_argument, NULL, OPT_STATUS },
	{ "stop", no_argument, NULL, OPT_STOP },
	{ "handover", no_argument, NULL, OPT_HANDOVER },
	{ "record", optional_argument, NULL, OPT_RECORD },
	{ "wait", required_argument, NULL, OPT_WAIT },
	{ "no-network", no_argument, NULL, OPT_NO_NETWORK },
	{ "timeline", required_argument, NULL, OPT_TIMELINE },
	{ "dhcp-client", required_argument, NULL, OPT_DHCP_CLIENT },
	{ "dhcp6-client", required_argument, NULL, OPT_DHCP6_CLIENT },
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
	/* As Open-iSCSI's: the first of these decides.  But --plan touches
	 * nothing, whatever stands beside it. */
	if (o->action == ACTION_BOOT || action == ACTION_PLAN)
		o->action = action;
	o->firmware |= firmware;
	return 0;
}

/* Where text or JSON can be asked for. */
static int take_form(struct options *o, enum action action, const char *option,
		     const char *form, struct fault *f)
{
	o->json |= form != NULL;
	if (form && strcmp(form, "json"))
		return fault(f, STAGE_OPTIONS, EINVAL,
			     "%s=%.40s: json is the only form", option, form);
	return take_action(o, action, false);
}

static int take_keep(struct options *o, const char *how, struct fault *f)
{
	size_t len;

	o->keep = true;
	o->realtime = o->reserve = false;
	for (const char *at = how; at; at = at[len] ? at + len + 1 : NULL) {
		len = strcspn(at, ",");
		if (len == 2 && !memcmp(at, "rt", 2))
			o->realtime = true;
		else if (len == 7 && !memcmp(at, "reserve", 7))
			o->reserve = true;
		else
			return fault(f, STAGE_OPTIONS, EINVAL,
				     "--keep=%.40s: it takes rt (real-time priority) and reserve (a reserved connection), with a comma between them",
				     how);
	}
	return 0;
}

static int take_param(struct options *o, const char *arg, struct fault *f)
{
	struct fault why = { .err = 0 };

	if (o->param_count == PARAMS_MAX)
		return fault(f, STAGE_OPTIONS, EINVAL,
			     "-P: there are more than %u of them", PARAMS_MAX);
	o->params[o->param_count++] = arg;
	if (settings_set(&o->settings, arg, &why))
		return fault(f, STAGE_OPTIONS, EINVAL, "-P %s", why.text);
	return 0;
}

static int take_client(const char **client, const char *arg, const char *option,
		       struct fault *f)
{
	*client = arg;
	if (*arg && strlen(arg) < DHCP_CLIENT_SIZE)
		return 0;
	return fault(f, STAGE_OPTIONS, EINVAL,
		     "--%s=%.40s: the path of a program is needed, or its name, of at most %d characters",
		     option, arg, DHCP_CLIENT_SIZE - 1);
}

static int take_record(struct options *o, const char *folder, struct fault *f)
{
	if (folder)
		o->record_folder = folder;
	if (*o->record_folder == '/' &&
	    strlen(o->record_folder) < OPTIONS_FOLDER_MAX)
		return take_action(o, ACTION_RECORD, false);
	return fault(f, STAGE_OPTIONS, EINVAL,
		     "--record=%.40s: the path of a folder is needed, which begins with / and has at most %d characters",
		     folder, OPTIONS_FOLDER_MAX - 1);
}

/* Those without a letter. */
static int take_long(struct options *o, int c, char *arg, struct fault *f)
{
	switch (c) {
	case OPT_PROBE:
		return take_form(o, ACTION_PROBE, "--probe", arg, f);
	case OPT_PLAN:
		return take_form(o, ACTION_PLAN, "--plan", arg, f);
	case OPT_CMDLINE:
		o->cmdline = true;
		o->cmdline_file = arg;
		return 0;
	case OPT_SECRETS:
		o->secrets = arg;
		return 0;
	case OPT_KEEP:
		return take_keep(o, arg, f);
	case OPT_NO_KEEP:
		o->keep = false;
		return 0;
	case OPT_ATTACH:
		return take_action(o, ACTION_ATTACH, false);
	case OPT_STATUS:
		return take_form(o, ACTION_STATUS, "--status", arg, f);
	case OPT_STOP:
		return take_action(o, ACTION_STOP, false);
	case OPT_HANDOVER:
		o->handover = true;
		return 0;
	case OPT_RECORD:
		return take_record(o, arg, f);
	case OPT_DISCOVER:
		return take_action(o, ACTION_DISCOVER, false);
	case OPT_JSON:
		o->json = true;
		return 0;
	case OPT_WAIT:
		return take_number("--wait", arg, 0, WAIT_MAX, &o->wait, f);
	case OPT_NO_NETWORK:
		o->no_network = true;
		return 0;
	case OPT_TIMELINE:
		o->timeline = arg;
		return 0;
	case OPT_DHCP_CLIENT:
		return take_client(&o->dhcp_client, arg, "dhcp-client", f);
	case OPT_DHCP6_CLIENT:
		return take_client(&o->dhcp6_client, arg, "dhcp6-client", f);
	case OPT_KMSG:
		o->kmsg = true;
		return 0;
	default:
		return fault(f, STAGE_OPTIONS, EINVAL,
			     "unknown option, or one without its value: see iscsistart -h");
	}
}

static int take_option(struct options *o, int c, char *arg, struct fault *f)
{
	const char *wrong;
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
		wrong = host_wrong(arg, &o->portal.addr, o->host);
		if (!wrong)
			return 0;
		return fault(f, STAGE_OPTIONS, EINVAL, "-a %.60s is %s", arg,
			     wrong);
	case 'p':
		rc = take_number("-p", arg, 1, 65535, &n, f);
		if (!rc)
			o->portal.port = (uint16_t)n;
		o->port_given = true;
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
		return take_action(o, ACTION_NETWORK, false);
	case 'f':
		return take_action(o, ACTION_PRINT, true);
	case 'v':
		return take_action(o, ACTION_VERSION, false);
	case 'h':
		return take_action(o, ACTION_HELP, false);
	case 'P':
		return take_param(o, arg, f);
	default:
		return take_long(o, c, arg, f);
	}
}

/* Capitals are ours to turn. */
static const char *initiator_wrong(const char *name)
{
	char folded[IBFT_NAME_MAX + 1];

	if (copy_string(folded, sizeof(folded), name))
		name_fold(folded);
	return name_wrong(name) ? name_wrong(name) :
				  initiator_name_wrong(folded);
}

/* What only makes sense together. */
static int check(const struct options *o, struct fault *f)
{
	const struct chap_account *a = &o->account;
	bool discover = o->action == ACTION_DISCOVER;
	const char *wrong;

	if (discover && !o->portal_given)
		return fault(f, STAGE_OPTIONS, EINVAL,
			     "-a (address of the portal) is missing: --discover asks a portal");
	if (discover && (o->target_name || o->firmware || o->cmdline))
		return fault(f, STAGE_OPTIONS, EINVAL,
			     "--discover asks a portal for all its targets: it goes with -a, and not with -t, -b, -N, -f or --cmdline");
	if (o->action == ACTION_ATTACH && !o->keep)
		return fault(f, STAGE_OPTIONS, EINVAL,
			     "--attach says what --keep keeps: the two go together");
	if (o->handover && o->action != ACTION_STOP)
		return fault(f, STAGE_OPTIONS, EINVAL,
			     "--handover says how --stop ends the keeper: the two go together");
	if (o->firmware && o->cmdline)
		return fault(f, STAGE_OPTIONS, EINVAL,
			     "-b and -f are about what firmware says, and only that: they do not go with --cmdline");
	if (!a->name[0] != !a->secret.len)
		return fault(f, STAGE_OPTIONS, EINVAL,
			     "-u and -w (CHAP name and secret) go together");
	if (!a->reverse_name[0] != !a->reverse_secret.len)
		return fault(f, STAGE_OPTIONS, EINVAL,
			     "-U and -W (name and secret of the target) go together");
	if (a->reverse_name[0] && !a->name[0])
		return fault(f, STAGE_OPTIONS, EINVAL,
			     "-U and -W ask for mutual CHAP, which needs -u and -w as well");
	wrong = o->initiator_name ? initiator_wrong(o->initiator_name) : NULL;
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
		.dhcp_client = DHCP_CLIENT,
		.dhcp6_client = DHCP6_CLIENT,
		.record_folder = "/etc/iscsi",
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
	/* As Open-iSCSI's -N, unless other sources are asked for. */
	o->firmware |= o->action == ACTION_NETWORK && !o->cmdline;
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
