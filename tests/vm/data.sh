# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=dash
# What a disk is for: a file system on it keeps what is written.  For cases that
# list this file, and the helper 'logout', among their files.

# How many sectors have been read from the disk since it appeared.
sectors_read() {
	_device=${DISK#/dev/}
	read -r _ _ _sectors _ <"/sys/block/$_device/stat"
	echo "$_sectors"
}

mount_disk() {
	mount -t ext2 "$DISK" /test/disk
}

# keep NAME MEBIBYTES: make a file system on $DISK, write that much, forget it,
# and read the same again.  The checksum to compare with is that of the file
# while it is still in memory: to take it on the way, with tee, which copies a
# KiB at a time, doubles the time of the case.
keep() {
	mkdir -p /test/disk
	check "$1: make a file system" mke2fs -F "$DISK"
	check "$1: mount" mount_disk
	check "$1: write" dd if=/dev/urandom of=/test/disk/data bs=64k \
		count=$(($2 * 16))
	_sectors=$(sectors_read)
	_written=$(md5sum </test/disk/data)
	check "$1: it was in memory" test "$_sectors" -eq "$(sectors_read)"
	sync
	check "$1: umount" umount /test/disk
	blockdev --flushbufs "$DISK"
	echo 3 >/proc/sys/vm/drop_caches
	check "$1: mount again" mount_disk
	_sectors=$(sectors_read)
	equal "$1: bytes" $(($2 << 20)) "$(stat -c %s /test/disk/data)"
	equal "$1: checksum" "$_written" "$(md5sum </test/disk/data)"
	# Memory did not answer in the disk's place.
	check "$1: read from the disk" \
		test $(($(sectors_read) - _sectors)) -ge $(($2 << 11))
	check "$1: umount again" umount /test/disk
}

# kept NAME MEBIBYTES OPTIONS...: a login, the above, and the end of the session.
kept() {
	_kept=$1
	_size=$2
	shift 2
	by_options "$_kept" 0 "$@"
	_started=$(centis)
	wait_disk && keep "$_kept" "$_size"
	echo "data $_kept: $_size MiB after $(($(centis) - _started)) cs"
	log_out
	_deadline=$(($(centis) + 500))
	while [ -b "$DISK" ] && [ "$(centis)" -lt $_deadline ]; do
		usleep 50000
	done
	refuse "$_kept: the disk is gone" test -b "$DISK"
}
