/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The parameters that say what to boot, in dracut's spelling, in Debian's, and
 * as Debian's file /etc/iscsi.initramfs has them. */
#ifndef ISCSI_PARAM_H
#define ISCSI_PARAM_H

#include "options.h"
#include "said.h"
#include "slip.h"
#include "sys.h"

/* Between several addresses in one value. */
#define ISCSI_PARAM_BETWEEN " \t,"

struct iscsi_params {
	const struct sys *sys;
	struct said *said;
	struct settings *settings;	/* rd.iscsi.param */
	const struct options *options;	/* whose -P goes before */
	/* One target may be said in several words; the address may be a list
	 * of them, with blanks between. */
	char target_name[IBFT_NAME_MAX + 1];
	char target_ip[512];
	uint16_t port;
	uint32_t tpgt;
	struct chap_account account;
	/* netroot=iscsi and the like, without what follows. */
	bool bare;
	/* What rd.iscsi.param= said, name=value; more are not remembered. */
	char settings_said[8][96];
	bool warned;			/* of secrets that can be read */
	size_t root;			/* root='s target, from 1 on; 0: none */
};

void iscsi_params_begin(struct iscsi_params *p, struct said *said,
			const struct sys *sys, struct settings *settings,
			const struct options *options);

/* One parameter.  value: NULL for a bare word.  0; -ENOENT: not one of these;
 * -EINVAL with the slip in the value; or the fault, of a file that the
 * parameter names. */
int iscsi_param_take(struct iscsi_params *p, const char *name,
		     const char *value, struct slip *slip, struct fault *f);

/* After the last one: the pieces make a target.  0 or -EINVAL with the
 * slip, whose name is that of the parameter. */
int iscsi_params_end(struct iscsi_params *p, struct slip *slip);

/* The value as a message may show it: without secrets.  Gives back shown. */
const char *iscsi_param_shown(const char *name, const char *value,
			      char *shown, size_t size);

#endif
