//! Bring-up of the chip: the steps of TI's `PRCMCC3200MCUInit`, each with its reason (`docs/cc3200.md`, section 1.3).
//! A program calls [`run`] before it uses any pin.
//!
//! On a WiPy the boot manager has done the same already, but a debugger that loads a program into RAM has not. A second
//! bring-up changes nothing. The values come from TI's errata and trims; it is unconfirmed that pins work without them.

use pinscope_core::RegistersMut;
use pinscope_core::cc3200::{Rw, arcm, gprcm, mcu_init, pad};

/// Multiplexer setting with which the boot loader uses GP1 and GP2 for its own UART.
const BOOT_UART_MUX: u32 = 1;

/// Carries out all steps in TI's order, then stops the watchdog and claims the blocks that two processors share.
pub fn run(registers: impl RegistersMut) {
    let set = |word: Rw, bits| word.modify(registers, bits, bits);
    // 1. Without this bit the digital supply may not come back after LPDS (erratum).
    set(mcu_init::DCDC_PARAMETERS16, mcu_init::DCDC_LPDS_ERRATUM);
    // 2. Without this bit a wake request that comes while the chip enters HIBERNATE may be masked for good (erratum).
    set(mcu_init::HIB_REG0, mcu_init::HIB_WAKE_ERRATUM);
    // 3. Without these bits a switch between clocks may fail (erratum).
    set(mcu_init::SPARE_REG_5, mcu_init::CLOCK_ERRATUM);
    // 4. The boot loader may have left a uDMA transfer running, which would overwrite the image.
    reset_and_stop(registers, mcu_init::UDMA_CLOCK, mcu_init::UDMA_RESET);
    // 5. The counter of the slow clock, which LPDS and HIBERNATE use, is started once after power-on.
    if gprcm::APPS_RESET_CAUSE.read(registers) & gprcm::RESET_CAUSE == gprcm::CAUSE_POWER_ON {
        mcu_init::RTC_TIMER_ENABLE.write(registers, 1);
    }
    // 6. TI configures pads 28 and 29 for a two-wire debugger. Neither is a pin of a board, so they stay as they are.
    // 7. Without this bit the pads of TDI and TDO cannot be GP23 and GP24.
    set(mcu_init::DEVICE_PADS, mcu_init::JTAG_OVERRIDE);
    // 8. The boot loader's UART releases GP1 and GP2.
    for pad in [1, 2].map(pad::config) {
        if pad.read(registers) & pad::CONFMODE == BOOT_UART_MUX {
            pad.modify(registers, pad::CONFMODE, 0);
        }
    }
    // 9. Chips of one manufacturing process need a higher core voltage than the others.
    let needs_raised_voltage =
        mcu_init::EFUSE_READ_REG0.read(registers) & mcu_init::PROCESS_INDICATOR == mcu_init::PROCESS_RAISED_VOLTAGE;
    let voltage = if needs_raised_voltage { mcu_init::CORE_VOLTAGE_RAISED } else { mcu_init::CORE_VOLTAGE_NOMINAL };
    mcu_init::CORE_VOLTAGE.modify(registers, mcu_init::CORE_VOLTAGE_TRIM, voltage);
    // 10. A supply that collapses restarts the whole chip, as power-on does.
    mcu_init::SPARE_LOWV.modify(registers, mcu_init::SOFT_RESTART_DISABLE, 0);
    // 11. The analog supply does not sleep by itself.
    set(mcu_init::DCDC_OVERRIDE, mcu_init::DCDC_SLEEP_DISABLE);

    // Only a reset stops a watchdog that has been started. Its clock is turned off too, so that it cannot count.
    reset_and_stop(registers, mcu_init::WATCHDOG_CLOCK, mcu_init::WATCHDOG_RESET);
    claim_shared_blocks(registers);
}

/// Claims the blocks that both processors of the chip can use. It is the only step that has to be repeated after LPDS.
pub fn claim_shared_blocks(registers: impl RegistersMut) {
    mcu_init::I2C_OWNER.modify(registers, mcu_init::I2C_OWNER_BITS, mcu_init::I2C_OWNER_APPS);
    mcu_init::GPIO_OWNER.modify(registers, mcu_init::GPIO_OWNER_BITS, mcu_init::GPIO_OWNER_APPS);
}

/// Resets a block and stops its clock.
fn reset_and_stop(registers: impl RegistersMut, clock: Rw, reset: Rw) {
    clock.modify(registers, arcm::CLOCK_ON, arcm::CLOCK_ON);
    arcm::pulse_reset(registers, reset);
    clock.modify(registers, arcm::CLOCK_ON, 0);
}
