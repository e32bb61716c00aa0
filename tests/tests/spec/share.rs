//! The text of a link is short and contains the whole bench; damaged or foreign text is refused.

use pinscope_core::PinId::{GP2, GP3, GP8, GP9, GP10, GP17, GP25};
use pinscope_core::{
    Command, Config, Drive, IrqConfig, Level, Mode, PinId, Power, Priority, Profile, Pull, Reaction, SleepMode,
    Trigger, Wake,
};
use pinscope_emulator::examples::{EXAMPLES, START};
use pinscope_emulator::share::{self, MAX_CHARS, ShareError};
use pinscope_emulator::{
    Bench, Bounce, ClockSignal, Endpoint, Files, ImageReference, Lesson, Part, Playground, Stimulus, VoltageSource,
};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use crate::links;

/// Returns a bench on which every pin has other settings than its neighbours, a wire, a clock or a rail, and a handler.
fn crowded() -> Bench {
    let pick = |index: usize, choices: usize| (index * 7 + index / 3) % choices;
    let mut bench = Bench { stimuli: Vec::new(), commands: Vec::new(), ..START.bench() };
    for (index, pin) in PinId::ALL.into_iter().enumerate() {
        let config = Config {
            mode: [Mode::In, Mode::Out, Mode::OpenDrain][pick(index, 3)],
            pull: Pull::ALL[pick(index + 1, 3)],
            drive: Drive::ALL[pick(index + 2, 3)],
            alt: -1,
            value: [None, Some(Level::Low), Some(Level::High)][pick(index + 5, 3)],
        };
        bench.commands.push(Command::Init { pin, config });
        let next = PinId::ALL[(index * 11 + 3) % PinId::COUNT];
        bench.stimuli.push(Stimulus::Wire { a: pin.min(next), b: pin.max(next) });
        let signal = ClockSignal::new(997.0 * (index + 1) as f64, 0.01 + 0.037 * index as f64).expect("possible");
        bench.stimuli.push(match index % 2 {
            0 => Stimulus::Clock { pin, signal },
            _ => Stimulus::Drive { pin, level: Some(Level::from(index % 4 == 1)) },
        });
        let bounce = Bounce { seed: index as u64 * 31, edges: Some(index as u32 * 3), window_ns: 1000 * index as u64 };
        bench.stimuli.extend((index % 3 == 0).then_some(Stimulus::Bounce { pin, bounce }));
    }
    for (index, pin) in PinId::ALL.into_iter().enumerate() {
        let config = IrqConfig {
            trigger: Trigger::ALL[pick(index, 5)],
            priority: Priority::ALL[pick(index, 7)],
            wake: Wake::ACTIVE,
        };
        let target = PinId::ALL[(index * 13 + 1) % PinId::COUNT];
        let reaction = [Reaction::Toggle(target), Reaction::Set(target, Level::High)][index % 2];
        bench.commands.push(Command::Irq { pin, config, reaction, takes_ns: 1234 * index as u64 });
    }
    bench
}

#[test]
fn only_a_bench_with_a_handler_that_follows_its_pin_has_a_new_version() {
    for (reaction, version) in [
        (Reaction::Toggle(GP9), "1."),
        (Reaction::Set(GP9, Level::Low), "1."),
        (Reaction::Follow(GP9), "3."),
        (Reaction::Oppose(GP9), "3."),
    ] {
        let irq = Command::Irq { pin: GP10, config: IrqConfig::new(Trigger::Rising), reaction, takes_ns: 0 };
        for script in ["", "print(1)"] {
            let bench = Bench { commands: vec![irq], script: script.to_owned(), ..START.bench() };
            let text = share::encode(&bench);
            assert_eq!(text.starts_with(version), script.is_empty() || version == "3.", "{text}");
            assert_eq!(share::decode(&text), Ok(bench));
        }
    }
}

#[test]
fn only_a_bench_with_a_rail_or_a_button_between_two_points_has_version_4() {
    for (stimulus, version) in [
        (Stimulus::Wire { a: GP9, b: GP10 }, "1."),
        (Stimulus::Press { pin: GP10 }, "1."),
        (Stimulus::WireToRail { pin: GP9, rail: Level::Low }, "4."),
        (Stimulus::UnwireFromRail { pin: GP9, rail: Level::High }, "4."),
        (Stimulus::PlaceButton { pin: GP9, end: Some(Endpoint::GND) }, "4."),
        (Stimulus::PlaceButton { pin: GP9, end: Some(Endpoint::Pin(GP10)) }, "4."),
    ] {
        let bench = Bench { stimuli: vec![stimulus], ..START.bench() };
        let text = share::encode(&bench);
        assert!(text.starts_with(version), "{text}");
        assert_eq!(share::decode(&text), Ok(bench));
    }
    let script = "print(1)".to_owned();
    let stimuli = vec![Stimulus::WireToRail { pin: GP9, rail: Level::Low }];
    let bench = Bench { stimuli, script, ..START.bench() };
    assert_eq!(share::decode(&share::encode(&bench)), Ok(bench), "the script follows");
}

#[test]
fn only_a_bench_with_a_voltage_has_version_6_and_it_holds_the_files_too() {
    let sources =
        [VoltageSource::constant(1.1), VoltageSource::sine(0.1, 1.3, 50.0), VoltageSource::ramp(0.0, 3.6, 0.5), None];
    for source in sources {
        let bench = Bench { stimuli: vec![Stimulus::Voltage { pin: GP3, source }], ..START.bench() };
        for bench in [with_file("helper.py", "x = 1\n".to_owned(), bench.clone()), bench] {
            let text = share::encode(&bench);
            assert!(text.starts_with("6."), "{text}");
            assert_eq!(share::decode(&text), Ok(bench.clone()));
            let (board, _) = Playground::load(&bench);
            assert_eq!(board.machine().external(GP3).voltage, source);
            let attached = board.bench().stimuli.contains(&Stimulus::Voltage { pin: GP3, source });
            assert_eq!(attached, source.is_some());
        }
    }
}

#[test]
fn a_bench_of_25_pins_with_wires_clocks_and_handlers_takes_less_than_1000_characters() {
    let text = share::encode(&crowded());
    println!("{} characters", text.len());
    let link = format!("https://pinscope.example/#{text}");
    assert!(link.len() < 1000, "{} characters", link.len());
    assert_eq!(share::decode(&link), Ok(crowded()));
}

#[test]
fn a_board_is_restored_with_all_its_settings() {
    let mut playground = Playground::new(Profile::WipySilicon);
    let out = Config { mode: Mode::Out, value: Some(Level::Low), ..Config::DEFAULT };
    let irq = IrqConfig { priority: Priority::P5, ..IrqConfig::new(Trigger::Falling) };
    let commands = [
        Command::Irq { pin: GP8, config: irq, reaction: Reaction::Toggle(GP25), takes_ns: 70 },
        Command::Init { pin: GP25, config: out },
        Command::Toggle { pin: GP25 },
        Command::Irq { pin: GP2, config: irq, reaction: Reaction::Nothing, takes_ns: 0 },
        Command::Disable { pin: GP2 },
    ];
    for command in commands {
        playground.command(command).expect("valid");
    }
    let signal = ClockSignal::new(50.0, 0.25).expect("possible");
    let bounce = Bounce { seed: 5, edges: Some(4), window_ns: 9 };
    for stimulus in [
        Stimulus::Wire { a: GP10, b: GP9 },
        Stimulus::Drive { pin: GP10, level: Some(Level::High) },
        Stimulus::Clock { pin: GP17, signal },
        Stimulus::Bounce { pin: GP17, bounce },
    ] {
        playground.stimulus(stimulus);
    }
    playground.set_up_again(false);

    let bench = share::decode(&share::encode(&playground.bench())).expect("it is a link");
    let (again, refused) = Playground::load(&bench);
    assert_eq!((refused, again.bench()), (0, bench.clone()));
    assert_eq!(bench.profile, Profile::WipySilicon);
    assert!(!again.sets_up_again());
    let (before, after) = (playground.snapshot(true), again.snapshot(true));
    for pin in PinId::ALL {
        assert_eq!(before.status(pin), after.status(pin), "{pin:?}");
        assert_eq!(before.pin(pin).to_string(), after.pin(pin).to_string());
        assert_eq!(playground.machine().external(pin), again.machine().external(pin));
    }
    assert_eq!(playground.machine().wires(), again.machine().wires());
    assert_eq!(after.pin(GP25).driven(), Some(Level::High), "it was toggled after its set-up");
}

/// The settings of a pin that outlive a link.
fn settings(playground: &Playground) -> Vec<(String, Option<Level>)> {
    let board = playground.machine().peek_board();
    board.pins().map(|pin| (pin.to_string(), pin.driven())).collect()
}

/// A link and a reset bring back what the pins were, not the calls that were made.
fn assert_comes_back(commands: &[Command]) {
    let mut playground = Playground::new(Profile::Wipy);
    for &command in commands {
        playground.command(command).expect("valid");
    }
    let before = settings(&playground);
    let (again, refused) = Playground::load(&playground.bench());
    assert_eq!((refused, settings(&again)), (0, before.clone()), "{commands:?}");
    playground.reset_chip();
    assert_eq!(settings(&playground), before, "{commands:?}");
}

#[test]
fn an_alternate_function_that_was_kept_comes_back() {
    let alt = |mode, alt| Command::Init { pin: PinId::GP1, config: Config { mode, alt, ..Config::DEFAULT } };
    assert_comes_back(&[alt(Mode::Alt, 3), alt(Mode::Alt, -1)]);
    assert_comes_back(&[alt(Mode::Alt, 3), alt(Mode::AltOpenDrain, -1), alt(Mode::Alt, -1)]);
    assert_comes_back(&[alt(Mode::Alt, 3), alt(Mode::In, -1), alt(Mode::Alt, -1)]);
    assert_comes_back(&[alt(Mode::Alt, 3), alt(Mode::Alt, 0)]);
}

#[test]
fn a_pin_that_lost_its_function_stays_without_it() {
    let init = |pin, mode, alt| Command::Init { pin, config: Config { mode, alt, ..Config::DEFAULT } };
    let (first, second) = (init(PinId::GP12, Mode::Alt, 7), init(PinId::GP1, Mode::Alt, 3));
    assert_comes_back(&[first, second]);
    assert_comes_back(&[first, second, init(PinId::GP1, Mode::Out, -1)]);
    assert_comes_back(&[first, second, init(PinId::GP1, Mode::Alt, 6), init(PinId::GP12, Mode::Alt, -1)]);
    assert_comes_back(&[first, second, init(PinId::GP7, Mode::Alt, 11), init(PinId::GP7, Mode::In, -1)]);
    assert_comes_back(&[first, second, first, init(PinId::GP12, Mode::Out, -1)]);
}

/// With the multiplexer at 0 the port drives the pin, in whatever ALT mode it was set.
#[test]
fn an_output_that_an_alt_mode_gives_to_the_port_comes_back_as_an_output() {
    let high = Config { mode: Mode::Out, value: Some(Level::High), ..Config::DEFAULT };
    for mode in [Mode::Alt, Mode::AltOpenDrain] {
        for alt in [-1, 0] {
            let alt = Config { mode, alt, ..Config::DEFAULT };
            assert_comes_back(&[high, alt].map(|config| Command::Init { pin: GP9, config }));
        }
    }
}

/// A script changes single settings of a pin.
#[test]
fn an_output_of_a_script_starts_again_at_its_level() {
    let mut playground = Playground::new(Profile::Wipy);
    let high = Config { mode: Mode::Out, value: Some(Level::High), ..Config::DEFAULT };
    playground.command(Command::Init { pin: GP9, config: high }).expect("valid");
    playground.adjust(GP9, |pin| pin.set_drive(Drive::High)).expect("awake");
    let before = settings(&playground);
    playground.reset_chip();
    assert_eq!(settings(&playground), before);
}

#[test]
fn a_sleeping_board_is_restored_asleep_with_its_settings_from_before() {
    for mode in [SleepMode::Active, SleepMode::Suspended, SleepMode::Hibernate] {
        let (mut playground, _) = Playground::load(&START.bench());
        let wake = IrqConfig { wake: Wake::SUSPENDED | Wake::HIBERNATE, ..IrqConfig::new(Trigger::Rising) };
        let irq = Command::Irq { pin: GP2, config: wake, reaction: Reaction::Nothing, takes_ns: 0 };
        for command in [irq, Command::Disable { pin: GP2 }, Command::Toggle { pin: GP25 }, Command::Sleep { mode }] {
            playground.command(command).expect("valid");
        }
        let (again, refused) = Playground::load(&playground.bench());
        assert_eq!((refused, again.machine().power()), (0, mode.power()));
        assert_eq!(again.bench(), playground.bench());
    }
    assert_eq!(Power::Active, Playground::load(&START.bench()).0.machine().power());
}

#[test]
fn impossible_commands_are_left_out_and_counted() {
    let mut bench = START.bench();
    let alt = Config { mode: Mode::Out, alt: 3, ..Config::DEFAULT };
    let wake = IrqConfig { wake: Wake::HIBERNATE, ..IrqConfig::new(Trigger::BothEdges) };
    bench.commands.insert(0, Command::Init { pin: GP9, config: alt });
    bench.commands.push(Command::Irq { pin: GP9, config: wake, reaction: Reaction::Nothing, takes_ns: 0 });
    let (playground, refused) = Playground::load(&bench);
    assert_eq!((refused, playground.bench().commands), (2, START.bench().commands));
}

#[test]
fn any_character_lost_or_changed_is_noticed() {
    let text = share::encode(&EXAMPLES[4].bench());
    for index in 0..text.len() {
        let (before, after) = (&text[..index], &text[index + 1..]);
        assert!(share::decode(&format!("{before}{after}")).is_err(), "without character {index}");
        let other = if &text[index..=index] == "A" { "B" } else { "A" };
        assert!(share::decode(&format!("{before}{other}{after}")).is_err(), "character {index} is {other}");
    }
    assert!(share::decode(&format!("{text}AAAA")).is_err());
}

#[test]
fn text_that_is_no_link_is_refused_by_kind() {
    for text in ["", "#", "1", "1.", "about", "<img src=x onerror=alert(1)>", "1.%%%", "0.AAAA", "1.AAAAAAAA", "x.AAAA"]
    {
        assert_eq!(share::decode(text), Err(ShareError::Damaged), "{text}");
    }
    assert_eq!(share::decode("https://pinscope.example/?embed#8.whatever-it-holds"), Err(ShareError::Newer));
    assert_eq!(share::decode(&"1.".repeat(MAX_CHARS)), Err(ShareError::TooLong));
}

/// The text has a valid checksum, but its 11 kB would decompress to much more than the maximum.
#[test]
fn a_text_cannot_decompress_to_more_than_the_maximum() {
    use base64ct::{Base64UrlUnpadded, Encoding as _};
    let packed = [&[0x1F, 0, 1, 0][..], &[0xFF; 11_000], &[0]].concat();
    let sum = packed.iter().fold(0x811C_9DC5_u32, |sum, &byte| (sum ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    let text = Base64UrlUnpadded::encode_string(&[&sum.to_le_bytes(), packed.as_slice()].concat());
    assert!(text.len() < MAX_CHARS);
    assert_eq!(share::decode(&format!("1.{text}")), Err(ShareError::Damaged));
}

#[test]
fn a_script_follows_the_bench_in_version_2_and_only_there() {
    let bare = START.bench();
    for script in ["print(1)", "# é 😀\n", &"x".repeat(share::MAX_SCRIPT_BYTES)] {
        let bench = Bench { script: script.to_owned(), ..bare.clone() };
        let text = share::encode(&bench);
        assert!(text.starts_with("2.") && text.len() < MAX_CHARS);
        assert_eq!(share::decode(&text), Ok(bench.clone()));
        assert_eq!(Playground::load(&bench).0.bench().script, script);
        assert_eq!(share::decode(&text.replacen('2', "1", 1)), Err(ShareError::Damaged));
    }
    assert_eq!(share::decode(&share::encode(&bare).replacen('1', "2", 1)), Err(ShareError::Damaged));
}

fn with_file(name: &str, text: String, bench: Bench) -> Bench {
    let mut files = bench.files.clone();
    files.set(name, text, bench.script.len()).expect("possible");
    Bench { files, ..bench }
}

#[test]
fn only_a_bench_with_files_or_a_lesson_has_version_5_whatever_else_it_has() {
    let follow = Command::Irq {
        pin: GP10,
        config: IrqConfig::new(Trigger::Rising),
        reaction: Reaction::Follow(GP9),
        takes_ns: 0,
    };
    let lesson = |lesson: Lesson| Bench { lesson, ..START.bench() };
    let benches = [
        with_file("helper.py", "x = 1\n".to_owned(), START.bench()),
        with_file("empty.txt", String::new(), crowded()),
        lesson(Lesson { task: "Light the LED. é".to_owned(), ..Lesson::default() }),
        lesson(Lesson { parts: vec![Part::Board, Part::Script], ..Lesson::default() }),
        lesson(Lesson { only_shows_script: true, ..Lesson::default() }),
    ];
    for bench in benches {
        for (commands, script) in [(bench.commands.clone(), "print(1)"), (vec![follow], "")] {
            let bench = Bench { commands, script: script.to_owned(), ..bench.clone() };
            let text = share::encode(&bench);
            assert!(text.starts_with("5."), "{text}");
            assert_eq!(share::decode(&text), Ok(bench));
            for version in ["1", "2", "3", "4"] {
                assert!(share::decode(&text.replacen('5', version, 1)) != share::decode(&text), "{version}");
            }
        }
    }
    let bare = Bench { files: Files::default(), lesson: Lesson::default(), ..START.bench() };
    assert!(share::encode(&bare).starts_with("1."));
}

#[test]
fn only_a_bench_with_an_image_has_version_7_and_it_has_its_name_and_its_hash() {
    let image = Some(ImageReference::new("blink é.elf", u64::MAX));
    let lesson = Lesson { task: "Light the LED.".to_owned(), ..Lesson::default() };
    for bench in [START.bench(), Bench { lesson, ..with_file("helper.py", "x = 1\n".to_owned(), crowded()) }] {
        let before = share::encode(&bench);
        let bench = Bench { image: image.clone(), ..bench };
        let text = share::encode(&bench);
        assert!(text.starts_with("7.") && !before.starts_with("7."), "{text}");
        assert_eq!(share::decode(&text), Ok(bench.clone()));
        for version in ["1", "2", "3", "4", "5", "6"] {
            assert_ne!(share::decode(&text.replacen('7', version, 1)), Ok(bench.clone()), "{version}");
        }
        assert_eq!(share::decode(&text.replacen('7', "8", 1)), Err(ShareError::Newer));
    }
    let two_lines = ImageReference { name: "two\nlines".to_owned(), hash: 1 };
    let text = share::encode(&Bench { image: Some(two_lines), ..START.bench() });
    assert_eq!(share::decode(&text), Err(ShareError::Damaged));
}

#[test]
fn a_link_has_files_of_32_kib_at_most_and_a_stored_bench_more() {
    let script = "x".repeat(10_000);
    let bench = Bench { script, ..START.bench() };
    let fits = with_file("data.csv", "y".repeat(share::MAX_SCRIPT_BYTES - 10_000), bench.clone());
    assert_eq!(share::check_length(&fits), Ok(()));
    let long = with_file("b.txt", "z".to_owned(), fits);
    let error = share::check_length(&long).expect_err("too long").to_string();
    assert_eq!(
        error,
        "data.csv is too long for a link: it has 22768 bytes, and all files of a link together have at most 32768"
    );
    // This text hardly compresses.
    let noise = (0..120_000_u64).map(|i| char::from(b' ' + (i * i * 31 % 8191 % 95) as u8)).collect();
    let stored = with_file("noise.txt", noise, bench);
    assert_eq!(share::decode(&share::encode(&stored)), Ok(stored));
}

/// Even a script that hardly compresses fits.
#[test]
fn the_longest_script_fits_beside_the_most_crowded_bench() {
    let script: String =
        (0..share::MAX_SCRIPT_BYTES).map(|i| char::from(b' ' + (i as u64 * i as u64 * 31 % 8191 % 95) as u8)).collect();
    let bench = Bench { script, ..crowded() };
    assert_eq!(share::decode(&share::encode(&bench)), Ok(bench));
}

/// Shared links have to keep working. If this fails, the encoding has changed and needs a new version number.
#[test]
fn links_of_version_1_are_read_as_they_were_written() {
    assert_eq!(share::decode(links::saved("demo")), Ok(START.bench()));
    assert_eq!(share::decode(links::saved("every-pin")), Ok(crowded()));
}
