//! The processor's side of interrupts: entered by priority, preempted, served pin by pin, and left.

use pinscope_core::cc3200::gpio::Port;
use pinscope_core::{EventKind, PinId, PinSet, irq};

use super::Playground;
use crate::timer_queue::Timer;

/// How often interrupts may be entered at one moment before it counts as a storm.
pub const STORM_THRESHOLD: u32 = 64;
/// How long a storm rests before it goes on, in nanoseconds.
pub const STORM_PAUSE_NS: u64 = 10_000_000;

/// What the processor is doing.
#[derive(Clone, Debug, Default)]
pub(super) struct Processor {
    /// The interrupt routines under way; each has preempted the one before. At most one a port.
    routines: Vec<ActiveIsr>,
    /// When the last of them began or went on.
    resumed_ns: u64,
    /// Whether a storm rests: no interrupt is entered.
    storming: bool,
    /// The moment an interrupt was last entered, and how often that happened then.
    entered: (u64, u32),
}

/// The interrupt routine of a port.
#[derive(Clone, Debug)]
struct ActiveIsr {
    port: Port,
    /// The pins that fired and are not served yet.
    waiting: PinSet,
    /// The pin whose handler takes its time.
    handler: Option<(PinId, Remaining)>,
}

/// What is left of a handler.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Remaining {
    /// So many nanoseconds.
    Ns(u64),
    /// What the script makes of it: it has not begun.
    Call,
    /// What the script makes of it: it is under way.
    Return,
}

impl Processor {
    /// Interrupts may be entered again.
    pub fn storm_over(&mut self) {
        self.storming = false;
    }
}

impl Playground {
    /// Serves interrupts, the most urgent first, as far as it goes without time passing.
    pub(super) fn serve_interrupts(&mut self) {
        loop {
            if let Some(port) = self.next_interrupt() {
                self.enter(port);
                continue;
            }
            let Some(routine) = self.processor.routines.last_mut() else { return };
            if routine.handler.is_some() {
                return;
            }
            match routine.waiting.next() {
                Some(pin) => self.begin_handler(pin),
                None => self.leave(),
            }
        }
    }

    /// The handler that runs has had its time.
    pub(super) fn handler_done(&mut self) {
        let handler = self.processor.routines.last_mut().and_then(|routine| routine.handler.take());
        if let Some((pin, _)) = handler {
            self.end_handler(pin);
        }
    }

    /// Drops what the processor was doing, because it is reset or loses power.
    pub(super) fn abandon_interrupts(&mut self) {
        for routine in std::mem::take(&mut self.processor.routines).into_iter().rev() {
            if let Some((pin, _)) = routine.handler {
                self.end_handler(pin);
            }
        }
        self.processor = Processor::default();
        self.clock.set(Timer::Handler, None);
        self.clock.set(Timer::StormOver, None);
    }

    fn next_interrupt(&mut self) -> Option<Port> {
        if self.processor.storming { None } else { self.machine.chip().next_interrupt() }
    }

    /// Enters the routine of `port`; the one that ran waits.
    fn enter(&mut self, port: Port) {
        let ran_ns = self.machine.time_ns() - self.processor.resumed_ns;
        if let Some(ActiveIsr { handler: Some((_, Remaining::Ns(left_ns))), .. }) = self.processor.routines.last_mut() {
            *left_ns -= ran_ns;
        }
        self.machine.chip().enter(port);
        let waiting = irq::take_pending(&self.machine, port);
        self.processor.routines.push(ActiveIsr { port, waiting, handler: None });
        self.resume_routine();
        self.watch_for_storm(port, waiting);
    }

    /// Returns from the routine that runs to the one it preempted.
    fn leave(&mut self) {
        if let Some(routine) = self.processor.routines.pop() {
            self.machine.chip().leave(routine.port);
            self.resume_routine();
        }
    }

    fn begin_handler(&mut self, pin: PinId) {
        let trigger = self.machine.chip().peek_board().at(pin).active_trigger();
        if let Some(slot) = self.handlers.slot_mut(pin) {
            slot.active_trigger = Some(trigger);
        }
        self.call(pin, trigger);
        let left = match self.takes_ns[pin.index()] {
            _ if self.script_handles(pin) => Remaining::Call,
            0 => return self.end_handler(pin),
            takes_ns => Remaining::Ns(takes_ns),
        };
        if let Some(routine) = self.processor.routines.last_mut() {
            routine.handler = Some((pin, left));
            self.resume_routine();
        }
    }

    /// The pin whose handler the script is to call now, if there is one. It is under way from here on.
    pub(super) fn begin_call(&mut self) -> Option<PinId> {
        match &mut self.processor.routines.last_mut()?.handler {
            Some((pin, left @ Remaining::Call)) => {
                *left = Remaining::Return;
                Some(*pin)
            }
            _ => None,
        }
    }

    /// Whether the script is to call a handler now.
    pub(super) fn call_waits(&self) -> bool {
        matches!(self.processor.routines.last(), Some(ActiveIsr { handler: Some((_, Remaining::Call)), .. }))
    }

    /// The script has returned from the handler of `pin`.
    pub(super) fn end_call(&mut self, pin: PinId) {
        let is_its = |routine: &&mut ActiveIsr| routine.handler == Some((pin, Remaining::Return));
        if let Some(routine) = self.processor.routines.iter_mut().rev().find(is_its) {
            routine.handler = None;
            self.end_handler(pin);
        }
    }

    /// The script is over: no handler that waits for it will go on.
    pub(super) fn abandon_calls(&mut self) {
        let waits = |routine: &ActiveIsr| matches!(routine.handler, Some((_, Remaining::Call | Remaining::Return)));
        while let Some(place) = self.processor.routines.iter().rposition(waits) {
            if let Some((pin, _)) = self.processor.routines[place].handler.take() {
                self.end_handler(pin);
            }
        }
    }

    #[inline(always)]
    fn end_handler(&mut self, pin: PinId) {
        if let Some(slot) = self.handlers.slot_mut(pin) {
            slot.active_trigger = None;
        }
        self.machine.chip().record(EventKind::Left { pin });
    }

    /// The last routine runs from now on.
    #[inline(always)]
    fn resume_routine(&mut self) {
        let now_ns = self.machine.time_ns();
        self.processor.resumed_ns = now_ns;
        let left_ns = match self.processor.routines.last().and_then(|routine| routine.handler) {
            Some((_, Remaining::Ns(left_ns))) => Some(left_ns),
            _ => None,
        };
        self.clock.set(Timer::Handler, left_ns.map(|left_ns| now_ns.saturating_add(left_ns)));
    }

    /// An interrupt that nobody clears would go round for ever at one moment, whether it has a handler or not: it is
    /// told, and made to rest. Where no header pin fired, the first of the port stands for it.
    fn watch_for_storm(&mut self, port: Port, mut waiting: PinSet) {
        let now_ns = self.machine.time_ns();
        let (moment_ns, entered) = self.processor.entered;
        let entered = if moment_ns == now_ns { entered + 1 } else { 1 };
        self.processor.entered = (now_ns, entered);
        if entered == STORM_THRESHOLD {
            self.processor.entered = (now_ns, 0);
            self.processor.storming = true;
            if let Some(pin) = waiting.next().or_else(|| PinSet::new(port, 0xFF).next()) {
                self.machine.chip().record(EventKind::IrqStorm { pin });
            }
            self.clock.set(Timer::StormOver, Some(now_ns.saturating_add(STORM_PAUSE_NS)));
        }
    }
}
