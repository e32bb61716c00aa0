//! Strategies that generate every kind of command, for property tests.

use pinscope_core::{
    Command, Config, Drive, IrqConfig, Level, Mode, PinId, Priority, Pull, Reaction, SleepMode, Trigger, Wake,
};
use proptest::prelude::*;
use proptest::sample::select;

pub fn pin() -> impl Strategy<Value = PinId> {
    select(&PinId::ALL[..])
}

pub fn level() -> impl Strategy<Value = Level> {
    any::<bool>().prop_map(Level::from)
}

pub fn config() -> impl Strategy<Value = Config> {
    let alt = prop_oneof![4 => Just(-1), 1 => -3..17_i32];
    let parts =
        (select(&Mode::ALL[..]), select(&Pull::ALL[..]), select(&Drive::ALL[..]), alt, proptest::option::of(level()));
    parts.prop_map(|(mode, pull, drive, alt, value)| Config { mode, pull, drive, alt, value })
}

pub fn irq_config() -> impl Strategy<Value = IrqConfig> {
    let wake = (1..8_i32).prop_filter_map("a wake value", |bits| Wake::from_bits(PinId::GP2, bits).ok());
    let parts = (select(&Trigger::ALL[..]), select(&Priority::ALL[..]), wake);
    parts.prop_map(|(trigger, priority, wake)| IrqConfig { trigger, priority, wake })
}

pub fn reaction() -> impl Strategy<Value = Reaction> {
    prop_oneof![
        Just(Reaction::Nothing),
        pin().prop_map(Reaction::Toggle),
        (pin(), level()).prop_map(|(pin, level)| Reaction::Set(pin, level)),
    ]
}

pub fn command() -> impl Strategy<Value = Command> {
    let irq = (pin(), irq_config(), reaction(), prop_oneof![Just(0), 1..5000_u64]);
    prop_oneof![
        4 => (pin(), config()).prop_map(|(pin, config)| Command::Init { pin, config }),
        4 => irq.prop_map(|(pin, config, reaction, takes_ns)| Command::Irq { pin, config, reaction, takes_ns }),
        1 => pin().prop_map(|pin| Command::Value { pin }),
        2 => (pin(), level()).prop_map(|(pin, level)| Command::SetValue { pin, level }),
        2 => pin().prop_map(|pin| Command::Toggle { pin }),
        1 => pin().prop_map(|pin| Command::Enable { pin }),
        1 => pin().prop_map(|pin| Command::Disable { pin }),
        1 => pin().prop_map(|pin| Command::Call { pin }),
        1 => select(&SleepMode::ALL[..]).prop_map(|mode| Command::Sleep { mode }),
    ]
}
