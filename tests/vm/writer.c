// SPDX-License-Identifier: GPL-2.0-or-later
/* Write block after block to a disk, past the page cache and with its number
 * in it, until a file appears, or so many seconds have passed; then read all of
 * them back.  Locked in memory: the disk may be the one that it came from.
 *
 *	writer DEVICE STOP-FILE [SECONDS]
 *
 * Prints how many blocks there were, how often a write failed, and the longest
 * time that one took (ms).  Exit status 0: nothing was lost. */
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <unistd.h>

#ifndef O_DIRECT
#define O_DIRECT 040000
#endif

enum { BLOCK = 4096, FIRST = 16, BLOCKS = 3000 };

static long long now(void)
{
	struct timeval t;

	gettimeofday(&t, NULL);
	return (long long)t.tv_sec * 1000 + t.tv_usec / 1000;
}

static void fill(uint32_t *block, uint32_t at, uint32_t turn)
{
	for (uint32_t i = 0; i < BLOCK / 4; i++)
		block[i] = at * 2654435761u + turn * 40503u + i;
}

int main(int argc, char *argv[])
{
	uint32_t *block = mmap(NULL, 2 * BLOCK, PROT_READ | PROT_WRITE,
			       MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	uint32_t *want = block + BLOCK / 4;
	uint32_t turn_of[BLOCKS] = { 0 }, n = 0;
	unsigned int errors = 0, wrong = 0;
	long long longest = 0, began;
	long long end = argc > 3 ? now() + atoi(argv[3]) * 1000LL : 0;
	struct stat st;
	int fd = argc >= 3 ? open(argv[1], O_RDWR | O_DIRECT | O_SYNC) : -1;

	if (fd < 0 || mlockall(MCL_CURRENT | MCL_FUTURE))
		return 2;
	for (; stat(argv[2], &st) && (!end || now() < end); n++) {
		uint32_t at = n % BLOCKS, turn = n / BLOCKS + 1;

		fill(block, at, turn);
		began = now();
		if (pwrite(fd, block, BLOCK, (off_t)(at + FIRST) * BLOCK) !=
		    BLOCK)
			errors++;
		else
			turn_of[at] = turn;
		if (now() - began > longest)
			longest = now() - began;
		if (!n) {
			printf("writing\n");
			fflush(stdout);
		}
	}
	for (uint32_t at = 0; at < BLOCKS; at++) {
		if (!turn_of[at])
			continue;
		fill(want, at, turn_of[at]);
		if (pread(fd, block, BLOCK, (off_t)(at + FIRST) * BLOCK) !=
		    BLOCK || memcmp(block, want, BLOCK))
			wrong++;
	}
	printf("%u blocks, %u errors, %u wrong, longest %lld ms\n", n, errors,
	       wrong, longest);
	return errors || wrong;
}
