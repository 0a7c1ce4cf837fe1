// SPDX-License-Identifier: GPL-2.0-or-later
/* A host, by its address or by its name. */
#include "host.h"

#include <errno.h>

#include "number.h"

#define LABEL_MAX 63

static bool name_byte(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	       (c >= '0' && c <= '9') || c == '-' || c == '_';
}

/* Whether it could only have been meant as an IPv4 address. */
static bool dotted_number(const char *text)
{
	return text[strspn(text, "0123456789.")] == '\0';
}

static const char *name_is(const char *text)
{
	size_t label = 0;

	for (; *text; text++) {
		if (*text != '.' && !name_byte(*text))
			return "neither an address nor a host name";
		if (*text == '.' ? !label : label == LABEL_MAX)
			return "not a host name: between its dots are 1 to 63 characters";
		label = *text == '.' ? 0 : label + 1;
	}
	return NULL;
}

const char *host_wrong(const char *text, struct addr *a,
		       char host[HOST_NAME_MAX_BYTES + 1])
{
	size_t n = strlen(text);
	char inside[ADDR_TEXT_SIZE + 8];
	const char *wrong;

	memset(a, 0, sizeof(*a));
	host[0] = '\0';
	if (!n)
		return "empty";
	if (text[0] == '[') {
		if (text[n - 1] != ']')
			return "an IPv6 address without the closing bracket";
		if (n - 1 < sizeof(inside)) {
			memcpy(inside, text + 1, n - 2);
			inside[n - 2] = '\0';
			if (!addr_parse(inside, a) &&
			    a->family == ADDR_IPV6) {
				addr_unmap(a);
				return NULL;
			}
		}
		memset(a, 0, sizeof(*a));
		return "not an IPv6 address";
	}
	if (!addr_parse(text, a)) {
		addr_unmap(a);
		return NULL;
	}
	memset(a, 0, sizeof(*a));
	if (dotted_number(text))
		return "not an IPv4 address: it has four numbers from 0 to 255";
	if (strchr(text, ':'))
		return "not an IPv6 address";
	if (n > HOST_NAME_MAX_BYTES)
		return "longer than 253 characters";
	wrong = name_is(text);
	if (!wrong)
		copy_string(host, HOST_NAME_MAX_BYTES + 1, text);
	return wrong;
}

int target_address_parse(const char *text, struct portal *p,
			 char host[HOST_NAME_MAX_BYTES + 1])
{
	char name[HOST_NAME_MAX_BYTES + 8];
	size_t n = strcspn(text, ",");
	uint64_t port = ISCSI_PORT;
	char *colon;

	host[0] = '\0';
	if (!portal_parse(text, p))
		return 0;
	if (n >= sizeof(name))
		return -EINVAL;
	memcpy(name, text, n);
	name[n] = '\0';
	colon = strchr(name, ':');
	if (colon)
		*colon = '\0';
	if ((colon && (number_decimal(colon + 1, 65535, &port) || !port)) ||
	    host_wrong(name, &p->addr, host) || !host[0])
		return -EINVAL;
	p->port = (uint16_t)port;
	return 0;
}
