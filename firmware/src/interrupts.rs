//! The interrupts of pins: the table of their handlers, the routine that serves them, and the execution of commands.

use core::cell::RefCell;

use critical_section::Mutex;
use pinscope_core::cc3200::gpio::Port;
use pinscope_core::link::reserved_pins;
use pinscope_core::{
    Command, Error, EventKind, Handlers, IrqSlot, IrqStatus, Mode, PadLevel, PinId, PinStatus, Reaction, Response,
    Trigger, Wake, link, take_pending,
};
use pinscope_firmware::{Mmio, interrupt};

use crate::{BOARD, event_queue};

/// Maximum number of times that level triggers are served before the main loop runs again. Only a level that does not
/// end by itself exceeds this number.
const MAX_STORM_COUNT: u32 = 1000;

static TABLE: Mutex<RefCell<Table>> =
    Mutex::new(RefCell::new(Table { handlers: Handlers::new(), counts: [0; PinId::COUNT], storm_count: 0 }));

struct Table {
    handlers: Handlers<Reaction>,
    /// Number of times that the interrupt of each pin was served since it was set up.
    counts: [u32; PinId::COUNT],
    /// Number of times that level triggers were served since the main loop last ran.
    storm_count: u32,
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
    if let Response::Call(reaction) = response {
        reaction.run(BOARD);
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
            stop_storm(id);
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
    reaction.run(BOARD);
    event_queue::push(EventKind::Irq { pin, trigger, priority: BOARD.at(pin).priority() });
}

/// Resets the count of served level triggers. The main loop calls this function; when it runs, there is no storm.
pub fn reset_storm_count() {
    critical_section::with(|cs| TABLE.borrow_ref_mut(cs).storm_count = 0);
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

/// Counts a level trigger that was served. Returns true if so many were served that it is a storm.
fn count_level_trigger() -> bool {
    critical_section::with(|cs| {
        let count = &mut TABLE.borrow_ref_mut(cs).storm_count;
        *count += 1;
        *count > MAX_STORM_COUNT
    })
}

/// Disables a level trigger that leaves the main loop no time, and reports it.
fn stop_storm(pin: PinId) {
    critical_section::with(|cs| {
        if let Ok(mut irq) = BOARD.at(pin).irq_handle(&mut TABLE.borrow_ref_mut(cs).handlers) {
            irq.disable();
        }
    });
    event_queue::push(EventKind::IrqStorm { pin });
}
