#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# What the booted system is asked, by check.service: the words of check= on the
# kernel command line, one after the other.  The answers are lines "ROOT ..." in
# the kernel's log, so that the console gives each its time.
set -u
export LC_ALL=C PATH=/usr/sbin:/usr/bin:/sbin:/bin
iscsistart=/usr/local/lib/iscsiboot/iscsistart
early=/run/check-port

say() {
	echo "<5>ROOT $*" >/dev/kmsg
}

# Each line of the input, with $1 before it.
told() {
	while IFS= read -r line; do
		say "$1 $line"
	done
}

# The local port of the connection to the target: another one means that
# somebody logged in anew.
port() {
	ss -Htn state established dport = :3260 | awk '{ print $3 }' |
		sed 's/.*://' | sort | tr '\n' ' '
}

show() {
	read -r uptime _ </proc/uptime
	say "uptime $uptime"
	findmnt -rno SOURCE,FSTYPE,OPTIONS / | told findmnt
	systemctl --failed --plain --no-legend | told failed
	for session in /sys/class/iscsi_session/session*; do
		say "session $(cat "$session/targetname" "$session/state" \
			"$session/creator" "$session/initiatorname" | tr '\n' ' ')"
	done
	# The socket's unit starts it for the first question.
	iscsiadm -m session 2>&1 | told iscsiadm
	say "iscsid $(systemctl is-active iscsid.service)"
	# It is done with the session that it takes over.
	n=0
	until grep -qx -e -1 /sys/class/iscsi_session/session1/creator ||
		journalctl -b -q -o cat -u iscsid.service | grep -q operational ||
		[ $n = 20 ]; do
		sleep 0.5
		n=$((n + 1))
	done
	journalctl -b -q -o cat -u iscsid.service | told "iscsid log"
	"$iscsistart" --status 2>&1 | told status
	ip -br address | told address
	before=$(cat "$early") now=$(port)
	if [ "$before" = "$now" ]; then
		say "port kept: $now"
	else
		say "port changed: $before to $now"
	fi
}

# Write to the root, and read what the disk has and not what memory remembers.
write() {
	dd if=/dev/urandom of=/var/tmp/check bs=64k count=8 conv=fsync
	one=$(md5sum </var/tmp/check)
	echo 3 >/proc/sys/vm/drop_caches
	two=$(md5sum </var/tmp/check)
	rm /var/tmp/check
	[ "$one" = "$two" ]
}

use_root() {
	if timeout 60 "$0" write 2>/dev/null; then
		say "root good after $1"
	else
		say "root BAD after $1"
	fi
}

restarts() {
	before=$(port)
	for unit in iscsid open-iscsi systemd-networkd NetworkManager networking; do
		case $(systemctl is-enabled $unit.service 2>/dev/null) in
		enabled | indirect | static) ;;
		*) [ $unit = iscsid ] || continue ;;
		esac
		systemctl restart $unit.service
		say "restarted $unit: status $?, $(systemctl is-active $unit.service)"
		use_root "the restart of $unit"
	done
	ip -br address | told "address then"
	[ "$before" = "$(port)" ] || say "port changed: $before to $(port)"
}

rescue() {
	systemctl isolate rescue.target
	say "rescue.target $(systemctl is-active rescue.target)"
	use_root "the way to rescue.target"
	systemctl isolate multi-user.target
	say "multi-user.target $(systemctl is-active multi-user.target)"
	use_root "the way back"
}

# The initramfs for the next boot.
mkinitrd() {
	mkinitramfs -o /boot/initrd.next 2>&1 | told mkinitramfs
	use_root "mkinitramfs"
}

case ${1-} in
early)
	port >$early
	exit
	;;
write)
	write
	exit
	;;
esac
tasks=$(tr ' ' '\n' </proc/cmdline | sed -n 's/^check=//p')
for task in $(echo "$tasks" | tr ',' ' '); do
	case $task in
	reboot | poweroff)
		say "$task begins"
		systemctl "$task"
		;;
	*) "$task" ;;
	esac
done
