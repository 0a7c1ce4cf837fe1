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

/* text: what stands behind the opening bracket. */
static const char *brackets_wrong(const char *text, struct addr *a)
{
	/* Longer than any address: what is cut here is none. */
	char inside[ADDR_TEXT_SIZE + 8];
	size_t n = strlen(text);

	memset(a, 0, sizeof(*a));
	if (!n || text[n - 1] != ']')
		return "an IPv6 address without the closing bracket";
	copy_string(inside, sizeof(inside), text);
	inside[strlen(inside) - 1] = '\0';
	if (!addr_parse(inside, a) && a->family == ADDR_IPV6) {
		addr_unmap(a);
		return NULL;
	}
	memset(a, 0, sizeof(*a));
	return "not an IPv6 address";
}

const char *host_wrong(const char *text, struct addr *a,
		       char host[HOST_NAME_MAX_BYTES + 1])
{
	const char *wrong;

	host[0] = '\0';
	if (text[0] == '[')
		return brackets_wrong(text + 1, a);
	if (!addr_parse(text, a)) {
		addr_unmap(a);
		return NULL;
	}
	if (!*text)
		return "empty";
	if (dotted_number(text))
		return "not an IPv4 address: it has four numbers from 0 to 255";
	if (strchr(text, ':'))
		return "not an IPv6 address";
	if (strlen(text) > HOST_NAME_MAX_BYTES)
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
