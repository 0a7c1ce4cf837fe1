#!/test/busybox sh
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=dash
# The first process of a test machine: loads modules, runs the case, switches
# the machine off.  It stands beside the reference image's own /init and brings
# its own busybox, so that a case depends on the image for nothing but the
# program and the kernel modules.

/test/busybox mkdir -p /test/bin /test/tmp /proc /sys /dev /run /tmp
/test/busybox --install -s /test/bin
PATH=/test/bin:/usr/sbin:/usr/bin:/sbin:/bin
export PATH
mount -t proc proc /proc
mount -t sysfs sysfs /sys
mount -t devtmpfs devtmpfs /dev 2>/dev/null
mount -t tmpfs run /run
exec </dev/null >/dev/ttyS1 2>&1
stty -F /dev/ttyS1 -opost 2>/dev/null

while read -r module; do
	modprobe "$module" 2>/test/tmp/modprobe ||
		echo "modprobe $module: $(head -n 1 /test/tmp/modprobe)"
done </test/modules

# In a subshell, so that a script which dies still leaves a log behind.
(
	# shellcheck source=/dev/null
	. /test/lib.sh
	[ ! -s /test/secrets ] || watch_command_lines &
	# shellcheck source=/dev/null
	. /test/script
	exit 0
) || echo "FAIL the script broke off"
dmesg | sed 's/^/kernel| /'
echo END
# The serial port still holds the last bytes when write() returns.
stty -F /dev/ttyS1 2>/dev/null >/dev/null
sync
poweroff -f
