//! The seam between an image and the chip around its processor.

use pinscope_cpu::{BusError, ExceptionChange, InterruptLines};

/// Everything of the chip and of the board but the processor and its RAM. Times are simulated nanoseconds, and they
/// never decrease.
pub trait Board {
    /// Returns the present time.
    fn time_ns(&mut self) -> u64;

    /// Returns the time up to which time may pass now, for example because the board is shown in real time.
    fn limit_ns(&mut self) -> u64;

    /// Returns the time of the next event outside the processor, or `u64::MAX` if none is going to happen.
    fn next_event_ns(&mut self) -> u64;

    /// Lets time pass until `time_ns`, and everything happen that is due until then. It may return earlier, when the
    /// board wakes or is reset.
    fn advance(&mut self, time_ns: u64);

    /// Returns true unless the chip is in LPDS or HIBERNATE, where the processor does not run.
    fn is_awake(&mut self) -> bool;

    /// Returns true if the chip was reset since the last call, so that the image has to begin.
    fn take_restart(&mut self) -> bool;

    /// Resets the chip, because the image has asked for it.
    fn reset(&mut self);

    /// Reads a word at `time_ns`. The address is a multiple of 4.
    ///
    /// # Errors
    /// Returns an error if nothing answers at the address.
    fn read(&mut self, address: u32, time_ns: u64) -> Result<u32, BusError>;

    /// Writes a word at `time_ns`. The address is a multiple of 4.
    ///
    /// # Errors
    /// Returns an error if nothing answers at the address.
    fn write(&mut self, address: u32, word: u32, time_ns: u64) -> Result<(), BusError>;

    /// Returns the levels of the interrupt lines if they may have changed since the last call.
    fn changed_lines(&mut self) -> Option<InterruptLines>;

    /// Returns true if the processor must not execute another instruction now, because the board has fallen asleep, an
    /// awaited event has happened, or an event is due earlier than it was. Called after each access and each entry into
    /// an exception.
    fn ends_slice(&mut self) -> bool;

    /// Called when the processor has entered an exception or has returned from one at `time_ns`.
    fn on_exception(&mut self, change: ExceptionChange, time_ns: u64);

    /// Called when the image has written a word of the system control space, which is in the processor.
    fn on_system_write(&mut self, address: u32, word: u32);
}
