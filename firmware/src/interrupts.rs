//! The interrupts of pins: the table of their handlers, the routine that serves them, and the execution of commands.

use core::cell::RefCell;
use core::mem;

use critical_section::Mutex;
use pinscope_core::cc3200::{gpio::Port, nvic};
use pinscope_core::link::reserved_pins;
use pinscope_core::{
    Command, Error, EventKind, Handlers, IrqSlot, IrqStatus, Mode, PadLevel, PinId, PinStatus, Reaction, Response,
    SleepMode, Trigger, Wake, link, take_pending,
};
use pinscope_firmware::{Mmio, interrupt};

use crate::{BOARD, event_queue, systick};

/// Number of times that level triggers are served before the main loop runs again that counts as a storm.
const STORM_THRESHOLD: u32 = 64;
/// Length of the pause after a storm, as on the emulated board.
const STORM_PAUSE_MS: u64 = 10;

static TABLE: Mutex<RefCell<Table>> = Mutex::new(RefCell::new(Table {
    handlers: Handlers::new(),
    counts: [0; PinId::COUNT],
    storm_count: 0,
    paused: 0,
    resume_ms: 0,
}));

struct Table {
    handlers: Handlers<Reaction>,
    /// Number of times that the interrupt of each pin was served since it was set up.
    counts: [u32; PinId::COUNT],
    /// Number of times that level triggers were served since the main loop last ran.
    storm_count: u32,
    /// The interrupts of ports that pause after a storm, as bits of the NVIC.
    paused: u32,
    /// The time at which that pause ends.
    resume_ms: u64,
}

/// Executes `command`. If it requests sleep, the caller must put the board to sleep.
///
/// # Errors
/// Those of [`reserved_pins::check_unreserved`] and [`link::execute`].
pub fn execute(command: Command) -> Result<Response, Error> {
    reserved_pins::check_unreserved(&command)?;
    let response = critical_section::with(|cs| {
        let mut table = TABLE.borrow_ref_mut(cs);
        let response = link::execute(command, BOARD, &mut table.handlers)?;
        // This comes last, so that a refused command changes no count.
        if let Command::Irq { pin, .. } = command {
            table.counts[pin.index()] = 0;
        }
        Ok(response)
    })?;
    if let (Command::Call { pin }, Response::Call(reaction)) = (command, response) {
        reaction.run(BOARD, pin);
    }
    Ok(response)
}

#[interrupt]
fn GPIOA0() {
    serve(Port::A0);
}

#[interrupt]
fn GPIOA1() {
    serve(Port::A1);
}

#[interrupt]
fn GPIOA2() {
    serve(Port::A2);
}

#[interrupt]
fn GPIOA3() {
    serve(Port::A3);
}

/// Serves the interrupt of `port`: runs the handler of each pin that fired.
fn serve(port: Port) {
    for id in take_pending(Mmio, port) {
        let trigger = BOARD.at(id).active_trigger();
        run_handler(id, trigger);
        if matches!(trigger, Trigger::LowLevel | Trigger::HighLevel) && count_level_trigger() {
            pause_storm(id);
        }
    }
}

/// Runs the handler of `pin` and queues the event for the main loop.
pub fn run_handler(pin: PinId, trigger: Trigger) {
    let reaction = critical_section::with(|cs| {
        let mut table = TABLE.borrow_ref_mut(cs);
        let count = &mut table.counts[pin.index()];
        *count = count.saturating_add(1);
        table.handlers.slot(pin).map(|slot| slot.handler).unwrap_or_default()
    });
    reaction.run(BOARD, pin);
    event_queue::push(EventKind::Irq { pin, trigger, priority: BOARD.at(pin).priority() });
}

/// Resets the count of served level triggers, and ends the pause after a storm when it is over. The main loop calls
/// this function; when it runs, there is no storm.
pub fn poll_storm() {
    let now_ms = systick::now_ms();
    critical_section::with(|cs| {
        let mut table = TABLE.borrow_ref_mut(cs);
        table.storm_count = 0;
        if table.paused != 0 && now_ms >= table.resume_ms {
            nvic::ISER0.write(Mmio, mem::take(&mut table.paused));
        }
    });
}

/// Returns true if the interrupt of a pin can end a sleep in `mode`.
pub fn is_armed(mode: SleepMode) -> bool {
    critical_section::with(|cs| {
        let handlers = &TABLE.borrow_ref(cs).handlers;
        let wakes = |pin: PinId, slot: &IrqSlot<_>| match mode {
            SleepMode::Active => slot.wake.contains(Wake::ACTIVE),
            SleepMode::Suspended => handlers.ends_suspended(pin),
            SleepMode::Hibernate => slot.wake.contains(Wake::HIBERNATE),
        };
        PinId::ALL.iter().any(|&pin| handlers.slot(pin).is_some_and(|slot| slot.enabled && wakes(pin, slot)))
    })
}

/// Returns the trigger of `pin`, if its interrupt is enabled and wakes the board from SUSPENDED.
pub fn suspend_wake_trigger(pin: PinId) -> Option<Trigger> {
    let wakes = |slot: &&IrqSlot<_>| slot.enabled && slot.wake.contains(Wake::SUSPENDED);
    critical_section::with(|cs| TABLE.borrow_ref(cs).handlers.slot(pin).filter(wakes).map(|slot| slot.trigger))
}

/// Returns the part of a pin's state that no register holds. The level of an input is the level that it reads; the
/// levels of other pins are unknown.
pub fn status(id: PinId) -> PinStatus {
    let pin = BOARD.at(id);
    let is_input = !reserved_pins::PINS.contains(&id) && pin.mode() == Mode::In;
    let level = is_input.then(|| if pin.latch().is_high() { PadLevel::High } else { PadLevel::Low });
    let irq = critical_section::with(|cs| {
        let table = TABLE.borrow_ref(cs);
        let status = |slot: &IrqSlot<Reaction>| IrqStatus {
            trigger: slot.trigger,
            wake: slot.wake,
            reaction: slot.handler,
            takes_ns: 0,
            enabled: slot.enabled,
            count: table.counts[id.index()],
            coalesced: 0,
        };
        table.handlers.slot(id).map(status)
    });
    PinStatus { level, irq }
}

/// Counts a level trigger that was served. Returns true if it completes a storm.
fn count_level_trigger() -> bool {
    critical_section::with(|cs| {
        let count = &mut TABLE.borrow_ref_mut(cs).storm_count;
        *count = (*count + 1) % STORM_THRESHOLD;
        *count == 0
    })
}

/// Reports a level trigger that leaves the main loop no time, and lets its port and the ports that are not more urgent
/// pause.
fn pause_storm(pin: PinId) {
    let priorities = nvic::IPR0.read(Mmio);
    let urgency = |port| priorities >> nvic::priority_shift(port) & nvic::PRIORITY;
    let is_paused = |port: &Port| urgency(*port) >= urgency(pin.port());
    let ports = Port::ALL.into_iter().filter(is_paused).fold(0, |ports, port| ports | nvic::bit(port));
    let resume_ms = systick::now_ms() + STORM_PAUSE_MS;
    critical_section::with(|cs| {
        let mut table = TABLE.borrow_ref_mut(cs);
        table.paused |= ports & nvic::ISER0.read(Mmio);
        table.resume_ms = resume_ms;
        nvic::ICER0.write(Mmio, ports);
    });
    event_queue::push(EventKind::IrqStorm { pin });
}
