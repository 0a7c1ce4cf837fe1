/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A line of parameters that say what to boot, taken word by word. */
#ifndef PARAM_WORDS_H
#define PARAM_WORDS_H

#include "fake_sys.h"
#include "iscsi_param.h"
#include "words.h"

#define T "iqn.2026-11.test:t"
#define L10 "0123456789"
#define L100 L10 L10 L10 L10 L10 L10 L10 L10 L10 L10

static struct said said;
static struct remarks remarks;
static struct settings settings;
static struct options options;
static struct iscsi_params params;
static struct fault f;
static struct fake fake;

static const struct fake_file files[] = {
	{ "/s", "node.session.auth.username = u\n"
		"node.session.auth.password = hush-1\n", 0 },
	{ "/bad", "x\n", 0 },
	{ NULL, NULL, 0 }
};

/* Every word of a line; 0, or what the first that is wrong gives. */
static inline int take(enum source source, const char *line, struct slip *s)
{
	static char text[1600];
	struct words words = words_of(text);
	struct word w;
	int rc = 0;

	copy_string(text, sizeof(text), line);
	fake_begin(&fake, files);
	memset(&said, 0, sizeof(said));
	memset(&remarks, 0, sizeof(remarks));
	memset(&f, 0, sizeof(f));
	memset(s, 0, sizeof(*s));
	said.source = source;
	said.remarks = &remarks;
	settings_default(&settings);
	memset(&params, 0x55, sizeof(params));
	iscsi_params_begin(&params, &said, &fake.sys, &settings, &options);
	while (!rc && words_next(&words, &w))
		rc = iscsi_param_take(&params, w.name, w.value, s, &f);
	return rc ? rc : iscsi_params_end(&params, s);
}

#endif
