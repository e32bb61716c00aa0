//! The blocks that count time or whose signals reach the pads through the multiplexer: their clocks, the moments at
//! which they have to do something, their interrupts, and their signals.

use pinscope_core::cc3200::timer::{self, Half, Timer};
use pinscope_core::cc3200::uart::Uart;
use pinscope_core::cc3200::{arcm, gprcm};
use pinscope_core::{Interrupt, Level, PinId};

use super::peripheral::Peripheral;
use super::{Chip, serial};
use crate::adc::Adc;
use crate::block_clock::{BlockClock, cycles_at, time_of_cycle};
use crate::gpio::{self, GpioMask};
use crate::gptm::Gptm;
use crate::nets::{self, PinMask, bit};
use crate::signals::Signal;
use crate::sys_tick::SysTick;
use crate::timer_queue::NEVER;
use crate::uart;
use crate::watchdog::Watchdog;

/// The positions of the due times of the blocks without a clock gate.
const ADC_DUE: usize = Peripheral::ALL.len();
const SYS_TICK_DUE: usize = ADC_DUE + 1;

/// The blocks, and the signals that the pads have selected.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub(super) struct Peripherals {
    timers: [Gptm; 4],
    watchdog: Watchdog,
    uarts: [uart::Uart; 2],
    pub(super) adc: Adc,
    pub(super) sys_tick: SysTick,
    /// True while any channel of the ADC samples.
    pub(super) adc_samples: bool,
    clocks: [BlockClock; Peripheral::ALL.len()],
    /// The time at which each block is due, and the earliest of them. The ADC and SysTick, which have no clock gate,
    /// come last.
    due_ns: [u64; Peripheral::ALL.len() + 2],
    next_due_ns: u64,
    /// The register that opens the paths from the pads to the capture inputs.
    capture_paths: u32,
    /// The signal that the pad of each pin has selected.
    signals: [Option<Signal>; PinId::COUNT],
    /// The pins whose signal is an output.
    outputs: PinMask,
    /// The GPIOs of the pins whose signal is an input.
    inputs: GpioMask,
}

impl Default for Peripherals {
    fn default() -> Self {
        Self {
            timers: Default::default(),
            watchdog: Watchdog::default(),
            uarts: Default::default(),
            adc: Adc::default(),
            sys_tick: SysTick::default(),
            adc_samples: false,
            clocks: Default::default(),
            due_ns: [NEVER; Peripheral::ALL.len() + 2],
            next_due_ns: NEVER,
            capture_paths: 0,
            signals: [None; PinId::COUNT],
            outputs: 0,
            inputs: 0,
        }
    }
}

impl Peripherals {
    /// Returns `true` if software can access the registers of `peripheral`.
    pub fn is_clocked(&self, peripheral: Peripheral) -> bool {
        self.clocks[peripheral.index()].runs()
    }

    /// Returns the word of `timer` at `offset` at the time `time_ns`.
    pub fn read_timer(&self, timer: Timer, offset: u32, time_ns: u64) -> Option<u32> {
        self.timers[timer.index()].read(offset, self.cycle(Peripheral::Timer(timer), time_ns))
    }

    /// Returns the word of the watchdog at `offset` at the time `time_ns`.
    pub fn read_watchdog(&self, offset: u32, time_ns: u64) -> Option<u32> {
        self.watchdog.read(offset, self.cycle(Peripheral::Watchdog, time_ns))
    }

    /// Returns the word of `uart` at `offset`.
    pub fn read_uart(&self, uart: Uart, offset: u32) -> Option<u32> {
        self.uarts[uart.index()].read(offset)
    }

    /// Returns the format of the characters at `pin`, if its pad is the line of a UART that is on.
    pub fn serial_format(&self, pin: PinId) -> Option<uart::SerialFormat> {
        match self.signals[pin.index()]? {
            Signal::UartTx(uart) | Signal::UartRx(uart) => self.uarts[uart.index()].line_format(),
            _ => None,
        }
    }

    /// Returns the time at which the watchdog resets the chip unless it is fed, if it counts.
    pub fn watchdog_reset_ns(&self) -> Option<u64> {
        let cycle = self.clocks[Peripheral::Watchdog.index()].when(self.watchdog.reset_due()?)?;
        Some(time_of_cycle(cycle))
    }

    /// Returns the register that opens the paths to the capture inputs.
    pub fn capture_paths(&self) -> u32 {
        self.capture_paths
    }

    /// Returns `true` if a block sees the level of a pin in `changed`.
    #[inline]
    pub fn sees(&self, changed: GpioMask) -> bool {
        changed & self.inputs != 0
    }

    /// Returns the level that a block drives at `pin`, or `None` if none does. A block drives its pads from the first
    /// time on that it has a clock.
    pub fn output(&self, pin: PinId, time_ns: u64) -> Option<Level> {
        let signal = self.signals[pin.index()]?;
        let peripheral = signal.peripheral();
        if !self.clocks[peripheral.index()].has_run() {
            return None;
        }
        match signal {
            Signal::Pwm(timer, half) => Some(self.timers[timer.index()].output(half, self.cycle(peripheral, time_ns))),
            Signal::UartTx(uart) => Some(self.uarts[uart.index()].tx(self.cycle(peripheral, time_ns))),
            Signal::UartRts(uart) => Some(self.uarts[uart.index()].rts()),
            Signal::Capture(..) | Signal::UartRx(_) | Signal::UartCts(_) => None,
        }
    }

    /// Returns the cycle of the clock of `peripheral` at `time_ns`.
    fn cycle(&self, peripheral: Peripheral, time_ns: u64) -> u64 {
        self.clocks[peripheral.index()].at(cycles_at(time_ns))
    }

    /// Returns the pins whose pads have selected `signal`.
    fn pins_with(&self, among: PinMask, signal: Signal) -> PinMask {
        nets::pins(among).filter(|pin| self.signals[pin.index()] == Some(signal)).map(bit).sum()
    }

    /// Records the signal that the pad of `pin` selects now. Returns the one that it had selected before.
    fn select(&mut self, pin: PinId, signal: Option<Signal>) -> Option<Signal> {
        let is_output = signal.is_some_and(Signal::is_output);
        self.outputs = self.outputs & !bit(pin) | if is_output { bit(pin) } else { 0 };
        let is_input = signal.is_some() && !is_output;
        self.inputs = self.inputs & !gpio::bit(pin) | if is_input { gpio::bit(pin) } else { 0 };
        std::mem::replace(&mut self.signals[pin.index()], signal)
    }

    fn set_due(&mut self, peripheral: Peripheral, cycle: Option<u64>) {
        let cycle = cycle.and_then(|cycle| self.clocks[peripheral.index()].when(cycle));
        self.set_due_ns(peripheral.index(), cycle.map_or(NEVER, time_of_cycle));
    }

    /// Finds out when the ADC is due.
    pub fn refresh_adc_due(&mut self) {
        self.adc_samples = self.adc.is_sampling();
        self.set_due_ns(ADC_DUE, self.adc.due_ns().unwrap_or(NEVER));
    }

    /// Finds out when SysTick is due.
    pub fn refresh_sys_tick_due(&mut self) {
        self.set_due_ns(SYS_TICK_DUE, self.sys_tick.due().map_or(NEVER, time_of_cycle));
    }

    fn set_due_ns(&mut self, index: usize, due_ns: u64) {
        self.due_ns[index] = due_ns;
        self.next_due_ns = self.due_ns.into_iter().min().unwrap_or(NEVER);
    }
}

impl Chip {
    /// Returns the time at which a block has to do something, or [`NEVER`].
    #[inline]
    pub fn next_due_ns(&self) -> u64 {
        self.peripherals.next_due_ns.min(self.timed_wake.next_due_ns())
    }

    /// Returns the time at which the watchdog resets the chip unless it is fed, if it counts.
    pub fn watchdog_reset_ns(&self) -> Option<u64> {
        self.peripherals.watchdog_reset_ns()
    }

    /// Lets the blocks that are due do what they have to do.
    pub fn run_due(&mut self) {
        for peripheral in Peripheral::ALL {
            if self.peripherals.due_ns[peripheral.index()] <= self.time_ns {
                self.refresh(peripheral);
            }
        }
        if self.peripherals.due_ns[ADC_DUE] <= self.time_ns {
            self.refresh_adc();
        }
        if self.peripherals.due_ns[SYS_TICK_DUE] <= self.time_ns {
            self.refresh_sys_tick();
        }
        self.run_timed_wake();
    }

    /// Writes the word of `timer` at `offset`. Returns `false` if there is no register.
    pub(super) fn store_timer(&mut self, timer: Timer, offset: u32, value: u32) -> bool {
        let cycle = self.peripherals.cycle(Peripheral::Timer(timer), self.time_ns);
        if !self.peripherals.timers[timer.index()].write(offset, value, cycle) {
            return false;
        }
        self.refresh(Peripheral::Timer(timer));
        true
    }

    /// Writes the word of the watchdog at `offset`. Returns `false` if there is no register.
    pub(super) fn store_watchdog(&mut self, offset: u32, value: u32) -> bool {
        let cycle = self.peripherals.cycle(Peripheral::Watchdog, self.time_ns);
        let stored = self.peripherals.watchdog.write(offset, value, cycle);
        self.refresh(Peripheral::Watchdog);
        stored
    }

    /// Writes the word of `uart` at `offset`. Returns `false` if there is no register.
    pub(super) fn store_uart(&mut self, uart: Uart, offset: u32, value: u32) -> bool {
        let cycle = self.peripherals.cycle(Peripheral::Uart(uart), self.time_ns);
        let stored = self.peripherals.uarts[uart.index()].write(offset, value, cycle);
        self.record_serial_formats();
        self.refresh(Peripheral::Uart(uart));
        stored
    }

    /// Removes the byte that software has read from the receive FIFO of `uart`.
    pub(super) fn pop_uart(&mut self, uart: Uart) {
        self.peripherals.uarts[uart.index()].pop();
        self.refresh(Peripheral::Uart(uart));
    }

    /// Opens and closes the paths from the pads to the capture inputs.
    pub(super) fn store_capture_paths(&mut self, value: u32) {
        self.peripherals.capture_paths = value & timer::CAPTURE_PATHS;
        self.pass_inputs_on();
    }

    /// Acts on a write to the clock gate or the soft reset of a block.
    pub(super) fn update_clock_gate(&mut self, addr: u32, value: u32) {
        for peripheral in Peripheral::ALL {
            let is_reset = addr == peripheral.soft_reset().0;
            if !is_reset && addr != peripheral.clock_gate().0 {
                continue;
            }
            if is_reset && value & arcm::IN_RESET != 0 {
                match peripheral {
                    Peripheral::Timer(timer) => self.peripherals.timers[timer.index()] = Gptm::default(),
                    Peripheral::Watchdog => self.peripherals.watchdog = Watchdog::default(),
                    Peripheral::Uart(uart) => self.peripherals.uarts[uart.index()] = uart::Uart::default(),
                }
                self.record_serial_formats();
            }
            let runs = self.prcm.has_clock(peripheral.clock_gate(), peripheral.soft_reset());
            self.peripherals.clocks[peripheral.index()].set(runs, cycles_at(self.time_ns));
            self.refresh(peripheral);
            self.pass_inputs_on();
        }
    }

    /// Stops the clocks of all blocks, because the chip enters LPDS. Their outputs stay as they are. The ADC and
    /// SysTick lose their registers.
    pub(super) fn stop_block_clocks(&mut self) {
        self.peripherals.adc = Adc::default();
        self.peripherals.sys_tick = SysTick::default();
        self.refresh_adc();
        self.refresh_sys_tick();
        for peripheral in Peripheral::ALL {
            self.peripherals.clocks[peripheral.index()].set(false, cycles_at(self.time_ns));
            self.refresh(peripheral);
        }
    }

    /// Sets the interrupt lines of all blocks, because the interrupt controller was reset.
    pub(super) fn set_block_lines(&mut self) {
        Peripheral::ALL.into_iter().for_each(|peripheral| self.refresh(peripheral));
        self.refresh_adc();
        self.refresh_rtc();
    }

    /// Selects the signals of these pins, whose pad words may have changed.
    pub(super) fn select_signals(&mut self, pins: impl Iterator<Item = PinId>) {
        for pin in pins {
            let signal = Signal::at(pin, self.pads.function(pin.pad()));
            let before = self.peripherals.select(pin, signal);
            if before != signal {
                self.record_serial_formats();
                before.into_iter().chain(signal).for_each(|signal| self.on_selected(signal));
            }
        }
    }

    /// Passes the levels of the pads on to the inputs of the blocks.
    #[inline(never)]
    pub(super) fn pass_inputs_on(&mut self) {
        for pin in gpio::pins(self.peripherals.inputs) {
            if let Some(signal) = self.peripherals.signals[pin.index()] {
                self.on_input(signal);
            }
        }
    }

    /// Acts on a change of the pads that select `signal`.
    fn on_selected(&mut self, signal: Signal) {
        if signal.is_output() { self.refresh(signal.peripheral()) } else { self.on_input(signal) }
    }

    /// Passes the level of an input on to its block, if the block has a clock.
    fn on_input(&mut self, signal: Signal) {
        let peripheral = signal.peripheral();
        if !self.peripherals.is_clocked(peripheral) {
            return;
        }
        let (level, cycle) = (self.input_level(signal), self.peripherals.cycle(peripheral, self.time_ns));
        let blocks = &mut self.peripherals;
        match signal {
            Signal::Capture(timer, half) => blocks.timers[timer.index()].set_input(half, level, cycle),
            Signal::UartRx(uart) => blocks.uarts[uart.index()].set_rx(level, cycle),
            Signal::UartCts(uart) => blocks.uarts[uart.index()].set_cts(level, cycle),
            Signal::Pwm(..) | Signal::UartTx(_) | Signal::UartRts(_) => return,
        }
        self.refresh(peripheral);
    }

    /// Returns the level of an input. A line of a UART that no pad selects idles, and every other input is then low.
    fn input_level(&self, signal: Signal) -> Level {
        let has_signal = |pin: &PinId| self.peripherals.signals[pin.index()] == Some(signal);
        let mut levels = gpio::pins(self.peripherals.inputs).filter(has_signal).map(|pin| self.input(pin));
        Level::from(match signal {
            Signal::Capture(timer, half) => {
                let path = timer::capture_path(timer, half);
                self.peripherals.capture_paths & path != 0 && levels.any(Level::is_high)
            }
            _ => levels.all(Level::is_high),
        })
    }

    /// Brings a block up to date: what has happened in it until now, its interrupt lines, the time at which it is due,
    /// and the levels of the pads that it drives.
    pub(super) fn refresh(&mut self, peripheral: Peripheral) {
        let pins = match peripheral {
            Peripheral::Timer(timer) => self.refresh_timer(timer),
            Peripheral::Watchdog => {
                self.refresh_watchdog();
                0
            }
            Peripheral::Uart(uart) => self.refresh_uart(uart),
        };
        self.settle(nets::pins(pins));
    }

    /// Brings a UART up to date, and returns the pins that it drives.
    fn refresh_uart(&mut self, uart: Uart) -> PinMask {
        let blocks = &mut self.peripherals;
        let peripheral = Peripheral::Uart(uart);
        let cycle = blocks.cycle(peripheral, self.time_ns);
        blocks.uarts[uart.index()].update(cycle);
        let sending = blocks.pins_with(blocks.outputs, Signal::UartTx(uart));
        let is_receiving = blocks.signals.contains(&Some(Signal::UartRx(uart)));
        serial::exchange(&mut self.serial, uart, &mut blocks.uarts[uart.index()], sending != 0, is_receiving, cycle);
        let due = blocks.uarts[uart.index()].due(cycle, sending != 0);
        blocks.set_due(peripheral, due);
        let (line, rts) = (blocks.uarts[uart.index()].line(), blocks.pins_with(blocks.outputs, Signal::UartRts(uart)));
        self.set_line(Interrupt::of_uart(uart), line);
        sending | rts
    }

    /// Brings the watchdog up to date. If it has expired for the second time, it resets the chip.
    fn refresh_watchdog(&mut self) {
        let cycle = self.peripherals.cycle(Peripheral::Watchdog, self.time_ns);
        if self.peripherals.watchdog.update(cycle) {
            self.reset(gprcm::CAUSE_WATCHDOG);
            self.was_reset = true;
            return;
        }
        let due = self.peripherals.watchdog.due();
        self.peripherals.set_due(Peripheral::Watchdog, due);
        self.set_line(Interrupt::Watchdog, self.peripherals.watchdog.line());
    }

    /// Brings a timer up to date, and returns the pins that it drives.
    fn refresh_timer(&mut self, timer: Timer) -> PinMask {
        let blocks = &mut self.peripherals;
        let peripheral = Peripheral::Timer(timer);
        let cycle = blocks.cycle(peripheral, self.time_ns);
        blocks.timers[timer.index()].update(cycle);
        let driven = Half::ALL.map(|half| blocks.pins_with(blocks.outputs, Signal::Pwm(timer, half)));
        let due = blocks.timers[timer.index()].due(driven.map(|pins| pins != 0));
        blocks.set_due(peripheral, due);
        for half in Half::ALL {
            self.set_line(Interrupt::of_timer(timer, half), self.peripherals.timers[timer.index()].line(half));
        }
        driven[0] | driven[1]
    }
}
