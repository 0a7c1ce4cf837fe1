// SPDX-License-Identifier: GPL-2.0-or-later
/* measure NAME FOLDER PROGRAM ARGUMENT...: run the program and print how long
 * it ran, how long it was until the folder had an entry (the disk), and the
 * most memory that it and its children had resident. */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

enum { PATIENCE_US = 10 * 1000 * 1000, TICK_US = 1000 };

static long long now(void)
{
	struct timeval t;

	gettimeofday(&t, NULL);
	return t.tv_sec * 1000000LL + t.tv_usec;
}

static int has_entry(const char *folder)
{
	DIR *dir = opendir(folder);
	struct dirent *entry;
	int found = 0;

	if (!dir)
		return 0;
	while (!found && (entry = readdir(dir)))
		found = entry->d_name[0] != '.';
	closedir(dir);
	return found;
}

int main(int argc, char **argv)
{
	struct rusage usage;
	long long begin, ended;
	int status;
	pid_t pid;

	if (argc < 4)
		return 2;
	begin = now();
	pid = fork();
	if (!pid) {
		execv(argv[3], argv + 3);
		_exit(127);
	}
	if (pid < 0 || wait4(pid, &status, 0, &usage) != pid)
		return 1;
	ended = now();
	while (!has_entry(argv[2]) && now() < begin + PATIENCE_US)
		usleep(TICK_US);
	printf("%s us=%lld disk_us=%lld kib=%ld status=%d\n", argv[1],
	       ended - begin, now() - begin, usage.ru_maxrss,
	       WIFEXITED(status) ? WEXITSTATUS(status) : 128);
	return 0;
}
