//! Edges by the thousand: what of them is served, reported and dropped.

use std::time::{Duration, Instant};

use anyhow::{Result, ensure};
use pinscope_core::demo::{BUTTON, LED};
use pinscope_core::link::serial::Received;
use pinscope_core::{Command, Event, EventKind, IrqConfig, Level, Reaction, Response, Trigger};
use pinscope_tests::qemu::{Qemu, Stellaris, Step};

use super::start;

/// Rising edges, each followed by a falling one, which interrupts nobody.
const EDGES: u32 = 10_000;

/// How long the firmware has to say all it has to say.
const PATIENCE: Duration = Duration::from_secs(60);

/// How many edges come before their reports are waited for: fewer than the firmware has room for, since a busy machine may
/// give QEMU's processor no time for its main loop meanwhile.
const BATCH: u32 = 8;

#[test]
fn edges_that_are_taken_one_by_one_are_reported_one_by_one() -> Result<()> {
    let mut board = start()?;
    board.device().hello()?;
    let mut reports = Vec::new();
    let end = Instant::now() + PATIENCE;
    for edge in 1..=EDGES {
        board.machine().set_pin(BUTTON, true)?;
        while board.machine().read_word(BUTTON.port().ris().0)? & u32::from(BUTTON.mask()) != 0 {}
        board.machine().set_pin(BUTTON, false)?;
        while edge % BATCH == 0 && (reports.len() as u32) < edge {
            ensure!(board.device().hear(end)?.is_some(), "{} reports of {edge} edges", reports.len());
            reports.extend(board.device().take_events().into_iter().filter(is_edge));
        }
    }
    let (more, served, dropped) = settle(&mut board, |_| true)?;
    assert_eq!((reports.len() as u32, more.len(), served, dropped), (EDGES, 0, EDGES, 0));
    assert!(reports.is_sorted_by_key(|event| event.time_ns), "in order");
    assert_eq!(led(board.machine())?, Level::Low, "toggled an even number of times");
    Ok(())
}

#[test]
fn of_edges_as_fast_as_they_come_none_is_unaccounted_for() -> Result<()> {
    let mut board = start()?;
    board.device().hello()?;
    let edge = |high| Step::Input(BUTTON.port(), BUTTON.bit(), high);
    // Many at once come faster than the processor runs, a few at once let it in between.
    for batch in [1, 10, 100, 1000].repeat(EDGES as usize / 1111).into_iter().chain([1; EDGES as usize % 1111]) {
        board.machine().run(&[edge(true), edge(false)].repeat(batch))?;
    }
    let before = board.device().decoder().counters().served;
    // One more after all others, so that the last is known.
    while board.machine().read_word(BUTTON.port().ris().0)? & u32::from(BUTTON.mask()) != 0 {}
    let (earlier, ..) = settle(&mut board, |_| true)?;
    board.machine().set_pin(BUTTON, true)?;
    let (later, served, dropped) = settle(&mut board, |reports| !reports.is_empty())?;
    assert_eq!(later.len(), 1, "one report after the last edge");
    let reported = (earlier.len() + later.len()) as u32;
    assert_eq!(served, reported + dropped, "{before} at the end of the edges");
    assert!(served <= EDGES + 1, "{served} of {}", EDGES + 1);
    assert_eq!(led(board.machine())?, Level::from(served % 2 == 1));
    println!("{served} of {} served, {reported} reported, {dropped} dropped", EDGES + 1);
    Ok(())
}

/// A level that nobody ends is served a thousand times before the main loop has a turn, and there is room for fewer.
#[test]
fn what_finds_no_room_is_counted_and_that_a_storm_was_stopped_is_said() -> Result<()> {
    let mut board = start()?;
    board.device().hello()?;
    let irq = |trigger| {
        let (config, reaction) = (IrqConfig::new(trigger), Reaction::Nothing);
        Command::Irq { pin: BUTTON, config, reaction, takes_ns: 0 }
    };
    ensure!(board.device().command(irq(Trigger::HighLevel))? == Ok(Response::Done));
    board.machine().set_pin(BUTTON, true)?;
    let is_storm = |event: &Event| event.kind == EventKind::IrqStorm { pin: BUTTON };
    let (reports, served, dropped) = settle(&mut board, |reports| reports.iter().any(is_storm))?;
    let reported = reports.len() as u32 - 1;
    assert!(dropped > 0);
    assert_eq!(served, reported + dropped);
    println!("{served} served, {reported} reported, {dropped} dropped");
    Ok(())
}

/// Returns `true` for an interrupt of the button.
fn is_edge(event: &Event) -> bool {
    matches!(event.kind, EventKind::Irq { pin, .. } if pin == BUTTON)
}

/// The interrupts, and storms of them, reported since this was last called, how many were served and how many of those dropped, once all has
/// been said: `is_enough` holds, and a snapshot after the last report shows the same counters twice.
fn settle(board: &mut Qemu, is_enough: impl Fn(&[Event]) -> bool) -> Result<(Vec<Event>, u32, u32)> {
    let (end, mut reports, mut before) = (Instant::now() + PATIENCE, Vec::new(), None);
    let device = board.device();
    loop {
        let received = device.hear(end)?;
        ensure!(received.is_some(), "it goes on and on, or nothing comes: {} reports", reports.len());
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
