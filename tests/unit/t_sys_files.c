// SPDX-License-Identifier: GPL-2.0-or-later
/* Files on Linux: real files, for which this is run by root. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "sys_linux.h"
#include "test.h"

#define NOBODY 65534
#define FILE_TEXT "name = value\n"

static char folder[128];

static const char *in_folder(const char *name)
{
	static char path[192];

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	return path;
}

static void make_file(const char *name, const char *text, mode_t mode,
		      uid_t owner)
{
	int fd = open(in_folder(name), O_WRONLY | O_CREAT | O_TRUNC, 0600);

	OK(fd >= 0 && write(fd, text, strlen(text)) == (ssize_t)strlen(text),
	   name);
	close(fd);
	OK(!chown(in_folder(name), owner, 0), name);
	OK(!chmod(in_folder(name), mode), name);
}

static const struct {
	const char *why, *name;
	mode_t mode;
	uid_t owner;
	int rc;
} modes[] = {
{ "root's alone", "0600", 0600, 0, 0 },
{ "root's alone, and not to be written", "0400", 0400, 0, 0 },
{ "to be run by root, which harms nobody", "0700", 0700, 0, 0 },
{ "everybody may read it", "0644", 0644, 0, -EACCES },
{ "a group may read it", "0640", 0640, 0, -EACCES },
{ "a group may write it", "0620", 0620, 0, -EACCES },
{ "others may read it", "0604", 0604, 0, -EACCES },
{ "others may write it", "0602", 0602, 0, -EACCES },
{ "another user's", "nobody", 0600, NOBODY, -EACCES },
};

static void test_modes(const struct sys *sys)
{
	char text[64];

	for (size_t i = 0; i < ARRAY_SIZE(modes); i++) {
		int want = modes[i].rc ? modes[i].rc : (int)strlen(FILE_TEXT);

		make_file(modes[i].name, FILE_TEXT, modes[i].mode,
			  modes[i].owner);
		memset(text, 'x', sizeof(text));
		SAME(sys->read_private(sys, in_folder(modes[i].name), text,
				       sizeof(text)), want, modes[i].why);
		if (want > 0)
			SAME_TEXT(text, FILE_TEXT, modes[i].why);
		else
			SAME(text[0], 'x', "what is refused is not read");
		unlink(in_folder(modes[i].name));
	}
}

/* Modes do not depend on the umask of whoever starts us. */
static void test_published(const struct sys *sys)
{
	mode_t before = umask(0077);
	struct stat st;
	char text[64];

	SAME(sys->make_dir(sys, in_folder("a/b/c")), 0, "folders");
	SAME(sys->make_dir(sys, in_folder("a/b/c")), 0, "there already");
	for (const char *name = "a/b/c"; *name; name = !strcmp(name, "a/b/c") ?
	     "a/b" : !strcmp(name, "a/b") ? "a" : "")
		OK(!stat(in_folder(name), &st) && S_ISDIR(st.st_mode) &&
		   (st.st_mode & 07777) == 0755, name);
	SAME(sys->publish_file(sys, in_folder("a/f"), "longer text"), 0,
	     "a new file");
	SAME(sys->publish_file(sys, in_folder("a/f"), "text"), 0,
	     "in the place of one");
	OK(!stat(in_folder("a/f"), &st) && (st.st_mode & 07777) == 0644,
	   "everybody may read it");
	SAME(sys->read_file(sys, in_folder("a/f"), text, sizeof(text)), 4,
	     "nothing of the file before");
	SAME(sys->create_file(sys, in_folder("a/g"), "text"), 0, "a file");
	OK(!stat(in_folder("a/g"), &st) && (st.st_mode & 07777) == 0600,
	   "nobody else may read it");
	SAME(sys->make_dir(sys, in_folder("a/f/x")), -ENOTDIR,
	     "a file is no folder");
	SAME(sys->make_dir(sys, in_folder("a/f")), -ENOTDIR,
	     "a file is no folder");
	unlink(in_folder("a/f"));
	unlink(in_folder("a/g"));
	rmdir(in_folder("a/b/c"));
	rmdir(in_folder("a/b"));
	rmdir(in_folder("a"));
	umask(before);
}

static bool has_mode(const char *name, mode_t mode)
{
	struct stat st;

	return !stat(in_folder(name), &st) && (st.st_mode & 07777) == mode;
}

static int replace(const struct sys *sys, const char *path, const char *text)
{
	char whole[192];

	copy_string(whole, sizeof(whole), in_folder(path));
	return sys->replace_file(sys, in_folder("new"), whole, text);
}

/* Whole or not at all: what was there stays when it does not succeed. */
static void test_replaced(const struct sys *sys)
{
	mode_t before = umask(0);
	char text[64], link[192];

	SAME(replace(sys, "a/b/f", "longer text"), 0, "a new file");
	OK(has_mode("a", 0700) && has_mode("a/b", 0700) &&
	   has_mode("a/b/f", 0600), "nobody else may read it");
	OK(!chmod(in_folder("a"), 0755), "a folder that everybody may read");
	/* Left by a run that was cut off, and writable: not written to. */
	make_file("other", "other", 0666, 0);
	memcpy(link, in_folder("new"), sizeof(link));
	OK(!symlink("other", link), "what a run has left");
	SAME(replace(sys, "a/b/f", "text"), 0, "in the place of one");
	OK(has_mode("a", 0755), "a folder that is there stays as it is");
	OK(has_mode("a/b/f", 0600), "nobody else may read it");
	SAME(sys->read_file(sys, in_folder("a/b/f"), text, sizeof(text)), 4,
	     "nothing of the file before");
	SAME(sys->read_file(sys, in_folder("other"), text, sizeof(text)), 5,
	     "what a link points to stays");
	OK(!sys->exists(sys, in_folder("new")), "nothing is left");
	SAME(replace(sys, "a/b/f/g", "more"), -ENOTDIR, "a file is no folder");
	SAME(replace(sys, "a/b", "more"), -EISDIR, "a folder is no file");
	OK(!sys->exists(sys, in_folder("new")), "nothing is left then");
	SAME(sys->read_file(sys, in_folder("a/b/f"), text, sizeof(text)), 4,
	     "and the file before stays");
	unlink(in_folder("other"));
	unlink(in_folder("a/b/f"));
	rmdir(in_folder("a/b"));
	rmdir(in_folder("a"));
	umask(before);
}

/* A link counts as what it points to. */
static void test_kinds(const struct sys *sys)
{
	char text[64], link[192];

	make_file("good", FILE_TEXT, 0600, 0);
	make_file("bad", FILE_TEXT, 0644, 0);
	memcpy(link, in_folder("link"), sizeof(link));
	OK(!symlink("good", link), "a link");
	SAME(sys->read_private(sys, link, text, sizeof(text)),
	     strlen(FILE_TEXT), "a link to a good file");
	unlink(link);
	OK(!symlink("bad", link), "a link");
	SAME(sys->read_private(sys, link, text, sizeof(text)), -EACCES,
	     "a link to a bad one");
	unlink(link);
	SAME(sys->read_private(sys, link, text, sizeof(text)), -ENOENT,
	     "no such file");
	SAME(sys->read_private(sys, folder, text, sizeof(text)), -EACCES,
	     "a directory");
	OK(!mkfifo(link, 0600), "a FIFO");
	SAME(sys->read_private(sys, link, text, sizeof(text)), -EACCES,
	     "a FIFO that nobody writes to");
	unlink(link);
	SAME(sys->read_private(sys, "/dev/null", text, sizeof(text)),
	     -EACCES, "a device");
	SAME(sys->read_private(sys, in_folder("good"), text,
			       strlen(FILE_TEXT) + 1),
	     strlen(FILE_TEXT), "it just fits, with the NUL");
	SAME(sys->read_private(sys, in_folder("good"), text,
			       strlen(FILE_TEXT)), -EFBIG,
	     "one byte too long");
	SAME(sys->read_file(sys, in_folder("bad"), text, sizeof(text)),
	     strlen(FILE_TEXT), "what is no secret may be anybody's");
	unlink(in_folder("good"));
	unlink(in_folder("bad"));
}

/* Standard input in two pieces, from a process that waits between them. */
static void test_stdin(const struct sys *sys)
{
	int ends[2], old = dup(STDIN_FILENO);
	char text[64];
	pid_t child;

	OK(!pipe(ends) && dup2(ends[0], STDIN_FILENO) == STDIN_FILENO,
	   "a pipe");
	close(ends[0]);
	child = fork();
	if (!child) {
		ssize_t n = write(ends[1], "one ", 4);

		usleep(100000);
		_exit(n + write(ends[1], "two\n", 4) != 8);
	}
	close(ends[1]);
	SAME(sys->read_private(sys, "-", text, sizeof(text)), 8,
	     "standard input, to its end");
	SAME_TEXT(text, "one two\n", "standard input");
	SAME(fcntl(STDIN_FILENO, F_GETFD), 0,
	     "it stays open: no socket becomes number 0");
	OK(child > 0 && waitpid(child, NULL, 0) == child, "the writer");
	close(STDIN_FILENO);
	SAME(sys->read_private(sys, "-", text, sizeof(text)), -EBADF,
	     "there is no standard input");
	if (old >= 0) {
		dup2(old, STDIN_FILENO);
		close(old);
	}
}

static void note(void *arg, const char *line)
{
	char *all = arg;

	strcat(strcat(all, line), "|");
}

static void test_lines(const struct sys *sys)
{
	char all[64] = "", text[5001];

	make_file("lines", "one\n\ntwo", 0600, 0);
	SAME(sys->read_lines(sys, in_folder("lines"), note, all), 0, "lines");
	SAME_TEXT(all, "one||two|", "the last line has no end");
	make_file("lines", "one\n", 0600, 0);
	all[0] = '\0';
	SAME(sys->read_lines(sys, in_folder("lines"), note, all), 0, "lines");
	SAME_TEXT(all, "one|", "it has one");
	memset(text, 'x', sizeof(text));
	text[sizeof(text) - 1] = '\0';
	make_file("lines", text, 0600, 0);
	all[0] = '\0';
	SAME(sys->read_lines(sys, in_folder("lines"), note, all), 0, "lines");
	SAME_TEXT(all, "", "one that is too long is passed over");
	unlink(in_folder("lines"));
}

int main(void)
{
	const char *below = getenv("TMPDIR");
	struct sys_linux linux_sys;
	const struct sys *sys = sys_linux_init(&linux_sys);

	if (geteuid()) {
		printf("NOT CHECKED: this needs root\n");
		return 0;
	}
	snprintf(folder, sizeof(folder), "%s/t_sys_files.%d",
		 below ? below : "/tmp", (int)getpid());
	if (mkdir(folder, 0700)) {
		printf("%s: cannot be made\n", folder);
		return 1;
	}
	alarm(20);	/* what blocks has failed */
	test_modes(sys);
	test_kinds(sys);
	test_published(sys);
	test_replaced(sys);
	test_stdin(sys);
	test_lines(sys);
	OK(!rmdir(folder), "nothing is left");
	return test_done();
}
