//! Decodes the fuzzer's bytes into actions on a board.

use arbitrary::{Arbitrary, Result, Unstructured};
use pinscope_core::{
    Command, Config, Drive, IrqConfig, Level, Mode, PinId, Priority, Profile, Pull, Reaction, SleepMode, Trigger, Wake,
};
use pinscope_emulator::{Bounce, Change, ClockSignal, Endpoint, Stimulus, VoltageSource};
use pinscope_protocol::register_map;

/// Maximum number of actions in a case.
const MAX_ACTIONS: usize = 300;
/// Maximum number of changes in a recording.
const MAX_CHANGES: usize = 16;

/// A board, and the actions on it.
#[derive(Debug)]
pub struct Case {
    /// The board.
    pub profile: Profile,
    /// The actions, in order.
    pub actions: Vec<Action>,
}

/// An action on a board.
#[derive(Debug)]
pub enum Action {
    /// Software executes a command.
    Command(Command),
    /// A stimulus acts on the board.
    Stimulus(Stimulus),
    /// Software reads this address.
    Read(u32),
    /// Software writes this word to this address.
    Write(u32, u32),
    /// This many nanoseconds pass.
    Advance(u64),
    /// A recording is replayed.
    Replay(Vec<Change>),
    /// The repetition of the accepted commands after a reset is turned on or off.
    SetUpAgain(bool),
    /// The reset button is pressed.
    Reset,
}

impl<'a> Arbitrary<'a> for Case {
    fn arbitrary(bytes: &mut Unstructured<'a>) -> Result<Self> {
        let profile = *bytes.choose(&Profile::ALL)?;
        let mut actions = Vec::new();
        while !bytes.is_empty() && actions.len() < MAX_ACTIONS {
            actions.push(action(bytes)?);
        }
        Ok(Self { profile, actions })
    }
}

fn action(bytes: &mut Unstructured) -> Result<Action> {
    Ok(match bytes.int_in_range(0..=19)? {
        0..=5 => Action::Command(command(bytes)?),
        6..=11 => Action::Stimulus(stimulus(bytes)?),
        12 => Action::Read(address(bytes)?),
        13..=15 => Action::Write(address(bytes)?, word(bytes)?),
        16..=17 => Action::Advance(nanoseconds(bytes)?),
        18 => Action::Replay(recording(bytes)?),
        _ if bytes.arbitrary()? => Action::SetUpAgain(bytes.arbitrary()?),
        _ => Action::Reset,
    })
}

fn command(bytes: &mut Unstructured) -> Result<Command> {
    let pin = pin(bytes)?;
    Ok(match bytes.int_in_range(0..=13)? {
        0..=2 => Command::Init { pin, config: config(bytes)? },
        3..=5 => {
            let (config, reaction) = (irq_config(bytes)?, reaction(bytes)?);
            Command::Irq { pin, config, reaction, takes_ns: nanoseconds(bytes)? }
        }
        6 => Command::Value { pin },
        7 => Command::SetValue { pin, level: level(bytes)? },
        8 => Command::Toggle { pin },
        9 => Command::Enable { pin },
        10 => Command::Disable { pin },
        11 => Command::Call { pin },
        12 => Command::Flags { pin },
        _ => Command::Sleep { mode: *bytes.choose(&SleepMode::ALL)? },
    })
}

fn config(bytes: &mut Unstructured) -> Result<Config> {
    Ok(Config {
        mode: *bytes.choose(&Mode::ALL)?,
        pull: *bytes.choose(&Pull::ALL)?,
        drive: *bytes.choose(&Drive::ALL)?,
        alt: if bytes.arbitrary()? { -1 } else { bytes.arbitrary::<i8>()?.into() },
        value: rail(bytes)?,
    })
}

fn irq_config(bytes: &mut Unstructured) -> Result<IrqConfig> {
    let wakes = [Wake::ACTIVE, Wake::SUSPENDED, Wake::HIBERNATE];
    Ok(IrqConfig {
        trigger: *bytes.choose(&Trigger::ALL)?,
        priority: *bytes.choose(&Priority::ALL)?,
        wake: *bytes.choose(&wakes)? | *bytes.choose(&wakes)?,
    })
}

fn reaction(bytes: &mut Unstructured) -> Result<Reaction> {
    Ok(match bytes.int_in_range(0..=4)? {
        0 => Reaction::Nothing,
        1 => Reaction::Toggle(pin(bytes)?),
        2 => Reaction::Set(pin(bytes)?, level(bytes)?),
        3 => Reaction::Follow(pin(bytes)?),
        _ => Reaction::Oppose(pin(bytes)?),
    })
}

fn stimulus(bytes: &mut Unstructured) -> Result<Stimulus> {
    let pin = pin(bytes)?;
    Ok(match bytes.int_in_range(0..=15)? {
        0..=2 => Stimulus::Drive { pin, level: rail(bytes)? },
        3 => Stimulus::Click { pin },
        4 => Stimulus::Press { pin },
        5 => Stimulus::Release { pin },
        6 => Stimulus::Bounce { pin, bounce: bounce(bytes)? },
        7 => Stimulus::Pulse { pin, ns: nanoseconds(bytes)? },
        // Not every pair of numbers is a possible clock.
        8 => match ClockSignal::new(bytes.arbitrary()?, bytes.arbitrary()?) {
            Some(signal) => Stimulus::Clock { pin, signal },
            None => Stimulus::Click { pin },
        },
        9..=10 => Stimulus::Wire { a: pin, b: self::pin(bytes)? },
        11 => Stimulus::Unwire { a: pin, b: self::pin(bytes)? },
        12 => Stimulus::WireToRail { pin, rail: level(bytes)? },
        13 => Stimulus::UnwireFromRail { pin, rail: level(bytes)? },
        14 => Stimulus::PlaceButton { pin, end: endpoint(bytes)? },
        _ => Stimulus::Voltage { pin, source: voltage(bytes)? },
    })
}

/// Returns a source of a voltage, or `None` if the numbers are none of a possible source.
fn voltage(bytes: &mut Unstructured) -> Result<Option<VoltageSource>> {
    let (low, high, hertz) = (bytes.arbitrary()?, bytes.arbitrary()?, bytes.arbitrary()?);
    Ok(match bytes.int_in_range(0..=2)? {
        0 => VoltageSource::constant(low),
        1 => VoltageSource::sine(low, high, hertz),
        _ => VoltageSource::ramp(low, high, hertz),
    })
}

fn endpoint(bytes: &mut Unstructured) -> Result<Option<Endpoint>> {
    Ok(match bytes.int_in_range(0..=3)? {
        0 => None,
        1 => Some(Endpoint::Rail(level(bytes)?)),
        _ => Some(Endpoint::Pin(pin(bytes)?)),
    })
}

fn bounce(bytes: &mut Unstructured) -> Result<Bounce> {
    Ok(Bounce { seed: bytes.arbitrary()?, edges: bytes.arbitrary()?, window_ns: nanoseconds(bytes)? })
}

fn recording(bytes: &mut Unstructured) -> Result<Vec<Change>> {
    let count = bytes.int_in_range(0..=MAX_CHANGES)?;
    let change =
        |bytes: &mut Unstructured| Ok(Change { time_ns: nanoseconds(bytes)?, pin: pin(bytes)?, level: rail(bytes)? });
    (0..count).map(|_| change(bytes)).collect()
}

fn pin(bytes: &mut Unstructured) -> Result<PinId> {
    bytes.choose(&PinId::ALL).copied()
}

fn level(bytes: &mut Unstructured) -> Result<Level> {
    bytes.arbitrary::<bool>().map(Level::from)
}

fn rail(bytes: &mut Unstructured) -> Result<Option<Level>> {
    Ok(if bytes.arbitrary::<bool>()? { Some(level(bytes)?) } else { None })
}

/// Returns 0, a time that a handler might take, a time that a person might wait, or any time.
fn nanoseconds(bytes: &mut Unstructured) -> Result<u64> {
    Ok(match bytes.int_in_range(0..=3)? {
        0 => 0,
        1 => bytes.arbitrary::<u16>()?.into(),
        2 => bytes.arbitrary::<u32>()?.into(),
        _ => bytes.arbitrary()?,
    })
}

/// Returns the address of a register, an address near one, or any address.
fn address(bytes: &mut Unstructured) -> Result<u32> {
    let registers = register_map::registers().count();
    let known = |index| register_map::registers().nth(index).map_or(0, |register| register.addr);
    Ok(match bytes.int_in_range(0..=3)? {
        0..=1 => known(bytes.choose_index(registers)?),
        2 => known(bytes.choose_index(registers)?) & !0xFFF | bytes.int_in_range(0..=0xFFF)?,
        _ => bytes.arbitrary()?,
    })
}

/// Returns a single bit, a small number, or any word.
fn word(bytes: &mut Unstructured) -> Result<u32> {
    Ok(match bytes.int_in_range(0..=2)? {
        0 => 1 << bytes.int_in_range(0..=31)?,
        1 => bytes.arbitrary::<u8>()?.into(),
        _ => bytes.arbitrary()?,
    })
}
