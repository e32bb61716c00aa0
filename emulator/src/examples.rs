//! Ready-made benches. Each has instructions that say what to do and what to look for.

use pinscope_core::PinId::{GP2, GP3, GP4, GP8, GP9, GP10, GP11, GP12, GP13, GP16, GP17, GP24, GP25};
use pinscope_core::{
    Command, Config, Drive, IrqConfig, Level, Mode, PinId, Priority, Profile, Pull, Reaction, SleepMode, Trigger, Wake,
    demo,
};

use crate::{Bench, ClockSignal, Files, Lesson, Stimulus, VoltageSource};

/// A ready-made bench.
#[derive(Clone, Copy, Debug)]
pub struct Example {
    /// The name, which is the subject of the example.
    pub name: &'static str,
    /// One sentence that says what to do and what to look for.
    pub instructions: &'static str,
    /// The pin that the instructions begin with, which the page selects.
    pub pin: PinId,
    /// The simulated time that the timeline spans at first, in nanoseconds.
    pub span_ns: u64,
    stimuli: &'static [Stimulus],
    commands: &'static [Command],
}

/// The example that the page starts with if no bench has been saved.
pub const START: &Example = &EXAMPLES[2];

/// A millisecond in nanoseconds.
const MS: u64 = 1_000_000;

/// All examples, from the easiest to the hardest.
pub const EXAMPLES: &[Example] = &[
    Example {
        name: "empty bench",
        instructions: "Click any pad, and only its level changes: every pin is an input, nothing is attached, and no \
               interrupt is armed until you set one up.",
        pin: GP10,
        span_ns: 10_000 * MS,
        stimuli: &[],
        commands: &[],
    },
    Example {
        name: "an output",
        instructions: "Select GP9 and set its value: its pad follows, because GP9 drives it; clicking the pad changes \
               nothing, because a click never fights an output.",
        pin: GP9,
        span_ns: 10_000 * MS,
        stimuli: &[],
        commands: &[init(GP9, Mode::Out)],
    },
    Example {
        name: "an interrupt",
        instructions: "Click GP10: each rising edge, and no falling one, interrupts and toggles the LED on GP25.",
        pin: GP10,
        span_ns: 10_000 * MS,
        stimuli: &[],
        commands: &demo::COMMANDS,
    },
    Example {
        name: "blink and read",
        instructions: "Watch GP25 blink: a clock on GP10 toggles it once a second; GP9 is wired to it and reads what \
               it drives.",
        pin: GP25,
        span_ns: 10_000 * MS,
        stimuli: &[wire(GP9, GP25), clock(GP10, 500_000_000)],
        commands: &[
            output(GP25, Mode::Out, Level::Low),
            init(GP9, Mode::In),
            init(GP10, Mode::In),
            irq(GP10, Trigger::Rising, Reaction::Toggle(GP25)),
        ],
    },
    Example {
        name: "pull-ups and floating inputs",
        instructions: "Compare GP8, pulled up, GP9, pulled down, and GP10, where two opposing pulls meet over a wire \
               and it floats; then click each: hands win over any pull.",
        pin: GP8,
        span_ns: 10_000 * MS,
        stimuli: &[wire(GP10, GP11)],
        commands: &[pulled(GP8, Pull::Up), pulled(GP9, Pull::Down), pulled(GP10, Pull::Up), pulled(GP11, Pull::Down)],
    },
    Example {
        name: "open-drain bus of three pins",
        instructions: "Click GP2, GP4 and GP17: each lets one pin pull the bus GP8–GP9–GP10 low or let go; it is high \
               only when all let go, and nobody ever fights.",
        pin: GP2,
        span_ns: 10_000 * MS,
        stimuli: &[wire(GP8, GP9), wire(GP9, GP10)],
        commands: &[
            Command::Init {
                pin: GP8,
                config: Config { pull: Pull::Up, mode: Mode::OpenDrain, value: Some(Level::High), ..Config::DEFAULT },
            },
            output(GP9, Mode::OpenDrain, Level::High),
            output(GP10, Mode::OpenDrain, Level::High),
            pulled(GP2, Pull::Down),
            pulled(GP4, Pull::Down),
            pulled(GP17, Pull::Down),
            irq(GP2, Trigger::BothEdges, Reaction::Toggle(GP8)),
            irq(GP4, Trigger::BothEdges, Reaction::Toggle(GP9)),
            irq(GP17, Trigger::BothEdges, Reaction::Toggle(GP10)),
        ],
    },
    Example {
        name: "two outputs that fight",
        instructions: "Select GP8, which holds the net high against GP9 because it drives with 6 mA: give it 2 mA and \
               GP10, which only listens, reads low; make either an input and the fight is over.",
        pin: GP8,
        span_ns: 10_000 * MS,
        stimuli: &[wire(GP8, GP9), wire(GP9, GP10)],
        commands: &[
            Command::Init {
                pin: GP8,
                config: Config { mode: Mode::Out, drive: Drive::High, value: Some(Level::High), ..Config::DEFAULT },
            },
            output(GP9, Mode::Out, Level::Low),
            init(GP10, Mode::In),
        ],
    },
    Example {
        name: "bounce, counted, then debounced",
        instructions: "Hold GP10 and let go, then GP11: their counts jump, for buttons bounce; but one sets GP25 and \
               the other clears it, so GP9, wired to GP25, counts a single clean edge each time.",
        pin: GP10,
        span_ns: 2_000 * MS,
        stimuli: &[wire(GP9, GP25)],
        commands: &[
            output(GP25, Mode::Out, Level::Low),
            pulled(GP10, Pull::Down),
            pulled(GP11, Pull::Down),
            init(GP9, Mode::In),
            irq(GP10, Trigger::Rising, Reaction::Set(GP25, Level::High)),
            irq(GP11, Trigger::Rising, Reaction::Set(GP25, Level::Low)),
            irq(GP9, Trigger::BothEdges, Reaction::Nothing),
        ],
    },
    Example {
        name: "a timer blinks the LED",
        instructions: "Run the script: a timer interrupts twice a second and its handler toggles GP25, although the script \
               has ended.",
        pin: GP25,
        span_ns: 5_000 * MS,
        stimuli: &[],
        commands: &[],
    },
    Example {
        name: "PWM: the LED breathes",
        instructions: "Run the script and look at GP25 in the timeline: one timer makes a pulse every millisecond, and \
               another one changes its length, so the LED breathes.",
        pin: GP25,
        span_ns: 10 * MS,
        stimuli: &[],
        commands: &[],
    },
    Example {
        name: "a voltage, converted",
        instructions: "Run the script and change the voltage at GP3, up to 1.4 V: a timer lets the ADC convert it and \
               prints it whenever it has changed.",
        pin: GP3,
        span_ns: 5_000 * MS,
        stimuli: &[Stimulus::Voltage { pin: GP3, source: Some(VoltageSource::ONE_VOLT) }],
        commands: &[],
    },
    Example {
        name: "two serial lines",
        instructions: "Run the script: UART 0 asks on GP12, which is wired to GP17, and UART 1 answers on GP16, which is \
               wired to GP13.",
        pin: GP12,
        span_ns: 5 * MS,
        stimuli: &[wire(GP12, GP17), wire(GP16, GP13)],
        commands: &[],
    },
    Example {
        name: "an alarm ends SUSPENDED",
        instructions: "Run the script: the board sleeps until the alarm of its real-time clock, two seconds later, wakes it.",
        pin: GP25,
        span_ns: 5_000 * MS,
        stimuli: &[],
        commands: &[],
    },
    Example {
        name: "the watchdog resets the board",
        instructions: "Run the script and click GP10 at least every three seconds: each rising edge feeds the watchdog, \
               and without one it resets the board.",
        pin: GP10,
        span_ns: 5_000 * MS,
        stimuli: &[],
        commands: &[],
    },
    Example {
        name: "priorities: a handler preempted",
        instructions: "Click GP10, whose handler takes three seconds, and within them GP17, which is more urgent: its \
               handler cuts in, and the other goes on when it is done.",
        pin: GP10,
        span_ns: 10_000 * MS,
        stimuli: &[],
        commands: &[
            pulled(GP10, Pull::Down),
            pulled(GP17, Pull::Down),
            slow(GP10, Priority::P1, 3_000_000_000),
            slow(GP17, Priority::P7, 1_000_000_000),
        ],
    },
    Example {
        name: "level trigger storm",
        instructions: "Click GP10: nobody ends its high level, so the interrupt comes back for ever, rests 10 ms after \
               each 64 and goes on; click again to end it.",
        pin: GP10,
        span_ns: 200 * MS,
        stimuli: &[],
        commands: &[pulled(GP10, Pull::Down), irq(GP10, Trigger::HighLevel, Reaction::Nothing)],
    },
    Example {
        name: "wake from SUSPENDED: the last armed pin wins",
        instructions: "Click GP2, then GP17: both were armed to end this sleep, but only the pin armed last does.",
        pin: GP2,
        span_ns: 10_000 * MS,
        stimuli: &[],
        commands: &[
            pulled(GP2, Pull::Down),
            pulled(GP17, Pull::Down),
            wakes(GP2, Trigger::Rising, Wake::SUSPENDED),
            wakes(GP17, Trigger::Rising, Wake::SUSPENDED),
            Command::Sleep { mode: SleepMode::Suspended },
        ],
    },
    Example {
        name: "HIBERNATE from six pins",
        instructions: "Click any of the six pads with a moon: each ends HIBERNATE, and because that is a reset, the \
               board is set up again.",
        pin: GP2,
        span_ns: 10_000 * MS,
        stimuli: &[low(GP2), low(GP4), low(GP10), low(GP11), low(GP17), low(GP24)],
        commands: &[
            wakes(GP2, Trigger::Rising, Wake::HIBERNATE),
            wakes(GP4, Trigger::Rising, Wake::HIBERNATE),
            wakes(GP10, Trigger::Rising, Wake::HIBERNATE),
            wakes(GP11, Trigger::Rising, Wake::HIBERNATE),
            wakes(GP17, Trigger::Rising, Wake::HIBERNATE),
            wakes(GP24, Trigger::Rising, Wake::HIBERNATE),
            Command::Sleep { mode: SleepMode::Hibernate },
        ],
    },
    Example {
        name: "why didn't it wake?",
        instructions: "Click GP9, GP2, GP4, GP11, GP24 and last GP17: only the last ends this sleep, and the page says \
               of each of the others why it did not.",
        pin: GP9,
        span_ns: 20_000 * MS,
        stimuli: &[low(GP9), low(GP2), low(GP4), low(GP11), low(GP24), low(GP17)],
        commands: &[
            wakes(GP9, Trigger::Rising, Wake::ACTIVE),
            wakes(GP2, Trigger::Rising, Wake::SUSPENDED),
            wakes(GP4, Trigger::Rising, Wake::ACTIVE),
            wakes(GP11, Trigger::BothEdges, Wake::ACTIVE),
            wakes(GP24, Trigger::Rising, Wake::SUSPENDED),
            Command::Disable { pin: GP24 },
            wakes(GP17, Trigger::Rising, Wake::SUSPENDED),
            Command::Sleep { mode: SleepMode::Suspended },
        ],
    },
];

impl Example {
    /// Returns the example with this name.
    pub fn from_name(name: &str) -> Option<&'static Self> {
        EXAMPLES.iter().find(|example| example.name == name)
    }

    /// Returns the bench, which can be loaded into a playground.
    pub fn bench(&self) -> Bench {
        Bench {
            profile: Profile::Wipy,
            stimuli: self.stimuli.to_vec(),
            commands: self.commands.to_vec(),
            sets_up_again: true,
            running: true,
            speed: Bench::REAL_TIME,
            script: String::new(),
            files: Files::default(),
            lesson: Lesson::default(),
            image: None,
        }
    }
}

const fn init(pin: PinId, mode: Mode) -> Command {
    Command::Init { pin, config: Config { mode, ..Config::DEFAULT } }
}

const fn pulled(pin: PinId, pull: Pull) -> Command {
    Command::Init { pin, config: Config { pull, ..Config::DEFAULT } }
}

const fn output(pin: PinId, mode: Mode, level: Level) -> Command {
    Command::Init { pin, config: Config { mode, value: Some(level), ..Config::DEFAULT } }
}

const fn irq(pin: PinId, trigger: Trigger, reaction: Reaction) -> Command {
    Command::Irq { pin, config: IrqConfig::new(trigger), reaction, takes_ns: 0 }
}

const fn slow(pin: PinId, priority: Priority, takes_ns: u64) -> Command {
    let config = IrqConfig { priority, ..IrqConfig::new(Trigger::Rising) };
    Command::Irq { pin, config, reaction: Reaction::Nothing, takes_ns }
}

const fn wakes(pin: PinId, trigger: Trigger, wake: Wake) -> Command {
    let config = IrqConfig { wake, ..IrqConfig::new(trigger) };
    Command::Irq { pin, config, reaction: Reaction::Nothing, takes_ns: 0 }
}

const fn wire(a: PinId, b: PinId) -> Stimulus {
    Stimulus::Wire { a, b }
}

const fn low(pin: PinId) -> Stimulus {
    Stimulus::Drive { pin, level: Some(Level::Low) }
}

/// Returns the stimulus that attaches a clock whose two phases last `phase_ns` each.
const fn clock(pin: PinId, phase_ns: u64) -> Stimulus {
    match ClockSignal::from_phases_ns(phase_ns, phase_ns) {
        Some(signal) => Stimulus::Clock { pin, signal },
        None => panic!("the clock of an example is too fast or too slow"),
    }
}
