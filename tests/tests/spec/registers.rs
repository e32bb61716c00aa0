//! Registers are as documented.
//!
//! Every address and every encoding here is a literal from `docs/cc3200.md`, so that a wrong constant in the core
//! fails.

use pinscope_core::PinId::{self, *};
use pinscope_core::cc3200::gpio::Port;
use pinscope_core::cc3200::{arcm, hib, nvic, uart};
use pinscope_core::{
    Command, Config, Drive, Handlers, IrqConfig, Level, Mode, PadLevel, Power, Priority, Profile, Pull, Reaction,
    Registers, RegistersMut, ResetCause, SleepMode, Trigger, Wake, sleep,
};
use pinscope_emulator::{Machine, Playground, Stimulus};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

/// Pin, base of its port, mask, address of its pad's register, package pin (`docs/cc3200.md`, section 4.2).
const PINS: [(PinId, u32, u32, u32, u8); PinId::COUNT] = [
    (GP2, 0x4000_4000, 0x04, 0x4402_E0A8, 57),
    (GP1, 0x4000_4000, 0x02, 0x4402_E0A4, 55),
    (GP23, 0x4000_6000, 0x80, 0x4402_E0FC, 16),
    (GP24, 0x4000_7000, 0x01, 0x4402_E100, 17),
    (GP11, 0x4000_5000, 0x08, 0x4402_E0CC, 2),
    (GP12, 0x4000_5000, 0x10, 0x4402_E0D0, 3),
    (GP13, 0x4000_5000, 0x20, 0x4402_E0D4, 4),
    (GP14, 0x4000_5000, 0x40, 0x4402_E0D8, 5),
    (GP15, 0x4000_5000, 0x80, 0x4402_E0DC, 6),
    (GP16, 0x4000_6000, 0x01, 0x4402_E0E0, 7),
    (GP17, 0x4000_6000, 0x02, 0x4402_E0E4, 8),
    (GP22, 0x4000_6000, 0x40, 0x4402_E0F8, 15),
    (GP28, 0x4000_7000, 0x10, 0x4402_E140, 18),
    (GP10, 0x4000_5000, 0x04, 0x4402_E0C8, 1),
    (GP9, 0x4000_5000, 0x02, 0x4402_E0C4, 64),
    (GP8, 0x4000_5000, 0x01, 0x4402_E0C0, 63),
    (GP7, 0x4000_4000, 0x80, 0x4402_E0BC, 62),
    (GP6, 0x4000_4000, 0x40, 0x4402_E0B8, 61),
    (GP30, 0x4000_7000, 0x40, 0x4402_E118, 53),
    (GP31, 0x4000_7000, 0x80, 0x4402_E11C, 45),
    (GP3, 0x4000_4000, 0x08, 0x4402_E0AC, 58),
    (GP0, 0x4000_4000, 0x01, 0x4402_E0A0, 50),
    (GP4, 0x4000_4000, 0x10, 0x4402_E0B0, 59),
    (GP5, 0x4000_4000, 0x20, 0x4402_E0B4, 60),
    (GP25, 0x4000_7000, 0x02, 0x4402_E104, 21),
];

/// The wake pins of the chip in the order of their lines (`docs/cc3200.md`, section 6.1).
const WAKE_PINS: [PinId; 6] = [GP2, GP4, GP13, GP17, GP11, GP24];

fn machine() -> Machine {
    let machine = Machine::new(Profile::WipySilicon);
    machine.board().start();
    machine
}

fn read(machine: &Machine, addr: u32) -> u32 {
    Registers::read(machine, addr)
}

fn write(machine: &Machine, addr: u32, value: u32) {
    RegistersMut::write(machine, addr, value);
}

fn arm(machine: &Machine, pin: PinId, config: IrqConfig) {
    machine.board().at(pin).irq(&mut Handlers::new(), config, ()).expect("valid");
}

fn waking(trigger: Trigger, wake: Wake) -> IrqConfig {
    IrqConfig { wake, ..IrqConfig::new(trigger) }
}

#[test]
fn each_pin_has_its_documented_registers() {
    for (pin, port, mask, pad, package_pin) in PINS {
        let machine = machine();
        let high = Config { mode: Mode::Out, pull: Pull::Down, value: Some(Level::High), ..Config::default() };
        machine.board().at(pin).init(high).expect("valid");
        assert_eq!(read(&machine, port + 0x400), mask, "DIR of {pin:?}");
        assert_eq!(read(&machine, port + 0x3FC), mask, "DATA of {pin:?}");
        assert_eq!(read(&machine, port + (mask << 2)), mask, "masked DATA of {pin:?}");
        assert_eq!(read(&machine, port + (!mask & 0xFF) * 4), 0, "the other DATA bits beside {pin:?}");
        assert_eq!(read(&machine, pad), 0x240, "pad of {pin:?}");
        assert_eq!(pin.package_pin(), package_pin);
    }
}

#[test]
fn gpio_registers_are_at_their_offsets() {
    for (index, port) in Port::ALL.into_iter().enumerate() {
        let (base, machine) = (0x4000_4000 + 0x1000 * index as u32, machine());
        for offset in [0x400, 0x404, 0x408, 0x40C, 0x410] {
            write(&machine, base + offset, 0xFFFF_FF55 ^ offset);
            assert_eq!(read(&machine, base + offset), 0x55 ^ offset & 0xFF, "{port:?} {offset:#x}");
            write(&machine, base + offset, 0);
        }
        for offset in [0x424, 0x534, 0xFFC, 0x1000 - 4] {
            write(&machine, base + offset, 1);
            assert_eq!(read(&machine, base + offset), 0, "the block has no register at {offset:#x}");
        }
    }
}

#[test]
fn the_interrupt_registers_are_at_their_offsets() {
    let (machine, port) = (machine(), 0x4000_5000);
    write(&machine, port + 0x40C, 0x04);
    machine.drive(GP10, Some(Level::High));
    assert_eq!((read(&machine, port + 0x414), read(&machine, port + 0x418)), (0x04, 0), "raw, not masked");
    write(&machine, port + 0x410, 0x04);
    assert_eq!(read(&machine, port + 0x418), 0x04, "unmasked");
    assert_eq!((read(&machine, 0xE000_E200), read(&machine, 0xE000_E280)), (0x02, 0x02), "pending");
    write(&machine, port + 0x41C, 0x04);
    assert_eq!((read(&machine, port + 0x414), read(&machine, port + 0x418)), (0, 0), "cleared");
    write(&machine, 0xE000_E280, 0x02);
    assert_eq!(read(&machine, 0xE000_E200), 0, "no longer pending");
    // IS selects levels, IBE both edges. The level of GP10 is high.
    write(&machine, port + 0x404, 0x04);
    assert_eq!(read(&machine, port + 0x414), 0x04);
    write(&machine, port + 0x404, 0);
    write(&machine, port + 0x41C, 0x04);
    machine.drive(GP10, Some(Level::Low));
    assert_eq!(read(&machine, port + 0x414), 0, "falling, where rising is asked for");
    write(&machine, port + 0x408, 0x04);
    machine.drive(GP10, Some(Level::High));
    write(&machine, port + 0x41C, 0x04);
    machine.drive(GP10, Some(Level::Low));
    assert_eq!(read(&machine, port + 0x414), 0x04, "falling, where both are");
}

/// A port needs 0x101 in its clock gating register. Without it an access is a bus fault (`docs/cc3200.md`, section
/// 1.2).
#[test]
fn clock_gates_are_the_ports_own() {
    for (index, gate) in [0x4402_5050, 0x4402_5058, 0x4402_5060, 0x4402_5068].into_iter().enumerate() {
        let started = machine();
        assert_eq!(read(&started, gate), 0x101);
        let machine = Machine::new(Profile::WipySilicon);
        write(&machine, gate, 0x001);
        for other in 0..4 {
            let dir = 0x4000_4400 + 0x1000 * other;
            write(&machine, dir, 0xFF);
            assert_eq!(read(&machine, dir) != 0, other == index as u32, "gate {gate:#x}, port {other}");
        }
    }
}

/// The encodings are those of `docs/cc3200.md`, section 3.1.
#[test]
fn pad_words_hold_mode_pull_strength_and_function() {
    let machine = machine();
    let pin = machine.board().at(GP10);
    let modes = [(Mode::In, 0x00), (Mode::Out, 0x00), (Mode::OpenDrain, 0x10)];
    let pulls = [(Pull::None, 0x000), (Pull::Up, 0x100), (Pull::Down, 0x200)];
    let drives = [(Drive::Low, 0x20), (Drive::Med, 0x40), (Drive::High, 0x60)];
    for (mode, mode_bits) in modes {
        for (pull, pull_bits) in pulls {
            for (drive, drive_bits) in drives {
                pin.init(Config { mode, pull, drive, ..Config::default() }).expect("valid");
                assert_eq!(read(&machine, 0x4402_E0C8), mode_bits | pull_bits | drive_bits);
                assert_eq!((pin.mode(), pin.pull(), pin.drive()), (mode, pull, drive));
            }
        }
    }
    for (mode, bits) in [(Mode::Alt, 0x40), (Mode::AltOpenDrain, 0x50)] {
        for alt in [1, 3, 6, 7] {
            pin.init(Config { mode, alt, ..Config::default() }).expect("GP10 offers them");
            assert_eq!(read(&machine, 0x4402_E0C8), bits | alt as u32);
            assert_eq!((pin.mode(), pin.alt()), (mode, alt));
        }
    }
    pin.set_mode(Mode::In);
    pin.set_pull(Pull::Up);
    pin.set_drive(Drive::High);
    assert_eq!(read(&machine, 0x4402_E0C8), 0x160);
}

#[test]
fn each_pad_bit_works_as_in_the_header() {
    let machine = machine();
    let (pin, pad) = (machine.board().at(GP10), 0x4402_E0C8);
    pin.init(Config { mode: Mode::Out, value: Some(Level::High), ..Config::default() }).expect("valid");
    for (word, mode, level, microamps) in [
        (0x020, Mode::Out, PadLevel::High, Some(2_000)),
        (0x040, Mode::Out, PadLevel::High, Some(4_000)),
        (0x080, Mode::Out, PadLevel::High, Some(8_000)),
        (0x0E0, Mode::Out, PadLevel::High, Some(14_000)),
        (0x050, Mode::OpenDrain, PadLevel::Floating, None),
        (0x340, Mode::Out, PadLevel::High, Some(4_000)),
        (0x048, Mode::Alt, PadLevel::Floating, None),
        (0x440, Mode::Out, PadLevel::High, Some(4_000)),
        (0xC40, Mode::In, PadLevel::Floating, None),
        (0xD40, Mode::In, PadLevel::High, None),
        (0xE48, Mode::In, PadLevel::Low, None),
    ] {
        write(&machine, pad, word);
        let driver = machine.drivers(GP10).into_iter().find(|driver| driver.microamps > 10);
        assert_eq!((pin.mode(), machine.level(GP10)), (mode, level), "{word:#05x}");
        assert_eq!(driver.map(|driver| driver.microamps), microamps, "{word:#05x}");
    }
    // IOE_N_OV without IOE_N drives the pad, whatever DIR contains.
    write(&machine, 0x4000_5400, 0);
    write(&machine, pad, 0x840);
    assert!(machine.drivers(GP10).iter().any(|driver| driver.microamps == 4_000));
    write(&machine, pad, 0xFFFF_FFFF);
    assert_eq!(read(&machine, pad), 0xFFF, "twelve bits");
}

/// Bits 9 to 12 isolate pads 2 to 5, and bits 0 and 5 enable inputs (`docs/cc3200.md`, section 3.2).
#[test]
fn isolation_bits_are_those_of_pads_two_to_five() {
    let common = 0x4402_E144;
    for (pin, _, _, _, _) in PINS {
        let machine = machine();
        let isolated = [(GP2, 0x200), (GP3, 0x400), (GP4, 0x800), (GP5, 0x1000)];
        let own = isolated.into_iter().find(|&(other, _)| other == pin).map_or(0, |(_, bit)| bit);
        write(&machine, common, 0x21 | 0x1E00);
        machine.drive(pin, Some(Level::High));
        assert_eq!(machine.board().at(pin).value(), Level::from(own == 0), "{pin:?} while all four are cut off");
        machine.board().at(pin).init(Config::default()).expect("valid");
        assert_eq!(read(&machine, common), 0x21 | 0x1E00 & !own, "{pin:?} frees its own");
        assert_eq!(machine.board().at(pin).value(), Level::High);
    }
}

/// The word is that of `docs/cc3200.md`, section 3.6. It is unconfirmed; other tests only rely on pads being released
/// after a reset.
#[test]
fn pads_are_reset_to_the_safe_word() {
    let machine = Machine::new(Profile::WipySilicon);
    for (_, _, _, pad, _) in PINS {
        assert_eq!(read(&machine, pad), 0xC61);
    }
}

/// Software writes these words while the chip starts and before LPDS (`docs/cc3200.md`, sections 1.3, 2 and 6.2). Those
/// of the core keep their value in LPDS, and lose it in a reset.
#[test]
fn spare_words_and_trigger_enables_of_dma_are_kept_and_the_fuses_are_read_only() {
    let mut playground = Playground::new(Profile::WipySilicon);
    let addresses =
        [0x4402_E168, 0x4402_E16C, 0x4402_E184, 0x4402_E18C, 0x4402_E190, 0x400F_7000, 0x400F_703C, 0x400F_70C8];
    for (word, addr) in (1..).zip(addresses) {
        write(playground.machine(), addr, word);
        assert_eq!(read(playground.machine(), addr), word, "{addr:#X}");
    }
    write(playground.machine(), 0x4402_DC78, 0xFFFF_FFFF);
    assert_eq!(read(playground.machine(), 0x4402_DC78), 0);
    let [wake, sleep] = [
        Command::Irq {
            pin: PinId::GP17,
            config: IrqConfig { wake: Wake::SUSPENDED, ..IrqConfig::new(Trigger::Rising) },
            reaction: Reaction::Nothing,
            takes_ns: 0,
        },
        Command::Sleep { mode: SleepMode::Suspended },
    ];
    playground.command(wake).expect("GP17 wakes the board");
    playground.command(sleep).expect("the board sleeps");
    playground.stimulus(Stimulus::Drive { pin: PinId::GP17, level: Some(Level::High) });
    assert_eq!(read(playground.machine(), 0x4402_E190), 5, "the ROM needs it after LPDS");
    playground.reset_chip();
    assert_eq!(read(playground.machine(), 0x4402_E190), 0);
}

/// Priority p is `(8 - p) << 5` in the byte of the port (`docs/cc3200.md`, section 5).
#[test]
fn priority_bytes_are_those_of_the_port() {
    for (pin, shift, port_bit) in [(GP7, 0, 1), (GP8, 8, 2), (GP22, 16, 4), (GP25, 24, 8)] {
        for (priority, byte) in Priority::ALL.into_iter().zip([0xE0, 0xC0, 0xA0, 0x80, 0x60, 0x40, 0x20]) {
            let machine = machine();
            write(&machine, 0xE000_E400, 0x6060_6060);
            arm(&machine, pin, IrqConfig { priority, ..IrqConfig::new(Trigger::Rising) });
            let others = 0x6060_6060 & !(0xFF << shift);
            assert_eq!(read(&machine, 0xE000_E400), others | byte << shift, "{pin:?} {priority:?}");
            assert_eq!(machine.board().at(pin).priority(), priority);
            assert_eq!((read(&machine, 0xE000_E100), read(&machine, 0xE000_E180)), (port_bit, port_bit));
            write(&machine, 0xE000_E180, port_bit);
            assert_eq!(read(&machine, 0xE000_E100), 0, "disabled");
        }
    }
}

#[test]
fn the_port_being_served_is_active() {
    let mut playground = Playground::new(Profile::WipySilicon);
    let config = IrqConfig::new(Trigger::Rising);
    playground.command(Command::Irq { pin: GP10, config, reaction: Reaction::Nothing, takes_ns: 500 }).expect("valid");
    playground.stimulus(Stimulus::Drive { pin: GP10, level: Some(Level::High) });
    assert_eq!(read(playground.machine(), 0xE000_E300), 0x02);
    playground.advance(1000);
    assert_eq!(read(playground.machine(), 0xE000_E300), 0);
}

/// A trigger is one bit each in IBE, IS and IEV (`docs/cc3200.md`, section 2.1).
#[test]
fn triggers_are_three_bits() {
    for (trigger, ibe, is, iev) in [
        (Trigger::Falling, 0, 0, 0),
        (Trigger::Rising, 0, 0, 1),
        (Trigger::BothEdges, 1, 0, 0),
        (Trigger::LowLevel, 0, 1, 0),
        (Trigger::HighLevel, 0, 1, 1),
    ] {
        let machine = machine();
        arm(&machine, GP8, IrqConfig::new(trigger));
        assert_eq!([0x408, 0x404, 0x40C].map(|offset| read(&machine, 0x4000_5000 + offset)), [ibe, is, iev]);
        assert_eq!(read(&machine, 0x4000_5410), 1);
        assert_eq!(machine.board().at(GP8).trigger(), trigger);
    }
}

/// The registers hold the line, the trigger (0 high, 1 falling, 2 low, 3 rising), and bit 4 of the sources
/// (`docs/cc3200.md`, section 6.2).
#[test]
fn suspended_words_hold_one_line_and_its_trigger() {
    let triggers = [Trigger::HighLevel, Trigger::Falling, Trigger::LowLevel, Trigger::Rising];
    for (line, pin) in (0..).zip(WAKE_PINS) {
        for (code, trigger) in (0..).zip(triggers) {
            let machine = machine();
            write(&machine, 0x4402_D004, 0x81);
            arm(&machine, pin, waking(trigger, Wake::SUSPENDED));
            assert_eq!([0x4402_FC6C, 0x4402_D110, 0x4402_D004].map(|addr| read(&machine, addr)), [line, code, 0x91]);
            assert_eq!(machine.board().at(pin).wake(), Some(Wake::SUSPENDED));
            assert_eq!((read(&machine, 0x4402_FC04), read(&machine, 0x4402_FC08)), (0, 0));
            arm(&machine, pin, waking(trigger, Wake::ACTIVE));
            assert_eq!(read(&machine, 0x4402_D004), 0x81, "no longer a source");
        }
    }
}

/// Line n has bit n of the enables and bits 2n+1:2n of the triggers: 0 low, 1 high, 2 falling, 3 rising
/// (`docs/cc3200.md`, section 6.3).
#[test]
fn hibernate_words_hold_every_line_and_its_trigger() {
    let triggers = [Trigger::LowLevel, Trigger::HighLevel, Trigger::Falling, Trigger::Rising];
    for (line, pin) in (0..).zip(WAKE_PINS) {
        for (code, trigger) in (0..).zip(triggers) {
            let machine = machine();
            write(&machine, 0x4402_FC08, 0x3FFF);
            arm(&machine, pin, waking(trigger, Wake::HIBERNATE));
            let others = 0x3FFF & !(3 << (2 * line));
            assert_eq!(read(&machine, 0x4402_FC04), 1 << line);
            assert_eq!(read(&machine, 0x4402_FC08), others | code << (2 * line), "{pin:?} {trigger:?}");
            assert_eq!(read(&machine, 0x4402_D004), 0);
            assert_eq!(machine.board().at(pin).wake(), Some(Wake::HIBERNATE));
            arm(&machine, pin, waking(trigger, Wake::ACTIVE));
            assert_eq!(read(&machine, 0x4402_FC04), 0, "no longer enabled");
        }
    }
}

/// The chip sleeps and wakes as the registers request (`docs/cc3200.md`, sections 6.2, 6.3 and 6.5).
#[test]
fn sleeps_are_requested_ended_and_explained_by_their_words() {
    for (line, pin) in (0..).zip(WAKE_PINS) {
        let machine = machine();
        for (addr, value) in [(0x4402_FC6C, line), (0x4402_D110, 3), (0x4402_D004, 0x10), (0x4402_50E4, 1)] {
            write(&machine, addr, value);
        }
        assert_eq!(machine.power(), Power::Suspended);
        machine.drive(pin, Some(Level::High));
        assert_eq!(machine.power(), Power::Active, "{pin:?} rises");
        assert_eq!((read(&machine, 0x4402_D008), read(&machine, 0x4402_D00C)), (0x10, 1));
        assert_eq!(read(&machine, 0x4402_5050), 0, "clocks are gated again");

        let machine = self::machine();
        for (addr, value) in [(0x4402_FC04, 1 << line), (0x4402_FC08, 3 << (2 * line)), (0x4402_F800, 1)] {
            write(&machine, addr, value);
        }
        assert_eq!(machine.power(), Power::Hibernate);
        machine.drive(pin, Some(Level::High));
        assert_eq!(machine.power(), Power::Active, "{pin:?} rises");
        assert_eq!((read(&machine, 0x4402_FC68), read(&machine, 0x4402_D00C)), (0x09, 0));
        assert_eq!(sleep::reset_cause(&machine), ResetCause::DeepSleep);
    }
}

#[test]
fn reset_causes_are_read_from_their_word() {
    let machine = machine();
    for (cause, meaning) in [
        (0, ResetCause::PowerOn),
        (3, ResetCause::Hard),
        (4, ResetCause::Hard),
        (5, ResetCause::Watchdog),
        (6, ResetCause::Hard),
    ] {
        write(&machine, 0x4402_D00C, cause);
        assert_eq!(sleep::reset_cause(&machine), meaning);
    }
}

/// The emulator does not use these: the registers of the firmware's console (`docs/cc3200.md`, section 8), and the
/// addresses of the slow HIB block (section 1.1).
#[test]
fn the_firmwares_registers_have_their_documented_addresses() {
    let console = [uart::DR, uart::FR, uart::IBRD, uart::FBRD, uart::LCRH, uart::CTL];
    let places = [0x4000_C000, 0x4000_C018, 0x4000_C024, 0x4000_C028, 0x4000_C02C, 0x4000_C030];
    assert_eq!(console.map(|register| register.0), places);
    assert_eq!([uart::FR_BUSY, uart::FR_TXFF, uart::LCRH_8N1_FIFO, uart::CTL_ON], [0x08, 0x20, 0x70, 0x301]);
    assert_eq!((uart::FR_RXFE, uart::DR_OVERRUN), (0x10, 0x800));
    assert_eq!((uart::IM.0, uart::IM_RECEIVE, nvic::UARTA0), (0x4000_C038, 0x10 | 0x40, 5));
    assert_eq!([arcm::UARTA0_CLOCK.0, arcm::UARTA0_RESET.0], [0x4402_5080, 0x4402_5084]);
    assert_eq!(hib::BASE..hib::END, 0x4402_F800..0x4403_0000);
}
