//! The queue of events from interrupt routines to the main loop, which sends them. To send an event takes longer than
//! an interrupt routine may take.

use core::cell::RefCell;

use cortex_m::asm;
use critical_section::Mutex;
use heapless::Deque;
use pinscope_core::{Event, EventKind};

use crate::systick;

/// Maximum number of events in the queue.
const QUEUE_CAPACITY: usize = 96;
/// Number of places that interrupts do not use. An interrupt storm fills the other places, and its end can still be
/// reported.
const RESERVED_CAPACITY: usize = 8;

static QUEUE: Mutex<RefCell<Queue>> = Mutex::new(RefCell::new(Queue { events: Deque::new(), served: 0, dropped: 0 }));

struct Queue {
    events: Deque<Event, QUEUE_CAPACITY>,
    served: u32,
    dropped: u32,
}

/// Adds an event that happens now. If there is no room for an interrupt, it is counted as dropped.
pub fn push(kind: EventKind) {
    let time_ns = 1000 * systick::now_us();
    critical_section::with(|cs| {
        let mut queue = QUEUE.borrow_ref_mut(cs);
        let is_interrupt = matches!(kind, EventKind::Irq { .. });
        queue.served = queue.served.wrapping_add(is_interrupt.into());
        if is_interrupt && queue.events.len() >= QUEUE_CAPACITY - RESERVED_CAPACITY {
            queue.dropped = queue.dropped.wrapping_add(1);
        } else {
            // There are so few events of other kinds that the reserved places suffice.
            let _ = queue.events.push_back(Event { time_ns, kind });
        }
    });
}

/// Removes and returns the oldest event.
pub fn pop() -> Option<Event> {
    critical_section::with(|cs| QUEUE.borrow_ref_mut(cs).events.pop_front())
}

/// Returns the number of pin interrupts that were served, and the number of those whose event was dropped.
pub fn counts() -> (u32, u32) {
    critical_section::with(|cs| {
        let queue = QUEUE.borrow_ref(cs);
        (queue.served, queue.dropped)
    })
}

/// Lets the processor sleep until the next interrupt, unless an event is in the queue.
pub fn wait() {
    critical_section::with(|cs| {
        if QUEUE.borrow_ref(cs).events.is_empty() {
            // Interrupts are off here, so none can be served between the check and the sleep. A pending interrupt
            // still ends the sleep, and is served after the critical section.
            asm::wfi();
        }
    });
}
