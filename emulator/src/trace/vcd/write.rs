//! Writes a trace as a VCD file.

use std::io;

use pinscope_core::{Event, EventKind, Interrupt, PadLevel, PinId, Power, Profile};
use vcd::{IdCode, TimescaleUnit, Value, VarType, Writer};

use crate::machine::Machine;
use crate::playground::IrqSource;
use crate::trace::{Trace, TraceState};

/// The comment in the file that explains its signals.
const LEGEND: &str = "A pin that is z floats, one that is x has drivers that disagree.\n    \
    GP10_irq is 1 while the handler of GP10 runs or waits for one that preempted it, \
    and TIMERA0A_irq the same for the handler of a block; what takes no time is shown as 1 ns.\n    \
    power is 0 ACTIVE, 1 IDLE, 2 SUSPENDED, 3 HIBERNATE.";

/// Returns the trace of `machine` as a VCD file.
pub fn write(machine: &Machine) -> String {
    machine.trace(|trace| write_trace(trace, machine.board().profile, machine.time_ns()))
}

/// Returns a trace as a VCD file in nanoseconds, which ends at `now_ns`.
///
/// A scope with the name of the board contains, always and in this order, a signal for each pin (`GP10`), one for each
/// interrupt (`GP10_irq`) and one for the power state (`power`, two bits). One for each interrupt of a block that was
/// entered follows (`TIMERA0A_irq`). The file begins with the state of the board before the first event of the trace.
pub fn write_trace(trace: &Trace, profile: Profile, now_ns: u64) -> String {
    let text = Dump::render(trace, profile, now_ns).expect("writing to memory cannot fail");
    String::from_utf8(text).expect("VCD is ASCII")
}

struct Dump {
    writer: Writer<Vec<u8>>,
    /// The state of the board as written so far.
    written: TraceState,
    /// The blocks whose interrupts have signals.
    blocks: Vec<Interrupt>,
    /// The handlers entered at the present time.
    entered: Vec<IrqSource>,
    /// The handlers among `entered` that have returned. Their return is written 1 ns later, because a viewer would not
    /// show them otherwise.
    returned: Vec<IrqSource>,
}

impl Dump {
    fn render(trace: &Trace, profile: Profile, end_ns: u64) -> io::Result<Vec<u8>> {
        let mut dump = Self {
            writer: Writer::new(Vec::new()),
            written: trace.before(),
            blocks: entered_blocks(trace),
            entered: Vec::new(),
            returned: Vec::new(),
        };
        dump.header(profile, trace.lost())?;
        dump.initial_values()?;
        for (_, event) in trace.since(0) {
            dump.event(event)?;
        }
        let last_ns = dump.written.time_ns.saturating_add(u64::from(!dump.returned.is_empty()));
        dump.set_time(end_ns.max(last_ns))?;
        Ok(std::mem::take(dump.writer.writer()))
    }

    fn header(&mut self, profile: Profile, lost: u64) -> io::Result<()> {
        let Self { writer, written, blocks, .. } = self;
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
            writer.var_def(VarType::Wire, 1, irq_code(pin.into()), &format!("{}_irq", pin.name()), None)?;
        }
        writer.var_def(VarType::Wire, 2, power_code(), "power", None)?;
        for &block in blocks.iter() {
            writer.var_def(VarType::Wire, 1, irq_code(block.into()), &format!("{}_irq", block.name()), None)?;
        }
        writer.upscope()?;
        writer.enddefinitions()
    }

    /// Writes the initial values. They are not in a `$dumpvars` block, because libsigrok 0.5.2 stops reading after one.
    fn initial_values(&mut self) -> io::Result<()> {
        let Self { writer, written, blocks, .. } = self;
        writer.timestamp(written.time_ns)?;
        for pin in PinId::ALL {
            writer.change_scalar(level_code(pin), level_value(written.level(pin)))?;
            writer.change_scalar(irq_code(pin.into()), written.is_handling(pin.into()))?;
        }
        for &block in blocks.iter() {
            writer.change_scalar(irq_code(block.into()), written.is_handling(block.into()))?;
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
        let source = match event.kind {
            EventKind::BlockIrq { interrupt, .. } | EventKind::BlockLeft { interrupt } => interrupt.into(),
            kind => match kind.pin() {
                Some(pin) => {
                    self.level(pin, before.level(pin))?;
                    pin.into()
                }
                None => return Ok(()),
            },
        };
        match (before.is_handling(source), self.written.is_handling(source)) {
            (false, true) => self.enter(source),
            (true, false) => self.leave(source),
            _ => Ok(()),
        }
    }

    /// Writes the level of a pin if it is not `before`.
    fn level(&mut self, pin: PinId, before: Option<PadLevel>) -> io::Result<()> {
        let level = self.written.level(pin);
        if level == before {
            return Ok(());
        }
        self.writer.change_scalar(level_code(pin), level_value(level))
    }

    fn enter(&mut self, source: IrqSource) -> io::Result<()> {
        self.entered.push(source);
        if let Some(index) = self.returned.iter().position(|&returned| returned == source) {
            self.returned.remove(index);
            return Ok(());
        }
        self.writer.change_scalar(irq_code(source), true)
    }

    fn leave(&mut self, source: IrqSource) -> io::Result<()> {
        if self.entered.contains(&source) {
            self.returned.push(source);
            return Ok(());
        }
        self.writer.change_scalar(irq_code(source), false)
    }

    /// Writes the next time, unless it is the same as the present one.
    fn set_time(&mut self, time_ns: u64) -> io::Result<()> {
        if time_ns == self.written.time_ns {
            return Ok(());
        }
        if !self.returned.is_empty() {
            self.written.time_ns += 1;
            self.writer.timestamp(self.written.time_ns)?;
            for source in std::mem::take(&mut self.returned) {
                self.writer.change_scalar(irq_code(source), false)?;
            }
        }
        self.entered.clear();
        if time_ns > self.written.time_ns {
            self.writer.timestamp(time_ns)?;
            self.written.time_ns = time_ns;
        }
        Ok(())
    }
}

/// Returns the blocks whose interrupts were entered in the trace or before it, in order.
fn entered_blocks(trace: &Trace) -> Vec<Interrupt> {
    let mut is_entered = Interrupt::ALL.map(|interrupt| trace.before().is_handling(interrupt.into()));
    for (_, event) in trace.since(0) {
        if let EventKind::BlockIrq { interrupt, .. } = event.kind {
            is_entered[interrupt.index()] = true;
        }
    }
    Interrupt::ALL.into_iter().filter(|interrupt| is_entered[interrupt.index()]).collect()
}

fn level_code(pin: PinId) -> IdCode {
    IdCode::from(pin.index() as u32)
}

fn irq_code(source: IrqSource) -> IdCode {
    let index = match source {
        IrqSource::Pin(pin) => PinId::COUNT + pin.index(),
        // The signals of the blocks come after that of the power state.
        IrqSource::Block(interrupt) => 2 * PinId::COUNT + 1 + interrupt.index(),
    };
    IdCode::from(index as u32)
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
