#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# What dracut's own parser makes of root paths: read from standard input, one
# a line; for each the variables that dracut sets, and an empty line.  The
# function is called where it is installed: $1 is dracut's net-lib.sh.
set -f

warn() {
	echo "error=$*"
}

show() {
	for name in "$@"; do
		eval "value=\${$name-}"
		# shellcheck disable=SC2154 # by eval
		[ -z "$value" ] || echo "$name=$value"
	done
}

# shellcheck disable=SC1090
. "${1:?usage: parse_iscsi_root.sh net-lib.sh}"

while read -r line; do
	# Alone, as the function leaves variables behind, and ends the shell
	# where fields are missing.
	(
		parse_iscsi_root "$line" || echo "error=$?"
		show iscsi_target_ip iscsi_target_port iscsi_iface_name \
			iscsi_netdev_name iscsi_lun iscsi_target_name \
			iscsi_username iscsi_password iscsi_in_username \
			iscsi_in_password
	)
	echo
done
