#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# A root file system on an iSCSI disk, by iscsistart: no daemon, no unit.  The
# module has the name of dracut's own and goes before it.
# shellcheck disable=SC2154 # dracut's variables

# What the host's secrets are in; see iscsistart(8).
iscsi_secrets=/etc/iscsi/iscsiboot.secrets

# called by dracut
check() {
    [[ -x $moddir/iscsistart ]] || return 1
    check_kernel_module iscsi_tcp || return 1
    [[ $hostonly || $mount_needs ]] || return 0
    (for_each_host_dev_and_slaves block_is_iscsi) || return 255
}

# klibc's, that iscsistart calls for DHCP.
ipconfig() {
    local _path
    for _path in /usr/lib/klibc/bin /usr/bin /bin; do
        [[ -x $dracutsysrootdir$_path/ipconfig ]] && echo "$_path/ipconfig" && return
    done
    return 1
}

# called by dracut
depends() {
    local _dir
    echo -n "rootfs-block kernel-network-modules"
    for _dir in "$dracutbasedir"/modules.d/[0-9][0-9]initqueue; do
        [[ -d $_dir ]] && echo -n " initqueue"
    done
    # iscsistart sets up the network, unless the image has one of dracut's
    # network modules: for DHCP there must be one or the other.
    ipconfig > /dev/null || echo -n " network"
    echo
}

# called by dracut
installkernel() {
    hostonly='' instmods iscsi_tcp iscsi_ibft iscsi_boot_sysfs crc32c \
        crc32c_generic sd_mod 8021q af_packet
}

# Of one disk: the words with which the next boot finds it.  No secret.
iscsi_words() {
    local _path _session _connection _lun _address _port _name
    [[ -L /sys/dev/block/$1 ]] || return 1
    _path=$(readlink -f "/sys/dev/block/$1")
    [[ $_path == */session*/target*/block/* ]] || return 1
    _session=${_path#*/session}
    _session=${_session%%/*}
    _lun=${_path%%/block/*}
    _lun=${_lun##*:}
    _connection=/sys/class/iscsi_connection/connection$_session:0
    read -r _address < "$_connection/persistent_address" || return 1
    read -r _port < "$_connection/persistent_port" || return 1
    read -r _name < "/sys/class/iscsi_session/session$_session/targetname" || return 1
    ip_params_for_remote_addr "$_address"
    echo
    [[ $_address == *:* ]] && _address="[$_address]"
    echo "netroot=iscsi:$_address::$_port:$_lun:$_name"
    read -r _name < "/sys/class/iscsi_session/session$_session/initiatorname" \
        && echo "rd.iscsi.initiator=$_name"
    return 0
}

# called by dracut
cmdline() {
    # What an iBFT says is read anew at each boot.
    if [[ ! -e /sys/firmware/acpi/tables/iBFT && ! -d /sys/firmware/ibft/initiator ]]; then
        for_each_host_dev_and_slaves_all iscsi_words | sort -u
    fi
    if [[ -e $dracutsysrootdir$iscsi_secrets ]]; then
        echo "rd.iscsi.secrets=$iscsi_secrets"
    fi
}

# called by dracut
install() {
    local _words _klibc
    inst_simple "$moddir/iscsistart" /sbin/iscsistart
    inst_hook cmdline 90 "$moddir/parse-iscsiroot.sh"
    inst_simple "$moddir/iscsiroot.sh" /sbin/iscsiroot
    if ! dracut_module_included network && _klibc=$(ipconfig); then
        inst_simple "$_klibc"
        for _klibc in "$dracutsysrootdir"/lib/klibc-*.so; do
            inst_simple "${_klibc#"$dracutsysrootdir"}"
        done
    fi
    if [[ $hostonly ]]; then
        inst_multiple -H -o /etc/iscsi/initiatorname.iscsi "$iscsi_secrets"
    fi
    if [[ $hostonly_cmdline == yes ]]; then
        _words=$(cmdline)
        [[ ! $_words ]] || printf '%s\n' "$_words" > "$initdir/etc/cmdline.d/20-iscsi.conf"
    fi
    dracut_need_initqueue
}
