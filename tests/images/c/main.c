/* Calculates with numbers that the processor has no instructions for, and prints them with newlib's printf. Then SysTick
   toggles GP9 each millisecond, a rising edge of GP10 toggles GP25, and a received letter causes a fault. The addresses
   are those of docs/cc3200.md and docs/peripherals.md. */

#include <math.h>
#include <stdint.h>
#include <stdio.h>

#include "board.h"

#define REGISTER(address) (*(volatile uint32_t *)(address))

/* Clock gates; 0x101 is on, in sleep too. */
#define PORT_A1_CLOCK REGISTER(0x44025058)
#define PORT_A3_CLOCK REGISTER(0x44025068)
#define UARTA0_CLOCK REGISTER(0x44025080)

#define PAD(gpio) REGISTER(0x4402E0A0 + 4 * (gpio))

/* The address of a port's data selects the bits that are accessed. */
#define GP9_DATA REGISTER(0x40005000 + (0x02 << 2))
#define GP25_DATA REGISTER(0x40007000 + (0x02 << 2))
#define PORT_A1_DIRECTION REGISTER(0x40005400)
#define PORT_A3_DIRECTION REGISTER(0x40007400)
#define PORT_A1_RISING REGISTER(0x4000540C)
#define PORT_A1_MASK REGISTER(0x40005410)
#define PORT_A1_CLEAR REGISTER(0x4000541C)

#define UART_DATA REGISTER(0x4000C000)
#define UART_FLAGS REGISTER(0x4000C018)
#define UART_DIVISOR REGISTER(0x4000C024)
#define UART_FRACTION REGISTER(0x4000C028)
#define UART_FORMAT REGISTER(0x4000C02C)
#define UART_CONTROL REGISTER(0x4000C030)
#define UART_RECEIVER_EMPTY 0x10
#define UART_TRANSMITTER_FULL 0x20

#define SYSTICK_CONTROL REGISTER(0xE000E010)
#define SYSTICK_RELOAD REGISTER(0xE000E014)
#define SYSTICK_COUNT REGISTER(0xE000E018)
#define INTERRUPT_ENABLE REGISTER(0xE000E100)
#define CONFIGURATION REGISTER(0xE000ED14)
#define DIVISION_TRAP 0x10

static volatile unsigned ticks, edges;

/* True if the routine of a fault causes a fault itself. */
static volatile int faults_again;

void send(char byte)
{
    while (UART_FLAGS & UART_TRANSMITTER_FULL)
        ;
    UART_DATA = (unsigned char)byte;
}

void on_systick(void)
{
    ticks++;
    GP9_DATA = ~GP9_DATA;
}

void on_port_a1(void)
{
    PORT_A1_CLEAR = 0x04;
    edges++;
    GP25_DATA = ~GP25_DATA;
}

void on_fault(void)
{
    while (!faults_again)
        ;
    __asm__ volatile("udf #0");
}

static void start_board(void)
{
    PORT_A1_CLOCK = PORT_A3_CLOCK = UARTA0_CLOCK = 0x101;
    /* GP1 and GP2 belong to the UART, GP9 and GP25 are outputs, and GP10 is an input that is pulled down. */
    PAD(1) = PAD(2) = 0x123;
    PAD(9) = PAD(25) = 0x020;
    PAD(10) = 0x220;
    PORT_A1_DIRECTION = 0x02;
    PORT_A3_DIRECTION = 0x02;
    /* 115200 baud: 80 MHz / 16 / 115200 is 43 and 26/64. Eight bits with FIFOs, then transmitter and receiver on. */
    UART_CONTROL = 0;
    UART_DIVISOR = 43;
    UART_FRACTION = 26;
    UART_FORMAT = 0x70;
    UART_CONTROL = 0x301;
}

static void start_interrupts(void)
{
    PORT_A1_RISING = 0x04;
    PORT_A1_CLEAR = 0xFF;
    PORT_A1_MASK = 0x04;
    INTERRUPT_ENABLE = 1 << 1;
    SYSTICK_RELOAD = 80000 - 1;
    SYSTICK_COUNT = 0;
    SYSTICK_CONTROL = 7;
}

static void print_numbers(void)
{
    volatile float tenth = 0.1f, fifth = 0.2f;
    volatile double two = 2;
    volatile int64_t large = 1234567890123456789;
    double sum = 0;
    for (int k = 1; k <= 1000; k++)
        sum += 1.0 / ((double)k * k);
    printf("sum %.9f root %.12f\n", sum, sqrt(two));
    printf("float %.9g double %e\n", (double)(tenth + fifth), 6.02214076e23);
    printf("quotient %lld remainder %lld\n", large / 987654321, large % 987654321);
    printf("[%-6s|%6d|%06x|%+.2f]\n", "left", -42, 0xBEEF, -two / 3);
}

/* Calls itself until the stack is full, which happens long before the depth becomes negative. */
__attribute__((noinline)) static int descend(int depth)
{
    volatile int room[16];
    room[0] = depth;
    return depth < 0 ? 0 : descend(depth + 1) + room[0];
}

/* Carries out what a received letter stands for. It stays a function, so that a fault names it. */
__attribute__((noinline)) static void obey(char letter)
{
    volatile int zero = 0;
    void (*volatile nothing)(void) = (void (*)(void))0x30000001;
    switch (letter) {
    case 'e':
        faults_again = 1;
        __asm__ volatile("udf #0");
        break;
    case 'j':
        nothing();
        break;
    case 's':
        descend(0);
        break;
    case 'z':
        CONFIGURATION |= DIVISION_TRAP;
        printf("%d\n", 42 / zero);
        break;
    default:
        printf("ticks %u edges %u\n", ticks, edges);
    }
}

int main(void)
{
    start_board();
    print_numbers();
    start_interrupts();
    printf("ready\n");
    for (;;) {
        __asm__ volatile("wfi");
        while (!(UART_FLAGS & UART_RECEIVER_EMPTY))
            obey((char)UART_DATA);
    }
}
