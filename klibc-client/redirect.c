// SPDX-License-Identifier: GPL-2.0-or-later
/* Login redirection. */
#include "redirect.h"

#include <errno.h>

int redirect_follow(struct redirect *r, struct portal *portal,
		    const struct portal *to, struct fault *f)
{
	char where[PORTAL_TEXT_SIZE];
	unsigned int been = 0;

	if (r->count == REDIRECTS_MAX)
		return fault(f, STAGE_LOGIN, EPROTO,
			     "the target redirected %u times: it sends us in circles",
			     REDIRECTS_MAX);
	r->left[r->count++] = *portal;
	for (unsigned int i = 0; i < r->count; i++)
		been += portal_equal(&r->left[i], to);
	/* Once may be a portal that was busy for a moment. */
	if (been > 1)
		return fault(f, STAGE_LOGIN, EPROTO,
			     "the target redirects to %s, which has sent us on %u times: it sends us in circles",
			     portal_text(to, where), been);
	*portal = *to;
	return 0;
}
