// SPDX-License-Identifier: GPL-2.0-or-later
/* Datagrams from the kernel's iSCSI transport class. */
#include "fuzz.h"
#include "transport_kernel.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct transport_kernel t;
	struct handoff h = { .connection = true, .sid = 1 };
	struct input in = { data, size };
	size_t left, before;
	uint8_t *copy = take_copy(&in, size, &left);
	const uint8_t *at = copy;
	struct uevent_message m;
	struct fault f = { .err = 0 };
	struct pdu pdu;
	int rc;

	transport_kernel_init(&t, &h);
	for (before = left; uevent_get(&at, &left, &m); before = left) {
		MUST(left < before);
		MUST(at + left == copy + size);
		MUST(m.payload + m.len <= copy + size);
		if (uevent_pdu(&m, &pdu))
			MUST(pdu.data + pdu.len <= m.payload + m.len);
		transport_kernel_event(&t, &m);
	}
	free(copy);
	rc = t.transport.receive(&t.transport, &pdu, &f);
	fuzz_check_fault(rc, &f);
	if (rc > 0) {
		MUST(pdu.len <= LOGIN_DATA_MAX);
		MUST(pdu.data == t.data);
	}
	return 0;
}
