//! Interrupts: the table of what they do, the routine that does it, and the commands that set it up.

use core::cell::RefCell;

use critical_section::Mutex;
use pinscope_core::cc3200::gpio::Port;
use pinscope_core::link::reserved_pins;
use pinscope_core::{
    Command, Error, EventKind, Handlers, IrqStatus, PadLevel, PinId, PinStatus, Reaction, Response, Trigger, link,
    take_pending,
};
use pinscope_firmware::{Mmio, interrupt};

use crate::{BOARD, reports};

/// How often level triggers may be served before the main loop has had a turn: no level that ends by itself gets there.
const STORM_BOUND: u32 = 1000;

static TABLE: Mutex<RefCell<Table>> =
    Mutex::new(RefCell::new(Table { handlers: Handlers::new(), counts: [0; PinId::COUNT], storm: 0 }));

struct Table {
    handlers: Handlers<Reaction>,
    /// How often each pin was served since it was armed.
    counts: [u32; PinId::COUNT],
    /// How often level triggers were served since the main loop's last turn.
    storm: u32,
}

/// Carries out `command`, but for the sleep that an answer may ask for.
///
/// # Errors
/// Those of [`reserved_pins::check_unreserved`] and [`link::serve`].
pub fn serve_command(command: Command) -> Result<Response, Error> {
    reserved_pins::check_unreserved(&command)?;
    let answer = critical_section::with(|cs| {
        let mut table = TABLE.borrow_ref_mut(cs);
        let answer = link::execute(command, BOARD, &mut table.handlers)?;
        // After it, so that a refused command changes no count.
        if let Command::Irq { pin, .. } = command {
            table.counts[pin.index()] = 0;
        }
        Ok(answer)
    })?;
    if let Response::Call(reaction) = answer {
        reaction.run(BOARD);
    }
    Ok(answer)
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

/// The interrupt routine of `port`: runs the handler of each pin that fired and leaves its report to the main loop.
fn serve(port: Port) {
    for id in take_pending(Mmio, port) {
        let trigger = BOARD.at(id).active_trigger();
        call(id, trigger);
        if matches!(trigger, Trigger::LowLevel | Trigger::HighLevel) && is_storm() {
            stop_storm(id);
        }
    }
}

/// Runs the handler of `pin` and reports it.
pub fn call(pin: PinId, trigger: Trigger) {
    let reaction = critical_section::with(|cs| {
        let mut table = TABLE.borrow_ref_mut(cs);
        let count = &mut table.counts[pin.index()];
        *count = count.saturating_add(1);
        table.handlers.slot(pin).map(|slot| slot.handler).unwrap_or_default()
    });
    reaction.run(BOARD);
    event_queue::push(EventKind::Irq { pin, trigger, priority: BOARD.at(pin).priority() });
}

/// The main loop has a turn: whatever level there is, it is no storm.
pub fn reset_storm_count() {
    critical_section::with(|cs| TABLE.borrow_ref_mut(cs).storm = 0);
}

/// The trigger `pin` was armed with, if it is one that wakes the board from SUSPENDED.
pub fn wakes(pin: PinId) -> Option<Trigger> {
    let suspended =
        |row: &pinscope_core::IrqSlot<_>| slot.enabled && slot.wake.contains(pinscope_core::Wake::SUSPENDED);
    critical_section::with(|cs| {
        TABLE.borrow_ref(cs).handlers.slot(pin).filter(|slot| suspended(row)).map(|slot| slot.trigger)
    })
}

/// What no register holds of `pin`. The level of an input is what it reads; of an output nobody knows it.
pub fn status(id: PinId) -> PinStatus {
    let pin = BOARD.at(id);
    let is_input = !reserved_pins::PINS.contains(&id) && pin.mode() == pinscope_core::Mode::In;
    let level = is_input.then(|| if pin.latch().is_high() { PadLevel::High } else { PadLevel::Low });
    let irq = critical_section::with(|cs| {
        let table = TABLE.borrow_ref(cs);
        let status = |row: &pinscope_core::IrqSlot<Reaction>| IrqStatus {
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

fn is_storm() -> bool {
    critical_section::with(|cs| {
        let storm = &mut TABLE.borrow_ref_mut(cs).storm;
        *storm += 1;
        *storm > STORM_BOUND
    })
}

/// Disarms a level trigger that leaves no time for anything else, and says so.
fn stop_storm(pin: PinId) {
    critical_section::with(|cs| {
        if let Ok(mut irq) = BOARD.at(pin).irq_handle(&mut TABLE.borrow_ref_mut(cs).handlers) {
            irq.disable();
        }
    });
    event_queue::push(EventKind::IrqStorm { pin });
}
