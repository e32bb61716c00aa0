//! Interrupts: the table of what they do, and the routine that does it.

use core::cell::RefCell;

use critical_section::Mutex;
use pinscope_core::cc3200::gpio::Port;
use pinscope_core::demo::LED;
use pinscope_core::{Command, Error, Handlers, PinId, Reaction, link, take_pending};

use crate::BOARD;
use crate::mmio::Mmio;
use crate::reports::{self, Report};

static HANDLERS: Mutex<RefCell<Handlers<Reaction>>> = Mutex::new(RefCell::new(Handlers::new()));

/// Carries out `command`, one of those that are done when they are answered.
///
/// # Errors
/// Those of [`link::serve`].
pub fn carry_out(command: Command) -> Result<(), Error> {
    critical_section::with(|cs| link::serve(command, BOARD, &mut HANDLERS.borrow_ref_mut(cs)).map(drop))
}

/// The interrupt routine of `port`: runs the handler of each pin that fired and leaves the telling to the main loop.
pub fn serve(port: Port) {
    for id in take_pending(Mmio, port) {
        let pin = BOARD.at(id);
        let (trigger, priority) = (pin.fired(), pin.priority());
        reaction(id).run(BOARD);
        reports::push(Report { pin: id, trigger, priority, led: BOARD.at(LED).value() });
    }
}

fn reaction(pin: PinId) -> Reaction {
    critical_section::with(|cs| HANDLERS.borrow_ref(cs).row(pin).map(|row| row.handler).unwrap_or_default())
}
