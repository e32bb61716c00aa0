//! Everything an interrupt is armed with, to be asked for again with one thing changed.

use pinscope_core::{Command, IrqConfig, IrqStatus, PinId, Reaction, Trigger};

use crate::inspector::{Action, Props};
use pinscope_protocol::Request;

/// Everything `irq` is called with.
#[derive(Clone, Copy, Debug)]
pub struct IrqSetting {
    /// Trigger, priority and wake.
    pub config: IrqConfig,
    /// What the handler does.
    pub reaction: Reaction,
    /// How much simulated time it takes, in nanoseconds.
    pub takes_ns: u64,
}

impl IrqSetting {
    /// The manual's defaults with the given trigger.
    pub fn new(trigger: Trigger) -> Self {
        Self { config: IrqConfig::new(trigger), reaction: Reaction::Nothing, takes_ns: 0 }
    }

    /// What would change nothing.
    pub fn current(props: &Props, irq: IrqStatus) -> Self {
        let priority = props.scene.snapshot.pin(props.pin).priority();
        let config = IrqConfig { trigger: irq.trigger, priority, wake: irq.wake };
        Self { config, reaction: irq.reaction, takes_ns: irq.takes_ns }
    }

    /// The same but for one change.
    #[must_use]
    pub fn with(self, change: impl FnOnce(&mut IrqConfig)) -> Self {
        let mut config = self.config;
        change(&mut config);
        Self { config, ..self }
    }

    /// Asks for it.
    pub fn action(self, pin: PinId) -> Action {
        let Self { config, reaction, takes_ns } = self;
        Action::Send(Request::Command(Command::Irq { pin, config, reaction, takes_ns }))
    }
}
