// SPDX-License-Identifier: GPL-2.0-or-later
/* The four hash functions. */
#include "hash.h"

#include "hex.h"
#include "test.h"

static const enum hash_algorithm algorithms[4] = {
	HASH_MD5, HASH_SHA1, HASH_SHA256, HASH_SHA3_256,
};

/* The examples of RFC 1321 A.5, and those that NIST published for FIPS 180-4
 * and FIPS 202. */
static const struct {
	const char *why;
	enum hash_algorithm algorithm;
	const char *text, *digest;
} vectors[] = {
{ "RFC 1321 A.5, nothing", HASH_MD5,
  "",
  "0xd41d8cd98f00b204e9800998ecf8427e" },
{ "RFC 1321 A.5, a", HASH_MD5,
  "a",
  "0x0cc175b9c0f1b6a831c399e269772661" },
{ "RFC 1321 A.5, abc", HASH_MD5,
  "abc",
  "0x900150983cd24fb0d6963f7d28e17f72" },
{ "RFC 1321 A.5, message digest", HASH_MD5,
  "message digest",
  "0xf96b697d7cb7938d525a2f31aaf161d0" },
{ "RFC 1321 A.5, the alphabet", HASH_MD5,
  "abcdefghijklmnopqrstuvwxyz",
  "0xc3fcd3d76192e4007dfb496cca67e13b" },
{ "RFC 1321 A.5, letters and digits", HASH_MD5,
  "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789",
  "0xd174ab98d277d9f5a5611c2c9f419d9f" },
{ "RFC 1321 A.5, eight times the digits", HASH_MD5,
  "12345678901234567890123456789012345678901234567890123456789012"
  "345678901234567890",
  "0x57edf4a22be3c955ac49da2e2107b67a" },
{ "FIPS 180-4, SHA-1 of nothing", HASH_SHA1,
  "",
  "0xda39a3ee5e6b4b0d3255bfef95601890afd80709" },
{ "FIPS 180-4, SHA-1 of abc", HASH_SHA1,
  "abc",
  "0xa9993e364706816aba3e25717850c26c9cd0d89d" },
{ "FIPS 180-4, SHA-1 of 448 bits", HASH_SHA1,
  "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
  "0x84983e441c3bd26ebaae4aa1f95129e5e54670f1" },
{ "FIPS 180-4, SHA-1 of 896 bits", HASH_SHA1,
  "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklm"
  "noijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu",
  "0xa49b2446a02c645bf419f995b67091253a04a259" },
{ "FIPS 180-4, SHA-256 of nothing", HASH_SHA256,
  "",
  "0xe3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855" },
{ "FIPS 180-4, SHA-256 of abc", HASH_SHA256,
  "abc",
  "0xba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad" },
{ "FIPS 180-4, SHA-256 of 448 bits", HASH_SHA256,
  "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
  "0x248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1" },
{ "FIPS 180-4, SHA-256 of 896 bits", HASH_SHA256,
  "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklm"
  "noijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu",
  "0xcf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1" },
{ "FIPS 202, SHA3-256 of nothing", HASH_SHA3_256,
  "",
  "0xa7ffc6f8bf1ed76651c14756a061d662f580ff4de43b49fa82d80a4b80f8434a" },
{ "FIPS 202, SHA3-256 of abc", HASH_SHA3_256,
  "abc",
  "0x3a985da74fe225b2045c172d6bd390bd855f086e3e9d525b46bfe24511431532" },
{ "FIPS 202, SHA3-256 of 448 bits", HASH_SHA3_256,
  "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
  "0x41c0dba2a9d6240849100376a8235e2c82e1b9998a999e21db32dd97496d3376" },
{ "FIPS 202, SHA3-256 of 896 bits", HASH_SHA3_256,
  "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklm"
  "noijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu",
  "0x916f6061fe879741ca6469b43971dfdb28b1a32dc36cb3254e812be27aad1d18" },
};

/* As many letters a: around the padding's limits, 55 for blocks of 64 bytes
 * and 135 for SHA3's of 136.  From Python:
 *
 * import hashlib
 * for n in 55, 56, 63, 64, 65, 111, 135, 136, 137, 1000000:
 *     for name in "md5", "sha1", "sha256", "sha3_256":
 *         print(n, hashlib.new(name, b"a" * n).hexdigest()) */
static const struct {
	size_t n;
	const char *digests[4];
} lengths[] = {
{ 55, { "0xef1772b6dff9a122358552954ad0df65",
  "0xc1c8bbdc22796e28c0e15163d20899b65621d65a",
  "0x9f4390f8d30c2dd92ec9f095b65e2b9ae9b0a925a5258e241c9f1e910f734318",
  "0x78c2a04624b9328ae0e40cb8cdd29980f6ff55abf2dca68e3412d09eed4b9d03" } },
{ 56, { "0x3b0c8ac703f828b04c6c197006d17218",
  "0xc2db330f6083854c99d4b5bfb6e8f29f201be699",
  "0xb35439a4ac6f0948b6d6f9e3c6af0f5f590ce20f1bde7090ef7970686ec6738a",
  "0xf6fe8de5c8f5014786f07e9f7b08130f920dd55e587d47021686b26cf2323deb" } },
{ 63, { "0xb06521f39153d618550606be297466d5",
  "0x03f09f5b158a7a8cdad920bddc29b81c18a551f5",
  "0x7d3e74a05d7db15bce4ad9ec0658ea98e3f06eeecf16b4c6fff2da457ddc2f34",
  "0x552b1c47d42b5591c4d191324be3a567d8f054dfed89eefa6674eaf3dec9ad86" } },
{ 64, { "0x014842d480b571495a4a0363793f7367",
  "0x0098ba824b5c16427bd7a1122a5a442a25ec644d",
  "0xffe054fe7ae0cb6dc65c3af9b61d5209f439851db43d0ba5997337df154668eb",
  "0x043d104b5480439c7acff8831ee195183928d9b7f8fcb0c655a086a87923ffee" } },
{ 65, { "0xc743a45e0d2e6a95cb859adae0248435",
  "0x11655326c708d70319be2610e8a57d9a5b959d3b",
  "0x635361c48bb9eab14198e76ea8ab7f1a41685d6ad62aa9146d301d4f17eb0ae0",
  "0xac95a2d33713281e64db879a478235f492e80f584df4acd2466462bce4110154" } },
{ 111, { "0x089f243d1e831c5879aa375ee364a06e",
  "0xac877859d427d9192054eea8feb3b8a403ef83a5",
  "0x6374f73208854473827f6f6a3f43b1f53eaa3b82c21c1a6d69a2110b2a79baad",
  "0x9d012f691de29b3ddbd82efd48f55233cc805a597e4bac48a560974679050897" } },
{ 135, { "0x247dc7ffc545e4dda64ae12def481c4e",
  "0x71f9ed42b368201e6e0facebedefc3f46575b67b",
  "0xdfa58dfd72f3c7080d0249a7758fd3636872f63fa24b18473ed36f031e248347",
  "0x8094bb53c44cfb1e67b7c30447f9a1c33696d2463ecc1d9c92538913392843c9" } },
{ 136, { "0x2dfd4def392ee9563241b7db7eb7c346",
  "0xd8db8554295cc90abae5ce8b7595171041f2a051",
  "0x6f0e44b9ce4ea61d52a3479c10f60ef916937f799f11964b7f1c7771063905c4",
  "0x3fc5559f14db8e453a0a3091edbd2bc25e11528d81c66fa570a4efdcc2695ee1" } },
{ 137, { "0xd11a18a4743a1a0a699d1704efb74a0d",
  "0xa59ae586b7704ca9cb92d8fc7ba95e4fc57f52d1",
  "0xb6dc2da678c065ebdce374ebe1842728277203ee1a9a29832f058cf013d5ad85",
  "0xf8d6846cedd2ccfadf15c5879ef95af724d799eed7391fb1c91f95344e738614" } },
{ 1000000, { "0x7707d6ae4e027c70eea2a935c2296f21",
  "0x34aa973cd4c4daa4f61eeb2bdbad27316534016f",
  "0xcdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0",
  "0x5c8875ae474a3634ba4fd55ec85bffd661f32aca75c6d699d0cdcb6c115891c1" } },
};

/* Every length up to 300, its digests digested:
 *
 * for name in "md5", "sha1", "sha256", "sha3_256":
 *     print(hashlib.new(name, b"".join(hashlib.new(name, bytes(
 *         (i * 7 + n) % 256 for i in range(n))).digest()
 *         for n in range(301))).hexdigest()) */
static const char *const every_length[4] = {
	"0xa9cf41e638496a4d8f14abe6ae258128",
	"0xe570432b09ac39935ad256f819b381ba3900dbbd",
	"0x60d63ff40b5558727a9b786ac0be9300f7ca58fd9ddd3b2f3681b369018a87dc",
	"0x69fd44e84eaa578a3fbe34556c6fb7edc16373be06260aadfb158090326efefd",
};

struct text {
	char text[2 * HASH_SIZE_MAX + 3];
};

static struct text digest_text(struct hash *h, enum hash_algorithm algorithm)
{
	uint8_t digest[HASH_SIZE_MAX + 1];
	size_t size = hash_size(algorithm);
	struct text out;

	digest[size] = 0xa5;
	hash_end(h, digest);
	OK(digest[size] == 0xa5, "nothing behind the digest is written");
	hex_encode(digest, size, out.text);
	return out;
}

static void test_lengths(enum hash_algorithm algorithm, size_t column)
{
	struct hash h;

	for (size_t i = 0; i < ARRAY_SIZE(lengths); i++) {
		char why[48];

		snprintf(why, sizeof(why), "CHAP_A %d, %u letters", algorithm,
			 (unsigned int)lengths[i].n);
		hash_init(&h, algorithm);
		for (size_t n = 0; n < lengths[i].n; n++)
			hash_add(&h, "a", 1);
		SAME_TEXT(digest_text(&h, algorithm).text,
			  lengths[i].digests[column], why);
	}
}

/* In three pieces, the second of which is empty. */
static void test_every_length(enum hash_algorithm algorithm, const char *want)
{
	uint8_t data[301], digest[HASH_SIZE_MAX];
	struct hash h, all;

	hash_init(&all, algorithm);
	for (size_t n = 0; n <= 300; n++) {
		for (size_t i = 0; i < n; i++)
			data[i] = (uint8_t)(i * 7 + n);
		hash_init(&h, algorithm);
		hash_add(&h, data, n / 3);
		hash_add(&h, data, 0);
		hash_add(&h, data + n / 3, n - n / 3);
		hash_end(&h, digest);
		hash_add(&all, digest, hash_size(algorithm));
	}
	SAME_TEXT(digest_text(&all, algorithm).text, want,
		  "each length from 0 to 300, against another implementation");
}

static void test_wiped(enum hash_algorithm algorithm)
{
	static const struct hash none;
	uint8_t digest[HASH_SIZE_MAX];
	struct hash h;

	memset(&h, 0xaa, sizeof(h));
	hash_init(&h, algorithm);
	hash_add(&h, "chapsecret12", 12);
	hash_end(&h, digest);
	OK(!memcmp(&h, &none, sizeof(h)), "the state is wiped");
}

int main(void)
{
	for (size_t i = 0; i < ARRAY_SIZE(vectors); i++) {
		struct hash h;

		hash_init(&h, vectors[i].algorithm);
		hash_add(&h, vectors[i].text, strlen(vectors[i].text));
		SAME_TEXT(digest_text(&h, vectors[i].algorithm).text,
			  vectors[i].digest, vectors[i].why);
	}
	for (size_t i = 0; i < ARRAY_SIZE(algorithms); i++) {
		test_lengths(algorithms[i], i);
		test_every_length(algorithms[i], every_length[i]);
		test_wiped(algorithms[i]);
	}
	SAME(hash_size(HASH_MD5), 16, "RFC 1321: 128 bits");
	SAME(hash_size(HASH_SHA1), 20, "FIPS 180-4: 160 bits");
	SAME(hash_size(HASH_SHA256), 32, "FIPS 180-4: 256 bits");
	SAME(hash_size(HASH_SHA3_256), 32, "FIPS 202: 256 bits");
	for (int i = -1; i < 300; i++)
		OK((hash_size((enum hash_algorithm)i) != 0) ==
		   (i >= 5 && i <= 8), "the numbers of CHAP_A that we know");
	return test_done();
}
