/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A table for people, and for programs. */
#ifndef IBFT_SHOW_H
#define IBFT_SHOW_H

#include "ibft.h"
#include "out.h"
#include "report.h"

/* The table in words, each finding below the block it is in. */
void ibft_show(const struct ibft *ibft, const char *source,
	       const struct ibft_finding *findings, size_t count,
	       const struct ibft_out *out);

/* The table and its findings as one JSON object. */
void ibft_json(const struct ibft *ibft, const char *source,
	       const struct ibft_finding *findings, size_t count,
	       const struct ibft_out *out);

/* "ERROR at 34: port: 0" and a line end. */
void ibft_show_finding(const struct ibft_finding *f,
		       const struct ibft_out *out);

#endif
