# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=dash
# A target inside the guest, at the far end of a link whose delay is chosen:
# tgtd in a network namespace of its own.  Behind lib.sh and settings.sh.
# QEMU's user network would not do: it ends the guest's TCP, with windows of its
# own.

# far_admin OPERATION...: tgtadm, for a target.
far_admin() {
	/debian/tgtadm --lld iscsi "$@" || fail "tgtadm $*"
}

# far_target MEBIBYTES: start the target, with a disk in memory, that settles
# for anything.
far_target() {
	mkdir -p /test/disk
	mount -t tmpfs disk /test/disk
	truncate -s "$1M" /test/disk/0
	export TGT_IPC_SOCKET=/test/tmp/tgt
	unshare -n /debian/tgtd -f >/test/tmp/tgtd 2>&1 &
	FAR=$!
	_end=$(($(centis) + 1000))
	until /debian/tgtadm --mode sys --op show >/dev/null 2>&1; do
		if [ "$(centis)" -ge "$_end" ]; then
			fail "tgtd does not answer: $(cat /test/tmp/tgtd)"
			return
		fi
		usleep 50000
	done
	far_admin --mode target --op new --tid 1 -T "$TARGET"
	far_admin --mode logicalunit --op new --tid 1 --lun 1 -b /test/disk/0
	for _set in InitialR2T=No FirstBurstLength=262144 \
		MaxBurstLength=16776192 MaxRecvDataSegmentLength=262144 \
		MaxXmitDataSegmentLength=1048576; do
		far_admin --mode target --op update --tid 1 \
			--name "${_set%=*}" --value "${_set#*=}"
	done
	far_admin --mode target --op bind --tid 1 -I ALL
}

# far_link: two ends of a cable, one beside the target.
far_link() {
	# shellcheck disable=SC2034 # of session()
	PORTAL=10.0.9.2
	ip link set lo up
	/debian/ip link add near type veth peer name far netns "$FAR" ||
		fail "no link"
	ip addr add 10.0.9.1/24 dev near
	ip link set near up
	nsenter -t "$FAR" -n ip addr add 10.0.9.2/24 dev far
	nsenter -t "$FAR" -n ip link set far up
}

# link_is OPTIONS...: netem's, for both directions; none is the plain link.
link_is() {
	/debian/tc qdisc del dev near root 2>/dev/null
	nsenter -t "$FAR" -n /debian/tc qdisc del dev far root 2>/dev/null
	[ $# -gt 0 ] || return 0
	/debian/tc qdisc add dev near root netem limit 100000 "$@" ||
		fail "netem $*"
	nsenter -t "$FAR" -n /debian/tc qdisc add dev far root netem \
		limit 100000 "$@" || fail "netem $*"
}

# buffers [BYTES]: TCP's for every later connection from here, fixed instead of
# tuned.  Open-iSCSI asks for 524288, and the kernel's net.core.rmem_max and
# wmem_max make that 425984.
buffers() {
	for _way in r w; do
		_file=/proc/sys/net/ipv4/tcp_${_way}mem
		[ -e /test/tmp/$_way ] || cat $_file >/test/tmp/$_way
		if [ $# -gt 0 ]; then
			echo "4096 $1 $1" >$_file
		else
			cat /test/tmp/$_way >$_file
		fi
	done
}

# load read|write JOBS SIZE COUNT: microseconds.
load() {
	/test/load "$@" "$DISK" || fail "load $*" >&2
}

# least read|write JOBS SIZE COUNT: the shortest of three; what the host was busy
# with meanwhile only makes it longer.
least() {
	_least=$(load "$@")
	for _again in 1 2; do
		_time=$(load "$@")
		[ "$_time" -ge "$_least" ] || _least=$_time
	done
	echo "$_least"
}
