//! The texts of the page: time, events and levels.

mod sleep;

use pinscope_core::{Drive, EventKind, Level, Mode, PadLevel, PinId, Power, Reaction, Trigger};
use pinscope_protocol::{Button, Driver, DriverSource, Endpoint, stronger_side};

use crate::scene::Scene;
use crate::units;
pub use sleep::{
    alarm, is_without_wakers, mode_warning, needs_two_clicks, reset_title, sleep_warning, taken_over, wake_hint,
};

/// Formats simulated time in seconds, in groups: `0.152 340`.
pub fn seconds(time_ns: u64) -> String {
    let micros = time_ns / 1_000;
    let (whole, part) = (micros / 1_000_000, micros % 1_000_000);
    format!("{}.{:03} {:03}", grouped(whole), part / 1_000, part % 1_000)
}

/// Formats simulated time in seconds with one decimal: `1.4`.
pub fn tenths(time_ns: u64) -> String {
    let tenths = time_ns / 100_000_000;
    format!("{}.{}", grouped(tenths / 10), tenths % 10)
}

/// Formats a duration to a tenth of its unit: `12 µs`, `1.5 ms`.
pub fn duration(ns: u64) -> String {
    let units = [(1_000_000_000, "s"), (1_000_000, "ms"), (1_000, "µs")];
    let (unit, name) = units.into_iter().find(|&(unit, _)| ns >= unit).unwrap_or((1, "ns"));
    match (ns / unit, ns % unit * 10 / unit) {
        (whole, 0) => format!("{whole} {name}"),
        (whole, tenths) => format!("{whole}.{tenths} {name}"),
    }
}

/// Formats a whole number in groups of three digits.
pub fn grouped(number: u64) -> String {
    match number {
        0..1_000 => number.to_string(),
        _ => format!("{} {:03}", grouped(number / 1_000), number % 1_000),
    }
}

/// Returns the names as a list: `GP2, GP4 or GP17`.
pub fn one_of(pins: &[PinId]) -> String {
    match pins {
        [] => String::new(),
        [only] => only.name().to_owned(),
        [first @ .., last] => {
            let first: Vec<_> = first.iter().map(|pin| pin.name()).collect();
            format!("{} or {}", first.join(", "), last.name())
        }
    }
}

/// Returns a label of a header as the board prints it: `P1.10` for `P110`.
pub fn header_label(label: &str) -> String {
    match label.split_at_checked(2) {
        Some((header, hole)) if header.starts_with('P') => format!("{header}.{hole}"),
        _ => label.to_owned(),
    }
}

/// Returns the event that a trigger waits for: `a rising edge`.
pub const fn trigger_phrase(trigger: Trigger) -> &'static str {
    match trigger {
        Trigger::Falling => "a falling edge",
        Trigger::Rising => "a rising edge",
        Trigger::BothEdges => "either edge",
        Trigger::LowLevel => "a low level",
        Trigger::HighLevel => "a high level",
    }
}

/// Returns the action that the handler has performed: `toggled GP25`.
pub fn reaction_text(reaction: Reaction) -> String {
    match reaction {
        Reaction::Nothing => String::new(),
        Reaction::Script => "called the script".to_owned(),
        Reaction::Toggle(pin) => format!("toggled {}", pin.name()),
        Reaction::Set(pin, Level::High) => format!("set {} high", pin.name()),
        Reaction::Set(pin, Level::Low) => format!("set {} low", pin.name()),
        Reaction::Follow(pin) => format!("set {} to its level", pin.name()),
        Reaction::Oppose(pin) => format!("set {} to the opposite level", pin.name()),
    }
}

/// Returns a drive strength: `4 mA`.
pub const fn drive_strength(drive: Drive) -> &'static str {
    ["2 mA", "4 mA", "6 mA"][drive as usize]
}

/// Returns the kind of an event and its text in the log, which follows the pin's name. Some events are not shown.
pub fn event(kind: &EventKind, reaction: Reaction) -> Option<(&'static str, String)> {
    Some(match *kind {
        EventKind::Irq { trigger, priority, .. } => {
            let line = format!("{}  priority {}  {}", trigger.word(), priority.number(), reaction_text(reaction));
            ("Irq", line.trim_end().to_owned())
        }
        EventKind::Sleep { power: Power::Idle } => ("Sleep", "IDLE: the processor waits".to_owned()),
        EventKind::Sleep { power } => ("Sleep", format!("{}: the board fell asleep", power.name())),
        EventKind::Wake { pin, from } => ("Wake", format!("woke by {}, from {}", pin.name(), from.name())),
        EventKind::RtcWake { from } => ("RtcWake", format!("woke by the real-time clock, from {}", from.name())),
        EventKind::Reset { cause } => ("Reset", format!("reset, {}", cause.name())),
        EventKind::SetUp => ("SetUp", "set up again".to_owned()),
        EventKind::Fault { addr, write } => {
            ("Fault", format!("bus fault: {} 0x{addr:08X}", if write { "write to" } else { "read of" }))
        }
        EventKind::IrqStorm { .. } => {
            ("IrqStorm", "interrupt storm: it came back again and again, so it is held off for 10 ms".to_owned())
        }
        EventKind::BlockIrq { interrupt, priority } => {
            ("BlockIrq", format!("interrupt of {}  priority {}", interrupt.name(), priority.number()))
        }
        EventKind::BlockStorm { interrupt } => {
            let name = interrupt.name();
            (
                "BlockStorm",
                format!("interrupt storm of {name}: it came back again and again, so it is held off for 10 ms"),
            )
        }
        EventKind::BlockWake { interrupt } => ("BlockWake", format!("woke by {}, from IDLE", interrupt.name())),
        EventKind::Level { .. }
        | EventKind::Unknown { .. }
        | EventKind::Pended { .. }
        | EventKind::Unpended { .. }
        | EventKind::Left { .. }
        | EventKind::Coalesced { .. }
        | EventKind::BlockPended { .. }
        | EventKind::BlockLeft { .. } => {
            return None;
        }
    })
}

/// Returns a character of a serial line as text: itself if it can be printed, else its number: `0x0A`.
pub fn character(data: u8) -> String {
    if data.is_ascii_graphic() { char::from(data).to_string() } else { format!("0x{data:02X}") }
}

/// Returns why a click on the pad of `pin` makes no edge, as a sentence that begins after the word *Click*. Returns `None`
/// if it does.
pub fn click_refusal(scene: &Scene, pin: PinId) -> Option<String> {
    let rail = scene.rail_of_net(pin);
    let drivers = scene.drivers.get(pin.index()).map_or(&[][..], Vec::as_slice);
    let is_driven = drivers.iter().any(|driver| driver.source == DriverSource::Chip(pin));
    let reason = match (is_driven, rail) {
        (true, _) => "the chip drives it".to_owned(),
        (false, Some(rail)) => format!("it is wired to {rail}"),
        (false, None) if scene.outside(pin).voltage.is_some() => "a voltage is at it".to_owned(),
        (false, None) if scene.analog_input(pin).is_some_and(|input| input.is_sampled) => {
            "the ADC samples it".to_owned()
        }
        (false, None) => return None,
    };
    Some(format!(" only selects {}, because {reason}", pin.name()))
}

/// Returns the reason for a pad's level, which is shown after the level itself.
pub fn level_reason(scene: &Scene, pin: PinId) -> String {
    let drivers = scene.drivers.get(pin.index()).map_or(&[][..], Vec::as_slice);
    if let Some(reason) = scene.reserved(pin) {
        return reason.to_owned();
    }
    let level = match scene.snapshot.status(pin).level {
        Some(_) if scene.real.is_some() => return "as the pin reads it".to_owned(),
        // An input is always read, as long as the board is connected.
        None if scene.snapshot.pin(pin).mode() == Mode::In => return "no data from the board".to_owned(),
        None => return "the chip cannot read it back".to_owned(),
        Some(PadLevel::Contention) => return contention(scene, pin, drivers),
        Some(PadLevel::Floating) if drivers.is_empty() => {
            let reads = if scene.snapshot.pin(pin).latch().is_high() { "high" } else { "low" };
            return format!("nothing drives it; the pin still reads {reads}");
        }
        Some(PadLevel::Floating) => return "the pulls cancel each other".to_owned(),
        Some(PadLevel::High) => Level::High,
        Some(PadLevel::Low) => Level::Low,
    };
    let is_pull = |driver: &&Driver| matches!(driver.source, DriverSource::Pull(_));
    let strong: Vec<_> = drivers.iter().filter(|driver| !is_pull(driver)).collect();
    let losing: Vec<_> = drivers.iter().filter(is_pull).filter(|driver| driver.level != level).collect();
    if strong.is_empty() {
        let pulls: Vec<_> = drivers.iter().map(|driver| source(scene, pin, driver)).collect();
        return format!("held by {}", pulls.join(" and "));
    }
    let strong: Vec<_> = strong.into_iter().map(|driver| source(scene, pin, driver)).collect();
    let losing: Vec<_> = losing.into_iter().map(|driver| source(scene, pin, driver)).collect();
    match losing.as_slice() {
        [] => format!("driven {}", strong.join(" and ")),
        losing => format!("driven {}; {} loses", strong.join(" and "), losing.join(" and ")),
    }
}

fn contention(scene: &Scene, pin: PinId, drivers: &[Driver]) -> String {
    let strong = drivers.iter().filter(|driver| !matches!(driver.source, DriverSource::Pull(_)));
    let (high, low): (Vec<_>, Vec<_>) = strong.partition(|driver| driver.level.is_high());
    let named =
        |side: &[&Driver]| side.iter().map(|driver| source(scene, pin, driver)).collect::<Vec<_>>().join(" and ");
    let current = |side: &[&Driver]| side.iter().map(|driver| u64::from(driver.microamps)).sum::<u64>();
    let (high_sum, low_sum) = (current(&high), current(&low));
    let outcome = match stronger_side(drivers) {
        Some(Level::High) => format!("high is stronger{}", comparison(high_sum, low_sum)),
        Some(Level::Low) => format!("low is stronger{}", comparison(low_sum, high_sum)),
        None => "both are equally strong, so it reads low".to_owned(),
    };
    format!("driven high {} and low {}; {outcome}", named(&high), named(&low))
}

/// Compares the currents of both sides. Pins never win over what is attached outside, however many they are.
fn comparison(stronger: u64, weaker: u64) -> String {
    if stronger <= weaker {
        return String::new();
    }
    format!(": {} against {}", units::format(stronger, units::CURRENT), units::format(weaker, units::CURRENT))
}

fn source(scene: &Scene, seen_at: PinId, driver: &Driver) -> String {
    let over_wire = |pin: PinId| if pin == seen_at { String::new() } else { format!(" at {}", pin.name()) };
    match driver.source {
        DriverSource::Chip(pin) => {
            let name = if pin == seen_at { "this pin" } else { pin.name() };
            scene.signal(pin).map_or_else(|| format!("by {name}"), |signal| format!("by the {signal} of {name}"))
        }
        DriverSource::External(pin) if matches!(scene.outside(pin).button, Some(Button::Closed(_))) => {
            format!("by the button{}", over_wire(pin))
        }
        DriverSource::External(pin) => format!("from outside{}", over_wire(pin)),
        DriverSource::Rail => format!("from {}", Endpoint::Rail(driver.level)),
        DriverSource::Pull(pin) => {
            format!("the pull-{}{}", if driver.level.is_high() { "up" } else { "down" }, over_wire(pin))
        }
    }
}

/// Returns the drivers of a pad, the strongest first, and an equals sign between those that are equally strong:
/// `outside 20 mA high  >  pull 0.01 mA low`.
pub fn level_figures(scene: &Scene, pin: PinId) -> String {
    // This is an insertion sort, because the drivers are few and the standard library's sort adds much to the program's
    // size.
    let mut drivers: Vec<Driver> = Vec::new();
    for &driver in scene.drivers.get(pin.index()).into_iter().flatten() {
        let index = drivers.partition_point(|other| other.microamps >= driver.microamps);
        drivers.insert(index, driver);
    }
    let mut figures = String::new();
    let mut before = None;
    for driver in drivers {
        figures += match before.replace(driver.microamps) {
            None => "",
            Some(microamps) if microamps == driver.microamps => "  =  ",
            Some(_) => "  >  ",
        };
        let at = |at: PinId| if at == pin { String::new() } else { format!(" {}", at.name()) };
        let who = match driver.source {
            DriverSource::Chip(this) if this == pin => "this pin".to_owned(),
            DriverSource::Chip(other) => other.name().to_owned(),
            DriverSource::Pull(pin) => format!("pull{}", at(pin)),
            DriverSource::External(pin) => format!("outside{}", at(pin)),
            DriverSource::Rail => Endpoint::Rail(driver.level).name().to_owned(),
        };
        let level = if driver.level.is_high() { "high" } else { "low" };
        figures += &format!("{who} {} {level}", units::format(driver.microamps.into(), units::CURRENT));
    }
    figures
}

#[cfg(test)]
mod tests {
    use pinscope_core::PinId::{GP2, GP4, GP10, GP17, GP25};
    use pinscope_core::{EventKind, Level, PadLevel, Priority, Reaction, Trigger};
    use pinscope_protocol::{Driver, DriverSource, Frame};

    use super::{duration, event, grouped, header_label, level_figures, level_reason, one_of, seconds, tenths};
    use crate::scene::Scene;
    use crate::scene::tests::frame;

    #[test]
    fn time_is_written_in_groups_of_three_digits() {
        assert_eq!(seconds(152_340_999), "0.152 340");
        assert_eq!(seconds(1_234_000_005_000), "1 234.000 005");
        assert_eq!(tenths(1_499_999_999), "1.4");
        assert_eq!(grouped(1_002_003), "1 002 003");
    }

    #[test]
    fn a_duration_has_at_most_one_decimal() {
        assert_eq!(duration(999), "999 ns");
        assert_eq!(duration(12_000), "12 µs");
        assert_eq!(duration(1_590_000), "1.5 ms");
        assert_eq!(duration(60_000_000_000), "60 s");
    }

    #[test]
    fn a_list_of_pins_ends_with_or() {
        assert_eq!(one_of(&[GP2]), "GP2");
        assert_eq!(one_of(&[GP2, GP4]), "GP2 or GP4");
        assert_eq!(one_of(&[GP2, GP4, GP17]), "GP2, GP4 or GP17");
    }

    #[test]
    fn an_interrupt_is_written_with_its_reaction_and_levels_are_not_in_the_log() {
        let irq = EventKind::Irq { pin: GP10, trigger: Trigger::Rising, priority: Priority::ALL[3] };
        let text = |reaction| event(&irq, reaction).map(|(_, text)| text);
        assert_eq!(text(Reaction::Toggle(GP25)).as_deref(), Some("rising  priority 4  toggled GP25"));
        assert_eq!(text(Reaction::Nothing).as_deref(), Some("rising  priority 4"), "without spaces at the end");
        assert_eq!(event(&EventKind::Level { pin: GP10, level: PadLevel::High }, Reaction::Nothing), None);
    }

    fn driven(level: PadLevel, drivers: &[(DriverSource, Level, u32)]) -> Scene {
        let mut frame: Frame = frame([]);
        frame.snapshot.pins[GP10.index()].level = Some(level);
        frame.drivers = vec![Vec::new(); pinscope_core::PinId::COUNT];
        let driver = |&(source, level, microamps)| Driver { source, level, microamps };
        frame.drivers[GP10.index()] = drivers.iter().map(driver).collect();
        Scene::new(frame)
    }

    #[test]
    fn the_reason_of_a_level_names_who_drives_it_and_who_loses() {
        let pull = (DriverSource::Pull(GP10), Level::Low, 10);
        let outside = (DriverSource::External(GP10), Level::High, 20_000);
        assert_eq!(level_reason(&driven(PadLevel::Low, &[pull]), GP10), "held by the pull-down");
        let scene = driven(PadLevel::High, &[pull, outside]);
        assert_eq!(level_reason(&scene, GP10), "driven from outside; the pull-down loses");
        assert_eq!(level_figures(&scene, GP10), "outside 20 mA high  >  pull 0.01 mA low", "the strongest comes first");
        assert_eq!(level_reason(&driven(PadLevel::Floating, &[]), GP10), "nothing drives it; the pin still reads low");
    }

    #[test]
    fn in_contention_what_is_attached_outside_wins_over_any_pin() {
        let pins = [(DriverSource::Chip(GP10), Level::Low, 6_000), (DriverSource::Chip(GP17), Level::Low, 6_000)];
        let outside = (DriverSource::External(GP10), Level::High, 1);
        let reason = level_reason(&driven(PadLevel::Contention, &[pins[0], pins[1], outside]), GP10);
        assert_eq!(reason, "driven high from outside and low by this pin and by GP17; high is stronger");
    }

    #[test]
    fn between_equal_sides_neither_is_called_stronger() {
        let chip = |pin, level| (DriverSource::Chip(pin), level, 4_000);
        let outputs = [chip(GP10, Level::High), chip(GP17, Level::Low)];
        let reason = level_reason(&driven(PadLevel::Contention, &outputs), GP10);
        assert_eq!(reason, "driven high by this pin and low by GP17; both are equally strong, so it reads low");
        let figures = level_figures(&driven(PadLevel::Contention, &outputs), GP10);
        assert_eq!(figures, "this pin 4 mA high  =  GP17 4 mA low");
        let outside = |pin, level| (DriverSource::External(pin), level, 20_000);
        let drivers = [outside(GP10, Level::High), outside(GP17, Level::Low), outputs[0]];
        let reason = level_reason(&driven(PadLevel::Contention, &drivers), GP10);
        assert_eq!(
            reason,
            "driven high from outside and by this pin and low from outside at GP17; high is stronger: 24 mA against \
             20 mA"
        );
    }

    #[test]
    fn a_rail_is_called_by_its_name() {
        let pull = (DriverSource::Pull(GP10), Level::High, 10);
        let scene = driven(PadLevel::Low, &[(DriverSource::Rail, Level::Low, 20_000), pull]);
        assert_eq!(level_reason(&scene, GP10), "driven from GND; the pull-up loses");
        assert_eq!(level_figures(&scene, GP10), "GND 20 mA low  >  pull 0.01 mA high");
    }

    #[test]
    fn labels_are_written_as_the_board_prints_them() {
        assert_eq!(["P110", "P19", "L2", "HBL"].map(header_label), ["P1.10", "P1.9", "L2", "HBL"]);
    }
}
