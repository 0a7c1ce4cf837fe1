#!/bin/busybox sh
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=dash
# The first process of the target's machine: sets up the kernel's iSCSI target
# from /targets, a line each of
#
#     IQN MEBIBYTES NAME SECRET REVERSE-NAME REVERSE-SECRET [PORTAL...]
#
# where "-" stands for none, and a portal is one more than the usual one.  The last line on the console is READY or FAILED and
# what went wrong.

/bin/busybox mkdir -p /bin /proc /sys /disks
/bin/busybox --install -s /bin
PATH=/bin
export PATH
mount -t proc proc /proc
mount -t sysfs sysfs /sys

# Said once, and nothing more: the host waits for either word.
give_up() {
	echo "FAILED $*" >/dev/console
	sleep 1000
}

# put VALUE FILE: the kernel would take the end of a line into a name or secret.
put() {
	printf %s "$1" >"$2" || give_up "the kernel does not take '$2'"
}

# A driver for instructions that this CPU lacks does not load, and its generic
# twin comes next; what is really missing shows below.
while read -r module; do
	insmod "/modules/$module" 2>/dev/null
done </modules/order

ip link set lo up
ip link set eth0 up || give_up "there is no eth0"
ip addr add 10.0.2.15/24 dev eth0
ip route add default via 10.0.2.2
# Where there is a direct way.
if ip link set eth1 up 2>/dev/null; then
	ip addr add 10.0.3.2/24 dev eth1
	echo 0 >/proc/sys/net/ipv6/conf/eth1/accept_dad
	ip addr add fd00:3::2/64 dev eth1
fi
mount -t tmpfs disks /disks
mount -t configfs configfs /sys/kernel/config || give_up "no configfs"
CORE=/sys/kernel/config/target/core
ISCSI=/sys/kernel/config/target/iscsi

# disk NUMBER MEBIBYTES: a file in memory, as a unit to serve.
disk() {
	truncate -s "$2M" "/disks/$1"
	mkdir -p "$CORE/fileio_$1/disk" || give_up "no file backend"
	put "fd_dev_name=/disks/$1,fd_dev_size=$(($2 << 20))" \
		"$CORE/fileio_$1/disk/control"
	put 1 "$CORE/fileio_$1/disk/enable"
	# Without a serial number LIO has no pages 80h and 83h.
	put "serial-$1" "$CORE/fileio_$1/disk/wwn/vpd_unit_serial"
}

# accounts FOLDER NAME SECRET REVERSE-NAME REVERSE-SECRET
accounts() {
	if [ "$2" = - ]; then
		put 0 "$1/attrib/authentication"
		return
	fi
	put 1 "$1/attrib/authentication"
	put "$2" "$1/auth/userid"
	put "$3" "$1/auth/password"
	[ "$4" != - ] || return
	put "$4" "$1/auth/userid_mutual"
	put "$5" "$1/auth/password_mutual"
}

# Every initiator may come, read and write; that is what "demo mode" means.
open_to_all() {
	put 1 "$1/attrib/generate_node_acls"
	put 1 "$1/attrib/cache_dynamic_acls"
	put 0 "$1/attrib/demo_mode_write_protect"
}

mkdir "$ISCSI" || give_up "no iscsi_target_mod"
number=0
while read -r iqn size name secret back_name back_secret portals; do
	disk $number "$size"
	group=$ISCSI/$iqn/tpgt_1
	mkdir -p "$group/lun/lun_0" || give_up "the kernel does not take '$iqn'"
	ln -s "$CORE/fileio_$number/disk" "$group/lun/lun_0/disk"
	open_to_all "$group"
	accounts "$group" "$name" "$secret" "$back_name" "$back_secret"
	put 1 "$group/enable"
	# For IPv4 as well.  The kernel takes 0.0.0.0 for the same address, since
	# it compares no families, and refuses the second of the two.
	for portal in "[::]:3260" $portals; do
		mkdir -p "$group/np/$portal" ||
			give_up "no portal $portal for '$iqn'"
	done
	number=$((number + 1))
done </targets
echo READY >/dev/console
while :; do
	sleep 1000
done
