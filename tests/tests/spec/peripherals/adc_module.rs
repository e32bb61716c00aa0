//! The core's module for the ADC: the order of its writes, and the samples of its channels.

use pinscope_core::PinId::{GP2, GP3, GP4, GP5, GP9};
use pinscope_core::adc::{self, AdcChannel, MAX_SAMPLE};
use pinscope_emulator::{Playground, Stimulus, VoltageSource};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use super::{playground, recorder, run};

/// `docs/peripherals.md`, section 5: the timer of the stamps, the block, the pad with its isolation, and the channel.
#[test]
fn it_is_started_in_the_order_of_the_port_and_its_pin_is_isolated() {
    let recorder = recorder();
    let registers = recorder.board().registers;
    adc::start(registers);
    assert_eq!(recorder.take(), [(0x4402_E868, 0x1_FFFF), (0x4402_E868, 0x201_FFFF), (0x4402_E800, 1)]);
    let channel = AdcChannel::of_pin(GP3).expect("GP3 has one");
    channel.connect(recorder.board());
    // Pad 3 gets its isolation, bit 10 of the common word, and is released.
    assert_eq!(recorder.take().last_chunk(), Some(&[(0x4402_E144, 0x421), (0x4402_E0AC, 0xC00)]));
    channel.enable(registers, true);
    channel.enable(registers, false);
    adc::stop(registers);
    assert_eq!(recorder.take(), [(0x4402_E8B8, 0x04), (0x4402_E8B8, 0), (0x4402_E800, 0)]);
}

#[test]
fn the_channels_are_those_of_four_pins() {
    for (number, pin) in [GP2, GP3, GP4, GP5].into_iter().enumerate() {
        let channel = AdcChannel::from_number(number).expect("there are four");
        assert_eq!((channel.pin(), AdcChannel::of_pin(pin)), (pin, Some(channel)));
    }
    assert_eq!((AdcChannel::from_number(4), AdcChannel::of_pin(GP9)), (None, None));
}

fn sample(playground: &mut Playground, channel: AdcChannel) -> Option<u16> {
    let mut sample = None;
    run(playground, |registers| sample = channel.read(registers));
    sample
}

/// The reference is 1.467 V.
#[test]
fn a_channel_converts_the_voltage_of_its_pin() {
    for pin in [GP2, GP3, GP4, GP5] {
        let mut playground = playground();
        let channel = AdcChannel::of_pin(pin).expect("it has one");
        let connected = playground.access(|board| {
            channel.connect(board);
            Ok(())
        });
        connected.expect("the board is awake");
        run(&mut playground, |registers| adc::start(registers));
        assert_eq!(sample(&mut playground, channel), None);
        for (volts, expected) in [(0.0, 0), (0.7335, 2_048), (1.1, 3_071), (1.5, MAX_SAMPLE)] {
            playground.stimulus(Stimulus::Voltage { pin, source: VoltageSource::constant(volts) });
            run(&mut playground, |registers| channel.enable(registers, true));
            playground.advance(100_000);
            let found = sample(&mut playground, channel).expect("there is a sample every 16 us");
            assert!(found.abs_diff(expected) <= 1, "{pin}: {found} for {volts} V");
            run(&mut playground, |registers| {
                channel.enable(registers, false);
                while channel.read(registers).is_some() {}
            });
            playground.advance(100_000);
            assert_eq!(sample(&mut playground, channel), None, "it is off");
        }
    }
}
