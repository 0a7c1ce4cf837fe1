/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The table's layout: little-endian, strings as a length and an offset from
 * the table's start, into a heap of NUL-terminated texts. */
#ifndef IBFT_LAYOUT_H
#define IBFT_LAYOUT_H

/* Structure ids. */
enum {
	IBFT_CONTROL = 1,
	IBFT_INITIATOR = 2,
	IBFT_NIC = 3,
	IBFT_TARGET = 4,
	IBFT_EXTENSIONS = 5,
};

/* Sizes; a control structure has four bytes more for each NIC and target
 * beyond two. */
enum {
	IBFT_HEADER_SIZE = 48,
	IBFT_STRUCTURE_HEADER_SIZE = 6,
	IBFT_CONTROL_SIZE = 18,
	IBFT_INITIATOR_SIZE = 74,
	IBFT_NIC_SIZE = 102,
	IBFT_TARGET_SIZE = 54,
};

enum {
	IBFT_REVISION = 1,
	IBFT_CHECKSUM_AT = 9,
	IBFT_STRUCTURE_VERSION = 1,
};

#endif
