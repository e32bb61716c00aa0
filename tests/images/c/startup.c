/* Start-up code: the vector table, the variables that begin as 0, and the calls that newlib makes for printf. */

#include <errno.h>
#include <stdint.h>
#include <sys/stat.h>
#include <unistd.h>

#include "board.h"

extern char bss_start[], bss_end[], heap_start[], stack_top[];

int main(void);

/* Number of bytes for which the heap may grow. */
enum { HEAP_SIZE = 0x4000 };

void on_reset(void);

__attribute__((section(".vectors"), used)) static const uintptr_t vectors[32] = {
    [0] = (uintptr_t)stack_top,
    [1] = (uintptr_t)on_reset,
    [2] = (uintptr_t)on_fault,
    [3] = (uintptr_t)on_fault,
    [4] = (uintptr_t)on_fault,
    [5] = (uintptr_t)on_fault,
    [6] = (uintptr_t)on_fault,
    [15] = (uintptr_t)on_systick,
    [16 + 1] = (uintptr_t)on_port_a1,
};

void on_reset(void)
{
    for (char *byte = bss_start; byte < bss_end; byte++)
        *byte = 0;
    /* The address of the vector table, which the boot loader has set to another. */
    *(volatile uint32_t *)0xE000ED08 = (uint32_t)vectors;
    _exit(main());
}

void *_sbrk(int size)
{
    static int used;
    if (used + size < 0 || used + size > HEAP_SIZE) {
        errno = ENOMEM;
        return (void *)-1;
    }
    used += size;
    return heap_start + used - size;
}

int _write(int file, const char *bytes, int size)
{
    (void)file;
    for (int sent = 0; sent < size; sent++)
        send(bytes[sent]);
    return size;
}

int _fstat(int file, struct stat *status)
{
    (void)file;
    status->st_mode = S_IFCHR;
    return 0;
}

int _isatty(int file)
{
    (void)file;
    return 1;
}

int _read(int file, char *bytes, int size)
{
    (void)file, (void)bytes, (void)size;
    return 0;
}

int _lseek(int file, int offset, int origin)
{
    (void)file, (void)offset, (void)origin;
    return 0;
}

int _close(int file)
{
    (void)file;
    return -1;
}

int _getpid(void)
{
    return 1;
}

int _kill(int process, int signal)
{
    (void)process, (void)signal;
    return -1;
}

void _exit(int status)
{
    (void)status;
    for (;;)
        __asm__ volatile("wfi");
}
