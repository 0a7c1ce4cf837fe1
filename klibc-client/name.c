// SPDX-License-Identifier: GPL-2.0-or-later
/* iSCSI names. */
#include "name.h"

#define NAME_MAX_BYTES 223

const char *name_wrong(const char *name)
{
	if (!*name)
		return "empty";
	if (strlen(name) > NAME_MAX_BYTES)
		return "longer than 223 bytes (RFC 7143 4.2.7.1)";
	for (; *name; name++)
		if ((*name >= 0 && *name <= ' ') || *name == 0x7f)
			return "not a name: it holds a space or a control character";
	return NULL;
}

const char *initiator_name_wrong(const char *name)
{
	if (strncmp(name, "iqn.", 4) && strncmp(name, "eui.", 4) &&
	    strncmp(name, "naa.", 4))
		return "not an iSCSI name: it must begin with iqn., eui. or naa. (RFC 7143 4.2.7)";
	return name_wrong(name);
}
