//! Sleep and wake: the wake words of both kinds of sleep, entering them, and what the chip says afterwards.

use crate::cc3200::{arcm, gprcm, hib};
use crate::config::Trigger;
use crate::register_image::RegisterImage;
use crate::registers::{Registers, RegistersMut};

/// Why the chip was last reset (`machine.reset_cause()`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub enum ResetCause {
    /// Power came, or the reset button was pressed.
    PowerOn,
    /// Software reset it.
    Hard,
    /// The watchdog did.
    Watchdog,
    /// It woke from HIBERNATE.
    DeepSleep,
}

impl ResetCause {
    /// The port's name, `"PWRON_RESET"`.
    pub const fn name(self) -> &'static str {
        (&["PWRON_RESET", "HARD_RESET", "WDT_RESET", "DEEPSLEEP_RESET"])[self as usize]
    }
}

/// Why the chip was last reset. A wake from LPDS is none: software goes on where it was.
pub fn reset_cause(registers: impl Registers) -> ResetCause {
    match gprcm::APPS_RESET_CAUSE.read(registers) & 0xFF {
        gprcm::CAUSE_CORE_RESET | gprcm::CAUSE_SYSTEM_RESET | gprcm::CAUSE_CHIP_RESET => ResetCause::Hard,
        gprcm::CAUSE_WATCHDOG => ResetCause::Watchdog,
        _ if hib::WAKE_STATUS.read(registers) & 1 != 0 => ResetCause::DeepSleep,
        _ => ResetCause::PowerOn,
    }
}

/// Enters LPDS. `image` keeps what the chip forgets; call [`resume`] with it when software runs again.
///
/// On hardware the request is followed by a wait for an interrupt, from which the core returns through its reset.
pub fn suspend(registers: impl RegistersMut, image: &mut RegisterImage) {
    *image = RegisterImage::capture(registers);
    arcm::LPDS_REQUEST.write(registers, 1);
}

/// Puts pins, triggers, priorities, enables and wake words back after LPDS.
/// Answers the wake line that ended it, if a pin did.
pub fn resume(registers: impl RegistersMut, image: &RegisterImage) -> Option<u8> {
    let woken = gprcm::LPDS_WAKEUP_SRC.read(registers) & gprcm::WAKEUP_GPIO != 0;
    image.restore(registers);
    suspend_line(registers).filter(|_| woken)
}

/// Enters HIBERNATE. A wake is a reset.
pub fn hibernate(registers: impl RegistersMut) {
    hib::REQUEST.write(registers, 1);
}

/// The one wake line that ends LPDS, if any is armed.
pub fn suspend_line(registers: impl Registers) -> Option<u8> {
    let armed = gprcm::LPDS_WAKEUP_CFG.read(registers) & gprcm::WAKEUP_GPIO != 0;
    armed.then(|| (hib::LPDS_GPIO_SEL.read(registers) & 0b111) as u8)
}

/// The trigger of the line that ends LPDS.
pub fn suspend_trigger(registers: impl Registers) -> Trigger {
    match gprcm::GPIO_WAKE_CONF.read(registers) & 0b11 {
        gprcm::LPDS_HIGH_LEVEL => Trigger::HighLevel,
        gprcm::LPDS_FALLING => Trigger::Falling,
        gprcm::LPDS_LOW_LEVEL => Trigger::LowLevel,
        _ => Trigger::Rising,
    }
}

/// The wake lines that end HIBERNATE, bit n for line n.
pub fn hibernate_lines(registers: impl Registers) -> u32 {
    hib::GPIO_WAKE_EN.read(registers) & 0x7F
}

/// The trigger of wake line `line` in HIBERNATE.
pub fn hibernate_trigger(registers: impl Registers, line: u8) -> Trigger {
    match hib::GPIO_WAKE_CONF.read(registers) >> (2 * u32::from(line & 7)) & 0b11 {
        hib::HIB_LOW_LEVEL => Trigger::LowLevel,
        hib::HIB_HIGH_LEVEL => Trigger::HighLevel,
        hib::HIB_FALLING => Trigger::Falling,
        _ => Trigger::Rising,
    }
}

/// Makes `line` the one that ends LPDS, or, without a trigger, ends its being so.
pub(crate) fn arm_suspend(registers: impl RegistersMut, line: u8, trigger: Option<Trigger>) {
    let enable = |on| gprcm::LPDS_WAKEUP_CFG.modify(registers, gprcm::WAKEUP_GPIO, if on { !0 } else { 0 });
    let conf = match trigger {
        Some(Trigger::HighLevel) => gprcm::LPDS_HIGH_LEVEL,
        Some(Trigger::Falling) => gprcm::LPDS_FALLING,
        Some(Trigger::LowLevel) => gprcm::LPDS_LOW_LEVEL,
        Some(Trigger::Rising) => gprcm::LPDS_RISING,
        // A wake line never sees both edges; `Pin::irq` has refused them.
        None | Some(Trigger::BothEdges) => {
            if suspend_line(registers) == Some(line) {
                enable(false);
            }
            return;
        }
    };
    gprcm::GPIO_WAKE_CONF.modify(registers, 0b11, conf);
    hib::LPDS_GPIO_SEL.modify(registers, 0b111, u32::from(line));
    enable(true);
}

/// Makes `line` one of those that end HIBERNATE, or, without a trigger, no longer.
pub(crate) fn arm_hibernate(registers: impl RegistersMut, line: u8, trigger: Option<Trigger>) {
    let (bit, shift) = (1 << line, 2 * u32::from(line));
    let conf = match trigger {
        Some(Trigger::LowLevel) => hib::HIB_LOW_LEVEL,
        Some(Trigger::HighLevel) => hib::HIB_HIGH_LEVEL,
        Some(Trigger::Falling) => hib::HIB_FALLING,
        Some(Trigger::Rising) => hib::HIB_RISING,
        None | Some(Trigger::BothEdges) => {
            hib::GPIO_WAKE_EN.modify(registers, bit, 0);
            return;
        }
    };
    // The two bits are replaced, not ORed: what an earlier trigger left there would make another one.
    hib::GPIO_WAKE_CONF.modify(registers, 0b11 << shift, conf << shift);
    hib::GPIO_WAKE_EN.modify(registers, bit, bit);
}
