//! The serial link: the board identifies itself, executes and refuses commands, and sends snapshots.

use anyhow::Result;
use pinscope_core::link::reserved_pins;
use pinscope_core::link::serial::{Capabilities, DeviceInfo, PROTOCOL_VERSION};
use pinscope_core::pins;
use pinscope_core::{
    Command, Config, Error, IrqConfig, Level, Mode, PadLevel, PinId, Power, Profile, Reaction, ResetCause, Response,
    ShortString, SleepMode, Trigger, Wake,
};

use super::start;

const GP9: PinId = PinId::GP9;

#[test]
fn the_board_identifies_itself() -> Result<()> {
    let mut board = start()?;
    let info = board.device().identify()?;
    let expected = DeviceInfo {
        protocol: PROTOCOL_VERSION,
        version: ShortString::new(env!("CARGO_PKG_VERSION")),
        profile: Profile::WipySilicon,
        reset: ResetCause::PowerOn,
        time_ns: info.time_ns,
        capabilities: Capabilities { stimuli: false, pads: false, time_control: false },
        reserved: [PinId::GP1, PinId::GP2],
    };
    assert_eq!(info, expected);
    assert!(board.device().identify()?.time_ns > info.time_ns, "its time does not advance");
    Ok(())
}

#[test]
fn commands_are_executed_and_visible_in_snapshots() -> Result<()> {
    let mut board = start()?;
    let device = board.device();
    device.identify()?;
    let config = Config { mode: Mode::Out, value: Some(Level::High), ..Config::DEFAULT };
    assert_eq!(device.command(Command::Init { pin: GP9, config })?, Ok(Response::Done));
    assert_eq!(device.command(Command::Value { pin: GP9 })?, Ok(Response::Level(Level::High)));
    let config = IrqConfig { wake: Wake::ACTIVE | Wake::HIBERNATE, ..IrqConfig::new(Trigger::Falling) };
    let (pin, reaction) = (PinId::GP13, Reaction::Toggle(GP9));
    assert_eq!(device.command(Command::Irq { pin, config, reaction, takes_ns: 0 })?, Ok(Response::Done));
    assert_eq!(device.command(Command::Call { pin })?, Ok(Response::Call(reaction)));
    let snapshot = device.whole_snapshot()?;
    assert_eq!((snapshot.pin(GP9).mode(), snapshot.pin(GP9).latch()), (Mode::Out, Level::Low));
    assert_eq!(snapshot.status(GP9).level, None, "the pad of an output cannot be read");
    assert_eq!(snapshot.status(pins::LINK_RX).level, None, "a pin of the link is not an input");
    assert_eq!(snapshot.status(pin).level, Some(PadLevel::Low));
    let irq = snapshot.status(pin).irq.unwrap();
    assert_eq!((irq.trigger, irq.wake, irq.reaction, irq.enabled), (config.trigger, config.wake, reaction, true));
    Ok(())
}

#[test]
fn a_command_that_the_board_cannot_execute_is_refused_with_the_reason() -> Result<()> {
    let mut board = start()?;
    let device = board.device();
    device.identify()?;
    let pin = PinId::GP10;
    let config = IrqConfig { wake: Wake::SUSPENDED, ..IrqConfig::new(Trigger::Rising) };
    let irq = |pin| Command::Irq { pin, config, reaction: Reaction::Nothing, takes_ns: 0 };
    let refused = device.command(irq(pin))?.unwrap_err();
    assert_eq!(refused, Error::NotAWakePin { pin, profile: Profile::WipySilicon });
    assert!(refused.to_string().contains("GP13"), "{refused}");
    assert_eq!(device.command(irq(PinId::GP2))?, Ok(Response::Done), "a wake line needs no GPIO port");
    for pin in reserved_pins::PINS {
        let init = Command::Init { pin, config: Config::DEFAULT };
        assert_eq!(device.command(init)?, Err(Error::CarriesLink { pin }));
    }
    assert_eq!(device.command(Command::Flags { pin: GP9 })?, Err(Error::NoInterrupt { pin: GP9 }));
    Ok(())
}

#[test]
fn a_refused_command_changes_no_count() -> Result<()> {
    let mut board = start()?;
    board.device().identify()?;
    let pin = PinId::GP10;
    board.machine().set_pin(pin, true)?;
    while board.device().snapshot()?.status(pin).irq.is_none_or(|irq| irq.count < 1) {}
    let before = board.device().whole_snapshot()?.status(pin).irq;
    let config = IrqConfig { wake: Wake::SUSPENDED, ..IrqConfig::new(Trigger::Rising) };
    let irq = Command::Irq { pin, config, reaction: Reaction::Nothing, takes_ns: 0 };
    assert!(board.device().command(irq)?.is_err(), "GP10 cannot wake the chip");
    assert_eq!(board.device().whole_snapshot()?.status(pin).irq, before);
    Ok(())
}

/// QEMU's machine cannot sleep.
#[test]
fn a_sleep_that_does_not_happen_is_reported() -> Result<()> {
    let mut board = start()?;
    let device = board.device();
    device.identify()?;
    for mode in [SleepMode::Suspended, SleepMode::Hibernate, SleepMode::Suspended] {
        let stayed = Err(Error::StayedAwake { power: mode.power() });
        assert_eq!(device.command(Command::Sleep { mode })?, stayed);
        assert_eq!(device.whole_snapshot()?.power, Power::Active);
    }
    Ok(())
}

#[test]
fn idle_lasts_until_an_interrupt() -> Result<()> {
    let mut board = start()?;
    board.device().identify()?;
    let mode = SleepMode::Active;
    assert_eq!(board.device().command(Command::Sleep { mode })?, Ok(Response::Sleep(mode)));
    let asleep = Err(Error::Asleep { power: Power::Idle });
    assert_eq!(board.device().command(Command::Toggle { pin: GP9 })?, asleep);
    assert_eq!(board.device().whole_snapshot()?.power, Power::Idle);
    board.machine().set_pin(PinId::GP10, true)?;
    while board.device().snapshot()?.power != Power::Active {}
    assert_eq!(board.device().command(Command::Toggle { pin: GP9 })?, Ok(Response::Done));
    Ok(())
}

/// A level that does not end leaves no time for anything else, so its interrupt is disabled.
#[test]
fn a_storm_leaves_the_board_in_reach() -> Result<()> {
    let mut board = start()?;
    board.device().identify()?;
    let (pin, config) = (PinId::GP8, IrqConfig::new(Trigger::HighLevel));
    let irq = Command::Irq { pin, config, reaction: Reaction::Nothing, takes_ns: 0 };
    assert_eq!(board.device().command(irq)?, Ok(Response::Done));
    board.machine().set_pin(pin, true)?;
    for _ in 0..10 {
        assert!(board.device().snapshot()?.status(pin).irq.is_some_and(|irq| irq.enabled));
    }
    board.device().identify().map(drop)
}
