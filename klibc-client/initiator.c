// SPDX-License-Identifier: GPL-2.0-or-later
/* The initiator name where nobody says one. */
#include "initiator.h"

#include <errno.h>
#include <stdio.h>

#include "name.h"
#include "number.h"

#define UUID_FILE "/sys/class/dmi/id/product_uuid"
#define UUID_FORM "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx"
#define UUID_LENGTH (sizeof(UUID_FORM) - 1)
#define NAME_BEFORE_UUID "iqn.2010-04.org.ipxe:"
#define NAME_KEY "InitiatorName"
#define GENERATE "GenerateName=yes"
/* What iscsid takes off both ends of a value. */
#define BLANKS " \t\r\v\f"

static const char *const name_files[] = {
	"/run/initiatorname.iscsi",
	"/etc/iscsi/initiatorname.iscsi",
	"/etc/initiatorname.iscsi",
};

struct name_file {
	const char *path;
	char *name;
	bool generate;		/* the name is still to be made up */
	bool found;		/* an InitiatorName line, right or wrong */
	unsigned int line;
	struct fault fault;	/* what is wrong with that line */
};

static void take_name(struct name_file *n, const char *value)
{
	size_t len = strlen(value);
	const char *wrong;

	while (len && strchr(BLANKS, value[len - 1]))
		len--;
	/* One byte more than a name may have: its length is wrong, then. */
	if (len > IBFT_NAME_MAX) {
		fault(&n->fault, STAGE_PLAN, EINVAL,
		      "%s line %u: the initiator name is longer than %u bytes (RFC 7143 4.2.7.1)",
		      n->path, n->line, IBFT_NAME_MAX);
		return;
	}
	memcpy(n->name, value, len);
	n->name[len] = '\0';
	wrong = initiator_name_wrong(n->name);
	if (wrong)
		fault(&n->fault, STAGE_PLAN, EINVAL,
		      "%s line %u: InitiatorName '%.80s' is %s", n->path,
		      n->line, n->name, wrong);
}

static void take_line(void *arg, const char *line)
{
	struct name_file *n = arg;
	const char *value;

	line += strspn(line, BLANKS);
	n->generate |= !strncmp(line, GENERATE, strlen(GENERATE));
	if (n->found)
		return;
	n->line++;
	if (strncmp(line, NAME_KEY, strlen(NAME_KEY)))
		return;
	value = line + strlen(NAME_KEY);
	value += strspn(value, BLANKS);
	/* Another name that begins as this one does. */
	if (*value && *value != '=' && value == line + strlen(NAME_KEY))
		return;
	n->found = true;
	if (*value == '=')
		take_name(n, value + 1 + strspn(value + 1, BLANKS));
	else
		fault(&n->fault, STAGE_PLAN, EINVAL,
		      "%s line %u: no '=' behind " NAME_KEY, n->path,
		      n->line);
}

int initiator_from_file(const struct sys *sys, char name[IBFT_NAME_MAX + 1],
			char file[INITIATOR_FILE_SIZE], struct fault *f)
{
	for (size_t i = 0; i < ARRAY_SIZE(name_files); i++) {
		struct name_file n = { .path = name_files[i], .name = name };
		int rc = sys->read_lines(sys, n.path, take_line, &n);

		if (rc == -ENOENT || rc == -ENOTDIR)
			continue;
		if (rc < 0)
			return fault(f, STAGE_PLAN,
				     rc == -EACCES ? EPERM : EINVAL,
				     "%s cannot be read for the initiator name: %s",
				     n.path, errno_words(-rc).text);
		if (!n.found || n.generate)
			continue;
		if (n.fault.err)
			return fault(f, n.fault.stage, n.fault.err, "%s",
				     n.fault.text);
		copy_string(file, INITIATOR_FILE_SIZE, n.path);
		return 0;
	}
	name[0] = '\0';
	return -ENODATA;
}

/* What machines of many owners have in common: the UUID was never set. */
static const char *const unset_uuids[] = {
	/* AMI's, and the same bytes in the order of SMBIOS before 2.6 */
	"03000200-0400-0500-0006-000700080009",
	"00020003-0004-0005-0006-000700080009",
	/* counted up, likewise */
	"00010203-0405-0607-0809-0a0b0c0d0e0f",
	"03020100-0504-0706-0809-0a0b0c0d0e0f",
	"12345678-1234-5678-90ab-cddeefaabbcc",
	"78563412-3412-7856-90ab-cddeefaabbcc",
};

/* Lower case, in place.  false: no UUID, or nobody's in particular. */
static bool uuid_usable(char uuid[UUID_LENGTH + 1])
{
	bool all_same = true;

	if (strlen(uuid) != UUID_LENGTH)
		return false;
	for (size_t i = 0; i < UUID_LENGTH; i++) {
		if (UUID_FORM[i] == '-' ? uuid[i] != '-' :
					  number_digit(uuid[i]) < 0)
			return false;
		if (uuid[i] >= 'A' && uuid[i] <= 'F')
			uuid[i] += 'a' - 'A';
		all_same &= uuid[i] == '-' || uuid[i] == uuid[0];
	}
	for (size_t i = 0; i < ARRAY_SIZE(unset_uuids); i++)
		if (!strcmp(uuid, unset_uuids[i]))
			return false;
	return !all_same;
}

int initiator_from_machine(const struct sys *sys,
			   char name[IBFT_NAME_MAX + 1])
{
	char uuid[64];
	int n = sys->read_file(sys, UUID_FILE, uuid, sizeof(uuid));

	name[0] = '\0';
	if (n <= 0)
		return -ENODATA;
	uuid[strcspn(uuid, "\n")] = '\0';
	if (!uuid_usable(uuid))
		return -ENODATA;
	snprintf(name, IBFT_NAME_MAX + 1, NAME_BEFORE_UUID "%s", uuid);
	return 0;
}
