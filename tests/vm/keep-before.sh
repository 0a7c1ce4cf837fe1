# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=dash
# For switch-init.sh: the boot with a keeper.
by_options boot 0 --keep
