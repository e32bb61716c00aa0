//! The capture inputs of the general-purpose timers, which count edges or store their times.

use pinscope_core::Level;
use pinscope_core::PinId::{GP9, GP22};
use pinscope_emulator::{ClockSignal, Playground, Stimulus};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use super::timers::{TIMERS, configure};
use super::{playground, read, write};

const CTL: u32 = 0x0C;
const IMR: u32 = 0x18;
const RIS: u32 = 0x1C;
const ICR: u32 = 0x24;
const TAILR: u32 = 0x28;
const TAMATCHR: u32 = 0x30;
const TAPR: u32 = 0x38;
const TAR: u32 = 0x48;

#[test]
fn edges_at_a_capture_input_are_counted_down_to_the_match_value() {
    let mut playground = playground();
    let base = TIMERS[2].0;
    configure(&mut playground, 2, 0x03, 16);
    // GP22 with multiplexer 5 is GT_CCP04, half A of timer 2.
    write(&mut playground, &[(0x4402_E0F8, 0x025), (base + TAILR, 10), (base + TAMATCHR, 7), (base + CTL, 0x001)]);
    let edge =
        |playground: &mut Playground, level| playground.stimulus(Stimulus::Drive { pin: GP22, level: Some(level) });
    for counted in [1, 2] {
        edge(&mut playground, Level::High);
        edge(&mut playground, Level::Low);
        assert_eq!((read(&playground, base + TAR), read(&playground, base + RIS)), (10 - counted, 0));
    }
    edge(&mut playground, Level::High);
    assert_eq!((read(&playground, base + RIS), read(&playground, base + CTL)), (0x02, 0), "three edges");
    edge(&mut playground, Level::Low);
    edge(&mut playground, Level::High);
    assert_eq!(read(&playground, base + TAR), 10, "further edges do not count");
}

#[test]
fn the_time_of_an_edge_is_stored() {
    for (event, edge_ns) in [(0, [0, 1000]), (1, [300, 1300]), (3, [300, 1000])] {
        let mut playground = playground();
        let base = TIMERS[0].0;
        configure(&mut playground, 0, 0x17, 16);
        // GP9 with multiplexer 12 is GT_CCP00, half A of timer 0.
        write(&mut playground, &[(0x4402_E0C4, 0x02C), (base + TAPR, 0xFF), (base + IMR, 0x04)]);
        write(&mut playground, &[(base + CTL, event << 2 | 1)]);
        let signal = ClockSignal::from_phases_ns(300, 700).expect("possible");
        playground.stimulus(Stimulus::Clock { pin: GP9, signal });
        for at_ns in edge_ns {
            playground.advance(at_ns - playground.machine().time_ns());
            assert_eq!(read(&playground, base + RIS), 0x04, "event {event}, {at_ns} ns");
            assert_eq!(u64::from(read(&playground, base + TAR)), at_ns * 2 / 25);
            write(&mut playground, &[(base + ICR, 0x04)]);
        }
    }
}

#[test]
fn a_closed_path_hides_the_pad_from_the_capture_input() {
    let mut playground = playground();
    let base = TIMERS[0].0;
    configure(&mut playground, 0, 0x17, 16);
    write(&mut playground, &[(0x4402_60B0, 0xFE), (0x4402_E0C4, 0x02C), (base + CTL, 1)]);
    playground.stimulus(Stimulus::Drive { pin: GP9, level: Some(Level::High) });
    assert_eq!(read(&playground, base + RIS), 0);
    write(&mut playground, &[(0x4402_60B0, 0xFF)]);
    assert_eq!(read(&playground, base + RIS), 0x04, "the input rises when the path opens");
}
