// SPDX-License-Identifier: GPL-2.0-or-later
/* Remove every iSCSI session of the kernel, so that one boot of a test machine
 * can try several logins.  Impolite: the target sees a closed connection. */
#include <dirent.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <linux/netlink.h>

enum { DESTROY_SESSION = 12, DESTROY_CONN = 14, STOP_CONN = 18 };
enum { STOP_TERMINATE = 1, UEVENT_SIZE = 56 };
/* struct iscsi_uevent of the kernel's include/scsi/iscsi_if.h. */
enum { AT_TYPE = 0, AT_HANDLE = 8, AT_SID = 16, AT_CID = 20, AT_FLAG = 32 };

static uint64_t transport_handle(void)
{
	char text[32];
	int fd = open("/sys/class/iscsi_transport/tcp/handle", O_RDONLY);
	ssize_t len = fd < 0 ? -1 : read(fd, text, sizeof(text) - 1);

	if (len <= 0)
		return 0;
	close(fd);
	text[len] = '\0';
	return strtoull(text, NULL, 10);
}

/* Send one message and wait for the kernel's answer to it. */
static void tell(int fd, uint64_t handle, uint32_t type, uint32_t sid)
{
	char message[NLMSG_HDRLEN + UEVENT_SIZE] = { 0 };
	char *event = message + NLMSG_HDRLEN;
	struct nlmsghdr *header = (struct nlmsghdr *)message;
	uint32_t flag = STOP_TERMINATE;
	char answer[4096];

	header->nlmsg_len = sizeof(message);
	header->nlmsg_type = (uint16_t)type;
	memcpy(event + AT_TYPE, &type, 4);
	memcpy(event + AT_HANDLE, &handle, 8);
	memcpy(event + AT_SID, &sid, 4);
	if (type == STOP_CONN)
		memcpy(event + AT_FLAG, &flag, 4);
	if (send(fd, message, sizeof(message), 0) < 0)
		perror("logout: send");
	else
		recv(fd, answer, sizeof(answer), 0);
}

int main(void)
{
	struct sockaddr_nl address = { .nl_family = AF_NETLINK };
	int fd = socket(AF_NETLINK, SOCK_RAW, NETLINK_ISCSI);
	uint64_t handle = transport_handle();
	DIR *folder = opendir("/sys/class/iscsi_session");
	struct dirent *entry;

	if (fd < 0 || !handle || !folder ||
	    bind(fd, (struct sockaddr *)&address, sizeof(address)) < 0) {
		fputs("logout: the kernel's iSCSI interface is not there\n",
		      stderr);
		return 1;
	}
	while ((entry = readdir(folder))) {
		if (strncmp(entry->d_name, "session", 7))
			continue;
		uint32_t sid = (uint32_t)atoi(entry->d_name + 7);

		tell(fd, handle, STOP_CONN, sid);
		tell(fd, handle, DESTROY_CONN, sid);
		tell(fd, handle, DESTROY_SESSION, sid);
	}
	closedir(folder);
	return 0;
}
