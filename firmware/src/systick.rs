//! The time since the reset, measured with SysTick. It does not advance in LPDS.

use core::cell::Cell;

use critical_section::Mutex;
use pinscope_core::RegistersMut;
use pinscope_core::cc3200::arm;
use pinscope_firmware::Mmio;

use crate::stack_guard;

/// Number of ticks in a microsecond: the processor runs at 80 MHz (`docs/cc3200.md`, second paragraph).
const TICKS_PER_US: u32 = 80;
/// Number of ticks between two interrupts of SysTick, which are a millisecond apart.
const TICKS_PER_MS: u32 = 1000 * TICKS_PER_US;

static ELAPSED_MS: Mutex<Cell<u64>> = Mutex::new(Cell::new(0));

/// Starts SysTick, whatever the boot loader used it for.
pub fn start(registers: impl RegistersMut) {
    arm::SYST_CSR.write(registers, 0);
    arm::SYST_RVR.write(registers, TICKS_PER_MS - 1);
    arm::SYST_CVR.write(registers, 0);
    arm::SYST_CSR.write(registers, arm::SYST_ON);
}

/// Counts a millisecond and checks the stack. SysTick calls it once a millisecond. If interrupts are off for longer,
/// only one call is kept pending.
pub fn tick() {
    critical_section::with(|cs| ELAPSED_MS.borrow(cs).set(ELAPSED_MS.borrow(cs).get() + 1));
    stack_guard::check();
}

/// Returns the microseconds since the reset.
pub fn now_us() -> u64 {
    critical_section::with(|cs| {
        let mut elapsed_ms = ELAPSED_MS.borrow(cs).get();
        let mut remaining = arm::SYST_CVR.read(Mmio);
        if arm::ICSR.read(Mmio) & arm::ICSR_SYST_PENDING != 0 {
            // The counter has passed zero, and its interrupt has not been served yet. The value above may have been
            // read before or after that.
            elapsed_ms += 1;
            remaining = arm::SYST_CVR.read(Mmio);
        }
        1000 * elapsed_ms + u64::from((TICKS_PER_MS - 1).saturating_sub(remaining) / TICKS_PER_US)
    })
}

/// Returns the milliseconds since the reset.
pub fn now_ms() -> u64 {
    critical_section::with(|cs| ELAPSED_MS.borrow(cs).get())
}
