//! `sleep::resume` restores the board after LPDS, and each of its writes is necessary.

use pinscope_core::PinId::{GP7, GP9, GP10, GP17, GP22, GP25};
use pinscope_core::cc3200::gpio::Port;
use pinscope_core::cc3200::{nvic, pad};
use pinscope_core::{
    Config, Handlers, IrqConfig, Level, Mode, PadLevel, Priority, Profile, Pull, RegisterImage, Registers,
    RegistersMut, Trigger, Wake, sleep, take_pending,
};
use pinscope_emulator::Machine;
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

/// A chip that loses some writes.
#[derive(Clone, Copy)]
struct Lossy<'a> {
    machine: &'a Machine,
    lost: fn(u32) -> bool,
}

impl Registers for Lossy<'_> {
    fn read(self, addr: u32) -> u32 {
        self.machine.read(addr)
    }
}

impl RegistersMut for Lossy<'_> {
    fn write(self, addr: u32, value: u32) {
        if !(self.lost)(addr) {
            self.machine.write(addr, value);
        }
    }

    fn exclusive<T>(self, f: impl FnOnce(Self) -> T) -> T {
        self.machine.exclusive(|_| f(self))
    }
}

/// The state of the board after a sleep in which some writes of `resume` were lost.
#[derive(Debug, PartialEq)]
struct After {
    led_driven: Option<Level>,
    pull: Pull,
    trigger: Trigger,
    both_edges: Trigger,
    low_level: Trigger,
    priority: Priority,
    fires: bool,
}

const WHOLE: After = After {
    led_driven: Some(Level::High),
    pull: Pull::Up,
    trigger: Trigger::Rising,
    both_edges: Trigger::BothEdges,
    low_level: Trigger::LowLevel,
    priority: Priority::P5,
    fires: true,
};

fn after_losing(lost: fn(u32) -> bool) -> After {
    let machine = Machine::new(Profile::Wipy);
    let board = machine.board();
    board.start();
    let mut handlers = Handlers::new();
    let out = Config { mode: Mode::Out, value: Some(Level::High), ..Config::default() };
    board.at(GP25).init(out).expect("valid");
    board.at(GP9).set_pull(Pull::Up);
    for (pin, wake) in [(GP10, Wake::ACTIVE), (GP17, Wake::SUSPENDED)] {
        machine.drive(pin, Some(Level::Low));
        let config = IrqConfig { priority: Priority::P5, wake, ..IrqConfig::new(Trigger::Rising) };
        board.at(pin).irq(&mut handlers, config, ()).expect("valid");
    }

    for (pin, trigger) in [(GP7, Trigger::BothEdges), (GP22, Trigger::LowLevel)] {
        machine.drive(pin, Some(Level::High));
        board.at(pin).irq(&mut handlers, IrqConfig::new(trigger), ()).expect("valid");
    }

    let mut sram = RegisterImage::EMPTY;
    sleep::suspend(&machine, &mut sram);
    // The LED's pad is driven from outside while it is released, so that the latch samples another level.
    machine.drive(GP25, Some(Level::Low));
    machine.drive(GP17, Some(Level::High));
    let line = sleep::resume(Lossy { machine: &machine, lost }, &sram);
    assert_eq!(line, Some(3), "wake line 3 is GP17's");
    machine.drive(GP25, None);

    machine.drive(GP10, Some(Level::High));
    let pending = nvic::ISPR0.read(machine.peek()) & nvic::ISER0.read(machine.peek()) & nvic::bit(Port::A1) != 0;
    After {
        led_driven: machine.peek_board().at(GP25).driven(),
        pull: machine.peek_board().at(GP9).pull(),
        trigger: machine.peek_board().at(GP10).trigger(),
        both_edges: machine.peek_board().at(GP7).trigger(),
        low_level: machine.peek_board().at(GP22).trigger(),
        priority: machine.peek_board().at(GP10).priority(),
        fires: pending && take_pending(&machine, Port::A1).any(|pin| pin == GP10),
    }
}

#[test]
fn everything_is_restored() {
    assert_eq!(after_losing(|_| false), WHOLE);
}

#[test]
fn without_directions_and_latches_outputs_are_lost() {
    let lost = after_losing(|addr| Port::ALL.into_iter().any(|port| addr == port.dir().0));
    assert_eq!(lost, After { led_driven: None, ..WHOLE });
    let lost = after_losing(|addr| Port::ALL.into_iter().any(|port| addr == port.data(0xFF).0));
    assert_eq!(lost, After { led_driven: Some(Level::Low), ..WHOLE });
}

#[test]
fn without_pads_pulls_and_outputs_are_lost() {
    let lost = after_losing(|addr| (pad::BASE..pad::BASE + 4 * pad::COUNT as u32).contains(&addr));
    assert_eq!(lost, After { led_driven: None, pull: Pull::None, ..WHOLE });
}

#[test]
fn without_trigger_types_the_trigger_is_another() {
    let lost = after_losing(|addr| Port::ALL.into_iter().any(|port| addr == port.iev().0));
    assert_eq!(lost, After { trigger: Trigger::Falling, fires: false, ..WHOLE });
    let lost = after_losing(|addr| Port::ALL.into_iter().any(|port| addr == port.ibe().0));
    assert_eq!(lost, After { both_edges: Trigger::Falling, ..WHOLE });
    let lost = after_losing(|addr| Port::ALL.into_iter().any(|port| addr == port.is().0));
    assert_eq!(lost, After { low_level: Trigger::Falling, ..WHOLE });
}

#[test]
fn without_priorities_the_priority_is_another() {
    let lost = after_losing(|addr| addr == nvic::IPR0.0);
    assert_eq!(lost, After { priority: Priority::P7, ..WHOLE });
}

#[test]
fn without_enables_nothing_fires() {
    assert_eq!(after_losing(|addr| addr == nvic::ISER0.0), After { fires: false, ..WHOLE });
    let lost = after_losing(|addr| Port::ALL.into_iter().any(|port| addr == port.im().0));
    assert_eq!(lost, After { fires: false, ..WHOLE });
}

/// The chip itself keeps these registers, before software restores the others (`docs/cc3200.md`, sections 6.2 and 6.3).
#[test]
fn suspended_loses_ports_pads_and_nvic_and_hibernate_all_but_the_hib_registers() {
    const GPRCM_WORD: u32 = 0x4402_D01C;
    const HIB_WORD: u32 = 0x4402_FC18;
    for hibernate in [false, true] {
        let machine = Machine::new(Profile::Wipy);
        let board = machine.board();
        board.start();
        let mut handlers = Handlers::new();
        let out = Config { mode: Mode::Out, pull: Pull::Up, value: Some(Level::High), ..Config::default() };
        board.at(GP9).init(out).expect("valid");
        board.at(GP10).irq(&mut handlers, IrqConfig::new(Trigger::BothEdges), ()).expect("valid");
        machine.drive(GP17, Some(Level::Low));
        let wake = Wake::ACTIVE | Wake::SUSPENDED | Wake::HIBERNATE;
        board.at(GP17).irq(&mut handlers, IrqConfig { wake, ..IrqConfig::new(Trigger::HighLevel) }, ()).expect("valid");
        for addr in [GPRCM_WORD, HIB_WORD] {
            (&machine).write(addr, 0xF);
        }
        let mut sram = RegisterImage::EMPTY;
        if hibernate {
            sleep::hibernate(&machine)
        } else {
            sleep::suspend(&machine, &mut sram)
        }
        let asleep = machine.level(GP9);
        assert_eq!(asleep, if hibernate { PadLevel::Floating } else { PadLevel::High }, "pads hold in SUSPENDED only");
        machine.drive(GP17, Some(Level::High));

        let seen = machine.peek();
        for port in Port::ALL {
            let words = [port.dir(), port.is(), port.ibe(), port.iev(), port.im()].map(|word| seen.read(word.0));
            assert_eq!(words, [0; 5], "{port:?}");
        }
        let [ipr, iser] = [nvic::IPR0.read(seen), nvic::ISER0.read(seen)];
        assert_eq!((ipr, iser, pad::config(GP9.pad()).read(seen)), (0, 0, 0xC61));
        let kept = [GPRCM_WORD, HIB_WORD].map(|addr| seen.read(addr));
        assert_eq!(kept, [if hibernate { 0 } else { 0xF }, 0xF]);
    }
}
