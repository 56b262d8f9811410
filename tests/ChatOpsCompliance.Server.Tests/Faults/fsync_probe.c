/* Loaded with LD_PRELOAD: counts every fsync and fdatasync of the process, and makes each take FSYNC_DELAY_US microseconds longer. */
#define _GNU_SOURCE
#include <stdlib.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

static long count;

long fsync_probe_count(void) { return __atomic_load_n(&count, __ATOMIC_SEQ_CST); }

static void delay(void)
{
    const char *text = getenv("FSYNC_DELAY_US");
    long us = text ? atol(text) : 0;
    struct timespec t = { us / 1000000, us % 1000000 * 1000 };
    if (us > 0) nanosleep(&t, NULL);
}

static int flush(long call, int fd)
{
    __atomic_add_fetch(&count, 1, __ATOMIC_SEQ_CST);
    delay();
    return (int)syscall(call, fd);
}

int fsync(int fd) { return flush(SYS_fsync, fd); }

int fdatasync(int fd) { return flush(SYS_fdatasync, fd); }
