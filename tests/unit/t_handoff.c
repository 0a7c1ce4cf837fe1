// SPDX-License-Identifier: GPL-2.0-or-later
/* A session in the kernel: the requests, in the order that the kernel and
 * iscsid expect, and what each refusal leads to. */
#include "handoff.h"

#include "fake_kernel.h"

#define CREATE "create session 0 128 32\nrequest 13 of 7:0\n"
#define BIND "bind 7:0 fd 5 leading 1\n"
#define DESTROY "stop 7:0 flag 1\nrequest 14 of 7:0\nrequest 12 of 7:0\n"

/* 22 to 25 only with CHAP, 39 to 41 only from firmware. */
static const char identity[] =
	"15=iqn.t\n17=10.0.0.1\n18=3260\n19=120\n";
static const char names[] = "22=chapuser\n23=targuser\n24=chapsecret12\n"
	"25=targsecret12\n";
static const char timeouts[] = "26=1\n27=15\n28=30\n35=30\n30=0\n31=0\n"
	"32=default\n34=iqn.i\n";
static const char boot[] = "39=ibft\n40=ethernet0\n41=target0\n";
static const char settled[] =
	"0=262144\n1=8192\n2=0\n3=0\n4=1\n5=1\n6=0\n7=16384\n8=65536\n9=1\n"
	"10=1\n11=0\n14=4294967295\n16=1\nrequest 17 of 7:0\n";

static struct fake fake;
static struct kernel kernel;
static struct handoff h;
static struct plan plan;
static struct settings settings;

static void ignore(void *arg, const struct uevent_message *m)
{
	(void)arg;
	(void)m;
}

static void begin(bool chap, bool firmware)
{
	static const struct fake_file files[] = { FAKE_HANDLE,
						  { NULL, NULL, 0 } };
	struct plan_target *t = plan.targets;
	struct fault f = { .err = 0 };

	settings_default(&settings);
	memset(&plan, 0, sizeof(plan));
	copy_string(plan.initiator_name, 8, "iqn.i");
	copy_string(t->name, 8, "iqn.t");
	portal_parse("10.0.0.1", &t->portal);
	if (chap) {
		copy_string(t->account.name, 16, "chapuser");
		copy_string(t->account.reverse_name, 16, "targuser");
		secret_set(&t->account.secret, "chapsecret12");
		secret_set(&t->account.reverse_secret, "targsecret12");
	}
	if (firmware) {
		copy_string(t->boot_nic, 16, "ethernet0");
		copy_string(t->boot_target, 16, "target0");
	}
	kernel_open(&kernel, fake_kernel_begin(&fake, files), ignore, NULL,
		    &f);
	fake.log[0] = '\0';
	memset(&h, 0xaa, sizeof(h));
}

static void test_create(void)
{
	struct fault f = { .err = 0 };

	begin(false, false);
	SAME(handoff_create(&h, &kernel, &settings, &f), 0, "made");
	SAME_TEXT(fake.log, CREATE, "session, connection");
	OK(h.session && h.connection && h.sid == FAKE_SID &&
	   h.host_no == FAKE_HOST && !h.cid, "what the kernel calls it");
	fake.log[0] = '\0';
	handoff_destroy(&h);
	SAME_TEXT(fake.log, DESTROY, "taken down");
	fake.log[0] = '\0';
	handoff_destroy(&h);
	SAME_TEXT(fake.log, "", "once");

	begin(false, false);
	fake_refuse = UEVENT_CREATE_SESSION;
	fake_refuse_err = ENOMEM;
	SAME(handoff_create(&h, &kernel, &settings, &f), -ENOMEM, "no session");
	OK(!h.session && !h.connection, "nothing is there");
	fake.log[0] = '\0';
	handoff_destroy(&h);
	SAME_TEXT(fake.log, "", "nothing to take down");
	begin(false, false);
	fake_refuse = UEVENT_CREATE_CONN;
	SAME(handoff_create(&h, &kernel, &settings, &f), -ENOMEM, "no connection");
	OK(h.session && !h.connection, "the session is there");
	fake.log[0] = '\0';
	handoff_destroy(&h);
	SAME_TEXT(fake.log, "request 12 of 7:0\n", "and is taken down");
}

static bool tx_has(const char *text)
{
	return memmem(kernel.tx, sizeof(kernel.tx), text, strlen(text));
}

static void test_bind(void)
{
	struct fault f = { .err = 0 };
	char want[1024];

	for (int i = 0; i < 4; i++) {
		bool chap = i & 1, firmware = i & 2;

		begin(chap, firmware);
		handoff_create(&h, &kernel, &settings, &f);
		fake.log[0] = '\0';
		SAME(handoff_bind(&h, 5, &plan, plan.targets,
				  &plan.targets[0].portal, &f), 0,
		     "bound");
		snprintf(want, sizeof(want), BIND "%s%s%s%s43=0\n", identity,
			 chap ? names : "", timeouts, firmware ? boot : "");
		SAME_TEXT(fake.log, want, "the order that iscsid has");
		OK(!tx_has("secret12"), "no secret stays in the buffer");
	}
	begin(true, false);
	handoff_create(&h, &kernel, &settings, &f);
	fake_refuse = 1000 + PARAM_PASSWORD;
	fake_refuse_err = EINVAL;
	SAME(handoff_bind(&h, 5, &plan, plan.targets,
				  &plan.targets[0].portal, &f), -EINVAL,
	     "a secret that the kernel refuses");
	OK(!tx_has("secret12") && !strstr(f.text, "secret12"),
	   "does not stay, either");
	OK(!strstr(fake.log, "26=1"), "the first refusal ends it");
	f.err = 0;
	begin(false, false);
	handoff_create(&h, &kernel, &settings, &f);
	fake_refuse = 1000 + PARAM_TGT_RESET_TMO;
	fake_refuse_err = ENOSYS;
	SAME(handoff_bind(&h, 5, &plan, plan.targets,
				  &plan.targets[0].portal, &f), 0,
	     "a parameter that this kernel does not know");
	OK(strstr(fake.log, "43=0"), "is passed over");
}

static const struct {
	const char *why;
	int request, err;
	bool retcode;		/* in the reply, else instead of it */
	int step;		/* 1 bind, 2 send, 3 start */
} refusals[] = {
{ "bind", UEVENT_BIND_CONN, EINVAL, false, 1 },
{ "bind, in the reply", UEVENT_BIND_CONN, ENOTCONN, true, 1 },
{ "the target's name", 1000 + PARAM_TARGET_NAME, ENOTCONN, false, 1 },
{ "the last before the login", 1000 + PARAM_DISCOVERY_SESS, EINVAL, false,
  1 },
{ "a login PDU", UEVENT_SEND_PDU, EINVAL, false, 2 },
{ "a login PDU, in the reply", UEVENT_SEND_PDU, ENOTCONN, true, 2 },
{ "the first that was settled", 1000 + PARAM_MAX_RECV_DLENGTH, EINVAL, false,
  3 },
{ "the last that was settled", 1000 + PARAM_TPGT, EINVAL, false, 3 },
{ "start", UEVENT_START_CONN, EINVAL, false, 3 },
{ "start, in the reply", UEVENT_START_CONN, ENOTCONN, true, 3 },
};

static void test_refusals(void)
{
	static const struct params p = { .max_burst_length = 512 };
	static const struct pdu pdu = { .data = (const uint8_t *)"" };

	for (size_t i = 0; i < ARRAY_SIZE(refusals); i++) {
		int rc[4] = { 0 }, *refused = &fake_refuse;
		struct fault f = { .err = 0 };

		begin(false, false);
		handoff_create(&h, &kernel, &settings, &f);
		if (refusals[i].retcode) {
			refused = &fake_retcode_of;
			fake_retcode = -refusals[i].err;
		}
		*refused = refusals[i].request;
		fake_refuse_err = refusals[i].err;
		rc[1] = handoff_bind(&h, 5, &plan, plan.targets,
				  &plan.targets[0].portal, &f);
		if (!rc[1])
			rc[2] = handoff_send_pdu(&h, &pdu, &f);
		if (!rc[1] && !rc[2])
			rc[3] = handoff_start(&h, &p, 1, 1, &f);
		SAME(rc[refusals[i].step], -refusals[i].err, refusals[i].why);
		SAME(f.err, refusals[i].err, refusals[i].why);
		SAME(f.stage, STAGE_HANDOFF, refusals[i].why);
		OK(h.session && h.connection,
		   "what is there is taken down by the caller");
	}
}

static void test_pdu(void)
{
	static const uint8_t data[] = "InitiatorName=iqn";
	struct pdu pdu = { .bhs = { 0x43, 0x87 }, .data = data };
	struct fault f = { .err = 0 };

	begin(false, false);
	handoff_create(&h, &kernel, &settings, &f);
	fake.log[0] = '\0';
	for (pdu.len = 0; pdu.len < 6; pdu.len++)
		SAME(handoff_send_pdu(&h, &pdu, &f), 0, "sent");
	SAME_TEXT(fake.log, "send 48+0 flags 87\nsend 48+4 flags 87\n"
		  "send 48+4 flags 87\nsend 48+4 flags 87\n"
		  "send 48+4 flags 87\nsend 48+8 flags 87\n",
		  "padded to four bytes (RFC 7143 11.7.1)");
	OK(!memcmp(kernel.tx + UEVENT_HEADER_SIZE + BHS_SIZE,
		   "Initi\0\0\0", 8), "with zeroes");
}

static void test_start(void)
{
	struct params p = {
		.max_recv_data_segment_length = 262144,
		.max_xmit_data_segment_length = 8192,
		.initial_r2t = 1, .max_outstanding_r2t = 1,
		.first_burst_length = 16384, .max_burst_length = 65536,
		.data_pdu_in_order = 1, .data_sequence_in_order = 1,
	};
	struct fault f = { .err = 0 };

	begin(false, false);
	handoff_create(&h, &kernel, &settings, &f);
	fake.log[0] = '\0';
	SAME(handoff_start(&h, &p, 1, 0xffffffff, &f), 0, "started");
	SAME_TEXT(fake.log, settled, "what was settled, then start");
	/* Three may come, and the kernel's room for them is 2^n. */
	p.max_outstanding_r2t = 3;
	begin(false, false);
	handoff_create(&h, &kernel, &settings, &f);
	fake.log[0] = '\0';
	SAME(handoff_start(&h, &p, 1, 0xffffffff, &f), 0, "started");
	OK(strstr(fake.log, "\n5=4\n"), "13.17: room for more");
}

int main(void)
{
	uint8_t isid[6];

	test_create();
	test_bind();
	test_refusals();
	test_pdu();
	test_start();
	handoff_isid(0x12345678, isid);
	OK(!memcmp(isid, "\x00\x02\x3d\x34\x56\x78", 6),
	   "the ISID that iscsid computes");
	return test_done();
}
