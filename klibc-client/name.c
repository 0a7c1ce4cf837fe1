// SPDX-License-Identifier: GPL-2.0-or-later
/* iSCSI names. */
#include "name.h"

#include "number.h"

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

static bool hex_digits(const char *s, size_t n)
{
	if (strlen(s) != n)
		return false;
	while (*s)
		if (number_digit(*s++) < 0)
			return false;
	return true;
}

/* "iqn.2026-11.example" up to the colon or the end: year, month, and a name
 * that was turned round. */
static bool iqn_date(const char *s)
{
	static const char form[] = "dddd-dd.";

	for (size_t i = 0; form[i]; i++)
		if (form[i] == 'd' ? s[i] < '0' || s[i] > '9' :
				     s[i] != form[i])
			return false;
	return s[8] && s[8] != ':' && (s[5] == '0' ? s[6] != '0' :
				       s[5] == '1' && s[6] <= '2');
}

const char *name_odd(const char *name)
{
	if (!strncmp(name, "eui.", 4))
		return hex_digits(name + 4, 16) ? NULL :
			"not an EUI-64: eui. needs 16 hexadecimal digits";
	if (!strncmp(name, "naa.", 4))
		return hex_digits(name + 4, 16) || hex_digits(name + 4, 32) ?
			NULL : "not an NAA: naa. needs 16 or 32 hexadecimal digits";
	if (strncmp(name, "iqn.", 4) || !iqn_date(name + 4))
		return "not of the form iqn.yyyy-mm.reversed.domain[:text] (RFC 7143 4.2.7)";
	for (; *name; name++) {
		if (*name >= 'A' && *name <= 'Z')
			return "in capitals: names are lower case (RFC 3722)";
		if (*name >= 0 && *name < '0' && *name != '-' && *name != '.')
			return "a name with a character that RFC 3722 forbids";
		if (*name > ':' && *name < 'a')
			return "a name with a character that RFC 3722 forbids";
		if (*name > 'z' && *name < 0x7f)
			return "a name with a character that RFC 3722 forbids";
	}
	return NULL;
}

const char *initiator_name_wrong(const char *name)
{
	if (strncmp(name, "iqn.", 4) && strncmp(name, "eui.", 4) &&
	    strncmp(name, "naa.", 4))
		return "not an iSCSI name: it must begin with iqn., eui. or naa. (RFC 7143 4.2.7)";
	return name_wrong(name);
}

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

bool name_formed(const char *name)
{
	static const char forms[][5] = { "iqn.", "eui.", "naa." };

	for (size_t i = 0; i < ARRAY_SIZE(forms); i++) {
		size_t n = 0;

		while (forms[i][n] && lower(name[n]) == forms[i][n])
			n++;
		if (!forms[i][n])
			return true;
	}
	return false;
}

bool name_fold(char *name)
{
	bool changed = false;

	if (!name_formed(name))
		return false;
	for (; *name; name++) {
		changed |= *name != lower(*name);
		*name = lower(*name);
	}
	return changed;
}

bool name_same(const char *a, const char *b)
{
	while (*a && lower(*a) == lower(*b)) {
		a++;
		b++;
	}
	return lower(*a) == lower(*b);
}
