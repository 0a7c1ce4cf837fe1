# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=dash
# One setting changed at a time.  For the cases of settings.py, behind lib.sh.
# cmds_max and queue_depth do nothing for one command at a time: link.toml.

# session NAME COMMAND OPTIONS...: log in with the options, run the command, and
# log out.
session() {
	_variant=$1
	_command=$2
	shift 2
	iscsistart -i "$INITIATOR" -t "$TARGET" -a "$PORTAL" "$@" ||
		fail "$_variant"
	wait_disk
	"$_command" "$_variant"
	log_out
	while [ -e "/sys/class/block/${DISK#/dev/}" ]; do
		usleep 10000
	done
}

# each_setting COMMAND
each_setting() {
	_conn="node.conn[0].iscsi"
	_session="node.session.iscsi"
	session default "$1"
	session InitialR2T=Yes "$1" -P $_session.InitialR2T=Yes
	session ImmediateData=No "$1" -P $_session.ImmediateData=No
	session no-unsolicited-data "$1" -P $_session.ImmediateData=No \
		-P $_session.InitialR2T=Yes
	session FirstBurstLength=65536 "$1" -P $_session.FirstBurstLength=65536
	session MaxBurstLength=262144 "$1" -P $_session.MaxBurstLength=262144
	session MaxRecvDataSegmentLength=8192 "$1" \
		-P "$_conn.MaxRecvDataSegmentLength=8192"
	session MaxRecvDataSegmentLength=1048576 "$1" \
		-P "$_conn.MaxRecvDataSegmentLength=1048576"
	session MaxOutstandingR2T=8 "$1" -P $_session.MaxOutstandingR2T=8
}

# direct IN-OR-OUT COUNT SIZE: without the page cache.
direct() {
	if [ "$1" = out ]; then
		dd if=/dev/zero of="$DISK" bs="$3" count="$2" oflag=direct \
			conv=notrunc
	else
		dd if="$DISK" of=/dev/null bs="$3" count="$2" iflag=direct
	fi >/dev/null 2>&1
}

# took COMMAND...: hundredths of a second.
took() {
	_from=$(centis)
	"$@"
	echo $(($(centis) - _from))
}
