//! The registers of the blocks that no other test of this folder reads and writes: their words after a reset, and the
//! bits that can be written (`docs/peripherals.md`, sections 2 to 6).

#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use super::{playground, read, write};

#[test]
fn every_other_register_has_its_reset_value_and_its_bits() {
    // The register, its word after a reset, a word that is written, and the word that is read then.
    let rows = [
        // GPT_TRIG_SEL.
        (0x4402_60B0, 0, !0, 0xFF),
        // UARTA0: ILPR, LCRH, CTL and DMACTL; the flags and the interrupt status cannot be written.
        (0x4000_C020, 0, !0, 0xFF),
        (0x4000_C02C, 0, 0xFE, 0xFE),
        (0x4000_C030, 0x300, 0xFFFF_FFFE, 0xCBB0),
        (0x4000_C048, 0, !0, 0x7),
        (0x4000_C018, 0x90, !0, 0x90),
        (0x4000_C03C, 0, !0, 0),
        (0x4000_C040, 0, !0, 0),
        // UARTA1.
        (0x4000_D020, 0, !0, 0xFF),
        (0x4000_D048, 0, !0, 0x7),
        // The control and the test register of the watchdog.
        (0x4000_0008, 0, 0xFFFF_FFFE, 0x6),
        (0x4000_0418, 0, !0, 0x100),
        // The control register of a timer without its enables. Half B has no enable of the real-time clock.
        (0x4003_000C, 0, 0xFFFF_FEFE, 0x6E7E),
        // The match of the clock, its enables, and its wake from HIBERNATE.
        (0x4402_F858, 0, !0, !0),
        (0x4402_F85C, 0, 0xFFFF, 0xFFFF),
        (0x4402_F81C, 0, !0, !0),
        (0x4402_F820, 0, 0xFFFF, 0xFFFF),
        // The words that keep the time.
        (0x4402_FC20, 0, 0x83FF_0000, 0x83FF_0000),
        (0x4402_FC24, 0, !0, !0),
    ];
    for (addr, at_reset, written, expected) in rows {
        let mut playground = playground();
        let gates = [0x4402_5080, 0x4402_5088, 0x4402_5078, 0x4402_5090];
        write(&mut playground, &gates.map(|gate| (gate, 0x101)));
        assert_eq!(read(&playground, addr), at_reset, "{addr:#x} after a reset");
        write(&mut playground, &[(addr, written)]);
        assert_eq!(read(&playground, addr), expected, "{addr:#x} after {written:#x}");
    }
}
