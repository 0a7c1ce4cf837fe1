# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=dash
# What the cases of the session keeper share.  They list this file, and the
# helper 'writer', among their files.

# The keeper's process id.
keeper() {
	iscsistart --status 2>/dev/null |
		sed -n 's/^session keeper: process //p'
}

# of_status NAME: a number of the first session, from the status as JSON.
of_status() {
	iscsistart --status=json | sed -n "s/.*\"$1\":\\([0-9]*\\).*/\\1/p" |
		head -n 1
}

# memory PID: what it holds (KiB), counted page by page.
memory() {
	_rss=$(sed -n 's/^Rss:[^0-9]*\([0-9]*\).*/\1/p' "/proc/$1/smaps_rollup")
	_locked=$(sed -n 's/^VmLck:[^0-9]*\([0-9]*\).*/\1/p' "/proc/$1/status")
	echo "keeper: Rss $_rss KiB, VmLck $_locked KiB"
	check "resident memory" test "$_rss" -le 400
	# The two pages that the kernel lends every process count in Rss alone.
	check "all of it is locked" test "$_locked" -ge $((_rss - 12))
}

# wait_for NAME CENTISECONDS COMMAND...: until it succeeds.
wait_for() {
	_what=$1
	_end=$(($(centis) + $2))
	shift 2
	until "$@" >/dev/null 2>&1; do
		if [ "$(centis)" -ge $_end ]; then
			fail "$_what: not in time"
			return 1
		fi
		usleep 20000
	done
	echo "ok $_what"
}

# How many times the first session has been brought back.
recovered() {
	[ "$(of_status recoveries)" = "$1" ]
}

# begin_writing: write to $DISK and to the disk, every block once, with its
# number in it; in the background.  end_writing: stop, and read all of it back.
begin_writing() {
	/test/writer "$DISK" /test/tmp/stop >/test/tmp/writer &
	WRITER=$!
	wait_for "the writer writes" 300 grep -q . /test/tmp/writer
}

end_writing() {
	: >/test/tmp/stop
	wait "$WRITER"
	equal "the writer's end" 0 $?
	rm /test/tmp/stop
	show writer /test/tmp/writer
}
