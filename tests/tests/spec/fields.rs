//! The register map: names, addresses, fields, and the meaning of values.

use std::collections::BTreeSet;

use pinscope_core::cc3200::gpio::Port;
use pinscope_core::{Command, Config, Error, Level, Mode, PinId, Power, Profile, Registers as _};
use pinscope_emulator::Playground;
use pinscope_protocol::register_map::{self, Field, FieldOwner, Peripheral, Register};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

fn register(name: &str) -> Register {
    register_map::registers().find(|register| register.to_string() == name).expect("it is in the register map")
}

fn field(name: &str, field: &str) -> Field {
    register(name).fields(Profile::Wipy).find(|known| known.name == field).expect("the register has it")
}

/// Decodes all fields of a word, as in `"MODE GPIO, OPEN_DRAIN push-pull, …"`.
fn decoded(name: &str, word: u32) -> String {
    let fields = register(name).fields(Profile::Wipy);
    fields.map(|field| format!("{} {}", field.name, field.value_name(word))).collect::<Vec<_>>().join(", ")
}

/// The addresses are those of `docs/cc3200.md`, sections 2, 3, 5 and 6.
#[test]
fn the_register_map_has_the_documented_registers() {
    for (port, base) in [("A0", 0x4000_4000), ("A1", 0x4000_5000), ("A2", 0x4000_6000), ("A3", 0x4000_7000)] {
        let offsets = [
            ("DATA", 0x3FC),
            ("DIR", 0x400),
            ("IS", 0x404),
            ("IBE", 0x408),
            ("IEV", 0x40C),
            ("IM", 0x410),
            ("RIS", 0x414),
            ("MIS", 0x418),
            ("ICR", 0x41C),
        ];
        for (name, offset) in offsets {
            assert_eq!(register(&format!("GPIO{port}_{name}")).addr, base + offset, "{port} {name}");
        }
    }
    let rows = [
        ("GPIOA0_CLK_GATING", 0x4402_5050),
        ("GPIOA3_CLK_GATING", 0x4402_5068),
        ("GPIO_PAD_CONFIG_0", 0x4402_E0A0),
        ("GPIO_PAD_CONFIG_40", 0x4402_E140),
        ("GPIO_PAD_CMN_CONFIG", 0x4402_E144),
        ("LPDS_GPIO_SEL", 0x4402_FC6C),
        ("APPS_GPIO_WAKE_CONF", 0x4402_D110),
        ("LPDS_WAKEUP_CFG", 0x4402_D004),
        ("LPDS_WAKEUP_SRC", 0x4402_D008),
        ("LPDS_WAKETIME_WAKE_CFG", 0x4402_D020),
        ("LPDS_WAKETIME_OPP_CFG", 0x4402_D010),
        ("SRAM_LPDS_CFG", 0x4402_D01C),
        ("SRAM_DSLP_CFG", 0x4402_D018),
        ("APPS_LPDS_REQ", 0x4402_50E4),
        ("HIB_REQ", 0x4402_F800),
        ("HIB_RTC_WAKE_EN", 0x4402_F818),
        ("HIB_RTC_WAKE_LSW_CONF", 0x4402_F81C),
        ("HIB_RTC_WAKE_MSW_CONF", 0x4402_F820),
        ("GPIO_WAKE_EN", 0x4402_FC04),
        ("GPIO_WAKE_CONF", 0x4402_FC08),
        ("WAKE_STATUS", 0x4402_FC68),
        ("APPS_RESET_CAUSE", 0x4402_D00C),
        ("NVIC_EN0", 0xE000_E100),
        ("NVIC_DIS0", 0xE000_E180),
        ("NVIC_PEND0", 0xE000_E200),
        ("NVIC_UNPEND0", 0xE000_E280),
        ("NVIC_ACTIVE0", 0xE000_E300),
        ("NVIC_PRI0", 0xE000_E400),
        ("NVIC_PRI1", 0xE000_E404),
        ("NVIC_EN1", 0xE000_E104),
        ("NVIC_UNPEND5", 0xE000_E294),
        ("NVIC_PRI43", 0xE000_E4AC),
        ("NVIC_ST_RELOAD", 0xE000_E014),
        // Those of the other blocks are in `docs/peripherals.md`, sections 1 to 6.
        ("TIMERA0_CLK_GATING", 0x4402_5090),
        ("TIMERA3_CLK_GATING", 0x4402_50A8),
        ("TIMERA2_SOFT_RESET", 0x4402_50A4),
        ("GPT_TRIG_SEL", 0x4402_60B0),
        ("TIMERA1_TBMATCHR", 0x4003_1034),
        ("TIMERA3_TAPMR", 0x4003_3040),
        ("UARTA1_CLK_GATING", 0x4402_5088),
        ("UARTA1_LCRH", 0x4000_D02C),
        ("UARTA1_SOFT_RESET", 0x4402_508C),
        ("WDT_CLK_GATING", 0x4402_5078),
        ("WDT_SOFT_RESET", 0x4402_507C),
        ("WDT_LOCK", 0x4000_0C00),
        ("ADC_CH_ENABLE", 0x4402_E8B8),
        ("ADC_CH6_FIFODATA", 0x4402_E88C),
        ("ADC_CH2_FIFO_LVL", 0x4402_E89C),
        ("HIB_RTC_IRQ_LSW_CONF", 0x4402_F858),
        ("RCM_INTERRUPT_STATUS", 0x4402_5120),
    ];
    for (name, addr) in rows {
        assert_eq!(register(name).addr, addr, "{name}");
    }
    let addresses: BTreeSet<_> = register_map::registers().map(|register| register.addr).collect();
    let names: BTreeSet<_> = register_map::registers().map(|register| register.to_string()).collect();
    let blocks = 4 * 22 + 1 + 2 * 14 + 10 + 4 + 4 * 5 + 10;
    let count = 4 * 10 + 41 + 18 + 29 + blocks;
    assert_eq!((addresses.len(), names.len()), (count, count));
}

#[test]
fn the_bus_has_every_register_of_the_map() {
    let playground = Playground::new(Profile::Wipy);
    for register in register_map::registers() {
        let mut playground = playground.clone();
        // The clock of a port is on already.
        let gate = format!("{}_CLK_GATING", register.to_string().split('_').next().expect("a name"));
        if let Some(gate) = register_map::registers().find(|register| register.to_string() == gate) {
            playground.poke(gate.addr, 0x101).expect("a clock gate has no clock gate");
        }
        playground.machine().read(register.addr);
        assert_eq!(playground.poke(register.addr, 0), Ok(()), "{register}");
        assert!(playground.machine().trace(|trace| trace.since(0).next()).is_none(), "{register}: a fault");
    }
}

#[test]
fn a_bit_belongs_to_one_field_at_most() {
    for profile in Profile::ALL {
        for register in register_map::registers() {
            let mut taken = 0;
            for field in register.fields(profile) {
                assert_eq!(taken & field.mask(), 0, "{register} {}", field.name);
                assert!(!field.name.is_empty(), "{register} bit {}", field.low);
                taken |= field.mask();
            }
            assert_ne!(taken, 0, "{register} has no field");
        }
    }
}

#[test]
fn each_bit_of_a_port_names_its_gpio_and_its_pin() {
    for (name, port) in [("DATA", Port::A0), ("DIR", Port::A1), ("IM", Port::A2), ("ICR", Port::A3)] {
        let fields: Vec<_> = register(&format!("GPIO{}_{name}", port.name())).fields(Profile::Wipy).collect();
        assert_eq!(fields.len(), 8);
        for field in fields {
            let number = 8 * port.index() as u8 + field.low;
            let pin = PinId::ALL.into_iter().find(|pin| pin.name() == format!("GP{number}"));
            assert_eq!((field.width, field.pin(0)), (1, pin), "bit {} of {name}", field.low);
            assert!(field.name == format!("GP{number}") || pin.is_none() && field.name == format!("GPIO{number}"));
        }
    }
}

/// The rows are words of MicroPython's modes and the word of a parked pad (`docs/cc3200.md`, section 3.1).
#[test]
fn a_pad_word_decodes_as_documented() {
    let rows = [
        (10, 0x140, "MODE GPIO, OPEN_DRAIN push-pull, DRIVE 4 mA, PULL up, OUTPUT by DIR"),
        (10, 0x060, "MODE GPIO, OPEN_DRAIN push-pull, DRIVE 6 mA, PULL none, OUTPUT by DIR"),
        (10, 0x130, "MODE GPIO, OPEN_DRAIN open drain, DRIVE 2 mA, PULL up, OUTPUT by DIR"),
        (1, 0x123, "MODE UART0_TX, OPEN_DRAIN push-pull, DRIVE 2 mA, PULL up, OUTPUT by DIR"),
        (18, 0xC61, "MODE 1, OPEN_DRAIN push-pull, DRIVE 6 mA, PULL none, OUTPUT released"),
        (26, 0xA20, "MODE GPIO, OPEN_DRAIN push-pull, DRIVE 2 mA, PULL down, OUTPUT forced"),
        (10, 0x3E4, "MODE 4, OPEN_DRAIN push-pull, DRIVE 14 mA, PULL both, OUTPUT by DIR"),
        (33, 0x021, "MODE 1, OUTPUT forced"),
    ];
    for (pad, word, expected) in rows {
        assert_eq!(decoded(&format!("GPIO_PAD_CONFIG_{pad}"), word), expected, "0x{word:03X}");
    }
    assert_eq!(
        field("GPIO_PAD_CONFIG_40", "PULL").owner,
        FieldOwner::Pin(PinId::GP28),
        "the pad that is not its number"
    );
    assert_eq!(field("GPIO_PAD_CONFIG_28", "PULL").owner, FieldOwner::Chip);
}

/// The encodings are those of `docs/cc3200.md`, sections 5 and 6.
#[test]
fn priorities_and_wake_words_are_decoded() {
    assert_eq!(decoded("NVIC_PRI0", 0x2000_80E0), "A0 1, A1 4, A2 above 7, A3 7");
    assert_eq!(decoded("APPS_GPIO_WAKE_CONF", 3), "TRIGGER rising");
    assert_eq!(decoded("APPS_GPIO_WAKE_CONF", 0), "TRIGGER high level");
    let hibernate =
        "GP2 low level, GP4 high level, GP10 falling, GP17 rising, GP11 low level, GP24 rising, GPIO26 low level";
    assert_eq!(decoded("GPIO_WAKE_CONF", 0xCE4), hibernate);
    assert_eq!(decoded("LPDS_WAKEUP_SRC", 0x10), "TIMER off, GPIO on, HOST off");
    assert_eq!(decoded("WAKE_STATUS", 0x09), "WOKE from HIBERNATE, BY pin");
    assert_eq!(decoded("APPS_RESET_CAUSE", 5), "CAUSE watchdog");
    assert_eq!(decoded("GPIOA0_CLK_GATING", 0x101), "RUN on, SLP on, DSLP off");
}

#[test]
fn a_wake_line_belongs_to_the_pin_of_the_profile() {
    let pin = |profile: Profile, word| {
        let mut fields = register("LPDS_GPIO_SEL").fields(profile);
        fields.next().and_then(|line| line.pin(word))
    };
    assert_eq!(pin(Profile::Wipy, 2), Some(PinId::GP10));
    assert_eq!(pin(Profile::WipySilicon, 2), Some(PinId::GP13));
    assert_eq!((pin(Profile::Wipy, 6), pin(Profile::Wipy, 7)), (None, None));
    let enables = |pin: PinId| {
        let mut fields = register("GPIO_WAKE_EN").fields(Profile::WipySilicon);
        fields.find(|field| field.belongs_to(pin, 0)).map(|field| field.low)
    };
    assert_eq!((enables(PinId::GP13), enables(PinId::GP10)), (Some(2), None));
}

#[test]
fn a_port_field_belongs_to_the_pins_of_the_port() {
    let a1 = field("NVIC_PRI0", "A1");
    assert!(a1.belongs_to(PinId::GP10, 0) && !a1.belongs_to(PinId::GP17, 0));
    assert_eq!(a1.pin(0), None);
}

/// The written values are checked by their effect on the register.
#[test]
fn toggling_inverts_a_bit_and_no_other() {
    let mut playground = Playground::new(Profile::Wipy);
    for pin in [PinId::GP9, PinId::GP10] {
        let out = Config { mode: Mode::Out, value: Some(Level::High), ..Config::default() };
        playground.command(Command::Init { pin, config: out }).expect("valid");
    }
    let mut toggle = |name: &str, mask: u32| {
        let register = register(name);
        let before = playground.machine().peek().read(register.addr);
        let (addr, value) = register.toggle(before, mask);
        playground.poke(addr, value).expect("it is there");
        (before, playground.machine().peek().read(register.addr))
    };
    assert_eq!(toggle("GPIOA1_DATA", 0x04), (0x06, 0x02));
    assert_eq!(toggle("GPIOA1_DIR", 0x02), (0x06, 0x04));
    assert_eq!(toggle("GPIO_PAD_CONFIG_10", 0x10), (0x040, 0x050));
    assert_eq!(toggle("NVIC_EN0", 0x08), (0, 0x08), "set by EN0");
    assert_eq!(toggle("NVIC_EN0", 0x01), (0x08, 0x09));
    assert_eq!(toggle("NVIC_EN0", 0x08), (0x09, 0x01), "cleared by DIS0");
    assert_eq!(toggle("NVIC_DIS0", 0x01), (0x01, 0));
    assert_eq!(toggle("NVIC_UNPEND0", 0x20), (0, 0x20));
    assert_eq!(toggle("NVIC_PEND0", 0x20), (0x20, 0));
    assert_eq!(toggle("NVIC_EN5", 0x1000), (0, 0x1000));
    assert_eq!(toggle("NVIC_DIS5", 0x1000), (0x1000, 0));
}

#[test]
fn a_text_is_parsed_as_a_word_or_refused_with_the_reason() {
    for (text, word) in [
        ("0x1F", 31),
        ("0X1f", 31),
        ("0b11111", 31),
        (" 31 ", 31),
        ("0", 0),
        ("0xFFFFFFFF", u32::MAX),
        ("4294967295", u32::MAX),
    ] {
        assert_eq!(register_map::parse_word(text), Ok(word), "{text}");
    }
    let refused =
        |text: &str| register_map::parse_word(text).map_err(|error| error.to_string()).expect_err("it is no word");
    for text in ["", "0x", "0b2", "12a", "+5", "0x+5", "-1", "1.5", "ten", "0x12 34", "ä", "1_000"] {
        assert!(refused(text).contains("is no word; write it as 0x1F, 0b11111 or 31"), "{text}: {}", refused(text));
    }
    for text in ["0x100000000", "4294967296", "99999999999999999999999999999999999999999999"] {
        assert!(refused(text).contains("does not fit into a word of 32 bits"), "{text}: {}", refused(text));
    }
}

#[test]
fn a_poke_is_refused_as_software_is() {
    let mut playground = Playground::new(Profile::Wipy);
    let fault = |addr| Err(Error::BusFault { addr, write: true });
    assert_eq!(playground.poke(0x4000_5001, 1), fault(0x4000_5001), "not aligned");
    assert_eq!(playground.poke(0x5000_0000, 1), fault(0x5000_0000), "absent");
    playground.poke(register("GPIOA1_CLK_GATING").addr, 0).expect("it is there");
    assert_eq!(playground.poke(register("GPIOA1_DIR").addr, 1), fault(0x4000_5400), "not clocked");
    playground.poke(register("APPS_LPDS_REQ").addr, 1).expect("it is there");
    assert_eq!(playground.machine().power(), Power::Suspended);
    let asleep = playground.poke(register("GPIOA0_DIR").addr, 1);
    assert_eq!(asleep, Err(Error::Asleep { power: Power::Suspended }));
}

/// As after [`Command::Sleep`], software restores the registers that LPDS cleared.
#[test]
fn a_poked_sleep_keeps_what_a_sleep_keeps() {
    let mut playground = Playground::new(Profile::Wipy);
    let armed = pinscope_core::IrqConfig {
        wake: pinscope_core::Wake::SUSPENDED,
        ..pinscope_core::IrqConfig::new(pinscope_core::Trigger::HighLevel)
    };
    let irq = Command::Irq { pin: PinId::GP17, config: armed, reaction: Default::default(), takes_ns: 0 };
    playground.command(irq).expect("valid");
    let before = playground.snapshot(true).image;
    playground.poke(register("APPS_LPDS_REQ").addr, 1).expect("it is there");
    playground.stimulus(pinscope_emulator::Stimulus::Drive { pin: PinId::GP17, level: Some(Level::High) });
    assert_eq!(playground.machine().power(), Power::Active);
    let after = playground.snapshot(true).image;
    let pads = register_map::registers().filter(|register| matches!(register.block, Peripheral::Pad(_)));
    for register in pads.chain([register("GPIO_WAKE_EN"), register("LPDS_GPIO_SEL"), register("NVIC_EN0")]) {
        assert_eq!((&after).read(register.addr), (&before).read(register.addr), "{register}");
    }
}
