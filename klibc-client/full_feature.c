// SPDX-License-Identifier: GPL-2.0-or-later
/* The Full Feature Phase of a session without the kernel. */
#include "full_feature.h"

#include <errno.h>

void full_feature_begin(struct full_feature *ff, struct connection *c)
{
	ff->c = c;
	ff->itt = c->login.itt;
	ff->cmdsn = ff->maxcmdsn = c->login.request.cmdsn;
	ff->expstatsn = c->login.statsn + 1;
}

int full_feature_text(struct full_feature *ff, const char *key,
		      const char *value, const struct text_sink *sink,
		      struct fault *f)
{
	(void)ff, (void)key, (void)value, (void)sink;
	return fault(f, STAGE_SESSION, ENOSYS, "not yet");
}

int full_feature_scsi(struct full_feature *ff, const uint8_t lun[8],
		      const uint8_t cdb[16], void *buf, size_t size,
		      struct scsi_answer *answer, struct fault *f)
{
	(void)ff, (void)lun, (void)cdb, (void)buf, (void)size, (void)answer;
	return fault(f, STAGE_SESSION, ENOSYS, "not yet");
}

int full_feature_logout(struct full_feature *ff, struct fault *f)
{
	(void)ff;
	return fault(f, STAGE_SESSION, ENOSYS, "not yet");
}
