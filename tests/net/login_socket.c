// SPDX-License-Identifier: GPL-2.0-or-later
/* Log in over our own socket, without the kernel's iSCSI, and say what was
 * settled: the login engine and its socket transport against a real target.
 *
 * usage: login_socket PORTAL INITIATOR TARGET [NAME SECRET [NAME SECRET]] */
#include <errno.h>
#include <stdio.h>

#include "login.h"
#include "sys_linux.h"
#include "transport_socket.h"

#define WAIT_MS 5000

struct attempt {
	const struct sys *sys;
	struct transport_socket transport;
	struct login_config config;
	struct chap_history history;
	struct login login;
	struct chap_account account;
	struct fault fault;
};

static int wait_for(struct attempt *a, int fd, bool write)
{
	struct sys_wait w = { .fd = fd, .write = write };
	uint64_t deadline = a->sys->now(a->sys) + WAIT_MS;

	if (a->sys->wait(a->sys, &w, 1, deadline) > 0)
		return 0;
	return fault(&a->fault, STAGE_CONNECT, ETIMEDOUT, "no answer");
}

static int log_in(struct attempt *a, int fd)
{
	struct transport *t = &a->transport.transport;
	struct pdu in, out;
	int rc;

	transport_socket_init(&a->transport, a->sys, fd);
	login_begin(&a->login, &a->config, &out);
	rc = t->send(t, &out, &a->fault);
	while (rc >= 0) {
		rc = t->receive(t, &in, &a->fault);
		if (!rc)
			rc = wait_for(a, fd, false);
		else if (rc > 0)
			rc = login_take(&a->login, &in, &out, &a->fault);
		else
			break;
		if (rc == LOGIN_SEND)
			rc = t->send(t, &out, &a->fault);
		else if (rc == LOGIN_DONE && a->login.tsih)
			return 0;
	}
	return rc;
}

int main(int argc, char *argv[])
{
	static struct attempt a;
	struct sys_linux linux_sys;
	struct portal portal;
	int fd, rc;

	a.sys = sys_linux_init(&linux_sys);
	if (argc < 4 || portal_parse(argv[1], &portal))
		return 2;
	a.config.initiator_name = argv[2];
	a.config.target_name = argv[3];
	a.config.isid[0] = 0x80;	/* random: no session of the kernel's */
	if (argc > 5) {
		copy_string(a.account.name, CHAP_NAME_MAX, argv[4]);
		secret_set(&a.account.secret, argv[5]);
		a.config.account = &a.account;
		a.config.algorithms = chap_algorithms_default;
		a.config.history = &a.history;
	}
	if (argc > 7) {
		copy_string(a.account.reverse_name, CHAP_NAME_MAX, argv[6]);
		secret_set(&a.account.reverse_secret, argv[7]);
	}
	a.sys->random(a.sys, SYS_SECRET, a.config.random,
		      sizeof(a.config.random));
	fd = a.sys->connect(a.sys, &portal);
	rc = fd < 0 ? fd : wait_for(&a, fd, true);
	if (!rc)
		rc = a.sys->connected(a.sys, fd);
	if (!rc)
		rc = log_in(&a, fd);
	a.sys->close(a.sys, fd);
	if (rc) {
		printf("%s\n", a.fault.text);
		return fault_exit_status(-rc);
	}
	printf("exchanges %u first_burst %u max_burst %u max_xmit %u\n",
	       a.login.exchanges, a.login.params.first_burst_length,
	       a.login.params.max_burst_length,
	       a.login.params.max_xmit_data_segment_length);
	return 0;
}
