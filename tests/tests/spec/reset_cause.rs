//! The cause of the last reset, and the resets that software requests.

use pinscope_core::PinId::{GP9, GP17};
use pinscope_core::cc3200::{gprcm, hib, nvic};
use pinscope_core::{
    Command, Config, EventKind, IrqConfig, Level, Mode, PadLevel, Profile, Reaction, RegisterImage, Registers,
    ResetCause, SleepMode, Trigger, Wake, sleep,
};
use pinscope_emulator::playground::costs::START_AFTER_HIBERNATE;
use pinscope_emulator::{Playground, Stimulus};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

/// GPRCM's request for a soft reset, and the one for a reset of the whole chip (`docs/cc3200.md`, section 1.2).
const APPS_SOFT_RESET: u32 = 0x4402_D000;
const MCU_SOFT_RESET: u32 = 0x4402_D108;

fn drive(playground: &mut Playground, level: Level) {
    playground.stimulus(Stimulus::Drive { pin: GP17, level: Some(level) });
}

fn sleep_and_wake(playground: &mut Playground, mode: SleepMode) {
    drive(playground, Level::Low);
    let config = IrqConfig { wake: Wake::SUSPENDED | Wake::HIBERNATE, ..IrqConfig::new(Trigger::Rising) };
    playground.command(Command::Irq { pin: GP17, config, reaction: Reaction::Nothing, takes_ns: 0 }).expect("valid");
    playground.command(Command::Sleep { mode }).expect("awake");
    drive(playground, Level::High);
    playground.advance(START_AFTER_HIBERNATE.ns);
}

/// A way to reset a board.
type Reset = fn(&mut Playground);

#[test]
fn a_suspended_sleep_does_not_change_the_reset_cause() {
    let causes: [(Reset, ResetCause); 3] = [
        (Playground::reset_chip, ResetCause::PowerOn),
        (Playground::reset_by_software, ResetCause::Hard),
        (|playground| sleep_and_wake(playground, SleepMode::Hibernate), ResetCause::DeepSleep),
    ];
    // Every cause is followed by every other, so that nothing of the one before is left.
    for (first, _) in causes {
        for (second, cause) in causes {
            let mut playground = Playground::new(Profile::Wipy);
            first(&mut playground);
            second(&mut playground);
            for _ in 0..2 {
                sleep_and_wake(&mut playground, SleepMode::Suspended);
                assert_eq!(playground.reset_cause(), cause);
                assert_eq!(sleep::reset_cause(&playground.snapshot(true)), cause);
                let word = gprcm::APPS_RESET_CAUSE.read(playground.machine().peek());
                assert_eq!(word, 1, "the chip itself has the cause LPDS (section 6.5)");
            }
        }
    }
}

#[test]
fn a_restored_board_has_its_reset_cause() {
    for mode in [SleepMode::Suspended, SleepMode::Hibernate] {
        let mut playground = Playground::new(Profile::Wipy);
        playground.reset_by_software();
        sleep_and_wake(&mut playground, mode);
        let (snapshot, trace) = (playground.snapshot(true), playground.machine().trace(Clone::clone));
        let again = Playground::restore(&playground.bench(), &snapshot.image, snapshot.time_ns, trace);
        assert_eq!(again.reset_cause(), playground.reset_cause());
        assert_eq!(again.snapshot(true).image, snapshot.image);
    }
}

#[test]
fn a_copy_of_the_registers_takes_the_cause_that_software_read_after_the_reset() {
    let playground = Playground::new(Profile::Wipy);
    let mut image = RegisterImage::capture(playground.machine().peek());
    image.set_reset_cause(5);
    assert_eq!(sleep::reset_cause(&image), ResetCause::Watchdog);
    assert_eq!((&image).read(gprcm::APPS_RESET_CAUSE.0), 5);
    assert_eq!((&image).read(hib::WAKE_STATUS.0), 0);
}

#[test]
fn software_resets_the_chip_through_its_registers() {
    for (addr, value, cause) in [(APPS_SOFT_RESET, 1, 3), (APPS_SOFT_RESET, 2, 4), (MCU_SOFT_RESET, 1, 6)] {
        let mut playground = Playground::new(Profile::Wipy);
        playground.set_up_again(false);
        let high = Config { mode: Mode::Out, value: Some(Level::High), ..Config::DEFAULT };
        playground.command(Command::Init { pin: GP9, config: high }).expect("valid");
        let config = IrqConfig::new(Trigger::Rising);
        let irq = Command::Irq { pin: GP17, config, reaction: Reaction::Nothing, takes_ns: 0 };
        playground.command(irq).expect("valid");
        playground.poke(addr, value).expect("there is a register");
        let words = [addr, gprcm::APPS_RESET_CAUSE.0, nvic::ISER0.0].map(|addr| playground.machine().peek().read(addr));
        assert_eq!(words, [0, cause, 0], "the request clears itself");
        assert_eq!(playground.reset_cause(), ResetCause::Hard);
        assert_eq!(playground.machine().level(GP9), PadLevel::Floating, "software has started again");
        assert_eq!(playground.snapshot(true).status(GP17).irq, None);
        let resets = playground.machine().trace(|trace| {
            trace.since(0).filter(|(_, event)| event.kind == EventKind::Reset { cause: ResetCause::Hard }).count()
        });
        assert_eq!(resets, 1);
    }
}

#[test]
fn a_soft_reset_sets_the_board_up_again_and_restarts_a_script() {
    let mut playground = pinscope_tests::playground::demo();
    playground.poke(APPS_SOFT_RESET, 2).expect("there is a register");
    let is_set_up = |kind| kind == EventKind::SetUp;
    assert!(playground.machine().trace(|trace| trace.since(0).any(|(_, event)| is_set_up(event.kind))));
    playground.begin_script();
    playground.poke(APPS_SOFT_RESET, 2).expect("there is a register");
    assert!(playground.take_restart());
}

/// The port has registers that the chip does not use (`docs/cc3200.md`, section 2). An access to them is no bus fault.
#[test]
fn the_unused_registers_of_a_port_can_be_accessed() {
    let mut playground = Playground::new(Profile::Wipy);
    for offset in [0x420, 0x500, 0x504, 0x510, 0x520, 0x538, 0xFD0, 0xFE0, 0xFFC] {
        playground.poke(0x4000_5000 + offset, 0xFF).expect("it is there");
        assert_eq!(playground.machine().read(0x4000_5000 + offset), 0);
    }
    assert!(playground.poke(0x4000_5000 + 0x424, 0xFF).is_err());
}
