// SPDX-License-Identifier: GPL-2.0-or-later
/* /sys/firmware/ibft to the boot plan.  The input is a file's name, a line
 * end, its text, a NUL, and so on. */
#include <errno.h>

#include "fuzz.h"
#include "ibft.h"
#include "key.h"
#include "name.h"
#include "out.h"
#include "plan_of.h"

#define FILES_MAX 512

struct files {
	struct {
		const char *name, *text;
		size_t name_len, text_len;
	} entries[FILES_MAX];
	size_t count;
};

static int files_read(const struct ibft_tree *tree, const char *file,
		      char *text, size_t size)
{
	const struct files *files = tree->context;

	for (size_t i = 0; i < files->count; i++) {
		size_t n = files->entries[i].text_len;

		if (strlen(file) != files->entries[i].name_len ||
		    memcmp(file, files->entries[i].name, strlen(file)))
			continue;
		if (n >= size)
			return -EFBIG;
		memcpy(text, files->entries[i].text, n);
		text[n] = '\0';
		return (int)n;
	}
	return -ENOENT;
}

static int files_list(const struct ibft_tree *tree,
		      void (*each)(void *arg, const char *name), void *arg)
{
	const struct files *files = tree->context;
	char name[256];

	for (size_t i = 0; i < files->count; i++) {
		const char *slash = memchr(files->entries[i].name, '/',
					   files->entries[i].name_len);
		size_t n = slash ? (size_t)(slash - files->entries[i].name) :
				   files->entries[i].name_len;

		if (n >= sizeof(name))
			continue;
		memcpy(name, files->entries[i].name, n);
		name[n] = '\0';
		each(arg, name);
	}
	return 0;
}

static void split(struct files *files, const char *text, size_t size)
{
	files->count = 0;
	while (size && files->count < FILES_MAX) {
		const char *end = memchr(text, '\0', size);
		size_t n = end ? (size_t)(end - text) : size;
		const char *line = memchr(text, '\n', n);
		size_t name = line ? (size_t)(line - text) : n;

		files->entries[files->count].name = text;
		files->entries[files->count].name_len = name;
		files->entries[files->count].text = line ? line + 1 : text;
		files->entries[files->count++].text_len =
			line ? n - name - 1 : 0;
		n += end ? 1 : 0;
		text += n;
		size -= n;
	}
}

static void ignore(void *arg, const char *text)
{
	(void)arg;
	MUST(strlen(text) < 512);
}

static const char *interface(void *arg, const struct ibft_nic *nic)
{
	(void)arg;
	return nic->index & 1 ? "eth0" : "";
}

static void check_plan(const struct plan *plan)
{
	MUST(plan->target_count);
	MUST(!initiator_name_wrong(plan->initiator_name));
	for (size_t i = 0; i < plan->target_count; i++) {
		const struct plan_target *t = &plan->targets[i];

		MUST(!name_wrong(t->name));
		MUST(t->portal.port && t->portal.addr.family);
		MUST(!t->account.name[0] == !t->account.secret.len);
		MUST(!t->account.reverse_name[0] ==
		     !t->account.reverse_secret.len);
		MUST(!t->account.reverse_name[0] || t->account.name[0]);
	}
	for (size_t i = 0; i < plan->nic_count; i++)
		MUST(plan->nics[i].prefix <= 128 &&
		     (plan->nics[i].address.family != ADDR_IPV4 ||
		      plan->nics[i].prefix <= 32));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct files files;
	static struct ibft ibft;
	static struct plan plan;
	const struct ibft_tree tree = { .read = files_read,
					.list = files_list,
					.context = &files };
	static const struct ibft_out out = { .text = ignore };
	struct fault f = { .err = 0 };
	int rc;

	split(&files, (const char *)data, size);
	rc = ibft_from_sysfs(&ibft, &tree, &f);
	if (rc == -ENODATA)
		return 0;
	fuzz_check_fault(rc, &f);
	if (rc)
		return 0;
	ibft_print_records(&ibft, interface, NULL, &out);
	rc = plan_of(&plan, &ibft, &f);
	fuzz_check_fault(rc, &f);
	if (!rc)
		check_plan(&plan);
	return 0;
}
