//! Time since the reset, in microseconds, from SysTick. It stands still in LPDS.

use core::cell::Cell;

use critical_section::Mutex;
use pinscope_core::RegistersMut;
use pinscope_core::cc3200::arm;
use pinscope_firmware::Mmio;

use crate::stack_guard;

/// The processor's clock: 80 MHz (`docs/cc3200.md`, second paragraph).
const TICKS_PER_US: u32 = 80;
/// SysTick interrupts once a millisecond.
const TICKS_PER_MS: u32 = 1000 * TICKS_PER_US;

/// Milliseconds that have passed.
static PASSED_MS: Mutex<Cell<u64>> = Mutex::new(Cell::new(0));

/// Starts SysTick. What the boot loader left in it is overwritten.
pub fn start(registers: impl RegistersMut) {
    arm::SYST_CSR.write(registers, 0);
    arm::SYST_RVR.write(registers, TICKS_PER_MS - 1);
    arm::SYST_CVR.write(registers, 0);
    arm::SYST_CSR.write(registers, arm::SYST_ON);
}

/// A millisecond has passed; of one that interrupts are off for longer, the rest is lost.
pub fn tick() {
    critical_section::with(|cs| PASSED_MS.borrow(cs).set(PASSED_MS.borrow(cs).get() + 1));
    stack_guard::check();
}

/// Microseconds since the reset.
pub fn now_us() -> u64 {
    critical_section::with(|cs| {
        let mut passed = PASSED_MS.borrow(cs).get();
        let mut left = arm::SYST_CVR.read(Mmio);
        if arm::ICSR.read(Mmio) & arm::ICSR_SYST_PENDING != 0 {
            // It passed zero, and the interrupt has not been served: what was read may be from either side.
            passed += 1;
            left = arm::SYST_CVR.read(Mmio);
        }
        1000 * passed + u64::from((TICKS_PER_MS - 1).saturating_sub(left) / TICKS_PER_US)
    })
}

/// Milliseconds since the reset.
pub fn now_ms() -> u64 {
    critical_section::with(|cs| PASSED_MS.borrow(cs).get())
}
