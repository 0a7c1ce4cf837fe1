/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Status-Class and Status-Detail of a Login Response (RFC 7143 11.13.5). */
#ifndef STATUS_H
#define STATUS_H

#include "bhs.h"
#include "fault.h"
#include "secret.h"

/* Record a status of class 2 or 3 (or an unknown one) as a fault, in the
 * standard's words, with what to do.  -errno as login_take() gives it. */
int status_fault(const struct login_response *rsp,
		 const char *target_name, const struct chap_account *account,
		 struct fault *f);

#endif
