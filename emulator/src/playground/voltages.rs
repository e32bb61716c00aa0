//! Sources of voltages at the pads, as digital inputs see them.

use pinscope_core::PinId;

use super::Playground;
use crate::timer_queue::Timer;
use crate::voltage::VoltageSource;

impl Playground {
    /// Connects a pad to the source of a voltage, which begins now, or disconnects it.
    pub(super) fn attach_voltage(&mut self, pin: PinId, source: Option<VoltageSource>) {
        let before = self.input_level(pin);
        let now_ns = self.machine.time_ns();
        self.set_drive(pin, source.map(|source| source.level_at(0, before)));
        self.machine.chip_mut().attach(pin, |wiring| wiring.set_voltage(pin, source, now_ns));
        self.schedule_voltage_change(pin);
    }

    /// Inverts the level that a digital input reads, because the voltage has passed a threshold.
    pub(super) fn change_voltage_level(&mut self, pin: PinId) {
        if let Some(level) = self.machine.external(pin).rail {
            self.machine.drive(pin, Some(!level));
        }
        self.schedule_voltage_change(pin);
    }

    /// Finds out when a digital input reads another level.
    pub(super) fn schedule_voltage_change(&mut self, pin: PinId) {
        let now_ns = self.machine.time_ns();
        let (voltage, rail) = self.machine.peek_chip(|chip| (chip.wiring.voltage(pin), chip.wiring.external(pin).rail));
        let next_ns = voltage.zip(rail).and_then(|((source, start_ns), level)| {
            Some(start_ns.saturating_add(source.next_change(now_ns - start_ns, level)?))
        });
        self.timers.set(Timer::Level(pin), next_ns);
    }
}
