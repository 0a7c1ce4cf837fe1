// SPDX-License-Identifier: GPL-2.0-or-later
/* Every tree of tests/data/ibft-sysfs, which is what kernels showed of the
 * tables of real firmware, against tests/data/ibft-records: first what the
 * records do not have, then the records. */
#include "ibft.h"

#include <stdio.h>

#include "out.h"
#include "sys_linux.h"
#include "test.h"

#define TREES "tests/data/ibft-sysfs"
#define RECORDS "tests/data/ibft-records"

struct folder {
	const struct sys *sys;
	const char *name;
	char out[8192];
	size_t used;
	size_t records_at;
};

static int folder_read(const struct ibft_tree *tree, const char *file,
		       char *text, size_t size)
{
	const struct folder *d = tree->context;
	char path[256];

	snprintf(path, sizeof(path), TREES "/%s/%s", d->name, file);
	return d->sys->read_file(d->sys, path, text, size);
}

static int folder_list(const struct ibft_tree *tree,
		       void (*each)(void *arg, const char *name), void *arg)
{
	const struct folder *d = tree->context;
	char path[256];

	snprintf(path, sizeof(path), TREES "/%s", d->name);
	return d->sys->list_dir(d->sys, path, each, arg);
}

static void put(void *arg, const char *text)
{
	struct folder *d = arg;

	d->used += (size_t)snprintf(d->out + d->used,
				    sizeof(d->out) - d->used, "%s", text);
}

static const char *interface(void *arg, const struct ibft_nic *nic)
{
	static char name[16];

	(void)arg;
	snprintf(name, sizeof(name), "eth%u", nic->index);
	return name;
}

/* What the records leave out. */
static void put_rest(struct folder *d, const struct ibft *ibft)
{
	char line[512], dhcp[ADDR_TEXT_SIZE];

	snprintf(line, sizeof(line), "initiator flags=%u name=%s\n",
		 ibft->initiator.flags, ibft->initiator.name);
	put(d, line);
	for (size_t i = 0; i < ibft->nic_count; i++) {
		const struct ibft_nic *n = &ibft->nics[i];

		snprintf(line, sizeof(line),
			 "ethernet%u flags=%u origin=%u vlan=%u dhcp=%s hostname=%s\n",
			 n->index, n->flags, n->origin, n->vlan,
			 addr_text_full(&n->dhcp, dhcp), n->hostname);
		put(d, line);
	}
	for (size_t i = 0; i < ibft->target_count; i++) {
		const struct ibft_target *t = &ibft->targets[i];

		snprintf(line, sizeof(line),
			 "target%u flags=%u chap=%u nic=%u secrets=%.*s,%.*s\n",
			 t->index, t->flags, t->chap_type, t->nic_association,
			 (int)t->account.secret.len,
			 (const char *)t->account.secret.bytes,
			 (int)t->account.reverse_secret.len,
			 (const char *)t->account.reverse_secret.bytes);
		put(d, line);
	}
}

static void test_tree(void *arg, const char *name)
{
	struct folder d = { .sys = arg, .name = name };
	const struct ibft_tree tree = { .read = folder_read,
					.list = folder_list, .context = &d };
	static struct ibft ibft;
	const struct ibft_out out = { .text = put, .arg = &d };
	struct fault f = { .err = 0 };
	char path[256], want[8192] = "";

	snprintf(path, sizeof(path), RECORDS "/%s", name);
	OK(d.sys->read_file(d.sys, path, want, sizeof(want)) > 0, path);
	SAME(ibft_from_sysfs(&ibft, &tree, &f), 0, name);
	put_rest(&d, &ibft);
	d.records_at = d.used;
	ibft_print_records(&ibft, interface, NULL, &out);
	SAME_TEXT(d.out, want, name);
	OK(!strstr(d.out + d.records_at, "secret12"),
	   "records have no secrets");
}

static void count(void *arg, const char *name)
{
	(void)name;
	++*(unsigned int *)arg;
}

int main(void)
{
	struct sys_linux l;
	const struct sys *sys = sys_linux_init(&l);
	unsigned int trees = 0, records = 0;

	sys->list_dir(sys, TREES, test_tree, (void *)(uintptr_t)sys);
	sys->list_dir(sys, TREES, count, &trees);
	sys->list_dir(sys, RECORDS, count, &records);
	OK(trees >= 13 && trees == records, "each tree has its records");
	return test_done();
}
