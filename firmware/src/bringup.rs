//! Bring-up of the chip: the steps of TI's `PRCMCC3200MCUInit`, each with its reason (`docs/cc3200.md`, section 1.3).
//! A program calls [`run`] first, before it uses any pin.
//!
//! On a WiPy the boot manager has done it already, a debugger that loads into RAM has not: doing it again changes
//! nothing. The words are errata and trims of TI's; that pins work without them is unconfirmed.

use cortex_m::asm;
use pinscope_core::RegistersMut;
use pinscope_core::cc3200::{Rw, arcm, gprcm, mcu_init, pad};

/// How long a reset is held, in turns of TI's loop (`PRCMPeripheralReset`), in cycles.
const RESET_CYCLES: u32 = 64;

/// The multiplexer setting with which the boot loader takes GP1 and GP2 for its own UART.
const BOOT_UART: u32 = 1;

/// Carries out every step, in TI's order; then stops the watchdog and takes the blocks that two processors share.
pub fn run(registers: impl RegistersMut) {
    let set = |word: Rw, bits| word.modify(registers, bits, bits);
    // 1. Without it the digital supply may not come back from LPDS (erratum).
    set(mcu_init::DCDC_PARAMETERS16, mcu_init::DCDC_LPDS_ERRATUM);
    // 2. Without it a wake request that comes on the way into HIBERNATE may be masked for good (erratum).
    set(mcu_init::HIB_REG0, mcu_init::HIB_WAKE_ERRATUM);
    // 3. Without it the switch of clocks may go wrong (erratum).
    set(mcu_init::SPARE_REG_5, mcu_init::CLOCK_ERRATUM);
    // 4. The boot loader may have left a transfer of uDMA running, which would write into the image.
    reset_and_stop(registers, mcu_init::UDMA_CLOCK, mcu_init::UDMA_RESET);
    // 5. The slow clock's counter starts once, after power-on: LPDS and HIBERNATE count on it.
    if gprcm::APPS_RESET_CAUSE.read(registers) & 0xFF == gprcm::CAUSE_POWER_ON {
        mcu_init::RTC_TIMER_ENABLE.write(registers, 1);
    }
    // 6. Pads 28 and 29 for a debugger on two wires: neither is a pin of either board, so they stay as they are.
    // 7. TDI and TDO keep their pads from being GP23 and GP24 unless they are told not to.
    set(mcu_init::DEVICE_PADS, mcu_init::JTAG_OVERRIDE);
    // 8. The boot loader's UART lets go of GP1 and GP2.
    for pad in [1, 2].map(pad::config) {
        if pad.read(registers) & pad::CONFMODE == BOOT_UART {
            pad.modify(registers, pad::CONFMODE, 0);
        }
    }
    // 9. The core voltage that goes with how this chip came out of the factory.
    let slow =
        mcu_init::EFUSE_READ_REG0.read(registers) & mcu_init::PROCESS_INDICATOR == mcu_init::PROCESS_RAISED_VOLTAGE;
    let voltage = if slow { mcu_init::CORE_VOLTAGE_RAISED } else { mcu_init::CORE_VOLTAGE_NOMINAL };
    mcu_init::CORE_VOLTAGE.modify(registers, mcu_init::CORE_VOLTAGE_TRIM, voltage);
    // 10. A supply that collapses restarts the chip as power-on does, not half.
    mcu_init::SPARE_LOWV.modify(registers, mcu_init::SOFT_RESTART_DISABLE, 0);
    // 11. The analog supply does not sleep by itself.
    set(mcu_init::DCDC_OVERRIDE, mcu_init::DCDC_SLEEP_DISABLE);

    // A watchdog that was started can be stopped by nothing but its reset; without a clock it does not count either.
    reset_and_stop(registers, mcu_init::WATCHDOG_CLOCK, mcu_init::WATCHDOG_RESET);
    own_blocks(registers);
}

/// Takes the blocks that both processors of the chip reach. After LPDS it is the only step to do again.
pub fn own_blocks(registers: impl RegistersMut) {
    mcu_init::I2C_OWNER.modify(registers, mcu_init::I2C_OWNER_BITS, mcu_init::I2C_OWNER_APPS);
    mcu_init::GPIO_OWNER.modify(registers, mcu_init::GPIO_OWNER_BITS, mcu_init::GPIO_OWNER_APPS);
}

/// Resets a block and takes its clock away.
fn reset_and_stop(registers: impl RegistersMut, clock: Rw, reset: Rw) {
    clock.modify(registers, arcm::CLOCK_ON, arcm::CLOCK_ON);
    pulse(registers, reset);
    clock.modify(registers, arcm::CLOCK_ON, 0);
}

/// Resets a block that has its clock.
pub fn pulse(registers: impl RegistersMut, reset: Rw) {
    reset.modify(registers, 1, 1);
    asm::delay(RESET_CYCLES);
    reset.modify(registers, 1, 0);
}
