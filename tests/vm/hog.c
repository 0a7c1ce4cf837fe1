// SPDX-License-Identifier: GPL-2.0-or-later
/* Use more memory than there is: write to every page of so many MiB, round
 * after round, and see that each still holds what was written.
 *
 *	hog MEBIBYTES ROUNDS
 *
 * Exit status 0: it did. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>

enum { PAGE = 4096 };

int main(int argc, char *argv[])
{
	size_t pages = argc == 3 ? (size_t)atoi(argv[1]) * 256 : 0;
	int rounds = argc == 3 ? atoi(argv[2]) : 0;
	char *at = mmap(NULL, pages * PAGE, PROT_READ | PROT_WRITE,
			MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (!pages || at == MAP_FAILED)
		return 2;
	for (int round = 1; round <= rounds; round++) {
		for (size_t i = 0; i < pages; i++) {
			uint64_t *word = (uint64_t *)(at + i * PAGE);

			if (round > 1 && *word != i * 1000 + round - 1) {
				printf("page %zu lost its contents\n", i);
				return 1;
			}
			*word = i * 1000 + round;
		}
		printf("round %d\n", round);
		fflush(stdout);
	}
	return 0;
}
