//! The settings of an interrupt, which can be requested again with one of them changed.

use pinscope_core::{Command, IrqConfig, IrqStatus, PinId, Reaction, Trigger};

use crate::inspector::{Action, Props};
use pinscope_protocol::Request;

/// All arguments of `irq`.
#[derive(Clone, Copy, Debug)]
pub struct IrqSetting {
    /// Trigger, priority and wake.
    pub config: IrqConfig,
    /// The action of the handler.
    pub reaction: Reaction,
    /// Duration of the handler, in simulated nanoseconds.
    pub takes_ns: u64,
}

impl IrqSetting {
    /// Returns MicroPython's defaults with the given trigger.
    pub fn new(trigger: Trigger) -> Self {
        Self { config: IrqConfig::new(trigger), reaction: Reaction::Nothing, takes_ns: 0 }
    }

    /// Returns the present settings.
    pub fn current(props: &Props, irq: IrqStatus) -> Self {
        let priority = props.scene.snapshot.pin(props.pin).priority();
        let config = IrqConfig { trigger: irq.trigger, priority, wake: irq.wake };
        Self { config, reaction: irq.reaction, takes_ns: irq.takes_ns }
    }

    /// Returns the settings with one change.
    #[must_use]
    pub fn with(self, change: impl FnOnce(&mut IrqConfig)) -> Self {
        let mut config = self.config;
        change(&mut config);
        Self { config, ..self }
    }

    /// Returns the action that requests these settings.
    pub fn action(self, pin: PinId) -> Action {
        let Self { config, reaction, takes_ns } = self;
        Action::Send(Request::Command(Command::Irq { pin, config, reaction, takes_ns }))
    }
}
