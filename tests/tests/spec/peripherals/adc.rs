//! The ADC: registers, samples, FIFO and interrupts, and the voltages that it converts.

use pinscope_core::PinId::{self, GP2, GP3, GP4, GP5, GP10};
use pinscope_core::{Interrupt, Level, Priority, Registers as _, SleepMode};
use pinscope_emulator::playground::{Goal, Progress};
use pinscope_emulator::{Playground, Stimulus, VoltageSource};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use super::{ISPR0, MS, SECOND, playground, read, sleep, write};

const CTRL: u32 = 0x4402_E800;
const TIMER_CONF: u32 = 0x4402_E868;
const TIMER_NOW: u32 = 0x4402_E870;
const CH_ENABLE: u32 = 0x4402_E8B8;
/// The FIFOs and their levels, and the interrupt registers, of channels 0, 2, 4 and 6 (`docs/peripherals.md`,
/// section 5).
const DATA: [u32; 4] = [0x4402_E874, 0x4402_E87C, 0x4402_E884, 0x4402_E88C];
const LEVEL: [u32; 4] = [0x4402_E894, 0x4402_E89C, 0x4402_E8A4, 0x4402_E8AC];
const IRQ_EN: [u32; 4] = [0x4402_E824, 0x4402_E82C, 0x4402_E834, 0x4402_E83C];
const IRQ_STATUS: [u32; 4] = [0x4402_E844, 0x4402_E84C, 0x4402_E854, 0x4402_E85C];
const GAIN: u32 = 0x4402_E804;
const PINS: [PinId; 4] = [GP2, GP3, GP4, GP5];

const FULL: u32 = 1;
const EMPTY: u32 = 2;
const UNDERFLOW: u32 = 4;
const OVERFLOW: u32 = 8;
/// Number of nanoseconds between two samples of a channel.
const ROUND: u64 = 16_000;

fn attach(playground: &mut Playground, pin: PinId, source: Option<VoltageSource>) {
    assert!(source.is_some(), "the voltage is possible");
    playground.stimulus(Stimulus::Voltage { pin, source });
}

/// Switches these channels on with the writes of the port: the timer of the stamps, the block, the channels.
fn start(playground: &mut Playground, channels: u32) {
    let conf = read(playground, TIMER_CONF) & !0x1_FFFF | 0x1_FFFF;
    write(playground, &[(TIMER_CONF, conf), (TIMER_CONF, conf | 1 << 25)]);
    write(playground, &[(CTRL, read(playground, CTRL) | 1)]);
    write(playground, &[(CH_ENABLE, read(playground, CH_ENABLE) | channels)]);
}

/// Waits for a sample as the port does, and returns its code.
fn value(playground: &mut Playground, channel: usize) -> u32 {
    while read(playground, LEVEL[channel]) & 7 == 0 {
        playground.advance(1_000);
    }
    read(playground, DATA[channel]) >> 2 & 0xFFF
}

#[test]
fn registers_begin_at_zero_and_have_their_widths() {
    let mut playground = playground();
    let rows =
        [(CTRL, 0x3D), (GAIN, 3), (IRQ_EN[3], 0xF), (0x4402_E864, !0), (TIMER_CONF, 0x201_FFFF), (CH_ENABLE, 0x1E)];
    for (addr, bits) in rows {
        assert_eq!(read(&playground, addr), 0, "{addr:#x}");
        write(&mut playground, &[(addr, 0xFFFF_FFFD)]);
        assert_eq!(read(&playground, addr), bits & 0xFFFF_FFFD, "{addr:#x}");
        write(&mut playground, &[(addr, 0)]);
    }
    for addr in [0x4402_E86C, 0x4402_E8B4, 0x4402_E8BC, 0x4402_EFFC] {
        assert!(playground.poke(addr, 1).is_err(), "{addr:#x}");
    }
    write(&mut playground, &[(TIMER_NOW, 5), (DATA[0], 5), (LEVEL[0], 5)]);
    assert_eq!([TIMER_NOW, DATA[0], LEVEL[0]].map(|addr| read(&playground, addr)), [0; 3]);
}

#[test]
fn each_channel_converts_the_voltage_at_its_pin() {
    for (channel, pin) in PINS.into_iter().enumerate() {
        let mut playground = playground();
        attach(&mut playground, pin, VoltageSource::constant(1.0));
        start(&mut playground, 2 << channel);
        assert_eq!(value(&mut playground, channel), 2792, "1.0 / 1.467 * 4096");
        let others = (0..4).filter(|&other| other != channel);
        assert!(others.into_iter().all(|other| read(&playground, LEVEL[other]) == 0));
    }
}

#[test]
fn a_code_is_the_share_of_the_reference_and_at_most_4095() {
    let rows = [(0.0, 0), (0.0004, 1), (0.7335, 2048), (1.08, 3015), (1.466_999, 4095), (1.8, 4095), (3.3, 4095)];
    for (volts, code) in rows {
        let mut playground = playground();
        attach(&mut playground, GP3, VoltageSource::constant(volts));
        start(&mut playground, 4);
        assert_eq!(value(&mut playground, 1), code, "{volts}");
    }
    let mut playground = playground();
    attach(&mut playground, GP2, VoltageSource::constant(0.3));
    write(&mut playground, &[(GAIN, 1)]);
    start(&mut playground, 2);
    assert_eq!(value(&mut playground, 0), 1675, "twice 0.3 V");
}

#[test]
fn the_voltage_of_a_pad_is_that_of_its_net() {
    type Setup = fn(&mut Playground);
    let high = |pin| Stimulus::Drive { pin, level: Some(Level::High) };
    let rows: [(&str, Setup, u32); 5] = [
        ("floats", |_| {}, 0),
        ("a rail", |playground| playground.stimulus(Stimulus::WireToRail { pin: GP4, rail: Level::High }), 4095),
        ("driven", |playground| playground.stimulus(Stimulus::Drive { pin: GP4, level: Some(Level::High) }), 4095),
        (
            "wired",
            |playground| {
                attach(playground, GP10, VoltageSource::constant(0.5));
                playground.stimulus(Stimulus::Wire { a: GP10, b: GP4 });
            },
            1396,
        ),
        (
            "pressed",
            |playground| {
                attach(playground, GP4, VoltageSource::constant(0.5));
                playground.stimulus(Stimulus::Press { pin: GP4 });
                playground.advance(10 * MS);
            },
            4095,
        ),
    ];
    for (name, set_up, code) in rows {
        let mut playground = playground();
        set_up(&mut playground);
        start(&mut playground, 8);
        assert_eq!(value(&mut playground, 2), code, "{name}");
        if name == "wired" {
            playground.stimulus(high(GP10));
            playground.advance(100_000);
            assert_eq!(read(&playground, DATA[2]) >> 2 & 0xFFF, 4095, "driving replaces the voltage");
        }
    }
}

/// A channel samples every 16 us, 2 us after the one before it, and keeps the last four samples.
#[test]
fn samples_are_taken_by_the_clock_and_the_fifo_keeps_the_last_four() {
    for steps in [1, 7, 640] {
        let mut playground = playground();
        attach(&mut playground, GP5, VoltageSource::ramp(0.0, 1.467, 100.0));
        start(&mut playground, 0x10);
        // The eighth channel samples 12 us after the first one.
        playground.advance(12_000 - 1);
        assert_eq!(read(&playground, LEVEL[3]), 0);
        playground.advance(1);
        assert_eq!(read(&playground, LEVEL[3]), 1);
        playground.advance(2 * ROUND);
        assert_eq!(read(&playground, LEVEL[3]), 3);
        (0..steps).for_each(|_| playground.advance(100 * ROUND / steps));
        playground.advance(100 * ROUND % steps);
        assert_eq!(read(&playground, LEVEL[3]), 4);
        let now_ns = playground.machine().time_ns();
        let last = (now_ns - 12_000) / ROUND;
        for round in last - 3..=last {
            let time_ns = round * ROUND + 12_000;
            let word = read(&playground, DATA[3]);
            assert_eq!(word >> 2 & 0xFFF, (time_ns * 4096 / (10 * MS)) as u32, "round {round} of {last}");
            assert_eq!(u64::from(word >> 14), time_ns / 25 % 0x2_0000, "its stamp");
        }
        assert_eq!((read(&playground, LEVEL[3]), read(&playground, IRQ_STATUS[3])), (0, FULL | OVERFLOW | EMPTY));
    }
}

#[test]
fn a_change_of_voltage_reaches_only_the_samples_after_it() {
    let mut playground = playground();
    attach(&mut playground, GP2, VoltageSource::constant(0.5));
    playground.advance(1_000);
    start(&mut playground, 2);
    playground.advance(2 * ROUND);
    attach(&mut playground, GP2, VoltageSource::constant(1.0));
    playground.advance(2 * ROUND);
    let codes: Vec<_> = (0..4).map(|_| value(&mut playground, 0)).collect();
    assert_eq!(codes, [1396, 1396, 2792, 2792]);
}

#[test]
fn looking_takes_no_sample_and_reading_takes_one() {
    let mut playground = playground();
    start(&mut playground, 2);
    playground.advance(3 * ROUND);
    for _ in 0..3 {
        playground.machine().peek().read(DATA[0]);
        assert_eq!(playground.machine().peek().read(LEVEL[0]), 3);
    }
    for _ in 0..3 {
        read(&playground, DATA[0]);
    }
    assert_eq!(read(&playground, IRQ_STATUS[0]), EMPTY);
    read(&playground, DATA[0]);
    assert_eq!(read(&playground, IRQ_STATUS[0]), EMPTY | UNDERFLOW);
    write(&mut playground, &[(IRQ_STATUS[0], EMPTY)]);
    assert_eq!(read(&playground, IRQ_STATUS[0]), UNDERFLOW);
}

#[test]
fn a_full_fifo_interrupts_at_its_fourth_sample_and_an_overflow_at_the_fifth() {
    for (enabled, samples) in [(FULL, 4), (OVERFLOW, 5)] {
        for channel in 0..4 {
            let mut playground = playground();
            playground.advance(1);
            start(&mut playground, 2 << channel);
            write(&mut playground, &[(IRQ_EN[channel], enabled)]);
            let first_ns = if channel == 0 { ROUND } else { 4_000 * channel as u64 };
            let due_ns = first_ns + (samples - 1) * ROUND;
            assert_eq!(playground.next_timer_ns(), Some(due_ns));
            playground.advance(due_ns - playground.machine().time_ns() - 1);
            assert_eq!(read(&playground, ISPR0), 0);
            playground.advance(1);
            assert_eq!(read(&playground, ISPR0), 1 << (14 + channel));
            assert_ne!(read(&playground, IRQ_STATUS[channel]) & enabled, 0);
        }
    }
}

#[test]
fn a_script_is_called_for_each_full_fifo() {
    let mut playground = playground();
    attach(&mut playground, GP3, VoltageSource::constant(0.5));
    playground.begin_script();
    playground.attach_block_irq(Interrupt::Adc1, true);
    Interrupt::Adc1.enable(playground.machine(), Priority::P1);
    start(&mut playground, 4);
    write(&mut playground, &[(IRQ_EN[1], FULL)]);
    for call in 0..3 {
        assert_eq!(playground.run(Goal::Time(SECOND), SECOND, u32::MAX, None), Progress::Interrupted);
        assert_eq!(playground.machine().time_ns(), (4 * call + 3) * ROUND + 4_000);
        assert_eq!(playground.next_call(), Some(Interrupt::Adc1.into()));
        (0..4).for_each(|_| assert_eq!(read(&playground, DATA[1]) >> 2 & 0xFFF, 1396));
        playground.handler_returned(Interrupt::Adc1);
    }
}

#[test]
fn a_soft_reset_and_lpds_switch_it_off() {
    let mut playground = playground();
    start(&mut playground, 0x1E);
    playground.advance(10 * ROUND);
    write(&mut playground, &[(CTRL, 2)]);
    assert_eq!([CTRL, CH_ENABLE, LEVEL[0], TIMER_CONF].map(|addr| read(&playground, addr)), [2, 0, 0, 0]);
    write(&mut playground, &[(CTRL, 0)]);
    start(&mut playground, 0x1E);
    sleep(&mut playground, SleepMode::Suspended);
    assert_eq!([CTRL, CH_ENABLE].map(|addr| playground.machine().peek().read(addr)), [0, 0]);
}

/// A digital input reads a voltage by the thresholds of its supply, with a hysteresis between them.
#[test]
fn a_digital_input_reads_a_voltage_by_its_thresholds() {
    let level = |playground: &Playground| playground.machine().board().at(GP10).value();
    let mut playground = playground();
    let rows = [(1.6, Level::Low), (2.2, Level::High), (1.6, Level::High), (1.1, Level::Low), (1.6, Level::Low)];
    for (volts, expected) in rows {
        attach(&mut playground, GP10, VoltageSource::constant(volts));
        assert_eq!(level(&playground), expected, "{volts}");
    }
    attach(&mut playground, GP10, VoltageSource::sine(0.0, 3.3, 1_000.0));
    playground.advance(1_000 * MS);
    let edges = super::edges(&playground, GP10, 0).len();
    assert_eq!(edges, 3 + 2_000, "two for each period");
    attach(&mut playground, GP10, VoltageSource::sine(0.0, 1.4, 100_000.0));
    assert_eq!(playground.next_timer_ns(), None, "it never reaches the high threshold");
    playground.stimulus(Stimulus::Voltage { pin: GP10, source: None });
    assert_eq!(playground.machine().external(GP10).voltage, None);
    assert_eq!(playground.machine().external(GP10).rail, None);
}
