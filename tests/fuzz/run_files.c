// SPDX-License-Identifier: GPL-2.0-or-later
/* A main() for a fuzz entry without a fuzzer: runs the files it is given. */
#include "fuzz.h"

int main(int argc, char *argv[])
{
	static uint8_t buf[1 << 20];
	int n = 0;

	for (int i = 1; i < argc; i++) {
		FILE *file = fopen(argv[i], "rb");
		uint8_t *copy;
		size_t size;

		if (!file) {
			perror(argv[i]);
			return 1;
		}
		size = fread(buf, 1, sizeof(buf), file);
		fclose(file);
		copy = malloc(size + !size);
		memcpy(copy, buf, size);
		LLVMFuzzerTestOneInput(copy, size);
		free(copy);
		n++;
	}
	printf("%d inputs\n", n);
	return n == 0;
}
