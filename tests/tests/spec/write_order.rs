//! The order in which `start`, `init`, `value` and `irq` write registers.
//!
//! Addresses and values are literals from `docs/cc3200.md`.

use pinscope_core::PinId::{self, GP3, GP9, GP10, GP17};
use pinscope_core::{Config, Handlers, IrqConfig, Level, Mode, Priority, Profile, Pull, Trigger, Wake};
use pinscope_tests::recorder::Recorder;
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

/// Registers of port A1, to which GP9 and GP10 belong, and of the pad of GP9.
mod a1 {
    pub const DATA_OF_GP9: u32 = 0x4000_5008;
    pub const DIR: u32 = 0x4000_5400;
    pub const IS: u32 = 0x4000_5404;
    pub const IBE: u32 = 0x4000_5408;
    pub const IEV: u32 = 0x4000_540C;
    pub const IM: u32 = 0x4000_5410;
    pub const ICR: u32 = 0x4000_541C;
    pub const PAD_OF_GP9: u32 = 0x4402_E0C4;
}

const ISER0: u32 = 0xE000_E100;
const IPR0: u32 = 0xE000_E400;

fn started(profile: Profile) -> Recorder {
    let recorder = Recorder::new(profile);
    recorder.board().start();
    recorder.take();
    recorder
}

fn init(recorder: &Recorder, pin: PinId, mode: Mode, pull: Pull, value: Option<Level>) -> Vec<(u32, u32)> {
    recorder.board().at(pin).init(Config { mode, pull, value, ..Config::default() }).expect("valid");
    recorder.take()
}

fn irq(recorder: &Recorder, pin: PinId, config: IrqConfig) -> Vec<(u32, u32)> {
    recorder.board().at(pin).irq(&mut Handlers::new(), config, ()).expect("valid");
    recorder.take()
}

#[test]
fn start_clocks_the_ports_before_it_touches_a_pad() {
    let recorder = Recorder::new(Profile::Wipy);
    recorder.board().start();
    let writes = recorder.take();
    let clocks = [0x4402_5050, 0x4402_5058, 0x4402_5060, 0x4402_5068].map(|gate| (gate, 0x101));
    assert_eq!(writes[..4], clocks);
    // The first pin is GP2, which has an isolation bit. The last pin is GP25.
    assert_eq!(writes[4..6], [(0x4402_E144, 0x21), (0x4402_E0A8, 0x040)]);
    assert_eq!(writes.last(), Some(&(0x4402_E104, 0x040)));
    assert_eq!(writes.len(), 4 + 25 + 4, "a pad word a pin, and the isolation of four");
}

/// DIR is written before DATA, because a value written to an input is lost. The pad drives only after both.
#[test]
fn an_input_that_becomes_an_output_is_held_released_until_its_level_is_right() {
    let recorder = started(Profile::Wipy);
    let writes = init(&recorder, GP9, Mode::Out, Pull::None, Some(Level::High));
    let expected = [(a1::PAD_OF_GP9, 0xC40), (a1::DIR, 0x02), (a1::DATA_OF_GP9, 0x02), (a1::PAD_OF_GP9, 0x040)];
    assert_eq!(writes, expected);
}

#[test]
fn an_output_that_stays_an_output_is_never_released() {
    let recorder = started(Profile::Wipy);
    init(&recorder, GP9, Mode::Out, Pull::None, Some(Level::High));
    let writes = init(&recorder, GP9, Mode::OpenDrain, Pull::Up, Some(Level::Low));
    assert_eq!(writes, [(a1::DATA_OF_GP9, 0x00), (a1::PAD_OF_GP9, 0x150)]);
}

/// A push-pull pad would drive the new high level, so the pad becomes open drain first.
#[test]
fn an_output_becomes_open_drain_before_it_is_released() {
    let recorder = started(Profile::Wipy);
    init(&recorder, GP9, Mode::Out, Pull::None, Some(Level::Low));
    let writes = init(&recorder, GP9, Mode::OpenDrain, Pull::Up, Some(Level::High));
    assert_eq!(writes, [(a1::PAD_OF_GP9, 0x150), (a1::DATA_OF_GP9, 0x02), (a1::PAD_OF_GP9, 0x150)]);
}

/// The new pull is enabled before the driver is disabled.
#[test]
fn an_output_that_becomes_an_input_is_pulled_without_a_gap() {
    let recorder = started(Profile::Wipy);
    init(&recorder, GP9, Mode::Out, Pull::None, Some(Level::High));
    let writes = init(&recorder, GP9, Mode::In, Pull::Up, None);
    assert_eq!(writes, [(a1::PAD_OF_GP9, 0xD40), (a1::DIR, 0x00), (a1::PAD_OF_GP9, 0x140)]);
}

#[test]
fn a_pin_with_an_analog_input_is_no_longer_isolated() {
    let recorder = started(Profile::Wipy);
    let writes = init(&recorder, GP3, Mode::Out, Pull::None, Some(Level::High));
    let expected =
        [(0x4402_E0AC, 0xC40), (0x4000_4400, 0x08), (0x4000_4020, 0x08), (0x4402_E144, 0x21), (0x4402_E0AC, 0x040)];
    assert_eq!(writes, expected);
}

/// DATA of an output reads the latch, so DIR becomes input for the reading. The pad keeps its level meanwhile, and
/// an interrupt that this causes is cleared before it is unmasked.
#[test]
fn an_open_drain_output_is_read_without_a_change_on_the_line() {
    let recorder = started(Profile::Wipy);
    for (level, held, data) in [(Level::High, 0xC50, 0x02), (Level::Low, 0x850, 0x00)] {
        init(&recorder, GP9, Mode::OpenDrain, Pull::None, Some(level));
        recorder.board().at(GP9).value();
        let expected = [
            (a1::IM, 0x00),
            (a1::PAD_OF_GP9, held),
            (a1::DIR, 0x00),
            (a1::DIR, 0x02),
            (a1::DATA_OF_GP9, data),
            (a1::PAD_OF_GP9, 0x050),
            (a1::ICR, 0x02),
            (a1::IM, 0x00),
        ];
        assert_eq!(recorder.take(), expected, "{level:?}");
    }
}

/// The interrupt is masked, set, cleared and unmasked, so that one caused by changing the trigger bits is lost.
#[test]
fn an_interrupt_is_unmasked_last() {
    let recorder = started(Profile::WipySilicon);
    let writes = irq(&recorder, GP10, IrqConfig::new(Trigger::Rising));
    let expected = [
        (a1::IM, 0x00),
        (IPR0, 0x0000_E000),
        (ISER0, 0x02),
        (a1::IBE, 0x00),
        (a1::IS, 0x00),
        (a1::IEV, 0x04),
        (a1::ICR, 0x04),
        (a1::IM, 0x04),
    ];
    assert_eq!(writes, expected);
}

/// The trigger of each sleep mode is written before its enable bit.
#[test]
fn wake_words_are_enabled_after_they_are_set() {
    let recorder = started(Profile::WipySilicon);
    let wake = Wake::SUSPENDED | Wake::HIBERNATE;
    let writes = irq(&recorder, GP17, IrqConfig { trigger: Trigger::Falling, priority: Priority::P7, wake });
    let expected = [
        (0x4000_6410, 0x00),
        (IPR0, 0x0020_0000),
        (ISER0, 0x04),
        (0x4000_6408, 0x00),
        (0x4000_6404, 0x00),
        (0x4000_640C, 0x00),
        (0x4402_D110, 0x1),
        (0x4402_FC6C, 0x3),
        (0x4402_D004, 0x10),
        (0x4402_FC08, 0x80),
        (0x4402_FC04, 0x08),
        (0x4000_641C, 0x02),
        (0x4000_6410, 0x00),
    ];
    assert_eq!(writes, expected);
}
