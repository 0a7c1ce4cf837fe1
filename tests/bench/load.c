// SPDX-License-Identifier: GPL-2.0-or-later
/* load read|write JOBS SIZE COUNT DISK: so many processes at once, each with
 * COUNT transfers of SIZE bytes one after the other, in a part of the disk of
 * its own and past the page cache.  Prints how many microseconds all took. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

static long long now(void)
{
	struct timeval t;

	gettimeofday(&t, NULL);
	return t.tv_sec * 1000000LL + t.tv_usec;
}

/* 0 when every byte was transferred. */
static int transfer(int out, off_t from, off_t area, size_t size, long count,
		    const char *disk)
{
	int fd = open(disk, (out ? O_WRONLY : O_RDONLY) | O_DIRECT);
	/* A mapping begins at a page, as O_DIRECT wants it. */
	char *buf = mmap(NULL, size, PROT_READ | PROT_WRITE,
			 MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (fd < 0 || buf == MAP_FAILED || area < (off_t)size)
		return 1;
	for (long i = 0; i < count; i++) {
		off_t at = from + i * (off_t)size % (area - area % (off_t)size);
		ssize_t n = out ? pwrite(fd, buf, size, at)
				: pread(fd, buf, size, at);

		if (n != (ssize_t)size)
			return 1;
	}
	return 0;
}

static off_t disk_size(const char *disk)
{
	int fd = open(disk, O_RDONLY);
	off_t size = lseek(fd, 0, SEEK_END);

	close(fd);
	return size;
}

int main(int argc, char **argv)
{
	int jobs, size, status, failed = 0;
	long long begin;
	off_t area;

	if (argc != 6)
		return 2;
	jobs = atoi(argv[2]);
	size = atoi(argv[3]);
	if (jobs < 1 || size < 1)
		return 2;
	area = disk_size(argv[5]) / jobs;
	area -= area % 4096;
	begin = now();
	for (int i = 0; i < jobs; i++) {
		pid_t pid = fork();

		if (!pid)
			_exit(transfer(!strcmp(argv[1], "write"), i * area,
				       area, size, atol(argv[4]), argv[5]));
		failed |= pid < 0;
	}
	while (wait(&status) > 0)
		failed |= status;
	printf("%lld\n", now() - begin);
	return failed != 0;
}
