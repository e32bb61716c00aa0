//! Open-drain outputs: how an output becomes one, and lines that several of them share.

use pinscope_core::PinId::{GP8, GP9, GP10, GP14, GP15, GP22, GP28};
use pinscope_core::{
    Board, Command, Config, Drive, EventKind, IrqConfig, Level, Mode, PadLevel, PinId, Profile, Pull, Reaction,
    Registers, RegistersMut, Trigger,
};
use pinscope_emulator::{Machine, Playground, Stimulus};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use std::cell::RefCell;

/// A chip that records the level of GP9 after every write.
struct Watched {
    machine: Machine,
    levels: RefCell<Vec<PadLevel>>,
}

impl Registers for &Watched {
    fn read(self, addr: u32) -> u32 {
        (&self.machine).read(addr)
    }
}

impl RegistersMut for &Watched {
    fn write(self, addr: u32, value: u32) {
        (&self.machine).write(addr, value);
        self.levels.borrow_mut().push(self.machine.level(GP9));
    }

    fn exclusive<T>(self, f: impl FnOnce(Self) -> T) -> T {
        f(self)
    }
}

/// Between two settings of an output the pad never has a level that neither of them gives it.
#[test]
fn a_new_setting_of_an_output_passes_through_no_other_level() {
    let settings = || {
        let modes = [Mode::In, Mode::Out, Mode::OpenDrain, Mode::Alt, Mode::AltOpenDrain];
        modes.into_iter().flat_map(|mode| {
            Pull::ALL.into_iter().flat_map(move |pull| {
                [Level::Low, Level::High].into_iter().map(move |level| {
                    let alt = if mode.is_gpio() { -1 } else { 3 };
                    Config { mode, pull, alt, value: Some(level), ..Config::DEFAULT }
                })
            })
        })
    };
    for before in settings() {
        for after in settings() {
            let watched = Watched { machine: Machine::new(Profile::Wipy), levels: RefCell::default() };
            let board = Board::new(Profile::Wipy, &watched);
            board.start();
            let pin = board.at(GP9);
            // The port may still be directed out behind an alternate function.
            pin.init(Config { mode: Mode::Out, value: before.value, ..Config::DEFAULT }).expect("valid");
            pin.init(before).expect("GP9 has function 3");
            let level = watched.machine.level(GP9);
            watched.levels.take();
            pin.init(after).expect("GP9 has function 3");
            let last = watched.machine.level(GP9);
            let levels = watched.levels.take();
            assert!(
                levels.iter().all(|&passed| passed == level || passed == last),
                "{before:?} to {after:?}: {level:?}, {levels:?}"
            );
        }
    }
}

#[test]
fn an_output_that_becomes_a_released_open_drain_output_does_not_drive_its_line() {
    let mut playground = Playground::new(Profile::Wipy);
    let mut init = |pin, config| playground.command(Command::Init { pin, config }).map(drop).expect("valid");
    let config = |mode, drive, value| Config { mode, drive, value: Some(value), ..Config::DEFAULT };
    init(GP8, config(Mode::OpenDrain, Drive::Low, Level::Low));
    init(GP9, config(Mode::Out, Drive::Med, Level::Low));
    for b in [GP9, GP10] {
        playground.stimulus(Stimulus::Wire { a: GP8, b });
    }
    let irq = IrqConfig::new(Trigger::BothEdges);
    let irq = Command::Irq { pin: GP10, config: irq, reaction: Reaction::Nothing, takes_ns: 0 };
    playground.command(irq).expect("valid");
    let released = config(Mode::OpenDrain, Drive::Med, Level::High);
    playground.command(Command::Init { pin: GP9, config: released }).expect("valid");
    let irq = playground.snapshot(true).status(GP10).irq.expect("armed");
    assert_eq!((irq.count, irq.coalesced), (0, 0));
    assert_eq!(playground.machine().level(GP10), PadLevel::Low);
}

fn contentions(playground: &Playground) -> usize {
    let is_contention = |kind| matches!(kind, EventKind::Level { level: PadLevel::Contention, .. });
    playground.machine().trace(|trace| trace.since(0).filter(|(_, event)| is_contention(event.kind)).count())
}

/// Software that sends bits over a clock and a data line, and a partner that holds the clock low and acknowledges.
#[test]
fn a_line_that_a_partner_holds_is_read_and_not_the_own_latch() {
    let mut playground = Playground::new(Profile::Wipy);
    playground.stimulus(Stimulus::Wire { a: GP14, b: GP22 });
    playground.stimulus(Stimulus::Wire { a: GP15, b: GP28 });
    let (scl, sda, hold, ack) = (GP14, GP15, GP22, GP28);
    for (pin, pull) in [(scl, Pull::Up), (sda, Pull::Up), (hold, Pull::None), (ack, Pull::None)] {
        let config = Config { mode: Mode::OpenDrain, pull, value: Some(Level::High), ..Config::DEFAULT };
        playground.command(Command::Init { pin, config }).expect("valid");
    }
    let board = playground.machine().board();
    let set = |pin: PinId, level| board.at(pin).set_value(Level::from(level == 1));
    let read = |pin: PinId| u8::from(board.at(pin).value().is_high());
    let clock = || {
        set(scl, 1);
        let mut late = 0;
        while read(scl) == 0 {
            late += 1;
            if late == 3 {
                set(hold, 1);
            }
        }
        let bit = read(sda);
        set(scl, 0);
        (bit, late)
    };
    for pin in [scl, hold, ack] {
        set(pin, 0);
    }
    assert_eq!((clock(), read(sda), read(hold)), ((0, 3), 0, 0));
    set(ack, 1);
    assert_eq!((clock(), read(sda)), ((1, 0), 1));
    assert_eq!(contentions(&playground), 0);
}

/// Two keys of a column are down: GP14 and GP15 are both wired to GP22. A third wire makes a ghost.
#[test]
fn a_keypad_shorts_push_pull_rows_and_not_open_drain_rows() {
    const ROWS: [PinId; 2] = [GP14, GP15];
    const COLUMNS: [PinId; 2] = [GP22, GP28];
    let scan = |playground: &mut Playground, mode, pull, on: Level| {
        for pin in COLUMNS {
            playground.command(Command::Init { pin, config: Config { pull, ..Config::DEFAULT } }).expect("valid");
        }
        for pin in ROWS {
            let config = Config { mode, value: Some(!on), ..Config::DEFAULT };
            playground.command(Command::Init { pin, config }).expect("valid");
        }
        let mut found = Vec::new();
        for (row, pin) in ROWS.into_iter().enumerate() {
            playground.command(Command::SetValue { pin, level: on }).expect("valid");
            let reads_on = |&column: &usize| playground.machine().board().at(COLUMNS[column]).value() == on;
            found.extend((0..COLUMNS.len()).filter(reads_on).map(|column| (row, column)));
            playground.command(Command::SetValue { pin, level: !on }).expect("valid");
        }
        found
    };
    let mut playground = Playground::new(Profile::Wipy);
    for row in ROWS {
        playground.stimulus(Stimulus::Wire { a: row, b: GP22 });
    }
    assert_eq!(scan(&mut playground, Mode::Out, Pull::Down, Level::High), [], "two equal outputs read low");
    assert!(contentions(&playground) > 0);
    let before = contentions(&playground);
    assert_eq!(scan(&mut playground, Mode::OpenDrain, Pull::Up, Level::Low), [(0, 0), (1, 0)]);
    playground.stimulus(Stimulus::Wire { a: GP14, b: GP28 });
    let ghost = [(0, 0), (0, 1), (1, 0), (1, 1)];
    assert_eq!(scan(&mut playground, Mode::OpenDrain, Pull::Up, Level::Low), ghost);
    assert_eq!(contentions(&playground), before);
}
