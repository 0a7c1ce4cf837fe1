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
	check "resident memory" test "$_rss" -le 240
	# The two pages that the kernel lends every process count in Rss alone.
	check "all of it is locked" test "$_locked" -ge $((_rss - 12))
	no_way_back "$1"
}

# no_way_back PID: the part of the program that only the boot needs is gone, and
# nothing that the keeper holds points there.  What the C library was told at the
# start (.bss) does, and is not used.
no_way_back() {
	_text=$(sed -n '1s/-.*//p' "/proc/$1/maps")
	refuse "the boot's part is gone" test "$_text" = 00400000
	sed -n 's/^\(7f[0-9a-f]*\)-\([0-9a-f]*\) rw-p [^/[]*$/\1 \2/p' \
		"/proc/$1/maps" >/test/tmp/areas
	while read -r _begin _end; do
		dd if="/proc/$1/mem" bs=4096 skip=$((0x$_begin / 4096)) \
			count=$(((0x$_end - 0x$_begin) / 4096)) 2>/dev/null
	done </test/tmp/areas | hexdump -v -e '2/4 "%08x " "\n"' >/test/tmp/words
	check "the keeper's memory was read" test \
		"$(wc -l </test/tmp/words)" -ge 8000
	equal "pointers to what is gone" "" "$(awk -v end="x$_text" \
		'$2 == "00000000" && "x" $1 >= "x00400000" && "x" $1 < end' \
		/test/tmp/words)"
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
