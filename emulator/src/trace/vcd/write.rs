//! A trace as a VCD file.

use std::io;

use pinscope_core::{Event, PadLevel, PinId, Power, Profile};
use vcd::{IdCode, TimescaleUnit, Value, VarType, Writer};

use crate::machine::Machine;
use crate::nets::{PinMask, bit, pins};
use crate::trace::{Trace, TraceState};

/// What a viewer cannot know of the signals.
const LEGEND: &str = "A pin that is z floats, one that is x has drivers that disagree.
    GP10_irq is 1 while the handler of GP10 runs or waits for one that preempted it; what takes no time is shown as 1 ns.
    power is 0 ACTIVE, 1 IDLE, 2 SUSPENDED, 3 HIBERNATE.";

/// What `machine` has recorded, as a VCD file.
pub fn write(machine: &Machine) -> String {
    machine.trace(|trace| write_trace(trace, machine.board().profile, machine.time_ns()))
}

/// What a board has recorded by `now_ns`, as a VCD file in nanoseconds.
///
/// In a scope named after the board there are, always and in this order, a signal for each pin (`GP10`), one for each
/// interrupt (`GP10_irq`) and one for the power state (`power`, two bits). The file begins where the
/// record does, with everything known, and ends now.
pub fn write_trace(trace: &Trace, profile: Profile, now_ns: u64) -> String {
    let text = Dump::of(trace, profile, now_ns).expect("memory takes what is written");
    String::from_utf8(text).expect("VCD is ASCII")
}

struct Dump {
    writer: Writer<Vec<u8>>,
    /// What is written so far.
    shown: TraceState,
    /// The handlers entered at this time.
    entered: PinMask,
    /// Those of them that have returned. They are shown as if they did 1 ns later, or nobody would see them.
    brief: PinMask,
}

impl Dump {
    fn of(trace: &Trace, profile: Profile, end_ns: u64) -> io::Result<Vec<u8>> {
        let mut dump = Self { writer: Writer::new(Vec::new()), shown: trace.before(), entered: 0, brief: 0 };
        dump.header(profile, trace.lost())?;
        dump.everything()?;
        for (_, event) in trace.since(0) {
            dump.event(event)?;
        }
        let last_ns = dump.shown.time_ns.saturating_add(u64::from(dump.brief != 0));
        dump.go_to(end_ns.max(last_ns))?;
        Ok(std::mem::take(dump.writer.writer()))
    }

    fn header(&mut self, profile: Profile, lost: u64) -> io::Result<()> {
        let Self { writer, shown, .. } = self;
        writer.version(concat!("Pinscope ", env!("CARGO_PKG_VERSION")))?;
        writer.comment(LEGEND)?;
        if lost > 0 {
            writer.comment(&format!("The oldest {lost} events are lost; the last of them at {} ns.", shown.time_ns))?;
        }
        writer.timescale(1, TimescaleUnit::NS)?;
        writer.add_module(profile.name())?;
        for pin in PinId::ALL {
            writer.var_def(VarType::Wire, 1, level_of(pin), pin.name(), None)?;
        }
        // Not of the type `event`: libsigrok, and so PulseView, drops such a signal (0.5.2) or refuses the file (later).
        for pin in PinId::ALL {
            writer.var_def(VarType::Wire, 1, irq_of(pin), &format!("{}_irq", pin.name()), None)?;
        }
        writer.var_def(VarType::Wire, 2, power(), "power", None)?;
        writer.upscope()?;
        writer.enddefinitions()
    }

    /// How everything is to begin with. Not in a `$dumpvars` block, after which libsigrok 0.5.2 reads no more.
    fn everything(&mut self) -> io::Result<()> {
        let Self { writer, shown, .. } = self;
        writer.timestamp(shown.time_ns)?;
        for pin in PinId::ALL {
            writer.change_scalar(level_of(pin), level(shown.level(pin)))?;
            writer.change_scalar(irq_of(pin), shown.is_handling(pin))?;
        }
        writer.change_vector(power(), bits(shown.power))
    }

    fn event(&mut self, event: Event) -> io::Result<()> {
        self.go_to(event.time_ns)?;
        let before = self.shown;
        self.shown.apply(event);
        if self.shown.power != before.power {
            self.writer.change_vector(power(), bits(self.shown.power))?;
        }
        let Some(pin) = event.kind.pin() else { return Ok(()) };
        if self.shown.level(pin) != before.level(pin) {
            self.writer.change_scalar(level_of(pin), level(self.shown.level(pin)))?;
        }
        match (before.is_handling(pin), self.shown.is_handling(pin)) {
            (false, true) => self.enter(pin),
            (true, false) => self.leave(pin),
            _ => Ok(()),
        }
    }

    fn enter(&mut self, pin: PinId) -> io::Result<()> {
        self.entered |= bit(pin);
        if self.brief & bit(pin) != 0 {
            self.brief &= !bit(pin);
            return Ok(());
        }
        self.writer.change_scalar(irq_of(pin), true)
    }

    fn leave(&mut self, pin: PinId) -> io::Result<()> {
        if self.entered & bit(pin) != 0 {
            self.brief |= bit(pin);
            return Ok(());
        }
        self.writer.change_scalar(irq_of(pin), false)
    }

    /// Lets time go on to `time_ns`.
    fn go_to(&mut self, time_ns: u64) -> io::Result<()> {
        if time_ns == self.shown.time_ns {
            return Ok(());
        }
        if self.brief != 0 {
            self.shown.time_ns += 1;
            self.writer.timestamp(self.shown.time_ns)?;
            for pin in pins(std::mem::take(&mut self.brief)) {
                self.writer.change_scalar(irq_of(pin), false)?;
            }
        }
        self.entered = 0;
        if time_ns > self.shown.time_ns {
            self.writer.timestamp(time_ns)?;
            self.shown.time_ns = time_ns;
        }
        Ok(())
    }
}

fn level_of(pin: PinId) -> IdCode {
    IdCode::from(pin.index() as u32)
}

fn irq_of(pin: PinId) -> IdCode {
    IdCode::from((PinId::COUNT + pin.index()) as u32)
}

fn power() -> IdCode {
    IdCode::from(2 * PinId::COUNT as u32)
}

fn level(level: Option<PadLevel>) -> Value {
    match level {
        Some(PadLevel::Low) => Value::V0,
        Some(PadLevel::High) => Value::V1,
        Some(PadLevel::Floating) => Value::Z,
        Some(PadLevel::Contention) | None => Value::X,
    }
}

fn bits(power: Power) -> [Value; 2] {
    [power as u8 & 2 != 0, power as u8 & 1 != 0].map(Value::from)
}

#[cfg(test)]
mod tests {
    use pinscope_core::{EventKind, Priority, Trigger};

    use super::*;

    #[test]
    fn what_is_lost_is_said_and_what_it_led_to_is_kept() {
        let mut trace = Trace::with_capacity(2);
        let pin = PinId::GP10;
        trace.record(5, EventKind::Level { pin, level: PadLevel::High });
        trace.record(6, EventKind::Irq { pin, trigger: Trigger::Rising, priority: Priority::P1 });
        trace.record(7, EventKind::Sleep { power: Power::Suspended });
        trace.record(8, EventKind::Left { pin });
        trace.record(9, EventKind::Level { pin, level: PadLevel::Low });
        let text = write_trace(&trace, Profile::Wipy, 9);
        assert!(text.contains("The oldest 3 events are lost; the last of them at 7 ns."), "{text}");
        let (_, data) = text.split_once("$enddefinitions $end\n").unwrap();
        let (start, rest) = data.split_once("#8\n").unwrap();
        for line in ["#7", "1.", "1G", "z!", "0:", "b10 S"] {
            assert!(start.lines().any(|other| other == line), "{line} in {start}");
        }
        assert_eq!(rest, "0G\n#9\n0.\n");
    }
}
