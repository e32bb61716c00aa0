/* Writes and reads a pin in C, to be compared with examples/cost.rs. The accesses are the ones that TI's driver
   library documents, through the masked data address (docs/cc3200.md, section 2.2). The code was written for this
   comparison. */

#include <stdint.h>

void c_fixed_set_value(void) { *(volatile uint32_t *)(0x40005000u + (0x02u << 2)) = 0x02u; }

uint32_t c_fixed_value(void) { return *(volatile uint32_t *)(0x40005000u + (0x02u << 2)); }

void c_any_set_value(uint32_t port, uint8_t mask, uint8_t value) {
    *(volatile uint32_t *)(port + ((uint32_t)mask << 2)) = value;
}

uint32_t c_any_value(uint32_t port, uint8_t mask) { return *(volatile uint32_t *)(port + ((uint32_t)mask << 2)); }
