//! Prints the bytes of a busy machine without its trace, and of one record of the trace, as JSON.

use peak_alloc::PeakAlloc;
use pinscope_core::{Command, Event, IrqConfig, PinId, Profile, Reaction, Trigger};
use pinscope_emulator::{Machine, Playground, Stimulus, Trace};

#[global_allocator]
static ALLOCATOR: PeakAlloc = PeakAlloc;

fn main() {
    let playground = busiest();
    let machine = playground.machine();
    // What a copy allocates is what the original has on the heap, but for room to grow.
    let on_heap = allocated_by(|| machine.clone()) - allocated_by(|| machine.trace(Trace::clone));
    println!(r#"{{"machine": {}, "record": {}}}"#, size_of::<Machine>() + on_heap, size_of::<Event>());
}

/// A board with an interrupt on every pin and a wire from each pin to each other.
fn busiest() -> Playground {
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
