//! The same commands on the board and on the emulator: the same answers, and the same words of ports and NVIC.
//!
//! What cannot be the same is left out, each for a reason:
//!
//! | what | why | source |
//! |--|--|--|
//! | words of pads, clocks and wake | QEMU's machine has none: they read 0 | `docs/cc3200.md`, section 10 |
//! | alternate functions, the level of an open-drain pin | they are in those words | as above |
//! | a pin that turns from output to input, level triggers | QEMU's PL061 differs | `tests/second_opinion/deviations.rs` |
//! | GP1, GP2 and the UART's interrupt | they carry the link | `core/src/link/device.rs` |

use std::collections::BTreeMap;

use anyhow::Result;
use fastrand::Rng;
use pinscope_core::cc3200::{gpio, gpio::Port, nvic};
use pinscope_core::link::reserved_pins::PINS;
use pinscope_core::pins;
use pinscope_core::{
    Command, Config, IrqConfig, Level, Mode, PinId, Priority, Profile, Pull, Reaction, Registers as _, Snapshot,
    Trigger, Wake, demo,
};
use pinscope_emulator::{Playground, Stimulus};

use super::start;

const ROUNDS: usize = 60;
const COMMANDS: usize = 8;

/// The words of a port that are compared.
const WORDS: [u32; 7] = [gpio::DATA_ALL, gpio::DIR, gpio::IS, gpio::IBE, gpio::IEV, gpio::IM, gpio::RIS];

#[test]
fn the_board_does_what_the_emulator_does() -> Result<()> {
    let mut board = start()?;
    board.device().hello()?;
    let mut emulator = Playground::new(Profile::WipySilicon);
    for command in demo::COMMANDS.into_iter().chain(demo::wake_commands()) {
        emulator.command(command).expect("the demo is valid");
    }
    let mut random = Rng::with_seed(3);
    let outputs: Vec<PinId> = pins().filter(|_| random.bool()).filter(|&pin| pin != demo::WAKE_PIN).collect();
    let inputs: Vec<PinId> = pins().filter(|pin| !outputs.contains(pin) && *pin != demo::LED).collect();
    for &pin in &inputs {
        emulator.stimulus(Stimulus::Drive { pin, level: Some(Level::Low) });
    }
    for round in 0..ROUNDS {
        let pin = inputs[random.usize(..inputs.len())];
        // The button that puts a board to sleep stays as it is.
        if pin != demo::WAKE_PIN {
            let level = Level::from(random.bool());
            board.machine().set_pin(pin, level.is_high())?;
            emulator.stimulus(Stimulus::Drive { pin, level: Some(level) });
        }
        for _ in 0..COMMANDS {
            let command = command(&mut random, &outputs, &inputs);
            let answer = board.device().command(command)?;
            assert_eq!(answer, emulator.command(command), "{command:?} in round {round}");
        }
        let (real, emulated) = (words(&board.device().snapshot()?), words(&emulator.snapshot(true)));
        assert_eq!(real, emulated, "round {round}");
    }
    Ok(())
}

fn pins() -> impl Iterator<Item = PinId> {
    PinId::ALL.into_iter().filter(|pin| !PINS.contains(pin))
}

fn command(random: &mut Rng, outputs: &[PinId], inputs: &[PinId]) -> Command {
    let all: Vec<PinId> = pins().collect();
    let any = |random: &mut Rng| all[random.usize(..all.len())];
    let level = Level::from(random.bool());
    let pin = any(random);
    match random.u8(0..8) {
        0 | 1 => {
            let mode = if outputs.contains(&pin) {
                [Mode::Out, Mode::OpenDrain][random.usize(..2)]
            } else if inputs.contains(&pin) {
                Mode::In
            } else {
                Mode::Out
            };
            let pull = [Pull::None, Pull::Up, Pull::Down][random.usize(..3)];
            let value = random.bool().then_some(level);
            // Wrong once in a while: the refusals are to be the same too.
            let alt = if random.u8(0..8) == 0 { 3 } else { -1 };
            Command::Init { pin, config: Config { mode, pull, value, alt, ..Config::DEFAULT } }
        }
        2 => Command::SetValue { pin, level },
        3 => Command::Toggle { pin },
        4 => Command::Enable { pin },
        5 => Command::Disable { pin },
        _ => {
            let trigger = [Trigger::Rising, Trigger::Falling, Trigger::BothEdges][random.usize(..3)];
            let wake = if random.bool() { Wake::ACTIVE } else { Wake::ACTIVE | Wake::SUSPENDED };
            let priority = Priority::ALL[random.usize(..7)];
            let target = any(random);
            let reaction =
                [Reaction::Nothing, Reaction::Toggle(target), Reaction::Set(target, level)][random.usize(..3)];
            Command::Irq { pin, config: IrqConfig { trigger, priority, wake }, reaction, takes_ns: 0 }
        }
    }
}

/// What is compared, by name.
fn words(snapshot: &Snapshot) -> BTreeMap<String, u32> {
    let links = PINS.into_iter().filter(|pin| pin.port() == Port::A0).fold(0, |bits, pin| bits | u32::from(pin.mask()));
    let mut words = BTreeMap::new();
    for port in Port::ALL {
        for offset in WORDS {
            let mask = if port == pins::LINK_TX.port() { !links } else { !0 };
            words.insert(format!("{} {offset:#x}", port.name()), snapshot.read(port.base() + offset) & mask);
        }
    }
    words.insert("ISER0".to_owned(), snapshot.read(nvic::ISER0.0) & 0xF);
    words.insert("IPR0".to_owned(), snapshot.read(nvic::IPR0.0) & nvic::PRIORITY_BITS);
    words
}
