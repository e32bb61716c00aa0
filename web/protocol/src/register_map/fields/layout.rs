//! The table of fields. Bits and values are the constants of `pinscope_core::cc3200`; this table adds the names that a
//! person reads. Bits that `docs/cc3200.md` does not describe have no field.

use crate::register_map::{CLOCK_GATE, Peripheral, Register};
use pinscope_core::cc3200::gpio::Port;
use pinscope_core::cc3200::{Interrupt, arcm, arm, gprcm, hib, nvic, pad};
use pinscope_core::{PinId, Priority, Profile, Trigger};

use super::blocks;

/// A row of the table. Its name and its owner can depend on the port, the pad or the profile.
#[derive(Clone, Copy)]
pub(super) struct FieldRow {
    pub name: &'static str,
    pub mask: u32,
    pub owner: OwnerRule,
    pub values: EnumeratedValues,
}

/// The rule by which a field gets its owner.
#[derive(Clone, Copy)]
pub(super) enum OwnerRule {
    /// The field belongs to the chip.
    Chip,
    /// The field belongs to the pin at this bit of the port.
    PortBit,
    /// The field belongs to the pin of the pad, or to the pins of the port.
    Peripheral,
    /// The field belongs to the pins of this port.
    Port(Port),
    /// The field belongs to this pin.
    Pin(PinId),
    /// The field belongs to the pin of this wake line.
    WakeLine(u8),
}

/// Values of a field, each with its name.
pub(super) type ValueNames = &'static [(u32, &'static str)];

/// The names of a field's values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum EnumeratedValues {
    /// The value is a number without a name.
    Number,
    /// The names are those of a bit in a port's register, which depend on the register.
    PortBit,
    /// These values have names.
    Names(ValueNames),
    /// The name is the function that has the pad: GPIO, or one that the pin offers.
    Function,
    /// The name is the pin of a wake line.
    WakeLine(Profile),
}

/// The wake line of GPIO26, which is no header pin.
pub(super) const GPIO26_WAKE_LINE: u8 = 6;

/// Returns the rows of `register`, the lowest bits first.
pub(super) fn rows(register: Register) -> &'static [FieldRow] {
    match register.block {
        Peripheral::Port(_) if register.name == CLOCK_GATE => &CLOCK,
        Peripheral::Port(_) => &PORT,
        Peripheral::Pad(33..=39) => &SMALL_PAD,
        Peripheral::Pad(_) => &PAD,
        Peripheral::Wake | Peripheral::Nvic => {
            BY_REGISTER.iter().find(|(names, _)| names.contains(&register.name)).map_or(&[], |&(_, rows)| rows)
        }
        _ => blocks::rows(register),
    }
}

/// Returns the names of the values of a bit in a port's register.
pub(super) fn port_bit_names(register: Register) -> ValueNames {
    match register.name {
        "DATA" => &[(0, "low"), (1, "high")],
        "DIR" => &[(0, "in"), (1, "out")],
        "IS" => &[(0, "edge"), (1, "level")],
        "IBE" => &[(0, "one edge, by IEV"), (1, "both edges")],
        "IEV" => &[(0, "falling or low"), (1, "rising or high")],
        "IM" => &[(0, "masked"), (1, "unmasked")],
        "ICR" => &[(0, "write 1 to clear")],
        _ => INTERRUPTS,
    }
}

const fn row(name: &'static str, mask: u32, owner: OwnerRule, values: EnumeratedValues) -> FieldRow {
    FieldRow { name, mask, owner, values }
}

pub(super) const fn chip(name: &'static str, mask: u32, names: ValueNames) -> FieldRow {
    row(name, mask, OwnerRule::Chip, EnumeratedValues::Names(names))
}

pub(super) const fn number(name: &'static str, mask: u32) -> FieldRow {
    row(name, mask, OwnerRule::Chip, EnumeratedValues::Number)
}

pub(super) const fn peripheral(name: &'static str, mask: u32, names: ValueNames) -> FieldRow {
    row(name, mask, OwnerRule::Peripheral, EnumeratedValues::Names(names))
}

const fn port(port: Port, mask: u32, names: ValueNames) -> FieldRow {
    row(port.name(), mask, OwnerRule::Port(port), EnumeratedValues::Names(names))
}

const fn port_bit(bit: u8) -> FieldRow {
    row("", 1 << bit, OwnerRule::PortBit, EnumeratedValues::PortBit)
}

pub(super) const fn pin(name: &'static str, mask: u32, pin: PinId) -> FieldRow {
    row(name, mask, OwnerRule::Pin(pin), EnumeratedValues::Names(SWITCH))
}

const fn isolation(name: &'static str, pin: PinId) -> FieldRow {
    self::pin(name, pad::isolation(pin.pad()), pin)
}

/// Returns the field of `interrupt` in its word of each kind.
const fn interrupt(interrupt: Interrupt) -> FieldRow {
    let bit = match interrupt.number() {
        Some(number) => number % 32,
        None => 0,
    };
    chip(interrupt.name(), 1 << bit, SWITCH)
}

/// Returns the field of the priority of `interrupt`.
const fn priority_of(interrupt: Interrupt) -> FieldRow {
    chip(interrupt.name(), nvic::PRIORITY << interrupt.priority_field().1, PRIORITIES)
}

const fn wake_enable(line: u8) -> FieldRow {
    row("GPIO26", hib::line_enable(line), OwnerRule::WakeLine(line), EnumeratedValues::Names(SWITCH))
}

const fn wake_trigger(line: u8) -> FieldRow {
    row("GPIO26", hib::line_trigger(line), OwnerRule::WakeLine(line), EnumeratedValues::Names(HIB_TRIGGERS))
}

/// Returns the value of the field `mask` when the register holds `word`.
pub(super) const fn value(mask: u32, word: u32) -> u32 {
    (word & mask) >> mask.trailing_zeros()
}

pub(super) const SWITCH: ValueNames = &[(0, "off"), (1, "on")];

pub(super) const INTERRUPTS: ValueNames = &[(0, "nothing"), (1, "interrupt")];

const STRENGTHS: ValueNames = &[
    (0, "0 mA"),
    (value(pad::STRENGTH, pad::STAGE_2MA), "2 mA"),
    (value(pad::STRENGTH, pad::STAGE_4MA), "4 mA"),
    (value(pad::STRENGTH, pad::STAGE_4MA | pad::STAGE_2MA), "6 mA"),
    (value(pad::STRENGTH, pad::STAGE_8MA), "8 mA"),
    (value(pad::STRENGTH, pad::STAGE_8MA | pad::STAGE_2MA), "10 mA"),
    (value(pad::STRENGTH, pad::STAGE_8MA | pad::STAGE_4MA), "12 mA"),
    (value(pad::STRENGTH, pad::STRENGTH), "14 mA"),
];

const PULLS: ValueNames = &[
    (0, "none"),
    (value(pad::PULLS, pad::PULL_UP), "up"),
    (value(pad::PULLS, pad::PULL_DOWN), "down"),
    (value(pad::PULLS, pad::PULLS), "both"),
];

const OUTPUT_CONTROLS: ValueNames = &[
    (0, "by DIR"),
    (value(pad::OUTPUT_CONTROL, pad::OUTPUT_OFF), "by DIR"),
    (value(pad::OUTPUT_CONTROL, pad::FORCED), "forced"),
    (value(pad::OUTPUT_CONTROL, pad::RELEASED), "released"),
];

/// The priorities as the manual counts them, of which 7 is the highest. The value 0 is above 7; the core never sets it.
const PRIORITIES: ValueNames = &[
    (0, "above 7"),
    (priority(Priority::P7), "7"),
    (priority(Priority::P6), "6"),
    (priority(Priority::P5), "5"),
    (priority(Priority::P4), "4"),
    (priority(Priority::P3), "3"),
    (priority(Priority::P2), "2"),
    (priority(Priority::P1), "1"),
];

const fn priority(priority: Priority) -> u32 {
    value(nvic::PRIORITY, priority.nvic_byte())
}

const LPDS_TRIGGERS: ValueNames = &[lpds_trigger(0), lpds_trigger(1), lpds_trigger(2), lpds_trigger(3)];

const fn lpds_trigger(bits: u32) -> (u32, &'static str) {
    (bits, Trigger::from_lpds_bits(bits).word())
}

const HIB_TRIGGERS: ValueNames = &[hib_trigger(0), hib_trigger(1), hib_trigger(2), hib_trigger(3)];

const fn hib_trigger(bits: u32) -> (u32, &'static str) {
    (bits, Trigger::from_hib_bits(bits).word())
}

const RESET_CAUSES: ValueNames = &[
    (gprcm::CAUSE_POWER_ON, "power-on or HIBERNATE"),
    (gprcm::CAUSE_LPDS, "SUSPENDED"),
    (gprcm::CAUSE_CORE_RESET, "core reset"),
    (gprcm::CAUSE_SYSTEM_RESET, "system reset"),
    (gprcm::CAUSE_WATCHDOG, "watchdog"),
    (gprcm::CAUSE_CHIP_RESET, "chip reset"),
    (gprcm::CAUSE_SECURE_INIT, "secure start done"),
];

const WAKE_SOURCES: ValueNames = &[
    (0, "nothing"),
    (value(hib::WAKE_SOURCE, hib::WAKE_SOURCE_UART), "UART"),
    (value(hib::WAKE_SOURCE, hib::WAKE_SOURCE_RTC), "clock"),
    (value(hib::WAKE_SOURCE, hib::WAKE_SOURCE_GPIO), "pin"),
];

static PORT: [FieldRow; 8] =
    [port_bit(0), port_bit(1), port_bit(2), port_bit(3), port_bit(4), port_bit(5), port_bit(6), port_bit(7)];

pub(super) static CLOCK: [FieldRow; 3] = [
    peripheral("RUN", arcm::CLOCK_RUN, SWITCH),
    peripheral("SLP", arcm::CLOCK_SLEEP, SWITCH),
    peripheral("DSLP", arcm::CLOCK_DEEP_SLEEP, SWITCH),
];

const PAD_MODE: FieldRow = row("MODE", pad::CONFMODE, OwnerRule::Peripheral, EnumeratedValues::Function);

static PAD: [FieldRow; 5] = [
    PAD_MODE,
    peripheral("OPEN_DRAIN", pad::OPEN_DRAIN, &[(0, "push-pull"), (1, "open drain")]),
    peripheral("DRIVE", pad::STRENGTH, STRENGTHS),
    peripheral("PULL", pad::PULLS, PULLS),
    peripheral("OUTPUT", pad::OUTPUT_CONTROL, OUTPUT_CONTROLS),
];

/// The fields of a pad that only the development package has.
static SMALL_PAD: [FieldRow; 2] = [PAD_MODE, peripheral("OUTPUT", pad::SMALL_PAD_OUTPUT_CONTROL, OUTPUT_CONTROLS)];

/// The fields of the registers that exist only once, with the names of these registers.
static BY_REGISTER: [(&[&str], &[FieldRow]); 30] = [
    (
        &["NVIC_EN0", "NVIC_DIS0", "NVIC_PEND0", "NVIC_UNPEND0", "NVIC_ACTIVE0"],
        &[
            port(Port::A0, nvic::bit(Port::A0), SWITCH),
            port(Port::A1, nvic::bit(Port::A1), SWITCH),
            port(Port::A2, nvic::bit(Port::A2), SWITCH),
            port(Port::A3, nvic::bit(Port::A3), SWITCH),
            interrupt(Interrupt::UartA0),
            interrupt(Interrupt::UartA1),
            interrupt(Interrupt::Adc0),
            interrupt(Interrupt::Adc1),
            interrupt(Interrupt::Adc2),
            interrupt(Interrupt::Adc3),
            interrupt(Interrupt::Watchdog),
            interrupt(Interrupt::TimerA0A),
            interrupt(Interrupt::TimerA0B),
            interrupt(Interrupt::TimerA1A),
            interrupt(Interrupt::TimerA1B),
            interrupt(Interrupt::TimerA2A),
            interrupt(Interrupt::TimerA2B),
        ],
    ),
    (
        &["NVIC_EN1", "NVIC_DIS1", "NVIC_PEND1", "NVIC_UNPEND1", "NVIC_ACTIVE1"],
        &[interrupt(Interrupt::TimerA3A), interrupt(Interrupt::TimerA3B)],
    ),
    (&["NVIC_EN5", "NVIC_DIS5", "NVIC_PEND5", "NVIC_UNPEND5", "NVIC_ACTIVE5"], &[interrupt(Interrupt::Rtc)]),
    (
        &["NVIC_PRI0"],
        &[
            port(Port::A0, nvic::PRIORITY << nvic::priority_shift(Port::A0), PRIORITIES),
            port(Port::A1, nvic::PRIORITY << nvic::priority_shift(Port::A1), PRIORITIES),
            port(Port::A2, nvic::PRIORITY << nvic::priority_shift(Port::A2), PRIORITIES),
            port(Port::A3, nvic::PRIORITY << nvic::priority_shift(Port::A3), PRIORITIES),
        ],
    ),
    (&["NVIC_PRI1"], &[priority_of(Interrupt::UartA0), priority_of(Interrupt::UartA1)]),
    (&["NVIC_PRI3"], &[priority_of(Interrupt::Adc0), priority_of(Interrupt::Adc1)]),
    (
        &["NVIC_PRI4"],
        &[
            priority_of(Interrupt::Adc2),
            priority_of(Interrupt::Adc3),
            priority_of(Interrupt::Watchdog),
            priority_of(Interrupt::TimerA0A),
        ],
    ),
    (
        &["NVIC_PRI5"],
        &[
            priority_of(Interrupt::TimerA0B),
            priority_of(Interrupt::TimerA1A),
            priority_of(Interrupt::TimerA1B),
            priority_of(Interrupt::TimerA2A),
        ],
    ),
    (&["NVIC_PRI6"], &[priority_of(Interrupt::TimerA2B)]),
    (&["NVIC_PRI8"], &[priority_of(Interrupt::TimerA3A)]),
    (&["NVIC_PRI9"], &[priority_of(Interrupt::TimerA3B)]),
    (&["NVIC_PRI43"], &[priority_of(Interrupt::Rtc)]),
    (
        &["NVIC_ST_CTRL"],
        &[
            chip("ENABLE", arm::SYST_ENABLE, SWITCH),
            chip("INTEN", arm::SYST_INTERRUPT, SWITCH),
            chip("COUNT", arm::SYST_COUNTED, SWITCH),
        ],
    ),
    (&["NVIC_ST_RELOAD", "NVIC_ST_CURRENT"], &[number("TICKS", arm::SYST_BITS)]),
    (&["NVIC_INT_CTRL"], &[chip("SYSTICK", arm::ICSR_SYST_PENDING, SWITCH)]),
    (&["NVIC_SYS_PRI3"], &[priority_of(Interrupt::SysTick)]),
    (
        &["GPIO_PAD_CMN_CONFIG"],
        &[
            chip("INPUTS", pad::COMMON_INPUTS, SWITCH),
            chip("BIAS", pad::COMMON_BIAS, SWITCH),
            chip("HYSTERESIS", pad::COMMON_HYSTERESIS, SWITCH),
            number("HYST_VALUE", pad::COMMON_HYSTERESIS_VALUE),
            chip("JTAG_INPUTS", pad::COMMON_JTAG_INPUTS, SWITCH),
            chip("D2D_0", pad::COMMON_DIE_ISOLATION_0, SWITCH),
            chip("D2D_1", pad::COMMON_DIE_ISOLATION_1, SWITCH),
            isolation("ANALOG_GP2", PinId::GP2),
            isolation("ANALOG_GP3", PinId::GP3),
            isolation("ANALOG_GP4", PinId::GP4),
            isolation("ANALOG_GP5", PinId::GP5),
        ],
    ),
    (&["APPS_LPDS_REQ"], &[chip("SLEEP", arcm::ENTER_LPDS, SWITCH)]),
    (&["HIB_REQ"], &[chip("SLEEP", hib::ENTER_HIBERNATE, SWITCH), chip("NO_CLOCKS", hib::WITHOUT_CLOCKS, SWITCH)]),
    (
        &["LPDS_WAKEUP_CFG", "LPDS_WAKEUP_SRC"],
        &[
            chip("TIMER", gprcm::WAKEUP_TIMER, SWITCH),
            chip("GPIO", gprcm::WAKEUP_GPIO, SWITCH),
            chip("HOST", gprcm::WAKEUP_HOST, SWITCH),
        ],
    ),
    (&["APPS_RESET_CAUSE"], &[chip("CAUSE", gprcm::RESET_CAUSE, RESET_CAUSES)]),
    (&["LPDS_WAKETIME_OPP_CFG", "LPDS_WAKETIME_WAKE_CFG", "HIB_RTC_WAKE_LSW_CONF"], &[number("TICKS", u32::MAX)]),
    (&["HIB_RTC_WAKE_MSW_CONF"], &[number("TICKS", hib::RTC_WAKE_MSW_BITS)]),
    (
        &["SRAM_DSLP_CFG", "SRAM_LPDS_CFG"],
        &[
            chip("64K_0", gprcm::sram_column(0), SWITCH),
            chip("64K_1", gprcm::sram_column(1), SWITCH),
            chip("64K_2", gprcm::sram_column(2), SWITCH),
            chip("64K_3", gprcm::sram_column(3), SWITCH),
        ],
    ),
    (&["APPS_GPIO_WAKE_CONF"], &[chip("TRIGGER", gprcm::LPDS_TRIGGER, LPDS_TRIGGERS)]),
    (&["LPDS_GPIO_SEL"], &[row("LINE", hib::LPDS_LINE, OwnerRule::Chip, EnumeratedValues::WakeLine(Profile::Wipy))]),
    (
        &["GPIO_WAKE_EN"],
        &[
            wake_enable(0),
            wake_enable(1),
            wake_enable(2),
            wake_enable(3),
            wake_enable(4),
            wake_enable(5),
            wake_enable(GPIO26_WAKE_LINE),
        ],
    ),
    (
        &["GPIO_WAKE_CONF"],
        &[
            wake_trigger(0),
            wake_trigger(1),
            wake_trigger(2),
            wake_trigger(3),
            wake_trigger(4),
            wake_trigger(5),
            wake_trigger(GPIO26_WAKE_LINE),
        ],
    ),
    (
        &["WAKE_STATUS"],
        &[
            chip("WOKE", hib::WOKE, &[(0, "from off"), (1, "from HIBERNATE")]),
            chip("BY", hib::WAKE_SOURCE, WAKE_SOURCES),
        ],
    ),
    (&["HIB_RTC_WAKE_EN"], &[chip("CLOCK", hib::RTC_WAKES, SWITCH)]),
];
