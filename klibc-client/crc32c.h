/* SPDX-License-Identifier: GPL-2.0-or-later */
/* CRC32C, the digest of iSCSI (RFC 7143 13.1). */
#ifndef CRC32C_H
#define CRC32C_H

#include "compat.h"

/* Travels with its low byte first (RFC 7143 A.4). */
#define CRC32C_SIZE 4

uint32_t crc32c(const void *bytes, size_t n);

#endif
