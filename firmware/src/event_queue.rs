//! What happened and is to be told: sending takes longer than an interrupt may.

use core::cell::RefCell;

use cortex_m::asm;
use critical_section::Mutex;
use heapless::Deque;
use pinscope_core::{Event, EventKind};

use crate::systick;

/// How many events can wait.
const ROOM: usize = 96;
/// How many of them no interrupt takes: that a storm was stopped is said, and storms are what fills the rest.
const RESERVED: usize = 8;

static WAITING: Mutex<RefCell<Waiting>> =
    Mutex::new(RefCell::new(Waiting { events: Deque::new(), served: 0, dropped: 0 }));

struct Waiting {
    events: Deque<Event, ROOM>,
    served: u32,
    dropped: u32,
}

/// Leaves for the main loop what has happened now. An interrupt that finds no room is counted as dropped.
pub fn push(kind: EventKind) {
    let time_ns = 1000 * systick::now_us();
    critical_section::with(|cs| {
        let mut waiting = WAITING.borrow_ref_mut(cs);
        let is_interrupt = matches!(kind, EventKind::Irq { .. });
        waiting.served = waiting.served.wrapping_add(is_interrupt.into());
        if is_interrupt && waiting.events.len() >= ROOM - RESERVED {
            waiting.dropped = waiting.dropped.wrapping_add(1);
        } else {
            // The others are few: the room that is theirs is enough.
            let _ = waiting.events.push_back(Event { time_ns, kind });
        }
    });
}

/// The event that has waited longest.
pub fn next() -> Option<Event> {
    critical_section::with(|cs| WAITING.borrow_ref_mut(cs).events.pop_front())
}

/// How many interrupts of pins were served, and how many of those dropped.
pub fn counts() -> (u32, u32) {
    critical_section::with(|cs| {
        let waiting = WAITING.borrow_ref(cs);
        (waiting.served, waiting.dropped)
    })
}

/// Lets the processor wait until there is something to do: an event, a byte, a millisecond.
pub fn wait() {
    critical_section::with(|cs| {
        if WAITING.borrow_ref(cs).events.is_empty() {
            // Inside, so that an interrupt cannot slip in between looking and sleeping: it ends the wait though it
            // is only served when the section ends.
            asm::wfi();
        }
    });
}
