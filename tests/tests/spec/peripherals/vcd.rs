//! The waves of the blocks in an exported VCD file.

use pinscope_core::PinId::{GP3, GP24};
use pinscope_emulator::trace::vcd::write;
use vcd::Value;
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use super::{MS, pwm, uart};
use crate::vcd::{bit, signal_of};

#[test]
fn a_pwm_and_the_tx_of_a_uart_have_their_edges_at_their_times() {
    // 1 kHz and a duty of 25.00 %, of which 20002 ticks of 12.5 ns are high.
    let mut playground = pwm::started(GP24, 79_999, 59_997, false);
    // UARTA1 sends at 115200 baud, whose bit has 694.5 ticks.
    uart::init(&mut playground, 1, (43, 26), 0x60);
    uart::select(&mut playground, &[(GP3, 6)]);
    let sent_ns = 3 * MS;
    playground.advance(sent_ns);
    uart::send(&mut playground, 1, &[0x55]);
    playground.advance(2 * MS);
    let text = write(playground.machine());
    let signal = |name| signal_of("WIPY_SILICON", &text, name).into_iter();

    let periods = (0..=5).flat_map(|period| [(period * MS, Value::V1), (period * MS + 250_025, Value::V0)]);
    let wave = periods.take(11).map(|(time_ns, value)| bit(time_ns, value));
    assert!(signal("GP24").eq([bit(0, Value::Z)].into_iter().chain(wave)), "{text}");

    // The start bit is low, and each bit of 0x55 and the stop bit are unlike the one before.
    let edge = |index: u64| {
        let ticks = (index * 1_389).div_ceil(2);
        bit(sent_ns + (ticks * 25).div_ceil(2), if index.is_multiple_of(2) { Value::V0 } else { Value::V1 })
    };
    let line = [bit(0, Value::Z), bit(0, Value::V1)].into_iter().chain((0..10).map(edge));
    assert!(signal("GP3").eq(line), "{text}");
}
