//! What interrupts leave for the main loop to tell: sending a line takes longer than an interrupt may.

use core::cell::RefCell;
use core::fmt;

use cortex_m::asm;
use critical_section::Mutex;
use heapless::Deque;
use pinscope_core::demo::LED;
use pinscope_core::{Level, PinId, Priority, Trigger};

/// How many reports can wait.
const ROOM: usize = 32;

static WAITING: Mutex<RefCell<Waiting>> = Mutex::new(RefCell::new(Waiting { reports: Deque::new(), lost: 0 }));

/// An interrupt that was served.
#[derive(Clone, Copy)]
pub struct Report {
    /// The pin that fired.
    pub pin: PinId,
    /// The edge or level that made it fire.
    pub trigger: Trigger,
    /// The priority of its port.
    pub priority: Priority,
    /// The level the LED's handler left.
    pub led: Level,
}

/// A line for the console.
pub enum Line {
    /// One interrupt.
    Served(Report),
    /// How many interrupts after that were served and not reported.
    Lost(u32),
}

struct Waiting {
    reports: Deque<Report, ROOM>,
    lost: u32,
}

impl Waiting {
    /// Once one is lost, all are until that has been told, so that lines keep their order.
    fn push(&mut self, report: Report) {
        if self.lost > 0 || self.reports.push_back(report).is_err() {
            self.lost = self.lost.saturating_add(1);
        }
    }

    fn pop(&mut self) -> Option<Line> {
        match self.reports.pop_front() {
            Some(report) => Some(Line::Served(report)),
            None if self.lost > 0 => Some(Line::Lost(core::mem::take(&mut self.lost))),
            None => None,
        }
    }
}

/// Leaves `report` for the main loop.
pub fn push(report: Report) {
    critical_section::with(|cs| WAITING.borrow_ref_mut(cs).push(report));
}

/// The next line. Sleeps until there is one.
pub fn next() -> Line {
    loop {
        let line = critical_section::with(|cs| {
            let line = WAITING.borrow_ref_mut(cs).pop();
            if line.is_none() {
                // Inside, so that an interrupt cannot slip in between looking and sleeping: it ends the wait though it
                // is only served when the section ends.
                asm::wfi();
            }
            line
        });
        if let Some(line) = line {
            return line;
        }
    }
}

impl fmt::Display for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Served(Report { pin, trigger, priority, led }) => {
                let (edge, led) = (trigger.word(), u8::from(led.is_high()));
                write!(f, "irq {} {edge} priority {} {}={led}", pin.name(), priority.number(), LED.name())
            }
            Self::Lost(count) => write!(f, "irq lost {count}"),
        }
    }
}
