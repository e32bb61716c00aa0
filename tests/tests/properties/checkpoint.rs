//! A board that is restored from a checkpoint goes on like one whose script was ended, whatever its blocks did.

use pinscope_core::{Event, Interrupt, Profile, Registers as _};
use pinscope_emulator::Playground;
use pinscope_tests::playground::restored;
use proptest::collection::vec;
use proptest::prelude::*;

/// The timers: base and clock gate (`docs/peripherals.md`, section 1).
const TIMERS: [(u32, u32); 4] =
    [(0x4003_0000, 0x4402_5090), (0x4003_1000, 0x4402_5098), (0x4003_2000, 0x4402_50A0), (0x4003_3000, 0x4402_50A8)];

/// The use that software makes of an interrupt.
#[derive(Clone, Debug)]
struct Use {
    interrupt: usize,
    priority: u32,
    is_enabled: bool,
    has_routine: bool,
}

fn interrupts() -> impl Strategy<Value = Vec<Use>> {
    let one = (0..Interrupt::ALL.len(), 0..8_u32, any::<bool>(), any::<bool>());
    let used = |(interrupt, priority, is_enabled, has_routine)| Use { interrupt, priority, is_enabled, has_routine };
    vec(one.prop_map(used), 0..8)
}

/// Returns a board with a script that uses these interrupts, with the four timers at these periods in ticks, and with
/// SysTick, a UART that has sent bytes and the real-time clock.
fn board(uses: &[Use], periods: [u32; 4]) -> Playground {
    let mut playground = Playground::new(Profile::WipySilicon);
    playground.begin_script();
    let mut words = vec![(0xE000_E014, 79_999), (0xE000_E010, 7), (0x4402_F804, 1)];
    for ((base, gate), period) in TIMERS.into_iter().zip(periods) {
        words.extend([(gate, 0x101), (base, 4), (base + 0x04, 0x32), (base + 0x08, 0x31), (base + 0x18, 0x101)]);
        words.extend([(base + 0x28, period), (base + 0x2C, period / 2), (base + 0x0C, 0x101)]);
    }
    words.extend([(0x4402_5080, 0x101), (0x4000_C024, 5), (0x4000_C02C, 0x70), (0x4000_C030, 0x301)]);
    words.extend([(0x4000_C038, 0x70), (0x4000_C000, 0x55), (0x4000_C000, 0xAA)]);
    for &(addr, value) in &words {
        playground.poke(addr, value).expect("every block has a clock");
    }
    for one in uses {
        let interrupt = Interrupt::ALL[one.interrupt];
        let (register, shift) = interrupt.priority_field();
        let others = playground.machine().read(register.0) & !(0xFF << shift);
        playground.poke(register.0, others | one.priority << (shift + 5)).expect("the NVIC has no clock gate");
        if let (true, Some(number)) = (one.is_enabled, interrupt.number()) {
            playground.poke(0xE000_E100 + number / 32 * 4, 1 << (number % 32)).expect("as above");
        }
        playground.attach_block_irq(interrupt, one.has_routine);
    }
    playground
}

/// Returns the words of the NVIC, of SysTick, of the timers and of the UART.
fn words(playground: &Playground) -> Vec<(u32, u32)> {
    let nvic =
        [0xE000_E100_u32, 0xE000_E200, 0xE000_E300].into_iter().flat_map(|addr| (0..6).map(move |n| addr + 4 * n));
    let priorities = (0..48).map(|n| 0xE000_E400 + 4 * n);
    let timers =
        TIMERS.into_iter().flat_map(|(base, _)| [0x0C, 0x18, 0x1C, 0x20, 0x50, 0x54].map(|offset| base + offset));
    let others = [0xE000_E010, 0xE000_E018, 0xE000_ED04, 0xE000_ED20, 0x4000_C018, 0x4000_C03C, 0x4402_F0CC];
    let all = nvic.chain(priorities).chain(timers).chain(others);
    all.map(|addr| (addr, playground.machine().peek().read(addr))).collect()
}

/// Returns the events from `since_ns` on.
fn events(playground: &Playground, since_ns: u64) -> Vec<Event> {
    playground.machine().trace(|trace| trace.from(since_ns).copied().collect())
}

proptest! {
    #[test]
    fn a_restored_board_goes_on_like_one_whose_script_was_ended(
        uses in interrupts(),
        periods in [400..40_000_u32, 400..40_000_u32, 400..40_000_u32, 400..40_000_u32],
        before_ns in 0..3_000_000_u64,
        after_ns in 0..3_000_000_u64,
    ) {
        let mut board = board(&uses, periods);
        board.advance(before_ns);
        let now_ns = board.machine().time_ns();
        let mut restored = restored(&board);
        board.end_script();
        prop_assert_eq!(words(&restored), words(&board));
        board.advance(after_ns);
        restored.advance(after_ns);
        prop_assert_eq!(words(&restored), words(&board));
        prop_assert_eq!(events(&restored, now_ns + 1), events(&board, now_ns + 1));
    }
}
