//! Runs interrupts as the processor does: it enters them by priority, preempts, serves pin by pin, and returns.

use pinscope_core::cc3200::gpio::Port;
use pinscope_core::{EventKind, Interrupt, PinId, PinSet, interrupt, irq};

use super::Playground;
use super::block_irqs::IrqSource;
use crate::chip::{Chip, Vector};
use crate::timer_queue::Timer;

/// Number of services in a row of an interrupt whose cause is never gone that counts as a storm.
pub const STORM_THRESHOLD: u32 = 64;
/// Length of the pause after a storm, in nanoseconds.
pub const STORM_PAUSE_NS: u64 = 10_000_000;

/// The interrupt state of the processor.
#[derive(Clone, Debug, Default)]
pub(super) struct Processor {
    /// The interrupt service routines that have not returned. Each has preempted the one before, and an interrupt has
    /// at most one.
    active: Vec<ActiveIsr>,
    /// The time at which the last of these routines started or resumed.
    resumed_ns: u64,
    /// True while software holds all interrupts off (PRIMASK). They become pending and coalesce, but none is entered.
    primask: bool,
    /// The pin that ended LPDS, until its handler is called. That call belongs to no interrupt of the pin's port.
    woken_by: Option<PinId>,
    /// The interrupt that pauses after a storm, with those that are not more urgent.
    storming: Option<Vector>,
    /// The number of services in a row of each port, as [`Playground::detect_storm`] counts them.
    services: [u32; Port::ALL.len()],
    /// The same for the interrupts of other blocks that have been served.
    block_services: Vec<(Interrupt, u32)>,
    /// The time at which an interrupt was last entered, unless something else has happened since.
    entered_ns: Option<u64>,
    /// The processor waits for an interrupt as soon as no interrupt service routine runs.
    pub(super) idles_next: bool,
}

/// An interrupt service routine.
#[derive(Clone, Debug)]
struct ActiveIsr {
    vector: Vector,
    /// The pins that fired and have yet to be served.
    pending: PinSet,
    /// The source whose handler runs, and the rest of that handler.
    handler: Option<(IrqSource, Remaining)>,
}

/// The pending pins of a routine that serves none.
const NO_PINS: PinSet = PinSet::new(Port::A0, 0);

/// The rest of a handler.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Remaining {
    /// The handler takes this many more nanoseconds.
    Ns(u64),
    /// The script has yet to call the handler.
    Call,
    /// The script has yet to return from the handler.
    Return,
}

impl Processor {
    /// Ends the pause after a storm.
    pub fn end_storm_pause(&mut self) {
        self.storming = None;
    }

    /// Starts the counts of services again, because something has happened that is not an interrupt: hands, a command,
    /// or a statement of the main program.
    pub fn reset_service_counts(&mut self) {
        self.services = Default::default();
        self.block_services.clear();
        self.entered_ns = None;
    }

    /// Returns `true` if `vector` pauses after a storm.
    fn is_paused(&self, chip: &Chip, vector: Vector) -> bool {
        self.storming.is_some_and(|storming| !chip.is_more_urgent(vector, storming))
    }

    /// Returns the number of services in a row of an interrupt.
    fn services_of(&mut self, vector: Vector) -> &mut u32 {
        match vector {
            Vector::Port(port) => &mut self.services[port.index()],
            Vector::Block(interrupt) => {
                let found = self.block_services.iter().position(|&(other, _)| other == interrupt);
                let index = found.unwrap_or_else(|| {
                    self.block_services.push((interrupt, 0));
                    self.block_services.len() - 1
                });
                &mut self.block_services[index].1
            }
        }
    }

    /// Returns `true` if an interrupt service routine runs.
    pub fn is_serving(&self) -> bool {
        !self.active.is_empty()
    }

    /// Requests a call of the handler of `pin`, which ended LPDS.
    pub fn request_call_after_wake(&mut self, pin: PinId) {
        self.woken_by = Some(pin);
    }
}

impl Playground {
    /// Sets PRIMASK: while it is set, no interrupt is entered, as after `machine.disable_irq()`. Interrupts become
    /// pending and edges coalesce as before. A reset clears PRIMASK. Returns `true` if it was set before.
    pub fn set_primask(&mut self, on: bool) -> bool {
        let was_on = std::mem::replace(&mut self.processor.primask, on);
        self.run_pending();
        was_on
    }

    /// Serves interrupts, the most urgent first, until time must pass.
    pub(super) fn serve_interrupts(&mut self) {
        if !self.processor.primask
            && let Some(pin) = self.processor.woken_by.take()
        {
            self.call_after_wake(pin);
        }
        loop {
            // No other interrupt preempts the one that is entered, because it is the most urgent.
            if let Some(vector) = self.next_interrupt() {
                self.enter(vector);
            }
            let Some(isr) = self.processor.active.last_mut() else { return };
            if isr.handler.is_some() {
                return;
            }
            match isr.pending.next() {
                Some(pin) => self.start_handler(pin),
                None => self.leave(),
            }
        }
    }

    /// Ends the running handler, whose time is over.
    pub(super) fn finish_handler(&mut self) {
        let handler = self.processor.active.last_mut().and_then(|isr| isr.handler.take());
        if let Some((source, _)) = handler {
            self.end_handler(source);
        }
    }

    /// Ends all interrupts, because the processor is reset or loses power. PRIMASK stays set, because software restores
    /// it after LPDS.
    pub(super) fn abandon_interrupts(&mut self) {
        for isr in std::mem::take(&mut self.processor.active).into_iter().rev() {
            if let Some((source, _)) = isr.handler {
                self.end_handler(source);
            }
            self.machine.chip_mut().leave(isr.vector);
        }
        self.processor = Processor { primask: self.processor.primask, ..Processor::default() };
        self.timers.set(Timer::Handler, None);
        self.timers.set(Timer::StormOver, None);
    }

    fn next_interrupt(&mut self) -> Option<Vector> {
        if self.program.is_image() {
            return None;
        }
        let chip = self.machine.chip_mut();
        let vector = chip.next_interrupt()?;
        if self.processor.is_paused(chip, vector) {
            return None;
        }
        if self.processor.primask {
            // The processor does not enter the interrupt, but it no longer waits for one.
            chip.end_idle(vector);
            return None;
        }
        Some(vector)
    }

    /// Returns `true` if the processor would enter an interrupt now if PRIMASK was clear.
    pub(super) fn has_interrupt(&self) -> bool {
        self.machine
            .peek_chip(|chip| chip.next_interrupt().is_some_and(|vector| !self.processor.is_paused(chip, vector)))
    }

    /// Enters an interrupt and preempts the one that ran.
    fn enter(&mut self, vector: Vector) {
        let ran_ns = self.machine.time_ns() - self.processor.resumed_ns;
        if let Some(ActiveIsr { handler: Some((_, Remaining::Ns(remaining_ns))), .. }) =
            self.processor.active.last_mut()
        {
            *remaining_ns -= ran_ns;
            self.timers.set(Timer::Handler, None);
        }
        let chip = self.machine.chip_mut();
        let was_gone = chip.take_fallen(vector);
        chip.enter(vector);
        let isr = match vector {
            Vector::Port(port) if self.program.is_firmware() => self.start_firmware_isr(port),
            Vector::Port(port) => ActiveIsr { vector, pending: irq::take_pending(&self.machine, port), handler: None },
            Vector::Block(interrupt) => self.start_block_isr(interrupt),
        };
        self.processor.active.push(isr);
        self.processor.resumed_ns = self.machine.time_ns();
        self.detect_storm(vector, was_gone);
    }

    /// Returns from the interrupt that runs to the one that it preempted.
    fn leave(&mut self) {
        if let Some(isr) = self.processor.active.pop() {
            self.machine.chip_mut().leave(isr.vector);
            if self.processor.is_serving() {
                self.resume_isr();
            } else if self.processor.idles_next {
                self.processor.idles_next = false;
                self.machine.chip_mut().idle();
            }
        }
    }

    /// Starts the interrupt service routine of a firmware, which finds out itself which pins have fired. Its interrupt
    /// is recorded as that of the first of them.
    fn start_firmware_isr(&mut self, port: Port) -> ActiveIsr {
        let pin = self.machine.peek_chip(|chip| chip.interrupting_pin(port));
        if let Some(pin) = pin {
            let fired = self.machine.peek_board().at(pin);
            let (trigger, priority) = (fired.active_trigger(), fired.priority());
            self.machine.chip_mut().record(EventKind::Irq { pin, trigger, priority });
        }
        let handler = pin.map(|pin| (IrqSource::Pin(pin), Remaining::Call));
        ActiveIsr { vector: Vector::Port(port), pending: NO_PINS, handler }
    }

    /// Starts the interrupt service routine of a block. That of a script takes what is pending and calls the handler
    /// if there is anything; that of a firmware finds out itself.
    fn start_block_isr(&mut self, interrupt: Interrupt) -> ActiveIsr {
        let is_called = self.program.is_firmware() || interrupt::take_causes(&self.machine, interrupt) != 0;
        if is_called {
            let priority = interrupt.priority(self.machine.peek());
            self.machine.chip_mut().record(EventKind::BlockIrq { interrupt, priority });
        }
        let handler = is_called.then_some((IrqSource::Block(interrupt), Remaining::Call));
        ActiveIsr { vector: Vector::Block(interrupt), pending: NO_PINS, handler }
    }

    fn start_handler(&mut self, pin: PinId) {
        let trigger = self.machine.chip_mut().peek_board().at(pin).active_trigger();
        if let Some(slot) = self.handlers.slot_mut(pin) {
            slot.active_trigger = Some(trigger);
        }
        self.call_handler(pin, trigger);
        let remaining = match self.takes_ns[pin.index()] {
            _ if self.is_script_handler(pin) => Remaining::Call,
            0 => return self.end_handler(IrqSource::Pin(pin)),
            takes_ns => Remaining::Ns(takes_ns),
        };
        if let Some(isr) = self.processor.active.last_mut() {
            isr.handler = Some((IrqSource::Pin(pin), remaining));
            self.resume_isr();
        }
    }

    /// Returns the source whose handler the script must call now, if there is one, and marks the call as started.
    pub(super) fn start_call(&mut self) -> Option<IrqSource> {
        match &mut self.processor.active.last_mut()?.handler {
            Some((source, remaining @ Remaining::Call)) => {
                *remaining = Remaining::Return;
                Some(*source)
            }
            _ => None,
        }
    }

    /// Returns `true` if the script must call a handler now.
    pub(super) fn has_pending_call(&self) -> bool {
        matches!(self.processor.active.last(), Some(ActiveIsr { handler: Some((_, Remaining::Call)), .. }))
    }

    /// Ends the handler of `source`, from which the script has returned.
    pub(super) fn finish_call(&mut self, source: IrqSource) {
        let is_call = |isr: &&mut ActiveIsr| isr.handler == Some((source, Remaining::Return));
        if let Some(isr) = self.processor.active.iter_mut().rev().find(is_call) {
            isr.handler = None;
            self.end_handler(source);
        }
    }

    /// Ends all handlers of the script, because the script is removed. Nobody else can clear PRIMASK.
    pub(super) fn abandon_calls(&mut self) {
        self.processor.primask = false;
        let is_call = |isr: &ActiveIsr| matches!(isr.handler, Some((_, Remaining::Call | Remaining::Return)));
        while let Some(index) = self.processor.active.iter().rposition(is_call) {
            if let Some((source, _)) = self.processor.active[index].handler.take() {
                self.end_handler(source);
            }
        }
    }

    /// Returns `true` if a reaction of the bench runs, which takes time in place of the program.
    #[inline]
    pub(super) fn is_reaction_running(&self) -> bool {
        matches!(self.processor.active.last(), Some(ActiveIsr { handler: Some((_, Remaining::Ns(_))), .. }))
    }

    /// Records that the program has spent time. If the main program has, no storm keeps it from running.
    #[inline]
    pub(super) fn on_main_progress(&mut self) {
        if self.processor.active.is_empty() {
            self.processor.reset_service_counts();
        }
    }

    #[inline(always)]
    fn end_handler(&mut self, source: IrqSource) {
        let kind = match source {
            IrqSource::Pin(pin) => {
                if let Some(slot) = self.handlers.slot_mut(pin) {
                    slot.active_trigger = None;
                }
                EventKind::Left { pin }
            }
            IrqSource::Block(interrupt) => EventKind::BlockLeft { interrupt },
        };
        self.machine.chip_mut().record(kind);
    }

    /// Lets the interrupt that was entered last run from now on, and sets the timer for the end of its handler.
    #[inline(always)]
    fn resume_isr(&mut self) {
        let now_ns = self.machine.time_ns();
        self.processor.resumed_ns = now_ns;
        let remaining_ns = match self.processor.active.last().and_then(|isr| isr.handler) {
            Some((_, Remaining::Ns(remaining_ns))) => Some(remaining_ns),
            _ => None,
        };
        self.timers.set(Timer::Handler, remaining_ns.map(|remaining_ns| now_ns.saturating_add(remaining_ns)));
    }

    /// Detects an interrupt storm: interrupts that are entered again and again without letting the main program run,
    /// because their cause is never gone, or because a handler that takes no time causes the next one. It is recorded,
    /// and the interrupt and all that is not more urgent pause. If no header pin fired, the first pin of the port is
    /// recorded.
    fn detect_storm(&mut self, vector: Vector, was_gone: bool) {
        let now_ns = self.machine.time_ns();
        let processor = &mut self.processor;
        let counts = !was_gone || processor.entered_ns == Some(now_ns);
        processor.entered_ns = Some(now_ns);
        let services = processor.services_of(vector);
        *services = if counts { *services + 1 } else { 1 };
        if *services == STORM_THRESHOLD {
            *services = 0;
            processor.storming = Some(vector);
            let storm = match vector {
                Vector::Port(port) => {
                    let fired = processor.active.last().and_then(|isr| { isr.pending }.next());
                    fired.or_else(|| PinSet::new(port, 0xFF).next()).map(|pin| EventKind::IrqStorm { pin })
                }
                Vector::Block(interrupt) => Some(EventKind::BlockStorm { interrupt }),
            };
            if let Some(kind) = storm {
                self.machine.chip_mut().record(kind);
            }
            self.timers.set(Timer::StormOver, Some(now_ns.saturating_add(STORM_PAUSE_NS)));
        }
    }
}
