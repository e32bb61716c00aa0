//! The processor enters the interrupts of blocks that are not ports.

use pinscope_core::PinId::GP10;
use pinscope_core::{Command, EventKind, Interrupt, IrqConfig, Level, Power, Priority, Reaction, SleepMode, Trigger};
use pinscope_emulator::playground::costs::HANDLER_ENTRY;
use pinscope_emulator::playground::{Goal, IrqSource, Progress};
use pinscope_emulator::{Playground, Stimulus, WakeCause};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use super::timers::{TIMERS, configure};
use super::{ISPR0, MS, SECOND, playground, read, write};

const PERIODIC: u32 = 0x32;
const TIMER_A0: u32 = 0x4003_0000;
const IMR: u32 = 0x18;
const RIS: u32 = 0x1C;
const ICR: u32 = 0x24;
/// Number of ticks of a timer in a millisecond.
const MS_TICKS: u32 = 80_000;

/// The events about the interrupts of blocks, with their times.
fn block_events(playground: &Playground) -> Vec<(u64, EventKind)> {
    let of_block = |event: &pinscope_core::Event| event.kind.interrupt().map(|_| (event.time_ns, event.kind));
    playground.machine().trace(|trace| trace.from(0).filter_map(of_block).collect())
}

/// Starts half A of a timer, which times out every `ticks`, with its interrupt enabled (`docs/peripherals.md`,
/// section 1).
fn start(playground: &mut Playground, timer: usize, ticks: u32, priority: u32) {
    configure(playground, timer, PERIODIC, 32);
    let (base, .., [number, _]) = TIMERS[timer];
    let ipr = 0xE000_E400 + number / 4 * 4;
    let priorities = read(playground, ipr) & !(0xFF << (8 * (number % 4))) | priority << (8 * (number % 4));
    let iser = 0xE000_E100 + number / 32 * 4;
    write(playground, &[(ipr, priorities), (iser, 1 << (number % 32)), (base + IMR, 1)]);
    write(playground, &[(base + 0x28, ticks - 1), (base + 0x0C, 1)]);
}

#[test]
fn every_interrupt_has_the_documented_number_and_priority_byte() {
    use Interrupt::{
        Adc0, Adc1, Adc2, Adc3, Rtc, SysTick, TimerA0A, TimerA0B, TimerA1A, TimerA1B, TimerA2A, TimerA2B, TimerA3A,
        TimerA3B, UartA0, UartA1, Watchdog,
    };
    let rows = [
        (UartA0, 5),
        (UartA1, 6),
        (Adc0, 14),
        (Adc1, 15),
        (Adc2, 16),
        (Adc3, 17),
        (Watchdog, 18),
        (TimerA0A, 19),
        (TimerA0B, 20),
        (TimerA1A, 21),
        (TimerA1B, 22),
        (TimerA2A, 23),
        (TimerA2B, 24),
        (TimerA3A, 35),
        (TimerA3B, 36),
        (Rtc, 172),
    ];
    let playground = playground();
    for (index, (interrupt, number)) in rows.into_iter().enumerate() {
        assert_eq!((interrupt.index(), interrupt.number()), (index + 1, Some(number)));
        interrupt.enable(playground.machine(), Priority::P5);
        assert_eq!(interrupt.priority(playground.machine()), Priority::P5);
        let byte = read(&playground, 0xE000_E400 + number / 4 * 4) >> (8 * (number % 4)) & 0xFF;
        assert_eq!(byte, 0x60, "{interrupt:?}");
        let enabled = 0xE000_E100 + number / 32 * 4;
        assert_ne!(read(&playground, enabled) & 1 << (number % 32), 0, "{interrupt:?}");
        interrupt.disable(playground.machine());
        assert_eq!(read(&playground, enabled) & 1 << (number % 32), 0, "{interrupt:?}");
    }
    assert_eq!((SysTick.index(), SysTick.number(), Interrupt::ALL.len()), (0, None, rows.len() + 1));
    SysTick.enable(playground.machine(), Priority::P1);
    assert_eq!(read(&playground, 0xE000_ED20), 0xE000_0000);
}

#[test]
fn a_script_is_called_once_for_each_timeout_and_its_routine_clears_the_cause() {
    let mut playground = playground();
    playground.begin_script();
    playground.attach_block_irq(Interrupt::TimerA0A, true);
    start(&mut playground, 0, MS_TICKS, 0xE0);
    for millisecond in 1..=3 {
        assert_eq!(playground.run(Goal::Time(SECOND), SECOND, u32::MAX, None), Progress::Interrupted);
        assert_eq!(playground.machine().time_ns(), millisecond * MS);
        assert_eq!(playground.next_call(), Some(IrqSource::Block(Interrupt::TimerA0A)));
        assert_eq!(read(&playground, TIMER_A0 + RIS), 0, "the routine has cleared it");
        assert_eq!(playground.next_call(), None, "it is under way");
        assert_eq!(playground.goal_ns(Goal::Spent), millisecond * MS + HANDLER_ENTRY.ns);
        playground.handler_returned(Interrupt::TimerA0A);
    }
    let interrupt = Interrupt::TimerA0A;
    let expected = (1..=3).flat_map(|millisecond| {
        let kinds = [
            EventKind::BlockPended { interrupt },
            EventKind::BlockIrq { interrupt, priority: Priority::P1 },
            EventKind::BlockLeft { interrupt },
        ];
        kinds.map(|kind| (millisecond * MS, kind))
    });
    assert_eq!(block_events(&playground), expected.collect::<Vec<_>>());
    playground.attach_block_irq(interrupt, false);
    assert_eq!(playground.run(Goal::Time(10 * MS), SECOND, u32::MAX, None), Progress::Reached);
    assert_eq!(read(&playground, ISPR0), 1 << 19, "without a routine it stays pending");
    playground.attach_block_irq(interrupt, true);
    assert_eq!(playground.next_call(), Some(interrupt.into()));
    playground.end_script();
    assert_eq!(playground.next_call(), None);
}

#[test]
fn what_was_cleared_before_its_interrupt_is_entered_calls_no_handler() {
    let mut playground = playground();
    playground.begin_script();
    playground.attach_block_irq(Interrupt::TimerA0A, true);
    start(&mut playground, 0, MS_TICKS, 0xE0);
    playground.set_primask(true);
    playground.run(Goal::Time(MS), MS, u32::MAX, None);
    write(&mut playground, &[(TIMER_A0 + ICR, 1)]);
    playground.set_primask(false);
    assert!(!playground.needs_program());
    assert_eq!(read(&playground, ISPR0), 0, "the interrupt was entered, and found nothing");
}

#[test]
fn the_more_urgent_of_a_port_and_a_timer_preempts_the_other() {
    for (pin_priority, timer_byte, timer_first) in [(Priority::P1, 0x20, true), (Priority::P7, 0xE0, false)] {
        let mut playground = playground();
        playground.begin_script();
        playground.attach_block_irq(Interrupt::TimerA3A, true);
        let config = IrqConfig { priority: pin_priority, ..IrqConfig::new(Trigger::Rising) };
        let irq = Command::Irq { pin: GP10, config, reaction: Reaction::Script, takes_ns: 0 };
        playground.command(irq).expect("valid");
        start(&mut playground, 3, MS_TICKS, timer_byte);
        let rise = [Level::Low, Level::High].map(|level| Stimulus::Drive { pin: GP10, level: Some(level) });
        let (timer, pin) = (IrqSource::from(Interrupt::TimerA3A), IrqSource::from(GP10));
        let (first, second) = if timer_first { (pin, timer) } else { (timer, pin) };
        // The less urgent one comes first and is preempted.
        if timer_first {
            rise.into_iter().for_each(|stimulus| playground.stimulus(stimulus));
        }
        playground.run(Goal::Time(SECOND), MS, u32::MAX, None);
        assert_eq!(playground.next_call(), Some(first));
        if timer_first {
            playground.run(Goal::Time(SECOND), MS, u32::MAX, None);
        } else {
            rise.into_iter().for_each(|stimulus| playground.stimulus(stimulus));
        }
        assert_eq!(playground.next_call(), Some(second), "it preempts");
        playground.handler_returned(second);
        playground.handler_returned(first);
        assert!(!playground.needs_program());
    }
}

#[test]
fn an_interrupt_with_a_routine_ends_idle_and_the_report_names_it() {
    let mut playground = playground();
    playground.begin_script();
    start(&mut playground, 0, MS_TICKS, 0xE0);
    let idle = Command::Sleep { mode: SleepMode::Active };
    playground.command(idle).expect("awake");
    playground.run(Goal::Awake, 5 * MS, u32::MAX, None);
    assert_eq!(playground.machine().power(), Power::Idle, "nobody serves it");
    playground.attach_block_irq(Interrupt::TimerA0A, true);
    assert_eq!(playground.machine().power(), Power::Active);
    let wake = (5 * MS, EventKind::BlockWake { interrupt: Interrupt::TimerA0A });
    assert!(block_events(&playground).contains(&wake));
    playground.stimulus(Stimulus::Drive { pin: GP10, level: Some(Level::Low) });
    let report = playground.report_for_pin(GP10);
    assert_eq!(report.ended_by, Some(WakeCause::Block(Interrupt::TimerA0A)));
    assert!(report.to_string().ends_with("; the interrupt of TIMERA0A ended IDLE"), "{report}");
}
