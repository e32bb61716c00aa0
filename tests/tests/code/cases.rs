//! The states of a pin for which setup code is tested.

use pinscope_core::{Config, Drive, IrqConfig, Level, Mode, PinId, Priority, Profile, Pull, Reaction, Trigger, Wake};

/// The settings of one pin on a board that has just started.
#[derive(Clone, Copy, Debug)]
pub struct Case {
    pub profile: Profile,
    pub pin: PinId,
    pub config: Config,
    /// The interrupt with its reaction, and whether it stays enabled.
    pub irq: Option<(IrqConfig, Reaction, bool)>,
}

/// Returns every configuration of every pin, and every interrupt of three pins.
pub fn all() -> impl Iterator<Item = Case> {
    let profile = Profile::Wipy;
    let set_up = PinId::ALL.into_iter().flat_map(configs);
    let set_up = set_up.map(move |(pin, config)| Case { profile, pin, config, irq: None });
    let armed = [(profile, PinId::GP10), (Profile::WipySilicon, PinId::GP13), (Profile::Launchxl, PinId::GP9)];
    let armed = armed.into_iter().flat_map(|(profile, pin)| {
        let config = Config { pull: Pull::Up, ..Config::default() };
        interrupts(profile, pin).map(move |irq| Case { profile, pin, config, irq: Some(irq) })
    });
    set_up.chain(armed)
}

/// Returns a sample of [`all`] that is small enough to compile: every value of every setting occurs together with many
/// values of the others.
pub fn some() -> Vec<Case> {
    let configs: Vec<_> = PinId::ALL.into_iter().flat_map(configs).step_by(31).collect();
    let irqs: Vec<_> = interrupts(Profile::Wipy, PinId::GP10).step_by(7).collect();
    let with_irq = irqs.iter().zip(configs.iter().cycle());
    let with_irq = with_irq.map(|(&irq, &(_, config))| (PinId::GP10, Config { alt: -1, ..config }, Some(irq)));
    let plain = configs.iter().map(|&(pin, config)| (pin, config, None));
    let case = |(pin, config, irq)| Case { profile: Profile::Wipy, pin, config, irq };
    with_irq.chain(plain).map(case).collect()
}

/// Returns every configuration of a pin that is not refused.
fn configs(pin: PinId) -> impl Iterator<Item = (PinId, Config)> {
    let offered = pin.alternates().iter().map(|alternate| i32::from(alternate.index)).filter(|&alt| alt > 0);
    let alts: Vec<_> = [-1, 0].into_iter().chain(offered).collect();
    let alts = move |mode: Mode| if mode.is_gpio() { vec![-1] } else { alts.clone() };
    let values = [None, Some(Level::Low), Some(Level::High)];
    let modes = Mode::ALL.into_iter().flat_map(move |mode| alts(mode).into_iter().map(move |alt| (mode, alt)));
    let pads =
        modes.flat_map(|mode| Pull::ALL.into_iter().flat_map(move |pull| Drive::ALL.map(|drive| (mode, pull, drive))));
    pads.flat_map(move |((mode, alt), pull, drive)| values.map(|value| (pin, Config { mode, pull, drive, alt, value })))
}

/// Returns every interrupt of a pin that is not refused.
fn interrupts(profile: Profile, pin: PinId) -> impl Iterator<Item = (IrqConfig, Reaction, bool)> {
    let can_wake = profile.wake_line(pin).is_some();
    let wakes = (1..8).filter_map(move |bits| Wake::from_bits(pin, bits).ok());
    let possible =
        move |(trigger, wake): &(Trigger, Wake)| *wake == Wake::ACTIVE || can_wake && *trigger != Trigger::BothEdges;
    let pairs = Trigger::ALL.into_iter().flat_map(move |trigger| wakes.clone().map(move |wake| (trigger, wake)));
    let configs = pairs
        .filter(possible)
        .flat_map(|(trigger, wake)| Priority::ALL.map(|priority| IrqConfig { trigger, priority, wake }));
    let reactions = [
        Reaction::Nothing,
        Reaction::Toggle(PinId::GP25),
        Reaction::Set(PinId::GP9, Level::High),
        Reaction::Set(PinId::GP2, Level::Low),
        Reaction::Follow(PinId::GP25),
        Reaction::Oppose(PinId::GP9),
    ];
    // An interrupt is disabled in the same way with every reaction.
    let acts = move || reactions.map(|reaction| (reaction, true)).into_iter().chain([(Reaction::Nothing, false)]);
    configs.flat_map(move |config| acts().map(move |(reaction, enabled)| (config, reaction, enabled)))
}
