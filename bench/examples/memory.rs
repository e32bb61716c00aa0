//! Prints the size in bytes of a machine without its trace, and of one event of the trace, as JSON.

use peak_alloc::PeakAlloc;
use pinscope_core::{Command, Event, IrqConfig, PinId, Profile, Reaction, Trigger};
use pinscope_emulator::{Machine, Playground, Stimulus, Trace};

#[global_allocator]
static ALLOCATOR: PeakAlloc = PeakAlloc;

fn main() {
    let playground = largest_board();
    let machine = playground.machine();
    // A copy allocates as much as the original uses on the heap, without spare capacity.
    let on_heap = allocated_by(|| machine.clone()) - allocated_by(|| machine.trace(Trace::clone));
    println!(r#"{{"machine": {}, "record": {}}}"#, size_of::<Machine>() + on_heap, size_of::<Event>());
}

/// Returns a board with an interrupt on every pin and a wire between any two pins.
fn largest_board() -> Playground {
    let mut playground = Playground::new(Profile::Wipy);
    for (index, pin) in PinId::ALL.into_iter().enumerate() {
        let config = IrqConfig::new(Trigger::BothEdges);
        let irq = Command::Irq { pin, config, reaction: Reaction::Toggle(pin), takes_ns: 0 };
        playground.command(irq).expect("a valid interrupt");
        for &other in &PinId::ALL[..index] {
            playground.stimulus(Stimulus::Wire { a: pin, b: other });
        }
        playground.stimulus(Stimulus::Click { pin });
    }
    playground
}

fn allocated_by<T>(copy: impl FnOnce() -> T) -> usize {
    let before = ALLOCATOR.current_usage();
    let _copy = copy();
    ALLOCATOR.current_usage() - before
}
