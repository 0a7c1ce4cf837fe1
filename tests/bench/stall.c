// SPDX-License-Identifier: GPL-2.0-or-later
/* Read a disk past the page cache, ten times a second, and say how long it had
 * no answer: each wait of more than two seconds, and the first read that failed;
 * and every two seconds how much memory is free.  Locked in memory, so that it
 * waits for the disk alone.
 *
 *	stall DEVICE */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#ifndef O_DIRECT
#define O_DIRECT 040000
#endif

enum { BLOCK = 4096, LONG_MS = 2000 };

static long long now(void)
{
	struct timeval t;

	gettimeofday(&t, NULL);
	return (long long)t.tv_sec * 1000 + t.tv_usec / 1000;
}

/* The child: MemFree, from the file's second line. */
static void tell_free(void)
{
	int fd = open("/proc/meminfo", O_RDONLY);
	struct timespec pause = { .tv_sec = 2 };
	char text[256], line[40];
	const char *at;

	if (mlockall(MCL_CURRENT | MCL_FUTURE))
		_exit(2);
	for (;; nanosleep(&pause, NULL)) {
		ssize_t n = pread(fd, text, sizeof(text) - 1, 0);

		text[n > 0 ? n : 0] = '\0';
		at = strstr(text, "MemFree:");
		snprintf(line, sizeof(line), "free %d KiB\n",
			 at ? atoi(at + 8 + strspn(at + 8, " ")) : -1);
		if (write(1, line, strlen(line)) < 0)
			_exit(1);
	}
}

int main(int argc, char *argv[])
{
	char *block = mmap(NULL, BLOCK, PROT_READ | PROT_WRITE,
			   MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	int fd = argc == 2 ? open(argv[1], O_RDONLY | O_DIRECT) : -1;
	struct timespec pause = { .tv_nsec = 100000000 };
	long long began, took;
	char line[80] = "";
	ssize_t n;

	if (fd >= 0 && !fork())
		tell_free();
	if (fd < 0 || mlockall(MCL_CURRENT | MCL_FUTURE))
		return 2;
	for (;; nanosleep(&pause, NULL)) {
		began = now();
		n = pread(fd, block, BLOCK, 0);
		took = now() - began;
		if (n == BLOCK && took < LONG_MS)
			continue;
		snprintf(line, sizeof(line), "disk %s after %lld ms\n",
			 n == BLOCK ? "answered" : "failed", took);
		if (write(1, line, strlen(line)) < 0 || n != BLOCK)
			return 1;
	}
}
