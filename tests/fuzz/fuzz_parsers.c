// SPDX-License-Identifier: GPL-2.0-or-later
/* Everything that turns text into a value.  The first byte chooses. */
#include <ctype.h>
#include <errno.h>

#include "addr.h"
#include "fuzz.h"
#include "hex.h"
#include "ibft.h"
#include "key.h"
#include "name.h"
#include "number.h"
#include "scan.h"
#include "text.h"

static void fuzz_addr(const char *text)
{
	char back[ADDR_TEXT_SIZE];
	struct addr a, again;

	if (addr_parse(text, &a)) {
		MUST(a.family == ADDR_NONE);
		return;
	}
	MUST(!addr_parse(addr_text(&a, back), &again));
	MUST(addr_equal(&a, &again));
	MUST(!addr_parse(addr_text_full(&a, back), &again));
	MUST(addr_equal(&a, &again));
	/* The address reads the same by any route. */
	MUST(addr_same_subnet(&a, &again, a.family == ADDR_IPV4 ? 32 : 128));
}

static void fuzz_portal(const char *text)
{
	char back[PORTAL_TEXT_SIZE];
	struct portal p, again;

	if (portal_parse(text, &p))
		return;
	MUST(p.port && p.addr.family);
	MUST(!portal_parse(portal_text(&p, back), &again));
	MUST(portal_equal(&p, &again));
}

static void fuzz_hex(const char *text)
{
	uint8_t out[64], again[64];
	char back[2 * sizeof(out) + 3];
	int n = hex_decode(text, out, sizeof(out));

	MUST(n == -EINVAL || (n > 0 && (size_t)n <= sizeof(out)));
	if (n < 0)
		return;
	hex_encode(out, (size_t)n, back);
	MUST(hex_decode(back, again, sizeof(again)) == n);
	MUST(!memcmp(out, again, (size_t)n));
}

static void fuzz_number(const char *text, uint64_t max)
{
	uint64_t v = 0, w = 0;
	char back[32];

	if (!number_decimal(text, max, &v)) {
		MUST(v <= max);
		snprintf(back, sizeof(back), "%llu", (unsigned long long)v);
		MUST(strlen(back) <= strlen(text));
		MUST(!number_rfc7143(back, max, &w) && v == w);
	}
	if (!number_rfc7143(text, max, &v))
		MUST(v <= max);
}

/* The kernel's rendering of what was read, or two digits for each byte, is
 * what was read. */
static void fuzz_lun(const char *text)
{
	char back[17] = "";
	uint8_t lun[8];

	if (ibft_lun_from_sysfs(text, lun))
		return;
	for (int i = 0; i < 8; i++)
		snprintf(back + strlen(back), 3,
			 strlen(text) == 16 ? "%02x" : "%x", lun[i]);
	MUST(strlen(back) == strlen(text));
	for (int i = 0; back[i]; i++)
		MUST(back[i] == tolower((unsigned char)text[i]));
}

static void fuzz_names(const char *text)
{
	uint8_t mac[6];
	char back[MAC_TEXT_SIZE];

	MUST(name_wrong(text) || strlen(text) <= 223);
	MUST(initiator_name_wrong(text) || !name_wrong(text));
	if (!mac_parse(text, mac))
		MUST(strlen(mac_text(mac, back)) == strlen(text));
}

/* Pairs in pieces, each an operational key. */
static void fuzz_text(struct input *in)
{
	static struct text t;
	char *key, *value, out[256];
	struct wr reply = wr_into(out, sizeof(out));
	struct params p, offer;
	struct fault f = { .err = 0 };
	size_t at = 0, n;
	int rc = 0;

	t.len = 0;
	while (in->left && !rc) {
		uint8_t *piece = take_copy(in, take_byte(in) * 4U, &n);

		rc = text_add(&t, piece, n, &f);
		free(piece);
	}
	key_offer_defaults(&offer);
	key_defaults(&p, &offer);
	p.offered = 0x5555;
	while (!rc && text_next(&t, &at, &key, &value, &f) > 0) {
		MUST(*key && strlen(key) <= 63);
		rc = key_take(&p, &offer, key, value, &reply, &f);
		if (rc == -ENOENT)
			rc = 0;
	}
	MUST(p.max_xmit_data_segment_length >= 512);
	MUST(p.max_burst_length >= 512 && p.first_burst_length >= 512);
	MUST(reply.used <= sizeof(out));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct input in = { data, size };
	uint8_t which = take_byte(&in);
	struct scan s;
	char *text;

	if (which % 8 == 0) {
		fuzz_text(&in);
		return 0;
	}
	text = malloc(in.left + 1);
	memcpy(text, in.p, in.left);
	text[in.left] = '\0';
	switch (which % 8) {
	case 1: fuzz_addr(text); break;
	case 2: fuzz_portal(text); break;
	case 3: fuzz_hex(text); break;
	case 4: fuzz_number(text, which < 128 ? UINT64_MAX : 65535); break;
	case 5: fuzz_lun(text); break;
	case 6: fuzz_names(text); break;
	case 7:
		scan_init(&s, NULL, 2, 1, NULL);
		scan_take_uevent(&s, text);
		MUST(s.added <= 1);
		break;
	}
	free(text);
	return 0;
}
