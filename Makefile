# SPDX-License-Identifier: GPL-2.0-or-later
# make help lists the goals.

VERSION = 0.1.0

prefix ?= /usr/local
sbindir ?= $(prefix)/sbin
mandir ?= $(prefix)/share/man
libdir ?= $(prefix)/lib
# dracut and mkinitramfs look nowhere else, whatever the prefix.
dracutlibdir ?= /usr/lib/dracut
initramfstoolsdir ?= /usr/share/initramfs-tools
# systemd reads its units before another file system is mounted on /usr/local.
systemdsystemunitdir ?= /usr/lib/systemd/system

KLCC ?= klcc
HOSTCC ?= gcc
FUZZCC ?= clang

B = build
CPPFLAGS = -D_GNU_SOURCE -Iklibc-client -Iibft -DVERSION='"$(VERSION)"'
WARN = -std=gnu11 -Wall -Wextra -Wstrict-prototypes -Wmissing-prototypes \
	-Wwrite-strings -Wpointer-arith -Wvla -Wformat=2 -Wundef -Werror
# klibc's own headers do not pass these:
HOSTWARN = $(WARN) -Wshadow -Wcast-qual -Wno-format-nonliteral
# For size: -Oz where the compiler knows it (gcc 12); a jump table takes 8 bytes
# for each case, a build-id is of no use in a file without symbols.
KLSIZE := $(if $(shell $(KLCC) -Oz -E -x c /dev/null 2>&1 >/dev/null || \
	echo no),-Os,-Oz)
# For the size in a packed image: instructions in the order of the source, without
# cleverness, make like code look alike.
KLPACK = -fno-schedule-insns2 -fno-caller-saves -fno-if-conversion \
	-fno-if-conversion2 -fno-thread-jumps -fno-tree-dominator-opts
KLCFLAGS = $(WARN) $(KLSIZE) $(KLPACK) -ffunction-sections -fdata-sections \
	-fno-jump-tables $(KLARCHFLAGS)
# klibc on x86-64 is built without SSE: nothing needs a stack aligned to 16.
KLARCHFLAGS = $(if $(filter x86_64,$(shell uname -m)),-mpreferred-stack-boundary=3)
KLLDFLAGS = -static -Wl,-z,noseparate-code -Wl,--gc-sections \
	-Wl,--build-id=none
SANITIZE = -fsanitize=address,undefined -fno-sanitize-recover=all
HOSTCFLAGS = $(HOSTWARN) -g -O1 $(SANITIZE)

RECORD = iscsiboot-record.service

# Everything but the two main.c is also linked into the tests.
LIB = $(filter-out %/main.c,$(wildcard klibc-client/*.c ibft/*.c))
HEADERS = $(wildcard klibc-client/*.h ibft/*.h tests/unit/*.h tests/fuzz/*.h)
TESTS = $(patsubst tests/unit/%.c,%,$(wildcard tests/unit/t_*.c))
FUZZERS = $(patsubst tests/fuzz/%.c,%,$(wildcard tests/fuzz/fuzz_*.c))

KLOBJ = $(LIB:%.c=$B/klibc/%.o)
HOSTOBJ = $(LIB:%.c=$B/host/%.o)

.PHONY: all demo check test test-all lint bench fuzz initramfs install \
	uninstall clean help packages-build packages-test packages-test-all unit

all: $B/iscsistart $B/ibft	## build the programs, build/iscsistart and build/ibft

help:				## list the goals
	@sed -n 's/^\([a-z-]*\):.*## /  \1\t/p' Makefile | expand -t 16

# The real programs: static, klibc, stripped.
$B/ibft: $B/klibc/ibft/main.o $(KLOBJ)
	$(KLCC) $(KLLDFLAGS) -o $@.tmp $^
	strip -R .comment $@.tmp
	mv $@.tmp $@

$B/iscsistart: $B/klibc/klibc-client/main.o $(KLOBJ) $B/keeper.ld
	$(KLCC) $(KLLDFLAGS) -Wl,-T,$B/keeper.ld -o $@.tmp $(filter %.o,$^)
	strip -R .comment $@.tmp
	mv $@.tmp $@

# What a program of the keeper alone would not have: the linker tells what it
# leaves out when the keeper is where the program begins.  Code and what it reads
# are kept apart, which packs better.
$B/keeper.ld: klibc-client/keeper.ld $B/klibc/klibc-client/main.o $(KLOBJ)
	LC_ALL=C $(KLCC) $(KLLDFLAGS) -Wl,-e,stay -Wl,--print-gc-sections \
		-o $@.tmp $(filter %.o,$^) 2>$@.removed
	sed -En -e "s/\(([^)]*)\)'$$/:\1'/" -e \
		"s/^.* '(\.(text|rodata)[^']*)' in file '(.*)'$$/*\3(\1)/p" \
		$@.removed | sort -s -t'(' -k2.1,2.3 >$@.list
	sed -e '/^\t\tBOOT_ONLY$$/{' -e 'r $@.list' -e 'd' -e '}' $< >$@.tmp
	mv $@.tmp $@

$B/klibc/%.o: %.c $(HEADERS) Makefile
	@command -v $(KLCC) >/dev/null || tests/install-packages build
	@mkdir -p $(@D)
	$(KLCC) $(KLCFLAGS) $(CPPFLAGS) -c -o $@ $<

$B/host/%.o: %.c $(HEADERS) Makefile
	@mkdir -p $(@D)
	$(HOSTCC) $(HOSTCFLAGS) $(CPPFLAGS) -c -o $@ $<

$B/host/libiscsiboot.a: $(HOSTOBJ)
	@rm -f $@
	ar rcs $@ $^

# Unit tests, twice: on the host with sanitizers, and with klibc as shipped.
$B/host/t_%: tests/unit/t_%.c $B/host/libiscsiboot.a
	$(HOSTCC) $(HOSTCFLAGS) $(CPPFLAGS) -Itests/unit -o $@ $^

$B/klibc/t_%: tests/unit/t_%.c $(KLOBJ)
	@mkdir -p $(@D)
	$(KLCC) $(KLCFLAGS) $(CPPFLAGS) -Itests/unit -c -o $@.o $<
	$(KLCC) $(KLLDFLAGS) -o $@ $@.o $(KLOBJ)

# The keeper's loop as shipped, for what it costs.
$B/bench/idle: tests/bench/idle.c $(KLOBJ)
	@mkdir -p $(@D)
	$(KLCC) $(KLCFLAGS) $(CPPFLAGS) -c -o $@.o $<
	$(KLCC) $(KLLDFLAGS) -o $@ $@.o $(KLOBJ)

# The kernel's own iSCSI headers, for the layout test; see the file.
$B/host/t_abi $B/klibc/t_abi: private CPPFLAGS += $(shell tests/unit/kernel-headers)

# Our half of a comparison with another program's parser.
$B/host/show_%: tests/differential/show_%.c $B/host/libiscsiboot.a
	$(HOSTCC) $(HOSTCFLAGS) $(CPPFLAGS) -Itests/unit -o $@ $^

# A part of the product on its own: over real sockets, with real programs.
NET_PROGRAMS = resolve_name dhcp_lease arp_ask
$(NET_PROGRAMS:%=$B/host/%): $B/host/%: tests/net/%.c $B/host/libiscsiboot.a
	$(HOSTCC) $(HOSTCFLAGS) $(CPPFLAGS) -o $@ $^

# What is left for the booted system's network services, on its own.
$B/host/write_files: tests/netfiles/write_files.c $B/host/libiscsiboot.a
	$(HOSTCC) $(HOSTCFLAGS) $(CPPFLAGS) -o $@ $^

# A fuzz entry without a fuzzer: runs the files it is given.
$B/host/fuzz_%: tests/fuzz/fuzz_%.c tests/fuzz/run_files.c $B/host/libiscsiboot.a
	$(HOSTCC) $(HOSTCFLAGS) $(CPPFLAGS) -Itests/unit -o $@ $^

$B/fuzz/fuzz_%: tests/fuzz/fuzz_%.c $(LIB) $(HEADERS)
	@mkdir -p $(@D)
	$(FUZZCC) -std=gnu11 -g -O2 -fsanitize=fuzzer,address,undefined \
		-fno-sanitize-recover=all $(CPPFLAGS) -Itests/unit -o $@ \
		$< $(LIB)

unit: $(TESTS:%=$B/host/%) $(TESTS:%=$B/klibc/%) $(FUZZERS:%=$B/host/%) \
	$B/host/show_ip $B/host/show_plan $(NET_PROGRAMS:%=$B/host/%) \
	$B/host/write_files

packages-build packages-test packages-test-all:
	@tests/install-packages $(@:packages-%=%)

lint: packages-test		## compiler warnings, cppcheck, shellcheck, man pages
	@tests/lint

check: packages-test		## unit tests, fuzz corpora, lint; no virtual machine
	@$(MAKE) -s -j "$$(nproc)" all unit
	@tests/run unit fuzz ibft plan differential lint

test: packages-test		## everything; ends with N passed, N failed
	@$(MAKE) -s -j "$$(nproc)" all unit
	@tests/run unit fuzz ibft plan differential lint net nic target vm demo \
		dracut initramfs-tools debian

# Installs NetworkManager and ifupdown: not for a machine that is in use.
test-all: test packages-test-all	## test, and what takes longer
	@tests/run netfiles dracut-rest dracut-bench \
		initramfs-tools-rest initramfs-tools-bench debian-rest long

demo:				## boot a virtual machine from iSCSI, end to end
	@tests/install-packages demo
	@$(MAKE) -s -j "$$(nproc)" all
	@SHELL_AFTER=$(SHELL_AFTER) FIRMWARE=$(or $(FIRMWARE),bios) \
		tests/vm/demo.py

bench: packages-test		## ours beside Open-iSCSI's, in one run
	@$(MAKE) -s -j "$$(nproc)" all $B/bench/idle
	@tests/bench/run.py
	@tests/bench/settings.py
	@tests/bench/link.py
	@tests/bench/network.py
	@tests/dracut/run.py --bench
	@tests/initramfs-tools/run.py --bench
	@tests/bench/faults.py
	@tests/bench/pause.py
	@$B/bench/idle 1
	@$B/bench/idle 8

fuzz: packages-test		## libFuzzer on every entry, FUZZ_SECONDS each (60)
	@$(MAKE) -s -j "$$(nproc)" $(FUZZERS:%=$B/fuzz/%)
	@tests/fuzz/run

initramfs: all			## an image for the newest kernel installed
	@tests/install-packages demo
	initramfs/mkinitramfs -o $B/initramfs.img

# Where mkinitramfs finds hooks and scripts.
IT = $(DESTDIR)$(initramfstoolsdir)

install: all			## install below DESTDIR and prefix
	install -d $(DESTDIR)$(libdir)/iscsiboot/initramfs \
		$(DESTDIR)$(libdir)/iscsiboot/firmware $(DESTDIR)$(sbindir) \
		$(DESTDIR)$(mandir)/man8
	install -m 755 $B/iscsistart $(DESTDIR)$(libdir)/iscsiboot
	cp -R initramfs/. $(DESTDIR)$(libdir)/iscsiboot/initramfs
	cp -R firmware/. $(DESTDIR)$(libdir)/iscsiboot/firmware
	install -m 755 $B/ibft $(DESTDIR)$(sbindir)
	install -m 644 man/*.8 $(DESTDIR)$(mandir)/man8
	install -d $(DESTDIR)$(dracutlibdir)/modules.d/50iscsi
	install -m 755 hooks/dracut/50iscsi/*.sh $B/iscsistart \
		$(DESTDIR)$(dracutlibdir)/modules.d/50iscsi
	install -d $(DESTDIR)$(systemdsystemunitdir)/sysinit.target.wants
	sed 's|@libdir@|$(libdir)|' hooks/systemd/$(RECORD) \
		>$(DESTDIR)$(systemdsystemunitdir)/$(RECORD)
	chmod 644 $(DESTDIR)$(systemdsystemunitdir)/$(RECORD)
	ln -sf ../$(RECORD) $(DESTDIR)$(systemdsystemunitdir)/sysinit.target.wants
	install -d $(IT) $(IT)/iscsiboot $(IT)/hooks $(IT)/conf-hooks.d \
		$(IT)/scripts/local-top $(IT)/scripts/local-block
	install -m 755 $B/iscsistart $(IT)/iscsiboot
	install -m 755 hooks/initramfs-tools/hooks/iscsiboot $(IT)/hooks
	install -m 644 hooks/initramfs-tools/conf-hooks.d/iscsiboot $(IT)/conf-hooks.d
	for when in local-top local-block; do \
		install -m 755 hooks/initramfs-tools/scripts/local-top/iscsiboot \
			$(IT)/scripts/$$when || exit; \
	done

uninstall:			## take away what install put there
	rm -rf $(DESTDIR)$(libdir)/iscsiboot $(DESTDIR)$(sbindir)/ibft
	rm -rf $(DESTDIR)$(dracutlibdir)/modules.d/50iscsi $(IT)/iscsiboot
	rm -f $(DESTDIR)$(systemdsystemunitdir)/$(RECORD) \
		$(DESTDIR)$(systemdsystemunitdir)/sysinit.target.wants/$(RECORD)
	rm -f $(foreach dir,hooks conf-hooks.d scripts/local-top scripts/local-block, \
		$(IT)/$(dir)/iscsiboot)
	rm -f $(patsubst man/%,$(DESTDIR)$(mandir)/man8/%,$(wildcard man/*.8))

clean:				## remove build/
	rm -rf $B
