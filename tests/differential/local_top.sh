#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# What Debian's initramfs would start: local_top.sh SCRIPT ROOT...
# SCRIPT is open-iscsi's local-top/iscsi.  Each ROOT is a folder that stands
# for the root of the initramfs.  For each a block of lines: "call", and a line
# for each argument of iscsistart, which is not run; the LUN of root=iscsi:;
# and at the end an empty line.

script=${1:?usage: local_top.sh SCRIPT ROOT...}
shift

iscsistart() {
	echo call
	[ $# = 0 ] || printf ' %s\n' "$@"
}

modprobe() {
	:
}

# The two functions that parse, the test whether there is something to start,
# and of what starts it the part behind the network: nothing here writes a
# file.  Its files are those below $root.
cut() {
	sed -n '/^parse_root_param ()/,/^}/p
		/^parse_iscsi_ops ()/,/^}/p' "$script"
	echo parse_iscsi_ops
	# shellcheck disable=SC2016 # the script's own $
	sed -n '/^if ( \[ -z \$ISCSI_TARGET_NAME/,/^fi/p' "$script"
	sed -n '/^do_iscsi_login ()/,/^}/p' "$script" |
		sed -n '/^	if \[ -z \$ISCSI_AUTO/,$p' | sed '$d'
}

code=$(cut | sed "s,\\([ (]\\)/\\(etc\\|proc\\)/,\\1\$root/\\2/,g")

# shellcheck disable=SC2034 # $code has it
for root in "$@"; do
	(
		# Of several addresses [ says "unexpected operator".
		eval "$code" 2>/dev/null
		# shellcheck disable=SC2154 # by eval
		[ -z "${ISCSI_HAD_ROOT-}" ] || echo "lun=$ISCSI_ROOT_LUN"
	)
	echo
done
