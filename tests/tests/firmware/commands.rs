//! The same commands on the board and on the emulator have the same results, and the same effect on registers of the
//! ports and the NVIC.
//!
//! Some differences cannot be avoided, so they are not compared:
//!
//! | not compared | reason | source |
//! |--|--|--|
//! | registers of pads, clocks and wake | QEMU's machine has none; they read as 0 | `docs/cc3200.md`, section 10 |
//! | alternate functions, the level of an open-drain pin | they are in these registers | as above |
//! | a change from output to input, level triggers | QEMU's PL061 differs | `qemu_differential/deviations.rs` |
//! | GP1, GP2 and the UART's interrupt | they carry the link | `core/src/link/reserved_pins.rs` |

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
const COMMANDS_PER_ROUND: usize = 8;

/// The registers of a port that are compared.
const REGISTERS: [u32; 7] = [gpio::DATA_ALL, gpio::DIR, gpio::IS, gpio::IBE, gpio::IEV, gpio::IM, gpio::RIS];

#[test]
fn the_board_does_the_same_as_the_emulator() -> Result<()> {
    let mut board = start()?;
    board.device().identify()?;
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
        // This is the button that would put the board to sleep.
        if pin != demo::WAKE_PIN {
            let level = Level::from(random.bool());
            board.machine().set_pin(pin, level.is_high())?;
            emulator.stimulus(Stimulus::Drive { pin, level: Some(level) });
        }
        for _ in 0..COMMANDS_PER_ROUND {
            let command = command(&mut random, &outputs, &inputs);
            let result = board.device().command(command)?;
            assert_eq!(result, emulator.command(command), "{command:?} in round {round}");
        }
        let (actual, emulated) = (registers(&board.device().snapshot()?), registers(&emulator.snapshot(true)));
        assert_eq!(actual, emulated, "round {round}");
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
            // One in eight is invalid, because errors are compared too.
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

/// Returns the registers that are compared, by name.
fn registers(snapshot: &Snapshot) -> BTreeMap<String, u32> {
    let reserved =
        PINS.into_iter().filter(|pin| pin.port() == Port::A0).fold(0, |bits, pin| bits | u32::from(pin.mask()));
    let mut registers = BTreeMap::new();
    for port in Port::ALL {
        for offset in REGISTERS {
            let mask = if port == pins::LINK_TX.port() { !reserved } else { !0 };
            registers.insert(format!("{} {offset:#x}", port.name()), snapshot.read(port.base() + offset) & mask);
        }
    }
    registers.insert("ISER0".to_owned(), snapshot.read(nvic::ISER0.0) & 0xF);
    registers.insert("IPR0".to_owned(), snapshot.read(nvic::IPR0.0) & nvic::PRIORITY_BITS);
    registers
}
