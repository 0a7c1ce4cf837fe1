#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# iscsiroot WHAT ROOTPATH NEWROOT: log in.  WHAT is a NIC that came up (dracut's
# netroot.sh calls this for each), or "settled": dracut's queue calls that every
# half second until all is there.  The login runs beside the queue, which may
# have to bring up the missing NIC; how it ended is judged in the queue.
# shellcheck disable=SC1091,SC2154 # dracut's file and variables

PATH=/usr/sbin:/usr/bin:/sbin:/bin
command -v getarg > /dev/null || . /lib/dracut-lib.sh
NEWROOT=${3:-${NEWROOT:-/sysroot}}
[ ! -d "$NEWROOT/proc" ] || exit 0
state=/run/initramfs/iscsiroot

# The first disk that the login reported, the one to boot from.
find_disk() {
    while read -r line; do
        case $line in *": /dev/"*", session "*)
            disk=${line##*: /dev/}
            disk=${disk%%,*}
            return ;;
        esac
    done < "$state.said"
    return 1
}

# Whether root= names no device: then that disk is it.
ours() {
    case ${root#block:} in '' | iscsi | iscsi:* | dhcp | dhcp6) ;; *) return 1 ;; esac
}

use_disk() {
    [ "${root#block:}" = /dev/root ] || ours || return
    find_disk || return
    mkdir -p /run/udev/rules.d
    printf 'SUBSYSTEM=="block", KERNEL=="%s", SYMLINK+="root"\n' "$disk" \
        > /run/udev/rules.d/99-iscsiroot.rules
    udevadm control --reload
    udevadm trigger --action=change "/sys/class/block/$disk"
    udevadm settle --exit-if-exists=/dev/root
    ours || return
    set -- /run/systemd/system/initrd-root-fs.target.requires
    if [ -z "$DRACUT_SYSTEMD" ]; then
        echo 'root=block:/dev/root' > "$hookdir/mount/01-iscsiroot.sh"
    elif mkdir -p "$1" && ln -s /run/systemd/generator/sysroot.mount "$1" 2> /dev/null; then
        echo "/dev/root $NEWROOT $(getarg rootfstype= || echo auto)" \
            "${rflags:-ro},x-initrd.mount 0 0" >> /etc/fstab
        systemctl daemon-reload
        systemctl --no-block start initrd-root-fs.target
    fi
}

login() {
    status=0 keep=--keep
    getargbool 1 rd.iscsi.keep || keep=--no-keep
    info "the iSCSI session is made with $keep (rd.iscsi.keep=0 leaves it to iscsid)"
    set -- --kmsg --cmdline $keep --wait="$(getarg rd.retry= || echo 180)"
    if [ -e "$state.network" ]; then
        set -- "$@" --no-network
    elif [ -e "$state.dhcp" ]; then
        # Before the lease is there nothing is known to boot.
        iscsistart "$@" -N 2> "$state.said" || status=$?
    fi
    [ "$status" != 0 ] || iscsistart "$@" 2> "$state.said" || status=$?
    if [ "$status" = 0 ]; then
        use_disk
        need_shutdown
        : > "$state.done"
    fi
    echo "$status" > "$state.status"
}

start() {
    rm -f "$state.again" "$state.status" "$hookdir/initqueue/finished/dhcp.sh"
    cp "$state.finished" "$hookdir/initqueue/finished/iscsiroot.sh"
    login < /dev/null &
    echo $! > "$state.pid"
}

running() {
    [ -e "$state.pid" ] && read -r pid < "$state.pid" && [ -d "/proc/$pid" ]
}

# Where others bring up the network: not before there is an address or a third of
# dracut's time is over; and with DHCP's root path, not before it is there and ours.
ready() {
    [ -e "$state.network" ] || return 0
    [ -n "$(ip -o address show up scope global)" ] \
        || [ "${main_loop:-0}" -gt $((${RDRETRY:-360} / 3)) ] || return 1
    [ -e "$state.dhcp" ] || return 0
    iscsistart --cmdline --plan > /dev/null 2> "$state.said"
    [ $? != 21 ]
}

# It ended.  What is missing yet may be on another path: look, every few seconds.
judge() {
    read -r status < "$state.status" || status=unknown
    if [ "$status" = 0 ]; then
        [ $((${main_loop:-0} % 8)) != 7 ] || start
        return
    fi
    # All but this may be there.
    : > "$state.done"
    ! check_finished || ours || return
    rm -f "$state.done"
    while read -r line; do last=${line#iscsistart: }; done < "$state.said"
    emergency_shell "cannot boot from iSCSI: ${last:-iscsistart was ended}"
    start
}

if running; then
    [ "$1" = settled ] || : > "$state.again"
elif [ "$1" != settled ] || [ -e "$state.again" ]; then
    start
elif [ -e "$state.pid" ]; then
    judge
elif ready; then
    start
fi
exit 0
