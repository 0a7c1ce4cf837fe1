#!/test/busybox sh
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=dash
# The first process of a test machine that boots for real: logs in, puts a root
# file system with this test on the disk, and goes over to it.  The case's script
# runs there, by init.sh.

/test/busybox mkdir -p /test/bin /test/tmp /proc /sys /dev /run /newroot
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
	modprobe "$module" 2>/dev/null || echo "modprobe $module failed"
done </test/modules
: >/test/modules

# shellcheck source=tests/vm/lib.sh
. /test/lib.sh
# shellcheck disable=SC2119 # the usual address
net_up
# shellcheck source=/dev/null
. /test/before
wait_disk
mount -t ext4 "$DISK" /newroot || fail "the disk holds no file system"
cp -a /test /newroot/
mkdir -p /newroot/proc /newroot/sys /newroot/dev /newroot/run /newroot/sbin
cp "$(command -v iscsistart)" /newroot/sbin/
# shellcheck source=/dev/null
[ ! -e /test/onto-disk ] || . /test/onto-disk
for folder in proc sys dev run; do
	mount --move "/$folder" "/newroot/$folder"
done
exec switch_root /newroot /test/init
