//! Describes a bench, and the board that it makes, as text that a person can read.
//!
//! The saved files contain this text, so its words never change when something is renamed in the code. If a bench can
//! hold something new, it gets a line of its own that is only written when it is there. The old files then still match.

use std::fmt::Write as _;

use pinscope_core::{Command, IrqStatus, Level, PadLevel, PinId, Power, Reaction, Registers, SleepMode, Wake};
use pinscope_emulator::{Bench, Button, Endpoint, ImageReference, Lesson, Playground, Stimulus};
use pinscope_protocol::register_map;

/// The line above the registers. They are compared one by one, because later versions show more of them.
pub const REGISTERS: &str = "\n[registers]\n";

/// Describes what a link holds and what opening it gives, except the registers.
pub fn bench_and_board(bench: &Bench, board: &Playground, refused: usize) -> String {
    let mut text = String::new();
    let Bench { profile, sets_up_again, running, speed, .. } = bench;
    writeln!(text, "[settings]\nprofile {}", profile.name()).expect(WRITES);
    writeln!(text, "running {running}\nspeed {speed} thousandths\nsets up again {sets_up_again}").expect(WRITES);
    text += &lists(bench, "");

    writeln!(text, "\n[the board]\nrefused commands {refused}\npower {}", power(board.machine().power()))
        .expect(WRITES);
    for pin in PinId::ALL {
        text += &describe_pin(board, pin);
    }
    for (a, b) in board.machine().wires() {
        writeln!(text, "wire {a} {b}").expect(WRITES);
    }
    for (pin, rail) in board.machine().rail_wires() {
        writeln!(text, "wire {pin} {}", Endpoint::Rail(rail)).expect(WRITES);
    }
    text += &lists(&board.bench(), " when shared again");

    text += "\n[script]\n";
    for line in board.source().split('\n') {
        writeln!(text, "|{line}").expect(WRITES);
    }
    text.push_str(&files_and_lesson(bench));
    if let Some(ImageReference { name, hash }) = &bench.image {
        writeln!(text, "\n[image]\n{name}\nhash {hash:016X}").expect(WRITES);
    }
    text
}

/// Describes the part of a bench that links have had since version 5.
fn files_and_lesson(bench: &Bench) -> String {
    let mut text = String::new();
    for file in bench.files.iter() {
        writeln!(text, "\n[file {}]", file.name).expect(WRITES);
        file.text.split('\n').for_each(|line| writeln!(text, "|{line}").expect(WRITES));
    }
    let Lesson { task, parts, only_shows_script } = &bench.lesson;
    if bench.lesson != Lesson::default() {
        let parts: Vec<_> = parts.iter().map(|part| part.name()).collect();
        writeln!(text, "\n[lesson]\ntask {task}\nparts {}\nonly shows script {only_shows_script}", parts.join(" "))
            .expect(WRITES);
    }
    text
}

/// Lists the registers by address, value and TI's name.
pub fn registers(board: &Playground) -> String {
    let line = |register: register_map::Register| {
        let value = board.machine().peek().read(register.addr);
        format!("{:#010X} {value:#010X} {register}\n", register.addr)
    };
    register_map::registers().map(line).collect()
}

/// Returns whether there are `registers`, as [`registers`] lists them, and the board holds every one of these values.
pub fn are_held(registers: &str, board: &Playground) -> bool {
    let is_held = |line: &str| {
        let mut words = line.split(' ').map(|word| u32::from_str_radix(word.trim_start_matches("0x"), 16).ok());
        let (addr, value) = (words.next().flatten(), words.next().flatten());
        addr.is_some() && addr.map(|addr| board.machine().peek().read(addr)) == value
    };
    !registers.is_empty() && registers.lines().all(is_held)
}

const WRITES: &str = "writing to a string cannot fail";

fn lists(bench: &Bench, when: &str) -> String {
    let mut text = format!("\n[stimuli{when}]\n");
    text.extend(bench.stimuli.iter().map(|&stimulus| describe_stimulus(stimulus) + "\n"));
    text += &format!("\n[commands{when}]\n");
    text.extend(bench.commands.iter().map(|&command| describe_command(command) + "\n"));
    text
}

fn describe_stimulus(stimulus: Stimulus) -> String {
    match stimulus {
        Stimulus::Drive { pin, level: Some(to) } => format!("drive {pin} {}", level(to)),
        Stimulus::Drive { pin, level: None } => format!("drive {pin} open"),
        Stimulus::Click { pin } => format!("click {pin}"),
        Stimulus::Press { pin } => format!("press {pin}"),
        Stimulus::Release { pin } => format!("release {pin}"),
        Stimulus::Bounce { pin, bounce } => {
            let edges = bounce.edges.map_or("random".to_owned(), |edges| edges.to_string());
            format!("bounce {pin} seed {} edges {edges} window {} ns", bounce.seed, bounce.window_ns)
        }
        Stimulus::Pulse { pin, ns } => format!("pulse {pin} {ns} ns"),
        Stimulus::Clock { pin, signal } => {
            let (high_ns, low_ns) = signal.phases_ns();
            format!("clock {pin} high {high_ns} ns low {low_ns} ns")
        }
        Stimulus::Wire { a, b } => format!("wire {a} {b}"),
        Stimulus::Unwire { a, b } => format!("unwire {a} {b}"),
        Stimulus::WireToRail { pin, rail } => format!("wire {pin} {}", Endpoint::Rail(rail)),
        Stimulus::UnwireFromRail { pin, rail } => format!("unwire {pin} {}", Endpoint::Rail(rail)),
        Stimulus::PlaceButton { pin, end: Some(end) } => format!("button {pin} to {end}"),
        Stimulus::PlaceButton { pin, end: None } => format!("button {pin} against the pull"),
        Stimulus::Voltage { pin, source: None } => format!("voltage {pin} open"),
        Stimulus::Voltage { pin, source: Some(source) } => {
            let ((low, high), period_ns) = (source.range_uv(), source.period_ns());
            format!("voltage {pin} {:?} {low} to {high} uV period {period_ns} ns", source.shape())
        }
    }
}

fn describe_command(command: Command) -> String {
    match command {
        Command::Init { pin, config } => {
            let (mode, pull, drive) = (config.mode.name(), config.pull.name(), config.drive.name());
            let value = config.value.map_or("unchanged", level);
            format!("init {pin} mode {mode} pull {pull} drive {drive} alt {} value {value}", config.alt)
        }
        Command::Value { pin } => format!("value {pin}"),
        Command::SetValue { pin, level: to } => format!("set value {pin} {}", level(to)),
        Command::Toggle { pin } => format!("toggle {pin}"),
        Command::Irq { pin, config, reaction: handler, takes_ns } => {
            let (trigger, priority) = (config.trigger.names().join("|"), config.priority.number());
            let (wake, handler) = (wake(config.wake), reaction(handler));
            format!("irq {pin} {trigger} priority {priority} wake {wake} handler {handler} takes {takes_ns} ns")
        }
        Command::Enable { pin } => format!("enable {pin}"),
        Command::Disable { pin } => format!("disable {pin}"),
        Command::Call { pin } => format!("call {pin}"),
        Command::Flags { pin } => format!("flags {pin}"),
        Command::Sleep { mode: SleepMode::Active } => "sleep ACTIVE".to_owned(),
        Command::Sleep { mode: SleepMode::Suspended } => "sleep SUSPENDED".to_owned(),
        Command::Sleep { mode: SleepMode::Hibernate } => "sleep HIBERNATE".to_owned(),
    }
}

fn describe_pin(board: &Playground, pin: PinId) -> String {
    let snapshot = board.snapshot(true);
    let external = board.machine().external(pin);
    let net = snapshot.status(pin).level.map_or("unknown", PadLevel::name);
    let mut text = format!("{} is {net}", snapshot.pin(pin));
    if let Some(rail) = external.rail {
        text += &format!(", held {}", level(rail));
    }
    if let Some(signal) = external.signal {
        let (high_ns, low_ns) = signal.phases_ns();
        text += &format!(", clock high {high_ns} ns low {low_ns} ns");
    }
    if let Some(end) = external.button_end {
        text += &format!(", button to {end}");
    }
    text += &match external.button {
        Some(Button::Open) => ", button open".to_owned(),
        Some(Button::Closed(Endpoint::Rail(to))) => format!(", button closed to {}", level(to)),
        Some(Button::Closed(Endpoint::Pin(other))) => format!(", button closed to {other}"),
        None => String::new(),
    };
    text += "\n";
    if let Some(irq) = snapshot.status(pin).irq {
        text += &describe_irq(irq);
    }
    text
}

fn describe_irq(irq: IrqStatus) -> String {
    let IrqStatus { takes_ns, enabled, count, coalesced, .. } = irq;
    let (trigger, wake, handler) = (irq.trigger.names().join("|"), wake(irq.wake), reaction(irq.reaction));
    format!(
        "    irq {trigger} wake {wake} handler {handler} takes {takes_ns} ns \
         enabled {enabled} count {count} coalesced {coalesced}\n"
    )
}

fn wake(wake: Wake) -> String {
    wake.names().collect::<Vec<_>>().join("|")
}

fn reaction(reaction: Reaction) -> String {
    match reaction {
        Reaction::Nothing => "nothing".to_owned(),
        other => other.to_string(),
    }
}

const fn level(level: Level) -> &'static str {
    if level.is_high() { "high" } else { "low" }
}

const fn power(power: Power) -> &'static str {
    match power {
        Power::Active => "ACTIVE",
        Power::Idle => "IDLE",
        Power::Suspended => "SUSPENDED",
        Power::Hibernate => "HIBERNATE",
    }
}
