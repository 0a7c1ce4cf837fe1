// SPDX-License-Identifier: GPL-2.0-or-later
/* A whole login.  The input is how the login is set up, and what the target
 * says; headers are made to fit the request unless the input says otherwise,
 * so that a fuzzer gets far. */
#include <ctype.h>

#include "fuzz.h"
#include "login_peer.h"

enum {			/* the first byte, beside two bits of enum auth */
	RAW = 4,	/* headers come from the input as they are */
	DIGESTS = 8,	/* one that may be, one that must be */
	DISCOVERY = 16,
};

enum {			/* before each response */
	SAY_T = 1, SAY_C = 2,
	SAY_STATUS = 4,		/* two bytes more */
	SAY_WRONG = 8,		/* a place in the header and its change */
	SAY_LOWER = 16,		/* a lower NSG than we asked for */
	SAY_PROOF = 32,		/* the right answer to our challenge */
};

static struct peer peer;
static char said[1 << 16];		/* all text of the target's */
static size_t said_len;
static bool sent_response;

static void remember(const uint8_t *data, size_t n)
{
	for (size_t i = 0; i < n && said_len + 1 < sizeof(said); i++)
		if (data[i])
			said[said_len++] = (char)tolower(data[i]);
	said[said_len] = '\0';
}

static void check_request(void)
{
	const uint8_t *bhs = peer.out.bhs;

	MUST(peer.out.len <= LOGIN_DATA_MAX);
	MUST(bhs[0] == 0x43 && !bhs[4]);
	MUST(bhs_data_segment_length(bhs) == peer.out.len);
	MUST(!(bhs[1] & 0x70));
	MUST((bhs[1] & 0x80) || !(bhs[1] & 3));
	MUST(peer.login.exchanges <= 64);
	if (memmem(peer.out.data, peer.out.len, "CHAP_R=", 7))
		sent_response = true;
	/* Unless the target says it first. */
	MUST(strstr(said, "secret12") ||
	     !memmem(peer.out.data, peer.out.len, "secret12", 8));
}

static void in_range(uint32_t v, uint32_t low, uint32_t high)
{
	MUST(v >= low && v <= high);
}

/* What must hold before anything reaches the kernel. */
static void check_done(bool digests)
{
	const struct params *p = &peer.login.params;

	in_range(p->max_xmit_data_segment_length, 512, 0xffffff);
	in_range(p->max_recv_data_segment_length, 512, 0xffffff);
	in_range(p->max_burst_length, 512, 16776192);
	in_range(p->first_burst_length, 512, 262144);
	in_range(p->max_outstanding_r2t, 1, 1);
	in_range(p->max_connections, 1, 1);
	in_range(p->default_time2wait, 0, 3600);
	in_range(p->default_time2retain, 0, 20);
	in_range(p->initial_r2t | p->immediate_data, 0, 1);
	in_range(p->header_digest, 0, digests);
	in_range(p->data_digest, digests, digests);
	in_range(p->error_recovery_level, 0, 0);
	MUST(p->data_pdu_in_order == 1 && p->data_sequence_in_order == 1);
	MUST((p->initial_r2t && !p->immediate_data) ||
	     p->first_burst_length <= p->max_burst_length);
	MUST(p->target_portal_group_tag == TPGT_UNKNOWN ||
	     p->target_portal_group_tag <= 65535);
	MUST(!peer.config.account || sent_response);
	/* No target gets here without the secret. */
	MUST(!peer.account.reverse_secret.len || !peer.config.account ||
	     strstr(said, &PEER_RESPONSE[2]));
}

static size_t take_text(struct input *in, uint8_t how)
{
	static const char proof[] = "CHAP_N=targuser\0CHAP_R=" PEER_RESPONSE;
	size_t n = take_byte(in), at = 0;

	if (how & SAY_PROOF) {
		memcpy(peer.data, proof, sizeof(proof));
		at = sizeof(proof);
	}
	if (n >= 0xf0)
		n = n * 64 % (LOGIN_DATA_MAX - sizeof(proof));
	for (; n && in->left; n--)
		peer.data[at++] = take_byte(in);
	return at;
}

static void shape_header(struct input *in, uint8_t how, size_t len)
{
	char line[4] = "-00";
	uint8_t flags = peer.out.bhs[1];

	line[1] = (char)('0' + (flags >> 2 & 3));
	if (how & SAY_T && flags & 0x80)
		line[0] = 'T';
	else if (how & SAY_C)
		line[0] = 'C';
	line[2] = (char)('0' + (line[0] == 'T' ? flags & 3 : 0));
	if (how & SAY_LOWER && line[2] > '0')
		line[2]--;
	peer_response(&peer, line, NULL, len);
	if (how & SAY_STATUS) {
		peer.in.bhs[36] = take_byte(in) & 3;
		peer.in.bhs[37] = take_byte(in) & 15;
	}
	if (how & SAY_WRONG) {
		uint8_t at = take_byte(in) % BHS_SIZE;

		peer.in.bhs[at] ^= take_byte(in);
	}
}

static int respond(struct input *in, bool raw)
{
	uint8_t *copy, how = raw ? 0 : take_byte(in);
	size_t len;
	int rc;

	if (raw) {
		for (int i = 0; i < BHS_SIZE; i++)
			peer.in.bhs[i] = take_byte(in);
		copy = take_copy(in, bhs_data_segment_length(peer.in.bhs),
				 &len);
		bhs_get_login_response(peer.in.bhs,
				       &(struct login_response){ 0 });
		/* Transports give what the header says, or nothing. */
		if (len != bhs_data_segment_length(peer.in.bhs)) {
			free(copy);
			return -1;
		}
	} else {
		len = take_text(in, how);
		copy = malloc(len + !len);
		memcpy(copy, peer.data, len);
		shape_header(in, how, len);
	}
	remember(copy, len);
	peer.in.data = copy;
	peer.in.len = len;
	rc = peer_take(&peer);
	free(copy);
	fuzz_check_fault(rc, &peer.fault);
	return rc;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct input in = { data, size };
	uint8_t setup = take_byte(&in);
	int rc = LOGIN_SEND, n = 0;

	said_len = 0;
	said[0] = '\0';
	sent_response = false;
	peer_configure(&peer, (setup & 3) % 3);
	peer.config.discovery = setup & DISCOVERY;
	if (setup & DIGESTS) {
		peer.offer.header_digest = OFFER_CRC32C_NONE;
		peer.offer.data_digest = OFFER_CRC32C;
	}
	login_begin(&peer.login, &peer.config, &peer.out);
	while (rc == LOGIN_SEND && (in.left || n < 40)) {
		check_request();
		rc = respond(&in, setup & RAW);
		MUST(++n <= 64);
		if (setup & RAW && !in.left)
			break;
	}
	if (rc == LOGIN_DONE)
		check_done(setup & DIGESTS);
	MUST(rc < 0 || rc == LOGIN_DONE || rc == LOGIN_SEND ||
	     rc == LOGIN_MOVED);
	MUST(strstr(said, "secret12") ||
	     !strstr(peer.fault.text, "secret12"));
	if (rc == LOGIN_MOVED)
		MUST(peer.login.moved_to.port &&
		     peer.login.moved_to.addr.family);
	return 0;
}
