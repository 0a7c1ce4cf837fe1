/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the firmware's table says about the boot. */
#ifndef SAID_IBFT_H
#define SAID_IBFT_H

#include "said.h"

/* The valid NICs and targets of the table, those that are selected for booting
 * first.  What is wrong goes to said->fault. */
void said_ibft(struct said *said, const struct ibft *ibft);

#endif
