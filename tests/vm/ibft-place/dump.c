// SPDX-License-Identifier: GPL-2.0-or-later
/* Print every attribute of /sys/firmware/ibft, byte for byte, a line each:
 * "FOLDER/NAME|TEXT", or "FOLDER/NAME -> LINK".  In the text a line end is \n,
 * a backslash \\, and what is not ASCII \xHH. */
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define ROOT "/sys/firmware/ibft"

static void print_text(const unsigned char *text, ssize_t n)
{
	for (ssize_t i = 0; i < n; i++) {
		if (text[i] == '\n')
			printf("\\n");
		else if (text[i] == '\\')
			printf("\\\\");
		else if (text[i] < ' ' || text[i] > '~')
			printf("\\x%02x", text[i]);
		else
			putchar(text[i]);
	}
	putchar('\n');
}

static void print_attribute(const char *folder, const char *name)
{
	char path[512];
	unsigned char text[4096];
	ssize_t n;
	int fd;

	snprintf(path, sizeof(path), ROOT "/%s/%s", folder, name);
	n = readlink(path, (char *)text, sizeof(text) - 1);
	if (n > 0) {
		text[n] = '\0';
		printf("%s/%s -> %s\n", folder, name, (char *)text);
		return;
	}
	fd = open(path, O_RDONLY);
	n = fd < 0 ? -1 : read(fd, text, sizeof(text));
	if (fd >= 0)
		close(fd);
	printf("%s/%s|", folder, name);
	print_text(text, n);
}

static void print_folder(const char *folder)
{
	char path[512];
	struct dirent *entry;
	DIR *dir;

	snprintf(path, sizeof(path), ROOT "/%s", folder);
	dir = opendir(path);
	while (dir && (entry = readdir(dir)))
		if (entry->d_name[0] != '.')
			print_attribute(folder, entry->d_name);
	if (dir)
		closedir(dir);
}

int main(void)
{
	DIR *dir = opendir(ROOT);
	struct dirent *entry;

	while (dir && (entry = readdir(dir)))
		if (entry->d_name[0] != '.')
			print_folder(entry->d_name);
	return !dir;
}
