#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Sourced by dracut to read the kernel command line, and once more by its
# netroot.sh when DHCP gave a root path.  What the line, the firmware and DHCP
# say is for iscsistart to read: its exit status tells whether there is an iSCSI
# disk to boot from.  If so, claim the root and queue the login.
# shellcheck disable=SC1091,SC2034,SC2154 # dracut's file and variables

command -v getarg > /dev/null || . /lib/dracut-lib.sh
[ -n "$root" ] || root=$(getarg root=)
[ -n "$netroot" ] || netroot=$(getarg netroot=)
case $root in iscsi | iscsi:*) netroot=$root ;; esac
iscsiroot=/run/initramfs/iscsiroot

# Whether a network module of dracut's sets up the NICs; else iscsistart does,
# and always as the iBFT says: their ways to read that one are broken in turn.
iscsiroot_not_ours() {
    ! getarg ip=ibft > /dev/null || return 1
    if [ -e /usr/lib/systemd/systemd-networkd ] || [ -e /lib/systemd/systemd-networkd ]; then
        # Before dracut 103 it does nothing at all without ip=.
        set -- "$hookdir"/cmdline/*networkd-config.sh
        [ -e "$1" ] || getarg ip= > /dev/null || return 1
    elif ! [ -e /sbin/netroot ]; then
        return 1
    fi
    case $netroot in
        '' | iscsi | iscsi:) getarg ip= > /dev/null || getarg BOOTIF= > /dev/null ;;
    esac
}

# The last line that iscsistart said, without what a shell would expand: dracut
# writes it into a script.
iscsiroot_why() {
    while read -r iscsiroot_line; do iscsiroot_last=$iscsiroot_line; done < "$iscsiroot.said"
    printf '%s\n' "${iscsiroot_last#iscsistart: }" | tr -d '\042\044\047\140\134'
}

# Have the login done once udev has settled, and again when there is more
# network; see /sbin/iscsiroot.
iscsiroot_queue() {
    : > "$iscsiroot.queued"
    case ${root#block:} in
        '' | iscsi | iscsi:* | dhcp | dhcp6) echo ;;
        /dev/root) echo "[ -e /dev/root ] &&" ;;
        # systemd may find this root elsewhere: then nobody waits for ours.
        *) echo "${DRACUT_SYSTEMD:+systemctl -q is-active initrd-root-device.target ||}" ;;
    esac > "$iscsiroot.finished"
    echo "[ -e $iscsiroot.done ]" >> "$iscsiroot.finished"
    if iscsiroot_not_ours; then
        : > "$iscsiroot.network"
        # Without it they would leave the NICs alone.
        [ -n "$netroot" ] || netroot=iscsi:
    fi
    /sbin/initqueue --settled --unique /sbin/iscsiroot settled "'$netroot'" "'$NEWROOT'"
    # Work to do: dracut's time begins anew, and it is not the first to give up.
    echo "[ ! -e $iscsiroot.pid ] || [ -e $iscsiroot.done ] || : > $hookdir/initqueue/work" \
        > "$hookdir/initqueue/timeout/iscsiroot.sh"
    # The root path may be another's; dracut's hook at 91 waits for it.
    [ "$1" != dhcp ] || { : > "$iscsiroot.dhcp"; [ ! -e "$iscsiroot.network" ]; } || return
    cp "$iscsiroot.finished" "$hookdir/initqueue/finished/iscsiroot.sh"
    rootok=1
    [ -n "$root" ] || [ -n "$DRACUT_SYSTEMD" ] || root=iscsi
}

if [ -e "$iscsiroot.queued" ]; then
    [ "${netroot%%:*}" = iscsi ] || return 1
    rootok=1
    return 0
fi

iscsistart --cmdline --plan > /dev/null 2> "$iscsiroot.said"
case "$? $(getcmdline)" in
    0*) iscsiroot_queue plan ;;
    21*root=dhcp*) iscsiroot_queue dhcp ;;
    21*root=iscsi*) die "$(iscsiroot_why)" ;;
    21*) ;;
    # A mistake that is none of ours, in ip= for one, must not end the boot.
    *iscsi*) die "$(iscsiroot_why)" ;;
    *) warn "no iSCSI disk is used: $(iscsiroot_why)" ;;
esac
