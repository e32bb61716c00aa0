//! What the bits of each register mean, and which pin they belong to.
//!
//! Sources: TI's headers and driver library as gathered in `docs/cc3200.md`: ports in section 2, pads in section 3,
//! NVIC in section 5, wake words in section 6. Bits that these sections do not describe have no field.

use super::{CLOCK_GATE, Peripheral, Register};
use pinscope_core::cc3200::gpio::Port;
use pinscope_core::{Function, PinId, Profile};

/// Neighbouring bits of a register.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Field {
    /// What they are called; for a bit of a port, its GPIO.
    pub name: &'static str,
    /// The lowest bit.
    pub low: u8,
    /// How many bits.
    pub width: u8,
    /// Whom they concern.
    pub of: FieldOwner,
    says: EnumeratedValues,
}

/// Whom a field belongs_to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldOwner {
    /// The whole chip, or something that is no header pin.
    Chip,
    /// The pins of a port.
    Port(Port),
    /// A pin.
    Pin(PinId),
}

/// What a value says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum EnumeratedValues {
    /// The number itself.
    Number,
    /// What a bit of a port's register says, which depends on the register.
    Bit,
    /// One of these.
    One(&'static [&'static str]),
    /// The function that has the pad: GPIO, or one that the pin offers.
    Function,
    /// The pin of a wake line.
    Line(Profile),
}

impl Register {
    /// Its fields, the lowest bits first. Wake lines are those of `profile`.
    pub fn fields(self, profile: Profile) -> impl Iterator<Item = Field> {
        self.rows().iter().map(move |row| {
            let line = |line: u8| profile.wake_pins().get(usize::from(line)).copied();
            let (name, of) = match (row.whose, self.block) {
                (OwnerRule::Bit, Peripheral::Port(port)) => (gpio_name(port, row.low), pin(PinId::at(port, row.low))),
                (OwnerRule::Peripheral, Peripheral::Port(port)) => (row.name, FieldOwner::Port(port)),
                (OwnerRule::Peripheral, Peripheral::Pad(index)) => (row.name, pin(at_pad(index))),
                (OwnerRule::Port(port), _) => (row.name, FieldOwner::Port(port)),
                (OwnerRule::Pin(id), _) => (row.name, FieldOwner::Pin(id)),
                (OwnerRule::Line(number), _) => (line(number).map_or(row.name, PinId::name), pin(line(number))),
                (OwnerRule::Bit | OwnerRule::Peripheral | OwnerRule::Chip, _) => (row.name, FieldOwner::Chip),
            };
            let says = match row.says {
                EnumeratedValues::Bit => EnumeratedValues::One(self.bit_says()),
                EnumeratedValues::Line(_) => EnumeratedValues::Line(profile),
                says => says,
            };
            Field { name, low: row.low, width: row.width, of, says }
        })
    }

    fn rows(self) -> &'static [Row] {
        match self.block {
            Peripheral::Port(_) if self.name == CLOCK_GATE => &CLOCK,
            Peripheral::Port(_) => &BITS,
            Peripheral::Pad(33..=39) => &SMALL_PAD,
            Peripheral::Pad(_) => &PAD,
            Peripheral::Wake | Peripheral::Nvic => {
                OF_SINGLE.iter().find(|(names, _)| names.contains(&self.name)).map_or(&[], |(_, rows)| rows)
            }
        }
    }

    /// What a bit of a port's register says, clear and set.
    fn bit_says(self) -> &'static [&'static str] {
        match self.name {
            "DATA" => &["low", "high"],
            "DIR" => &["in", "out"],
            "IS" => &["edge", "level"],
            "IBE" => &["one edge, by IEV", "both edges"],
            "IEV" => &["falling or low", "rising or high"],
            "IM" => &["masked", "unmasked"],
            "ICR" => &["write 1 to clear"],
            _ => &["nothing", "interrupt"],
        }
    }
}

impl Field {
    /// Its bits within the register.
    pub const fn mask(self) -> u32 {
        (u32::MAX >> (32 - self.width)) << self.low
    }

    /// Its value in `word`.
    pub const fn value(self, word: u32) -> u32 {
        (word & self.mask()) >> self.low
    }

    /// What it says in `word`; empty where that is the number itself, or nothing known.
    pub fn value_name(self, word: u32) -> &'static str {
        let value = self.value(word);
        match self.says {
            EnumeratedValues::Number | EnumeratedValues::Bit => "",
            EnumeratedValues::One(words) => words.get(value as usize).copied().unwrap_or_default(),
            EnumeratedValues::Function => {
                let FieldOwner::Pin(pin) = self.of else { return FUNCTIONS[value as usize & 15] };
                pin.alternate(value as i32).map_or(FUNCTIONS[value as usize & 15], Function::name)
            }
            EnumeratedValues::Line(profile) => match profile.wake_pins().get(value as usize) {
                Some(pin) => pin.name(),
                None => ["GPIO26", ""][usize::from(value != 6)],
            },
        }
    }

    /// The pin it belongs_to in `word`, if one.
    pub fn pin(self, word: u32) -> Option<PinId> {
        match (self.of, self.says) {
            (FieldOwner::Pin(pin), _) => Some(pin),
            (_, EnumeratedValues::Line(profile)) => profile.wake_pins().get(self.value(word) as usize).copied(),
            _ => None,
        }
    }

    /// Whether it belongs_to `pin` in `word`: as its own, or as one of its port's.
    pub fn belongs_to(self, pin: PinId, word: u32) -> bool {
        self.of == FieldOwner::Port(pin.port()) || self.pin(word) == Some(pin)
    }
}

fn pin(pin: Option<PinId>) -> FieldOwner {
    pin.map_or(FieldOwner::Chip, FieldOwner::Pin)
}

fn at_pad(index: u8) -> Option<PinId> {
    PinId::ALL.into_iter().find(|pin| pin.pad() == index)
}

/// The GPIO at `bit` of `port`; seven reach no header: they serve the flash, the antenna and the debugger.
fn gpio_name(port: Port, bit: u8) -> &'static str {
    match (port, bit) {
        (Port::A2, 2) => "GPIO18",
        (Port::A2, 3) => "GPIO19",
        (Port::A2, 4) => "GPIO20",
        (Port::A2, 5) => "GPIO21",
        (Port::A3, 2) => "GPIO26",
        (Port::A3, 3) => "GPIO27",
        (Port::A3, 5) => "GPIO29",
        _ => PinId::at(port, bit).map_or("", PinId::name),
    }
}

/// A field as it is tabled, before it is known which port, pad or profile it is of.
#[derive(Clone, Copy)]
struct Row {
    name: &'static str,
    low: u8,
    width: u8,
    whose: OwnerRule,
    says: EnumeratedValues,
}

#[derive(Clone, Copy)]
enum OwnerRule {
    Chip,
    /// The pin at this bit of the port.
    Bit,
    /// The pin of the pad, or the pins of the port.
    Peripheral,
    Port(Port),
    Pin(PinId),
    /// The pin of a wake line.
    Line(u8),
}

const fn row(name: &'static str, low: u8, width: u8, whose: OwnerRule, says: EnumeratedValues) -> Row {
    Row { name, low, width, whose, says }
}

const fn chip(name: &'static str, low: u8, width: u8, says: &'static [&'static str]) -> Row {
    row(
        name,
        low,
        width,
        OwnerRule::Chip,
        if says.is_empty() { EnumeratedValues::Number } else { EnumeratedValues::One(says) },
    )
}

const SWITCH: &[&str] = &["off", "on"];
const FUNCTIONS: [&str; 16] = ["GPIO", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12", "13", "14", "15"];

/// Eight bits, a pin each; what they say depends on the register.
static BITS: [Row; 8] = [bit(0), bit(1), bit(2), bit(3), bit(4), bit(5), bit(6), bit(7)];

const fn bit(low: u8) -> Row {
    row("", low, 1, OwnerRule::Bit, EnumeratedValues::Bit)
}

/// GPIO_x_CLK_GATING: while the processor runs, waits, and sleeps deeply.
static CLOCK: [Row; 3] = [
    row("RUN", 0, 1, OwnerRule::Peripheral, EnumeratedValues::One(SWITCH)),
    row("SLP", 8, 1, OwnerRule::Peripheral, EnumeratedValues::One(SWITCH)),
    row("DSLP", 16, 1, OwnerRule::Peripheral, EnumeratedValues::One(SWITCH)),
];

/// A pad: CONFMODE, IODEN, the stages I2MAEN to I8MAEN, which add up, IWKPUEN and IWKPDEN, IOE_N and its override.
static PAD: [Row; 5] = [
    row("MODE", 0, 4, OwnerRule::Peripheral, EnumeratedValues::Function),
    row("OPEN_DRAIN", 4, 1, OwnerRule::Peripheral, EnumeratedValues::One(&["push-pull", "open drain"])),
    row(
        "DRIVE",
        5,
        3,
        OwnerRule::Peripheral,
        EnumeratedValues::One(&["0 mA", "2 mA", "4 mA", "6 mA", "8 mA", "10 mA", "12 mA", "14 mA"]),
    ),
    row("PULL", 8, 2, OwnerRule::Peripheral, EnumeratedValues::One(&["none", "up", "down", "both"])),
    row("OUTPUT", 10, 2, OwnerRule::Peripheral, EnumeratedValues::One(&["by DIR", "by DIR", "forced", "released"])),
];

/// A pad that only the development package leads out.
static SMALL_PAD: [Row; 2] = [
    row("MODE", 0, 4, OwnerRule::Peripheral, EnumeratedValues::Function),
    row("OUTPUT", 4, 2, OwnerRule::Peripheral, EnumeratedValues::One(&["by DIR", "by DIR", "forced", "released"])),
];

static SOURCES: [Row; 3] = [chip("TIMER", 0, 1, SWITCH), chip("GPIO", 4, 1, SWITCH), chip("HOST", 7, 1, SWITCH)];
static REQUEST: [Row; 1] = [chip("SLEEP", 0, 1, SWITCH)];
static COLUMNS: [Row; 4] = [
    chip("64K_0", 0, 1, SWITCH),
    chip("64K_1", 1, 1, SWITCH),
    chip("64K_2", 2, 1, SWITCH),
    chip("64K_3", 3, 1, SWITCH),
];

/// The interrupts of the NVIC's first word that have a name here.
static INTERRUPTS: [Row; 6] = [
    of_port(Port::A0, 0, 1, SWITCH),
    of_port(Port::A1, 1, 1, SWITCH),
    of_port(Port::A2, 2, 1, SWITCH),
    of_port(Port::A3, 3, 1, SWITCH),
    chip("UARTA0", 5, 1, SWITCH),
    chip("UARTA1", 6, 1, SWITCH),
];

const fn of_port(port: Port, low: u8, width: u8, says: &'static [&'static str]) -> Row {
    row(port.name(), low, width, OwnerRule::Port(port), EnumeratedValues::One(says))
}

/// Three priority bits a byte, as the manual counts: 7 is the highest; 0 is above it, and no call of ours sets it.
const PRIORITIES: &[&str] = &["above 7", "7", "6", "5", "4", "3", "2", "1"];

/// What a wake line waits for in HIBERNATE; SUSPENDED counts differently.
const HIBERNATE: &[&str] = &["low level", "high level", "falling", "rising"];

/// The bit, or the two bits, of a wake line; line 6 is GPIO26, which is no header pin.
const fn line(number: u8, width: u8) -> Row {
    let says = if width == 1 { SWITCH } else { HIBERNATE };
    row("GPIO26", width * number, width, OwnerRule::Line(number), EnumeratedValues::One(says))
}

/// The fields of the registers there is one of, by name.
static OF_SINGLE: [(&[&str], &[Row]); 17] = [
    (&["NVIC_EN0", "NVIC_DIS0", "NVIC_PEND0", "NVIC_UNPEND0", "NVIC_ACTIVE0"], &INTERRUPTS),
    (
        &["NVIC_PRI0"],
        &[
            of_port(Port::A0, 5, 3, PRIORITIES),
            of_port(Port::A1, 13, 3, PRIORITIES),
            of_port(Port::A2, 21, 3, PRIORITIES),
            of_port(Port::A3, 29, 3, PRIORITIES),
        ],
    ),
    (&["NVIC_PRI1"], &[chip("UARTA0", 13, 3, PRIORITIES), chip("UARTA1", 21, 3, PRIORITIES)]),
    (
        &["GPIO_PAD_CMN_CONFIG"],
        &[
            chip("INPUTS", 0, 1, SWITCH),
            chip("BIAS", 1, 1, SWITCH),
            chip("HYSTERESIS", 2, 1, SWITCH),
            chip("HYST_VALUE", 3, 2, &[]),
            chip("JTAG_INPUTS", 5, 1, SWITCH),
            chip("D2D_0", 6, 1, SWITCH),
            chip("D2D_1", 7, 1, SWITCH),
            row("ANALOG_GP2", 9, 1, OwnerRule::Pin(PinId::GP2), EnumeratedValues::One(SWITCH)),
            row("ANALOG_GP3", 10, 1, OwnerRule::Pin(PinId::GP3), EnumeratedValues::One(SWITCH)),
            row("ANALOG_GP4", 11, 1, OwnerRule::Pin(PinId::GP4), EnumeratedValues::One(SWITCH)),
            row("ANALOG_GP5", 12, 1, OwnerRule::Pin(PinId::GP5), EnumeratedValues::One(SWITCH)),
        ],
    ),
    (&["APPS_LPDS_REQ"], &REQUEST),
    (&["HIB_REQ"], &[chip("SLEEP", 0, 1, SWITCH), chip("NO_CLOCKS", 1, 1, SWITCH)]),
    (&["LPDS_WAKEUP_CFG", "LPDS_WAKEUP_SRC"], &SOURCES),
    (
        &["APPS_RESET_CAUSE"],
        &[chip(
            "CAUSE",
            0,
            8,
            &[
                "power-on or HIBERNATE",
                "SUSPENDED",
                "",
                "core reset",
                "system reset",
                "watchdog",
                "chip reset",
                "secure start done",
            ],
        )],
    ),
    (&["LPDS_WAKETIME_OPP_CFG", "LPDS_WAKETIME_WAKE_CFG", "HIB_RTC_WAKE_LSW_CONF"], &[chip("TICKS", 0, 32, &[])]),
    (&["HIB_RTC_WAKE_MSW_CONF"], &[chip("TICKS", 0, 16, &[])]),
    (&["SRAM_DSLP_CFG", "SRAM_LPDS_CFG"], &COLUMNS),
    (&["APPS_GPIO_WAKE_CONF"], &[chip("TRIGGER", 0, 2, &["high level", "falling", "low level", "rising"])]),
    (&["LPDS_GPIO_SEL"], &[row("LINE", 0, 3, OwnerRule::Chip, EnumeratedValues::Line(Profile::Wipy))]),
    (&["GPIO_WAKE_EN"], &[line(0, 1), line(1, 1), line(2, 1), line(3, 1), line(4, 1), line(5, 1), line(6, 1)]),
    (&["GPIO_WAKE_CONF"], &[line(0, 2), line(1, 2), line(2, 2), line(3, 2), line(4, 2), line(5, 2), line(6, 2)]),
    (
        &["WAKE_STATUS"],
        &[
            chip("WOKE", 0, 1, &["from off", "from HIBERNATE"]),
            chip("BY", 1, 4, &["nothing", "UART", "clock", "", "pin"]),
        ],
    ),
    (&["HIB_RTC_WAKE_EN"], &[chip("CLOCK", 0, 1, SWITCH)]),
];
