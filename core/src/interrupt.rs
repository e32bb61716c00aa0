//! The interrupts of blocks that are not GPIO ports, as software uses them: it enables them in the interrupt
//! controller, and an interrupt routine takes what is pending. The interrupts of pins are in [`irq`](crate::irq).

use crate::cc3200::{Interrupt, Rw, adc, arcm, arm, nvic, timer, uart, watchdog};
use crate::config::Priority;
use crate::registers::{Registers, RegistersMut};

impl Interrupt {
    /// Sets the priority of the interrupt and enables it in the interrupt controller. Its block must also be set up to
    /// raise it. SysTick needs no enabling there.
    pub fn enable(self, registers: impl RegistersMut, priority: Priority) {
        let (register, shift) = self.priority_field();
        register.modify(registers, nvic::PRIORITY << shift, priority.nvic_byte() << shift);
        if let Some(number) = self.number() {
            Rw(nvic::ISER0.0 + number / 32 * 4).write(registers, 1 << (number % 32));
        }
    }

    /// Disables the interrupt in the interrupt controller. It still becomes pending. SysTick cannot be disabled there.
    pub fn disable(self, registers: impl RegistersMut) {
        if let Some(number) = self.number() {
            Rw(nvic::ICER0.0 + number / 32 * 4).write(registers, 1 << (number % 32));
        }
    }

    /// Returns true if the interrupt is enabled in the interrupt controller, or in SysTick's own register.
    pub fn is_enabled(self, registers: impl Registers) -> bool {
        match self.number() {
            Some(number) => Rw(nvic::ISER0.0 + number / 32 * 4).read(registers) & 1 << (number % 32) != 0,
            None => arm::SYST_CSR.read(registers) & arm::SYST_INTERRUPT != 0,
        }
    }

    /// Returns the priority of the interrupt.
    pub fn priority(self, registers: impl Registers) -> Priority {
        let (register, shift) = self.priority_field();
        Priority::from_nvic_byte(register.read(registers) >> shift)
    }
}

/// Returns the causes of `interrupt` that are pending in its block, as the bits of the block's masked interrupt status,
/// and clears them. The result is 0 if the interrupt has no cause any more, and 1 for SysTick.
///
/// An interrupt routine calls it first, so that whatever happens after the call counts as new. The watchdog is not
/// cleared, because that would start its count again; a routine that wants this writes [`watchdog::ICR`] itself.
pub fn take_causes(registers: impl RegistersMut, interrupt: Interrupt) -> u32 {
    match interrupt {
        Interrupt::SysTick => 1,
        Interrupt::Rtc => arcm::INTERRUPT_STATUS.read(registers) & arcm::SLOW_CLOCK_MATCH,
        Interrupt::Watchdog => Rw(watchdog::BASE + watchdog::MIS).read(registers),
        Interrupt::UartA0 | Interrupt::UartA1 => {
            let base = uart::SIZE * (interrupt as u32 - Interrupt::UartA0 as u32);
            let causes = Rw(uart::MIS.0 + base).read(registers);
            Rw(uart::ICR.0 + base).write(registers, causes);
            causes
        }
        Interrupt::Adc0 | Interrupt::Adc1 | Interrupt::Adc2 | Interrupt::Adc3 => {
            let channel = 2 * (interrupt as u32 - Interrupt::Adc0 as u32);
            let causes = adc::irq_status(channel).read(registers) & adc::irq_enable(channel).read(registers);
            adc::irq_status(channel).write(registers, causes);
            causes
        }
        _ => {
            let index = interrupt as u32 - Interrupt::TimerA0A as u32;
            let base = timer::Timer::ALL[index as usize / 2].base();
            let bits = if index % 2 == 0 { timer::INTERRUPTS_A } else { timer::INTERRUPTS_B };
            let causes = Rw(base + timer::MIS).read(registers) & bits;
            Rw(base + timer::ICR).write(registers, causes);
            causes
        }
    }
}
