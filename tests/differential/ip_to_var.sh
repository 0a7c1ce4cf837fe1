#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# What dracut's own parsers make of command lines: read from standard input,
# one a line; for each the variables that dracut sets, and an empty line.
# The functions are called where they are installed: $1 is dracut's
# net-lib.sh.
set -f

line=

# What the functions need of dracut-lib.sh: the last word of that name.
getarg() {
	found=
	for word in $line; do
		case $word in
		"$1"*) found=${word#"$1"} ;;
		esac
	done
	[ -n "$found" ] && echo "$found"
}

getargs() {
	getarg "$@"
}

strglob() {
	# shellcheck disable=SC2254 # it is a pattern
	case $1 in
	$2) return 0 ;;
	esac
	return 1
}

warn() {
	:
}

die() {
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
. "${1:?usage: ip_to_var.sh net-lib.sh}"

while read -r line; do
	word=${line%% *}
	value=${word#*=}
	case $word in
	ip=*)
		ip_to_var "$value"
		show ip srv gw mask hostname dev autoconf mtu macaddr dns1 dns2
		;;
	rd.route=*)
		route_to_var "$value"
		show route_mask route_gw route_dev ;;
	ifname=*)
		parse_ifname_opts "$value"
		show ifname_if ifname_mac ;;
	esac
	echo
done
