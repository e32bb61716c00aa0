//! Sleep, which the image does on the emulated chip as on a board: GP17 puts it into LPDS and HIBERNATE and wakes it.

use anyhow::Result;
use pinscope_core::{EventKind, Level, PadLevel, PinId, Power};
use pinscope_emulator::Trace;
use pinscope_image::RunState;
use pinscope_tests::image::ImageBench;

use super::start;

const MS: u64 = 1_000_000;
const BUTTON: PinId = PinId::GP17;

fn power(bench: &ImageBench) -> Power {
    bench.board.playground.machine().power()
}

/// Returns the events of sleep since `first`.
fn sleep_events(bench: &ImageBench, first: u64) -> Vec<EventKind> {
    let is_sleep =
        |kind: &EventKind| matches!(kind, EventKind::Sleep { .. } | EventKind::Wake { .. } | EventKind::Reset { .. });
    bench
        .board
        .playground
        .machine()
        .trace(|trace| trace.since(first).map(|(_, event)| event.kind).filter(|kind| is_sleep(kind)).collect())
}

#[test]
fn gp17_suspends_the_image_and_wakes_it_where_it_was() -> Result<()> {
    let mut bench = start()?;
    bench.run_ns(50 * MS);
    bench.press(PinId::GP10, MS);
    assert_eq!(bench.read_line()?, "irq GP10 rising priority 1");
    let first = bench.board.playground.machine().trace(Trace::next);
    bench.press(BUTTON, 100 * MS);
    bench.run_ns(100 * MS);
    assert_eq!(bench.read_line()?, "SUSPENDED");
    assert_eq!((power(&bench), bench.runner.state()), (Power::Suspended, &RunState::Asleep));
    // The LED keeps its level while the processor has no power.
    assert_eq!(bench.board.playground.machine().level(PinId::GP25), PadLevel::High);
    let cycles = bench.runner.cpu().cycles();
    bench.run_ns(3000 * MS);
    assert_eq!(power(&bench), Power::Suspended, "nothing wakes it");
    assert!(bench.runner.cpu().cycles() > cycles, "its time goes on");

    bench.set_pin(BUTTON, Level::High);
    bench.run_ns(5 * MS);
    assert_eq!(power(&bench), Power::Active);
    let line = bench.read_line()?;
    assert!(line.contains("GP17"), "{line}");
    bench.set_pin(BUTTON, Level::Low);
    bench.run_ns(100 * MS);
    assert_eq!(power(&bench), Power::Active, "the release does not put it to sleep again");
    let [sleep, wake] = sleep_events(&bench, first)[..] else { panic!("{:?}", sleep_events(&bench, first)) };
    assert_eq!(sleep, EventKind::Sleep { power: Power::Suspended });
    assert_eq!(wake, EventKind::Wake { pin: BUTTON, from: Power::Suspended });
    // The interrupts of pins and the serial line work as before, and variables have kept their values.
    assert_eq!(bench.board.playground.machine().level(PinId::GP25), PadLevel::High);
    bench.press(PinId::GP10, MS);
    bench.run_ns(MS);
    assert_eq!(bench.board.playground.machine().level(PinId::GP25), PadLevel::Low);
    bench.send(b"read GP25\r");
    bench.run_ns(100 * MS);
    let mut lines = Vec::new();
    while lines.last().is_none_or(|line| line != "low") {
        lines.push(bench.read_line()?);
    }
    Ok(())
}

#[test]
fn a_long_press_of_gp17_hibernates_the_image_and_a_wake_restarts_it() -> Result<()> {
    let mut bench = start()?;
    bench.run_ns(50 * MS);
    bench.press(BUTTON, 2200 * MS);
    bench.run_ns(100 * MS);
    assert_eq!((power(&bench), bench.runner.state()), (Power::Hibernate, &RunState::Asleep));
    assert_eq!(bench.board.playground.machine().level(PinId::GP25), PadLevel::Floating, "every pad is released");
    bench.run_ns(1000 * MS);
    bench.press(BUTTON, 100 * MS);
    // The board takes a second to start.
    bench.run_ns(1500 * MS);
    assert_eq!(power(&bench), Power::Active);
    let mut line = bench.read_line()?;
    while !line.starts_with("pinscope ") {
        line = bench.read_line()?;
    }
    assert!(line.contains(" WIPY_SILICON DEEPSLEEP_RESET"), "{line}");
    bench.press(PinId::GP10, MS);
    bench.run_ns(MS);
    assert_eq!(bench.board.playground.machine().level(PinId::GP25), PadLevel::High, "the demo runs again");
    Ok(())
}

#[test]
fn a_reset_of_the_board_begins_the_image_again() -> Result<()> {
    let mut bench = start()?;
    bench.press(PinId::GP10, MS);
    assert_eq!(bench.read_line()?, "irq GP10 rising priority 1");
    bench.board.playground.reset_chip();
    assert!(bench.read_line()?.contains(" WIPY_SILICON PWRON_RESET"));
    bench.run_ns(50 * MS);
    assert_eq!(bench.board.playground.machine().level(PinId::GP25), PadLevel::Low);
    Ok(())
}
