/* SPDX-License-Identifier: GPL-2.0-or-later */
/* System calls that klibc has no function for.  For sys_linux.c alone. */
#ifndef SYS_CALL_H
#define SYS_CALL_H

#include <errno.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#ifndef CLOCK_BOOTTIME
#define CLOCK_BOOTTIME 7
#endif

#ifdef __KLIBC__

#include <linux/random.h>

/* -1 and errno, as the C library does it. */
static inline long call3(long number, long a, long b, long c)
{
#if defined(__x86_64__)
	long result;

	__asm__ volatile("syscall"
			 : "=a"(result)
			 : "0"(number), "D"(a), "S"(b), "d"(c)
			 : "rcx", "r11", "memory");
#elif defined(__aarch64__)
	register long x8 __asm__("x8") = number;
	register long result __asm__("x0") = a;
	register long x1 __asm__("x1") = b;
	register long x2 __asm__("x2") = c;

	__asm__ volatile("svc #0"
			 : "+r"(result)
			 : "r"(x8), "r"(x1), "r"(x2)
			 : "memory", "cc");
#else
#error "this architecture's system call instruction is missing here"
#endif
	if (result < 0 && result > -4096) {
		errno = (int)-result;
		return -1;
	}
	return result;
}

#define call_clock_gettime(clock, t) \
	call3(__NR_clock_gettime, (clock), (long)(t), 0)
#define call_getrandom(buf, n, flags) \
	call3(__NR_getrandom, (long)(buf), (long)(n), (flags))
#define call_finit_module(fd, options, flags) \
	call3(__NR_finit_module, (fd), (long)(options), (flags))

#define call_getdents64(fd, buf, n) \
	call3(__NR_getdents64, (fd), (long)(buf), (long)(n))

#else

#include <sys/random.h>

#define call_clock_gettime clock_gettime
#define call_getrandom getrandom
#define call_finit_module(fd, options, flags) \
	syscall(SYS_finit_module, (fd), (options), (flags))
#define call_getdents64(fd, buf, n) syscall(SYS_getdents64, (fd), (buf), (n))

#endif
#endif
