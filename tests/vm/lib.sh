# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=dash
# Helpers for the scripts that run inside the guest, under busybox ash.  What
# they print goes to the second serial port and is judged on the host: a line
# that begins with FAIL fails the case.

LIMIT=${LIMIT:-30}

# Monotonic time in hundredths of a second; ash has no finer clock.
centis() {
	read -r _up _ </proc/uptime
	_up=${_up%.*}${_up#*.}
	while [ "${_up#0}" != "$_up" ] && [ -n "${_up#0}" ]; do
		_up=${_up#0}
	done
	echo "$_up"
}

fail() {
	echo "FAIL $*"
}

# A file under a name of its own, each line marked, so that the host's regular
# expressions can tell whose line it was.
show() {
	sed "s/^/$1| /" "$2"
	# A last line without its end would swallow the next one.
	[ -z "$(tail -c 1 "$2")" ] || echo
}

# run NAME STATUS COMMAND...: STATUS may be 'any'.  Leaves $OUT and $ERR (files),
# $STATUS and $TOOK (hundredths of a second) to look at.
run() {
	_name=$1
	_want=$2
	shift 2
	OUT=/test/tmp/$_name.out
	ERR=/test/tmp/$_name.err
	_begin=$(centis)
	timeout -s KILL "$LIMIT" "$@" >"$OUT" 2>"$ERR" </dev/null
	STATUS=$?
	TOOK=$(($(centis) - _begin))
	echo "run $_name: status $STATUS after $TOOK cs"
	show "$_name out" "$OUT"
	show "$_name err" "$ERR"
	[ "$_want" = any ] || [ "$STATUS" -eq "$_want" ] ||
		fail "$_name: exit status $STATUS, not $_want"
}

# check NAME COMMAND...: the command must succeed.
check() {
	_name=$1
	shift
	if "$@" >/test/tmp/check 2>&1; then
		echo "ok $_name"
	else
		fail "$_name: '$*' failed: $(head -n 1 /test/tmp/check)"
	fi
}

# refuse NAME COMMAND...: the command must not succeed.
refuse() {
	_name=$1
	shift
	if "$@" >/test/tmp/check 2>&1; then
		fail "$_name: '$*' succeeded"
	else
		echo "ok $_name"
	fi
}

equal() {
	if [ "$2" = "$3" ]; then
		echo "ok $1 = $3"
	else
		fail "$1: '$3', not '$2'"
	fi
}

# within NAME CENTISECONDS: the last run took no longer.
within() {
	if [ "$TOOK" -le "$2" ]; then
		echo "ok $1: $TOOK cs"
	else
		fail "$1: took $TOOK cs, more than $2"
	fi
}

# says NAME PATTERN: the last run's messages hold the (grep -E) pattern.
says() {
	if grep -qE -- "$2" "$ERR"; then
		echo "ok $1"
	else
		fail "$1: no message matches '$2'; the last was: $(tail -n 1 "$ERR")"
	fi
}

# prints NAME PATTERN: the same for standard output.
prints() {
	if grep -qE -- "$2" "$OUT"; then
		echo "ok $1"
	else
		fail "$1: the output has no line that matches '$2'"
	fi
}

# How many sessions, or connections, the kernel has.
count() {
	set -- /sys/class/iscsi_"$1"/*
	[ -e "$1" ] || set --
	echo $#
}

no_session() {
	equal "sessions left" 0 "$(count session)"
	equal "connections left" 0 "$(count connection)"
}

# One attribute of the last session, or of its connection.
session() {
	for _path in /sys/class/iscsi_session/*; do :; done
	cat "$_path/$1"
}

connection() {
	for _path in /sys/class/iscsi_connection/*; do :; done
	cat "$_path/$1"
}

# $DISK becomes the first SCSI disk.
wait_disk() {
	_end=$(($(centis) + 1000))
	while :; do
		for DISK in /dev/sd[a-z]; do
			[ -b "$DISK" ] && return 0
		done
		[ "$(centis)" -lt "$_end" ] || break
		usleep 50000
	done
	fail "no SCSI disk appeared"
	return 1
}

# The disk is the one that this case's target serves, read through the kernel.
read_disk() {
	wait_disk && equal "first bytes of the disk" "iscsiboot test disk" \
		"$(dd if="$DISK" bs=512 count=1 2>/dev/null | head -c 19)"
}

# The modules that a case names as `inserted`.
insert_modules() {
	while read -r _file; do
		insmod "/test/inserted/$_file" ||
			fail "$_file cannot be loaded"
	done </test/inserted/order
}

# net_up [ADDRESS/PREFIX]: an address set by hand, for boots from options.
net_up() {
	ip link set lo up
	ip link set eth0 up
	ip addr add "${1:-10.0.2.15/24}" dev eth0
}

# The same for IPv6, by which PORTAL is then reached: QEMU's user network is
# fec0::/64, and the way out of it to the namespace.
net6_up() {
	ip link set eth0 up
	echo 0 >/proc/sys/net/ipv6/conf/eth0/accept_dad
	ip addr add fec0::15/64 dev eth0
	ip -6 route add default via fec0::2
	PORTAL=${1:-fec0::2}
}

# Look at every command line in the system while the case runs: a secret there
# is readable by every user.
watch_command_lines() {
	while :; do
		for _pid in /proc/[0-9]*; do
			# A process may be gone before it is looked at.
			{ tr '\0' ' ' <"$_pid/cmdline"; } 2>/dev/null |
				grep -qFf /test/secrets &&
				echo "FAIL a secret is in $_pid/cmdline"
		done
		usleep 100000
	done
}

# The words of a boot from options, without authentication.
INITIATOR=iqn.2026-11.test:node1
TARGET=iqn.2026-11.test:disk
PORTAL=10.0.2.2

# by_options NAME STATUS [MORE OPTIONS]
by_options() {
	_boot=$1
	_status=$2
	shift 2
	run "$_boot" "$_status" iscsistart -i $INITIATOR -t $TARGET -g 1 \
		-a $PORTAL "$@"
}

# each_port STATUS WAIT NAME...: one login to each of the scripted target's
# ports, from 3260 on; NAME must end with that status, at most 2.5 s after WAIT.
each_port() {
	_expected=$1
	_seconds=$2
	shift 2
	for _behaviour; do
		by_options "$_behaviour" "$_expected" -p "${PORT:=3260}" \
			--wait="$_seconds"
		within "$_behaviour" $((_seconds * 100 + 250))
		PORT=$((PORT + 1))
	done
}

# Take every session away, to begin anew.  A case that uses this lists
# "build/vm/logout:/test/logout" among its files.
log_out() {
	/test/logout || fail "the helper 'logout' failed"
	no_session
}

nic_untouched() {
	refuse "the NIC was left alone" sh -c 'ip link show eth0 | grep -q "[<,]UP[,>]"'
}

# same_records SED-SCRIPT: `iscsistart -f` of ours prints what Open-iSCSI's does
# (put in the guest as /debian/iscsistart), once the script has edited theirs
# by the differences that the manual page names.
same_records() {
	run theirs 0 /debian/iscsistart -f
	sed -e 's/^\(# BEGIN RECORD\).*/\1/' -e "$1" "$OUT" >/test/tmp/theirs
	run ours 0 iscsistart -f
	sed 's/^\(# BEGIN RECORD\).*/\1/' "$OUT" >/test/tmp/ours
	diff -U 99 /test/tmp/theirs /test/tmp/ours >/test/tmp/diff ||
		fail "the records differ"
	show difference /test/tmp/diff
}
