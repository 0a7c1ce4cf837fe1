// SPDX-License-Identifier: GPL-2.0-or-later
/* MD5. */
#include "hash.h"

#include "hex.h"
#include "test.h"

/* RFC 1321 A.5. */
static const struct {
	const char *why, *text, *digest;
} vectors[] = {
{ "RFC 1321 A.5, nothing", "", "0xd41d8cd98f00b204e9800998ecf8427e" },
{ "RFC 1321 A.5, a", "a", "0x0cc175b9c0f1b6a831c399e269772661" },
{ "RFC 1321 A.5, abc", "abc", "0x900150983cd24fb0d6963f7d28e17f72" },
{ "RFC 1321 A.5, message digest", "message digest",
  "0xf96b697d7cb7938d525a2f31aaf161d0" },
{ "RFC 1321 A.5, the alphabet", "abcdefghijklmnopqrstuvwxyz",
  "0xc3fcd3d76192e4007dfb496cca67e13b" },
{ "RFC 1321 A.5, letters and digits",
  "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789",
  "0xd174ab98d277d9f5a5611c2c9f419d9f" },
{ "RFC 1321 A.5, eight times the digits",
  "1234567890123456789012345678901234567890"
  "1234567890123456789012345678901234567890",
  "0x57edf4a22be3c955ac49da2e2107b67a" },
};

static void digest_text(struct hash *h, char text[2 * MD5_SIZE + 3])
{
	uint8_t digest[MD5_SIZE];

	hash_end(h, digest);
	hex_encode(digest, MD5_SIZE, text);
}

int main(void)
{
	char text[2 * MD5_SIZE + 3];
	uint8_t data[301], digest[MD5_SIZE];
	struct hash h, all;
	static const struct hash none;

	for (size_t i = 0; i < ARRAY_SIZE(vectors); i++) {
		hash_init(&h);
		hash_add(&h, vectors[i].text, strlen(vectors[i].text));
		digest_text(&h, text);
		SAME_TEXT(text, vectors[i].digest, vectors[i].why);
	}
	/* Every length up to 300, in two pieces; the digest of the digests is
	 * Python's hashlib's. */
	hash_init(&all);
	for (size_t n = 0; n <= 300; n++) {
		for (size_t i = 0; i < n; i++)
			data[i] = (uint8_t)(i * 7 + n);
		hash_init(&h);
		hash_add(&h, data, n / 3);
		hash_add(&h, data + n / 3, n - n / 3);
		hash_end(&h, digest);
		hash_add(&all, digest, sizeof(digest));
	}
	digest_text(&all, text);
	SAME_TEXT(text, "0xa9cf41e638496a4d8f14abe6ae258128",
		  "each length from 0 to 300, against another implementation");
	hash_init(&h);
	for (int i = 0; i < 1000000; i++)
		hash_add(&h, "\xa5", 1);
	digest_text(&h, text);
	SAME_TEXT(text, "0xa54b84e4ea84a66dfbf83db8fdc448cb",
		  "a million bytes, against another implementation");
	OK(!memcmp(&h, &none, sizeof(h)), "the state is wiped");
	return test_done();
}
