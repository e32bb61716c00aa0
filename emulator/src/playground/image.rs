//! The interface between the board and an image, which is a program of machine code. The caller executes its
//! instructions on a processor of its own, with the interrupt controller and SysTick in it.
//!
//! The caller lets the processor run until [`Playground::next_timer_ns`] at most, and gives each access the time at
//! which it happens. Then it calls [`Playground::advance_image`], so that everything happens that is due until then.
//! The interrupt controller of the chip enters nothing meanwhile. It only follows that of the processor, so that the
//! board can be looked at as with any other program.

use pinscope_core::cc3200::gpio::Port;
use pinscope_core::cc3200::nvic;
use pinscope_core::cc3200::uart::Uart;
use pinscope_core::{Error, EventKind, Interrupt, IrqStatus, PinId, Power, Reaction, Registers as _};

use super::Playground;
use super::block_irqs::IrqSource;
use super::scheduler::{Goal, Progress};
use crate::chip::Vector;

/// Number of 32-bit words that hold the level of each interrupt line.
pub const LINE_WORDS: usize = crate::nvic::WORDS;

impl Playground {
    /// Makes an image the program of the board, and resets the chip as its reset button does. A terminal is connected
    /// to each UART. [`Playground::take_restart`] says that the image has to begin, now and after each later reset.
    pub fn begin_image(&mut self) {
        self.end_script();
        self.program.become_image();
        self.machine.chip_mut().connect_terminals();
        self.reset_chip();
    }

    /// Returns `true` if an image is the program of the board.
    pub fn runs_image(&self) -> bool {
        self.program.is_image()
    }

    /// Reads a word for the image at the time `time_ns`.
    ///
    /// # Errors
    /// [`Error::BusFault`].
    pub fn image_read(&mut self, addr: u32, time_ns: u64) -> Result<u32, Error> {
        self.begin_access(time_ns);
        let word = (&self.machine).read(addr);
        self.end_access()?;
        Ok(word)
    }

    /// Writes a word for the image at the time `time_ns`. The image has to stop if the write has put the board to
    /// sleep.
    ///
    /// # Errors
    /// [`Error::BusFault`].
    pub fn image_write(&mut self, addr: u32, value: u32, time_ns: u64) -> Result<(), Error> {
        self.begin_access(time_ns);
        self.machine.chip_mut().write(addr, value);
        if self.machine.power() != Power::Active {
            self.stop_ticks();
            self.program.image_isrs.clear();
        }
        self.end_access()
    }

    /// Lets time pass until `to_ns`, and everything happen that is due until then, while the image runs, waits or
    /// sleeps. It also returns when the board wakes or when the image has to begin again, and after an event for which
    /// `stops_at` returns `true`.
    pub fn advance_image(&mut self, to_ns: u64, stops_at: Option<&dyn Fn(&EventKind) -> bool>) -> Progress {
        let goal = if self.machine.power() == Power::Active { Goal::Time(to_ns) } else { Goal::Awake };
        self.run(goal, to_ns, u32::MAX, stops_at)
    }

    /// Returns the levels of the interrupt lines. Bit n of word m is the line of interrupt 32 m + n.
    pub fn interrupt_lines(&self) -> [u32; LINE_WORDS] {
        self.machine.peek_chip(|chip| chip.interrupt_lines())
    }

    /// Records that the processor of the image has entered an interrupt at the time `time_ns`. The interrupt of a port
    /// is recorded as that of the first pin that has fired.
    pub fn image_entered(&mut self, interrupt: u32, time_ns: u64) {
        let Some(vector) = vector(interrupt) else { return };
        self.move_clock(time_ns, Goal::Spent);
        self.machine.chip_mut().enter(vector);
        let (source, event) = match vector {
            Vector::Port(port) => {
                let Some(pin) = self.machine.peek_chip(|chip| chip.interrupting_pin(port)) else { return };
                let fired = self.machine.peek_board().at(pin);
                let (trigger, priority) = (fired.active_trigger(), fired.priority());
                self.service_counts.count(pin);
                (IrqSource::Pin(pin), EventKind::Irq { pin, trigger, priority })
            }
            Vector::Block(interrupt) => {
                let priority = interrupt.priority(self.machine.peek());
                (IrqSource::Block(interrupt), EventKind::BlockIrq { interrupt, priority })
            }
        };
        self.machine.chip_mut().record(event);
        self.program.image_isrs.push((interrupt, source));
    }

    /// Records that the processor of the image has returned from an interrupt at the time `time_ns`.
    pub fn image_returned(&mut self, interrupt: u32, time_ns: u64) {
        let Some(vector) = vector(interrupt) else { return };
        self.move_clock(time_ns, Goal::Spent);
        let chip = self.machine.chip_mut();
        chip.leave(vector);
        if let Some(index) = self.program.image_isrs.iter().rposition(|&(number, _)| number == interrupt) {
            chip.record(match self.program.image_isrs.remove(index).1 {
                IrqSource::Pin(pin) => EventKind::Left { pin },
                IrqSource::Block(interrupt) => EventKind::BlockLeft { interrupt },
            });
        }
    }

    /// Writes a word of the interrupt controller, because the image has written it in its processor.
    pub fn image_wrote_nvic(&mut self, addr: u32, word: u32) {
        if (nvic::ISER0.0..nvic::IPR0.0 + 0x400).contains(&addr) {
            self.machine.chip_mut().write_nvic(addr, word);
        }
    }

    /// Types bytes at the terminal of `uart`. They arrive one after another, at the speed of the UART. Returns the
    /// number of bytes that there was room for.
    pub fn type_bytes(&mut self, uart: Uart, bytes: &[u8]) -> usize {
        let count = self.machine.chip_mut().type_bytes(uart, bytes);
        self.run_pending();
        count
    }

    /// Returns what the terminal of `uart` has printed since the last call.
    pub fn take_printed(&mut self, uart: Uart) -> Vec<u8> {
        self.machine.chip_mut().take_printed(uart)
    }

    /// Returns the interrupt of `pin` as the registers describe it. The handlers of an image are its own.
    pub(super) fn image_irq(&self, pin: PinId) -> Option<IrqStatus> {
        let armed = self.machine.peek_board().at(pin);
        Some(IrqStatus {
            trigger: armed.trigger(),
            wake: armed.wake()?,
            reaction: Reaction::Nothing,
            takes_ns: 0,
            enabled: true,
            count: self.service_counts.served(pin),
            coalesced: self.machine.peek_chip(|chip| chip.coalesced[pin.index()]),
        })
    }

    fn begin_access(&mut self, time_ns: u64) {
        self.move_clock(time_ns, Goal::Spent);
        self.machine.chip_mut().fault = None;
    }

    fn end_access(&mut self) -> Result<(), Error> {
        self.run_pending();
        self.check_fault()
    }
}

/// Returns the interrupt with this number, if it is emulated.
fn vector(interrupt: u32) -> Option<Vector> {
    match Port::ALL.get(interrupt as usize) {
        Some(&port) => Some(Vector::Port(port)),
        None => Interrupt::ALL.into_iter().find(|other| other.number() == Some(interrupt)).map(Vector::Block),
    }
}
