//! Writes a trace as a VCD file.

use std::io;

use pinscope_core::{Event, PadLevel, PinId, Power, Profile};
use vcd::{IdCode, TimescaleUnit, Value, VarType, Writer};

use crate::machine::Machine;
use crate::nets::{PinMask, bit, pins};
use crate::trace::{Trace, TraceState};

/// The comment in the file that explains its signals.
const LEGEND: &str = "A pin that is z floats, one that is x has drivers that disagree.\n    \
    GP10_irq is 1 while the handler of GP10 runs or waits for one that preempted it; \
    what takes no time is shown as 1 ns.\n    \
    power is 0 ACTIVE, 1 IDLE, 2 SUSPENDED, 3 HIBERNATE.";

/// Returns the trace of `machine` as a VCD file.
pub fn write(machine: &Machine) -> String {
    machine.trace(|trace| write_trace(trace, machine.board().profile, machine.time_ns()))
}

/// Returns a trace as a VCD file in nanoseconds, which ends at `now_ns`.
///
/// A scope with the name of the board contains, always and in this order, a signal for each pin (`GP10`), one for each
/// interrupt (`GP10_irq`) and one for the power state (`power`, two bits). The file begins with the state of the board
/// before the first event of the trace.
pub fn write_trace(trace: &Trace, profile: Profile, now_ns: u64) -> String {
    let text = Dump::render(trace, profile, now_ns).expect("writing to memory cannot fail");
    String::from_utf8(text).expect("VCD is ASCII")
}

struct Dump {
    writer: Writer<Vec<u8>>,
    /// The state of the board as written so far.
    written: TraceState,
    /// The handlers entered at the present time.
    entered: PinMask,
    /// The handlers among `entered` that have returned. Their return is written 1 ns later, because a viewer would not
    /// show them otherwise.
    returned: PinMask,
}

impl Dump {
    fn render(trace: &Trace, profile: Profile, end_ns: u64) -> io::Result<Vec<u8>> {
        let mut dump = Self { writer: Writer::new(Vec::new()), written: trace.before(), entered: 0, returned: 0 };
        dump.header(profile, trace.lost())?;
        dump.initial_values()?;
        for (_, event) in trace.since(0) {
            dump.event(event)?;
        }
        let last_ns = dump.written.time_ns.saturating_add(u64::from(dump.returned != 0));
        dump.set_time(end_ns.max(last_ns))?;
        Ok(std::mem::take(dump.writer.writer()))
    }

    fn header(&mut self, profile: Profile, lost: u64) -> io::Result<()> {
        let Self { writer, written, .. } = self;
        writer.version(concat!("Pinscope ", env!("CARGO_PKG_VERSION")))?;
        writer.comment(LEGEND)?;
        if lost > 0 {
            writer
                .comment(&format!("The oldest {lost} events are lost; the last of them at {} ns.", written.time_ns))?;
        }
        writer.timescale(1, TimescaleUnit::NS)?;
        writer.add_module(profile.name())?;
        for pin in PinId::ALL {
            writer.var_def(VarType::Wire, 1, level_code(pin), pin.name(), None)?;
        }
        // The type is not `event`, because libsigrok, and so PulseView, drops such a signal (0.5.2) or refuses the file
        // (later versions).
        for pin in PinId::ALL {
            writer.var_def(VarType::Wire, 1, irq_code(pin), &format!("{}_irq", pin.name()), None)?;
        }
        writer.var_def(VarType::Wire, 2, power_code(), "power", None)?;
        writer.upscope()?;
        writer.enddefinitions()
    }

    /// Writes the initial values. They are not in a `$dumpvars` block, because libsigrok 0.5.2 stops reading after one.
    fn initial_values(&mut self) -> io::Result<()> {
        let Self { writer, written, .. } = self;
        writer.timestamp(written.time_ns)?;
        for pin in PinId::ALL {
            writer.change_scalar(level_code(pin), level_value(written.level(pin)))?;
            writer.change_scalar(irq_code(pin), written.is_handling(pin))?;
        }
        writer.change_vector(power_code(), power_value(written.power))
    }

    fn event(&mut self, event: Event) -> io::Result<()> {
        self.set_time(event.time_ns)?;
        let before = self.written;
        self.written.apply(event);
        if self.written.power != before.power {
            self.writer.change_vector(power_code(), power_value(self.written.power))?;
        }
        let Some(pin) = event.kind.pin() else { return Ok(()) };
        if self.written.level(pin) != before.level(pin) {
            self.writer.change_scalar(level_code(pin), level_value(self.written.level(pin)))?;
        }
        match (before.is_handling(pin), self.written.is_handling(pin)) {
            (false, true) => self.enter(pin),
            (true, false) => self.leave(pin),
            _ => Ok(()),
        }
    }

    fn enter(&mut self, pin: PinId) -> io::Result<()> {
        self.entered |= bit(pin);
        if self.returned & bit(pin) != 0 {
            self.returned &= !bit(pin);
            return Ok(());
        }
        self.writer.change_scalar(irq_code(pin), true)
    }

    fn leave(&mut self, pin: PinId) -> io::Result<()> {
        if self.entered & bit(pin) != 0 {
            self.returned |= bit(pin);
            return Ok(());
        }
        self.writer.change_scalar(irq_code(pin), false)
    }

    /// Writes the next time, unless it is the same as the present one.
    fn set_time(&mut self, time_ns: u64) -> io::Result<()> {
        if time_ns == self.written.time_ns {
            return Ok(());
        }
        if self.returned != 0 {
            self.written.time_ns += 1;
            self.writer.timestamp(self.written.time_ns)?;
            for pin in pins(std::mem::take(&mut self.returned)) {
                self.writer.change_scalar(irq_code(pin), false)?;
            }
        }
        self.entered = 0;
        if time_ns > self.written.time_ns {
            self.writer.timestamp(time_ns)?;
            self.written.time_ns = time_ns;
        }
        Ok(())
    }
}

fn level_code(pin: PinId) -> IdCode {
    IdCode::from(pin.index() as u32)
}

fn irq_code(pin: PinId) -> IdCode {
    IdCode::from((PinId::COUNT + pin.index()) as u32)
}

fn power_code() -> IdCode {
    IdCode::from(2 * PinId::COUNT as u32)
}

fn level_value(level: Option<PadLevel>) -> Value {
    match level {
        Some(PadLevel::Low) => Value::V0,
        Some(PadLevel::High) => Value::V1,
        Some(PadLevel::Floating) => Value::Z,
        Some(PadLevel::Contention) | None => Value::X,
    }
}

/// Returns the power state as two bits, which [`LEGEND`] explains.
fn power_value(power: Power) -> [Value; 2] {
    match power {
        Power::Active => [Value::V0, Value::V0],
        Power::Idle => [Value::V0, Value::V1],
        Power::Suspended => [Value::V1, Value::V0],
        Power::Hibernate => [Value::V1, Value::V1],
    }
}

#[cfg(test)]
mod tests {
    use pinscope_core::{EventKind, Priority, Trigger};

    use super::*;

    #[test]
    fn dropped_events_are_counted_and_their_result_is_kept() {
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
