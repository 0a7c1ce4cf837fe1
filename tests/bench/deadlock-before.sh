# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=dash
# For switch-init.sh: root and swap, for who is to keep them.
case $WHO in
iscsid*) keep=--no-keep ;;
keeper) keep=--keep ;;
*) keep=--keep=$WHO ;;
esac
by_options root 0 "$keep"
wait_disk
TARGET=iqn.2026-11.test:swap
by_options swap 0 "$keep" -p 3261
