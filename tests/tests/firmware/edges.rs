//! Thousands of edges: each interrupt that is served is reported or counted as dropped.

use std::time::{Duration, Instant};

use anyhow::{Result, ensure};
use pinscope_core::demo::{BUTTON, LED};
use pinscope_core::link::serial::Received;
use pinscope_core::{Command, Event, EventKind, IrqConfig, Level, Reaction, Response, Trigger};
use pinscope_tests::qemu::{Qemu, Stellaris, Step};

use super::start;

/// Number of rising edges. Each is followed by a falling edge, which does not interrupt.
const EDGES: u32 = 10_000;

/// Maximum time for the firmware to report everything.
const REPORT_TIMEOUT: Duration = Duration::from_secs(60);

/// Number of edges after which their reports are awaited. It is below the capacity of the firmware's queue, because on
/// a busy machine the firmware's main loop may not run in the meantime.
const BATCH: u32 = 8;

#[test]
fn edges_that_are_served_one_by_one_are_reported_one_by_one() -> Result<()> {
    let mut board = start()?;
    board.device().identify()?;
    let mut reports = Vec::new();
    let deadline = Instant::now() + REPORT_TIMEOUT;
    for edge in 1..=EDGES {
        board.machine().set_pin(BUTTON, true)?;
        while board.machine().read_word(BUTTON.port().ris().0)? & u32::from(BUTTON.mask()) != 0 {}
        board.machine().set_pin(BUTTON, false)?;
        while edge % BATCH == 0 && (reports.len() as u32) < edge {
            ensure!(board.device().receive(deadline)?.is_some(), "{} of {edge} edges were reported", reports.len());
            reports.extend(board.device().take_events().into_iter().filter(is_edge));
        }
    }
    let (more, served, dropped) = settle(&mut board, |_| true)?;
    assert_eq!((reports.len() as u32, more.len(), served, dropped), (EDGES, 0, EDGES, 0));
    assert!(reports.is_sorted_by_key(|event| event.time_ns), "the reports are not in order");
    assert_eq!(led(board.machine())?, Level::Low, "the LED was toggled an odd number of times");
    Ok(())
}

#[test]
fn fast_edges_are_reported_or_counted_as_dropped() -> Result<()> {
    let mut board = start()?;
    board.device().identify()?;
    let edge = |high| Step::Input(BUTTON.port(), BUTTON.bit(), high);
    // Edges of a large batch come faster than the processor runs; between small batches it has time to run.
    for batch in [1, 10, 100, 1000].repeat(EDGES as usize / 1111).into_iter().chain([1; EDGES as usize % 1111]) {
        board.machine().run(&[edge(true), edge(false)].repeat(batch))?;
    }
    let before = board.device().decoder().counters().served;
    // A single edge after all others has a report of its own, which comes last.
    while board.machine().read_word(BUTTON.port().ris().0)? & u32::from(BUTTON.mask()) != 0 {}
    let (earlier, ..) = settle(&mut board, |_| true)?;
    board.machine().set_pin(BUTTON, true)?;
    let (later, served, dropped) = settle(&mut board, |reports| !reports.is_empty())?;
    assert_eq!(later.len(), 1, "the last edge has one report");
    let reported = (earlier.len() + later.len()) as u32;
    assert_eq!(served, reported + dropped, "{before} had been served after the fast edges");
    assert!(served <= EDGES + 1, "{served} of {}", EDGES + 1);
    assert_eq!(led(board.machine())?, Level::from(served % 2 == 1));
    println!("{served} of {} served, {reported} reported, {dropped} dropped", EDGES + 1);
    Ok(())
}

/// A level that does not end is served 64 times, pauses, and is served again. The line is too slow for all the reports.
#[test]
fn a_level_that_stays_is_a_storm_again_after_each_pause() -> Result<()> {
    let mut board = start()?;
    board.device().identify()?;
    let irq = |trigger| {
        let (config, reaction) = (IrqConfig::new(trigger), Reaction::Nothing);
        Command::Irq { pin: BUTTON, config, reaction, takes_ns: 0 }
    };
    ensure!(board.device().command(irq(Trigger::HighLevel))? == Ok(Response::Done));
    board.machine().set_pin(BUTTON, true)?;
    let is_storm = |event: &Event| event.kind == EventKind::IrqStorm { pin: BUTTON };
    let mut reports = Vec::new();
    let deadline = Instant::now() + REPORT_TIMEOUT;
    while reports.iter().filter(|event| is_storm(event)).count() < 2 {
        ensure!(board.device().receive(deadline)?.is_some(), "there was no second storm");
        reports.extend(board.device().take_events());
    }
    board.machine().set_pin(BUTTON, false)?;
    let (later, served, dropped) = settle(&mut board, |_| true)?;
    reports.extend(later);
    let reported = reports.iter().filter(|event| is_edge(event)).count() as u32;
    assert_eq!(served, reported + dropped);
    println!("{served} served, {reported} reported, {dropped} dropped");
    Ok(())
}

/// Returns true for an interrupt of the button.
fn is_edge(event: &Event) -> bool {
    matches!(event.kind, EventKind::Irq { pin, .. } if pin == BUTTON)
}

/// Waits until everything has been reported: `is_enough` returns true, and two snapshots after the last report have the
/// same counters. Returns the interrupts and storms reported since the last call, the number of interrupts served, and
/// the number of those dropped.
fn settle(board: &mut Qemu, is_enough: impl Fn(&[Event]) -> bool) -> Result<(Vec<Event>, u32, u32)> {
    let (deadline, mut reports, mut before) = (Instant::now() + REPORT_TIMEOUT, Vec::new(), None);
    let device = board.device();
    loop {
        let received = device.receive(deadline)?;
        ensure!(received.is_some(), "the counters do not settle after {} reports", reports.len());
        let events = device.take_events();
        let is_quiet = events.is_empty();
        reports.extend(
            events.into_iter().filter(|event| matches!(event.kind, EventKind::Irq { .. } | EventKind::IrqStorm { .. })),
        );
        if received == Some(Received::Snapshot) && is_quiet && is_enough(&reports) {
            let counters = device.decoder().counters();
            if before == Some((counters.served, reports.len())) {
                ensure!(device.decoder().lost_frames() == 0, "frames were lost");
                return Ok((reports, counters.served, counters.dropped));
            }
            before = Some((counters.served, reports.len()));
        }
    }
}

fn led(machine: &mut Stellaris) -> Result<Level> {
    Ok(Level::from(machine.read_word(LED.port().data(LED.mask()).0)? != 0))
}
