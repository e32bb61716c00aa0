//! Sleep and wake: entering LPDS and HIBERNATE, the wake lines of both, and the cause of a reset.

use crate::cc3200::{arcm, gprcm, hib};
use crate::config::Trigger;
use crate::register_image::RegisterImage;
use crate::registers::{Registers, RegistersMut};

/// The cause of the last reset (`machine.reset_cause()`). The numbers are MicroPython's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub enum ResetCause {
    /// Power was switched on, or the reset button was pressed.
    PowerOn = 0,
    /// Software reset the chip.
    Hard = 1,
    /// The watchdog reset the chip.
    Watchdog = 2,
    /// The chip woke from HIBERNATE.
    DeepSleep = 3,
}

impl ResetCause {
    /// Returns MicroPython's name, such as `"PWRON_RESET"`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::PowerOn => "PWRON_RESET",
            Self::Hard => "HARD_RESET",
            Self::Watchdog => "WDT_RESET",
            Self::DeepSleep => "DEEPSLEEP_RESET",
        }
    }
}

/// Returns the cause of the last reset. A wake from LPDS is no reset, because software continues, but it overwrites the
/// cause in the registers. Software that enters LPDS therefore reads the cause once after each reset;
/// [`RegisterImage::set_reset_cause`] puts it into later copies of the registers.
pub fn reset_cause(registers: impl Registers) -> ResetCause {
    match gprcm::APPS_RESET_CAUSE.read(registers) & gprcm::RESET_CAUSE {
        gprcm::CAUSE_CORE_RESET | gprcm::CAUSE_SYSTEM_RESET | gprcm::CAUSE_CHIP_RESET => ResetCause::Hard,
        gprcm::CAUSE_WATCHDOG => ResetCause::Watchdog,
        _ if hib::WAKE_STATUS.read(registers) & hib::WOKE != 0 => ResetCause::DeepSleep,
        _ => ResetCause::PowerOn,
    }
}

/// Enters LPDS. `image` records the registers that the chip loses; call [`resume`] with it when software runs again.
///
/// On hardware the request is followed by a wait for an interrupt, which ends in a reset of the core.
pub fn suspend(registers: impl RegistersMut, image: &mut RegisterImage) {
    *image = RegisterImage::capture(registers);
    arcm::LPDS_REQUEST.write(registers, arcm::ENTER_LPDS);
}

/// Restores pins, triggers, priorities, enabled interrupts and wake registers after LPDS. Returns the wake line that
/// ended LPDS, if a pin did.
pub fn resume(registers: impl RegistersMut, image: &RegisterImage) -> Option<u8> {
    let woken_by_pin = gprcm::LPDS_WAKEUP_SRC.read(registers) & gprcm::WAKEUP_GPIO != 0;
    image.restore(registers);
    suspend_line(registers).filter(|_| woken_by_pin)
}

/// Enters HIBERNATE. A wake from it is a reset.
pub fn hibernate(registers: impl RegistersMut) {
    hib::REQUEST.write(registers, hib::ENTER_HIBERNATE);
}

/// Returns the wake line that ends LPDS, if one is enabled.
pub fn suspend_line(registers: impl Registers) -> Option<u8> {
    let is_enabled = gprcm::LPDS_WAKEUP_CFG.read(registers) & gprcm::WAKEUP_GPIO != 0;
    is_enabled.then(|| (hib::LPDS_GPIO_SEL.read(registers) & hib::LPDS_LINE) as u8)
}

/// Returns the trigger of the wake line that ends LPDS.
pub fn suspend_trigger(registers: impl Registers) -> Trigger {
    Trigger::from_lpds_bits(gprcm::GPIO_WAKE_CONF.read(registers))
}

/// Returns the wake lines that end HIBERNATE, bit n for line n.
pub fn hibernate_lines(registers: impl Registers) -> u32 {
    hib::GPIO_WAKE_EN.read(registers) & hib::WAKE_LINES
}

/// Returns the trigger of wake line `line` in HIBERNATE.
pub fn hibernate_trigger(registers: impl Registers, line: u8) -> Trigger {
    Trigger::from_hib_bits(hib::GPIO_WAKE_CONF.read(registers) >> hib::line_trigger_shift(line & 7))
}

/// Makes `line` the only wake line that ends LPDS. If `trigger` is `None`, `line` no longer ends LPDS.
pub(crate) fn set_suspend_line(registers: impl RegistersMut, line: u8, trigger: Option<Trigger>) {
    let enable = |on| gprcm::LPDS_WAKEUP_CFG.modify(registers, gprcm::WAKEUP_GPIO, if on { !0 } else { 0 });
    // Both edges have no code, and `Pin::irq` has refused them.
    match trigger.and_then(Trigger::lpds_bits) {
        Some(bits) => {
            gprcm::GPIO_WAKE_CONF.modify(registers, gprcm::LPDS_TRIGGER, bits);
            hib::LPDS_GPIO_SEL.write(registers, u32::from(line));
            enable(true);
        }
        None if suspend_line(registers) == Some(line) => enable(false),
        None => {}
    }
}

/// Makes `line` one of the wake lines that end HIBERNATE. If `trigger` is `None`, `line` no longer ends HIBERNATE.
pub(crate) fn set_hibernate_line(registers: impl RegistersMut, line: u8, trigger: Option<Trigger>) {
    let enable = hib::line_enable(line);
    match trigger.and_then(Trigger::hib_bits) {
        Some(bits) => {
            // The bits are replaced and not ORed, because ORed with an earlier code they would be another code.
            let shift = hib::line_trigger_shift(line);
            hib::GPIO_WAKE_CONF.modify(registers, hib::line_trigger(line), bits << shift);
            hib::GPIO_WAKE_EN.modify(registers, enable, enable);
        }
        None => hib::GPIO_WAKE_EN.modify(registers, enable, 0),
    }
}
