//! The serial link of the image: the firmware identifies itself, executes commands, and reports interrupts.

use anyhow::Result;
use fastrand::Rng;
use pinscope_core::cc3200::nvic;
use pinscope_core::link::serial::{Capabilities, DeviceInfo, PROTOCOL_VERSION};
use pinscope_core::{
    Command, Config, Error, EventKind, IrqConfig, Level, Mode, PadLevel, PinId, Power, Priority, Profile, Reaction,
    ResetCause, Response, ShortString, SleepMode, Trigger,
};
use pinscope_tests::scenario;

use super::{file, start};

const GP9: PinId = PinId::GP9;

#[test]
fn edges_interrupt_and_toggle_the_led() -> Result<()> {
    scenario::run(&mut start()?)
}

#[test]
fn a_raw_image_runs_as_its_elf_file_does() -> Result<()> {
    let mut bench = pinscope_tests::image::ImageBench::new(&file("wipy.bin")?)?;
    assert!(bench.read_line()?.contains(" WIPY_SILICON PWRON_RESET"));
    Ok(())
}

#[test]
fn the_board_identifies_itself_and_its_time_advances() -> Result<()> {
    let mut bench = start()?;
    let info = bench.identify()?;
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
    bench.run_ns(5_000_000);
    let later = bench.identify()?.time_ns - info.time_ns;
    assert!((5_000_000..50_000_000).contains(&later), "{later} ns have passed");
    Ok(())
}

#[test]
fn a_command_acts_on_the_emulated_pad_and_a_refusal_has_its_reason() -> Result<()> {
    let mut bench = start()?;
    bench.identify()?;
    let config = Config { mode: Mode::Out, value: Some(Level::High), ..Config::DEFAULT };
    assert_eq!(bench.command(Command::Init { pin: GP9, config })?, Ok(Response::Done));
    assert_eq!(bench.board.playground.machine().level(GP9), PadLevel::High);
    assert_eq!(bench.snapshot()?.pin(GP9).mode(), Mode::Out);
    let init = Command::Init { pin: PinId::GP1, config: Config::DEFAULT };
    assert_eq!(bench.command(init)?, Err(Error::CarriesLink { pin: PinId::GP1 }));
    Ok(())
}

/// The handler runs at the moment of the edge plus the entry, the emulated board shows the interrupt as the firmware
/// has set it up, and the interrupt controller of the chip follows that of the processor.
#[test]
fn the_emulated_board_shows_the_interrupts_of_the_image() -> Result<()> {
    let mut bench = start()?;
    bench.identify()?;
    let (pin, reaction) = (PinId::GP11, Reaction::Toggle(GP9));
    let out = Config { mode: Mode::Out, value: Some(Level::Low), ..Config::DEFAULT };
    assert_eq!(bench.command(Command::Init { pin: GP9, config: out })?, Ok(Response::Done));
    bench.set_pin(pin, Level::Low);
    let config = IrqConfig { priority: Priority::ALL[4], ..IrqConfig::new(Trigger::BothEdges) };
    assert_eq!(bench.command(Command::Irq { pin, config, reaction, takes_ns: 0 })?, Ok(Response::Done));
    let first = bench.board.playground.machine().trace(pinscope_emulator::Trace::next);
    bench.set_pin(pin, Level::High);
    let edge_ns = bench.board.playground.machine().time_ns();
    bench.run_ns(1_000_000);
    let events: Vec<_> =
        bench.board.playground.machine().trace(|trace| trace.since(first).map(|(_, event)| event).collect());
    let time_of = |wanted: &dyn Fn(&EventKind) -> bool| {
        events.iter().find(|event| wanted(&event.kind)).map(|event| event.time_ns - edge_ns)
    };
    let entered = time_of(&|kind| matches!(kind, EventKind::Irq { pin: PinId::GP11, trigger: Trigger::Rising, .. }));
    let toggled = time_of(&|kind| *kind == EventKind::Level { pin: GP9, level: PadLevel::High });
    let left = time_of(&|kind| *kind == EventKind::Left { pin });
    assert!(entered.is_some_and(|ns| ns < 1_000), "entered after {entered:?} ns");
    assert!(entered < toggled && toggled < left && left.is_some_and(|ns| ns < 200_000), "{toggled:?}, {left:?}");
    let snapshot = bench.board.playground.snapshot(true);
    let irq = snapshot.status(pin).irq.expect("the interrupt is armed");
    assert_eq!((irq.trigger, irq.enabled, irq.count), (Trigger::BothEdges, true, 1));
    assert_eq!(snapshot.pin(pin).priority(), Priority::ALL[4]);
    let words = bench.board.playground.machine().peek();
    assert_eq!(nvic::ISER0.read(words), 0x26, "ports A1 and A2 and UARTA0 are enabled");
    assert_eq!((nvic::ISPR0.read(words), nvic::IABR0.read(words)), (0, 0), "nothing is pending or active");
    Ok(())
}

#[test]
fn idle_lasts_until_an_interrupt() -> Result<()> {
    let mut bench = start()?;
    bench.identify()?;
    let mode = SleepMode::Active;
    assert_eq!(bench.command(Command::Sleep { mode })?, Ok(Response::Sleep(mode)));
    assert_eq!(bench.command(Command::Toggle { pin: GP9 })?, Err(Error::Asleep { power: Power::Idle }));
    bench.set_pin(PinId::GP10, Level::High);
    while bench.snapshot()?.power != Power::Active {}
    assert_eq!(bench.command(Command::Toggle { pin: GP9 })?, Ok(Response::Done));
    Ok(())
}

#[test]
fn every_edge_is_reported_or_counted_as_dropped() -> Result<()> {
    let mut bench = start()?;
    bench.identify()?;
    let mut random = Rng::with_seed(7);
    let edges = 150;
    for _ in 0..edges {
        bench.press(PinId::GP10, random.u64(10_000..300_000));
        bench.run_ns(random.u64(10_000..300_000));
    }
    // The serial line takes a millisecond for each report.
    bench.run_ns(400_000_000);
    bench.receive_all();
    let counters = bench.counters();
    let is_edge = |kind: &EventKind| matches!(kind, EventKind::Irq { pin: PinId::GP10, .. });
    let reported = bench.take_events().iter().filter(|event| is_edge(&event.kind)).count() as u32;
    assert_eq!((counters.served, reported + counters.dropped), (edges, edges));
    Ok(())
}

#[test]
fn a_run_is_the_same_every_time() -> Result<()> {
    let run = || -> Result<_> {
        let mut bench = start()?;
        bench.press(PinId::GP10, 3_000_001);
        bench.run_ns(7_000_000);
        let trace = bench.board.playground.machine().trace(|trace| trace.since(0).map(|(_, event)| event).collect());
        let trace: Vec<_> = trace;
        Ok((trace, bench.runner.cpu().cycles(), bench.runner.cpu().ram().to_vec()))
    };
    assert_eq!(run()?, run()?);
    Ok(())
}
