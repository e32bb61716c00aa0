//! Writing the trace as a VCD file, and reading a VCD file to replay it.

use pinscope_core::PinId::{self, GP8, GP9, GP10, GP16};
use pinscope_core::{
    Command, Config, Event, EventKind, Interrupt, IrqConfig, Level, Mode, PadLevel, Profile, Reaction, SleepMode,
    Trigger, Wake,
};
use pinscope_emulator::playground::costs::START_AFTER_HIBERNATE;
use pinscope_emulator::trace::vcd::{MAX_BYTES, MAX_CHANGES, MAX_TIME_NS, VcdError, read, write};
use pinscope_emulator::{Bounce, Change, Playground, Stimulus};
use pinscope_tests::playground::demo;
use vcd::{Command as Vcd, Parser, ScopeItem, TimescaleUnit, Value, Vector};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

fn board() -> Playground {
    Playground::new(Profile::Wipy)
}

fn drive(playground: &mut Playground, pin: PinId, level: Option<Level>) {
    playground.stimulus(Stimulus::Drive { pin, level });
}

fn arm(playground: &mut Playground, pin: PinId, config: IrqConfig, takes_ns: u64) {
    playground.command(Command::Irq { pin, config, reaction: Reaction::Nothing, takes_ns }).expect("valid");
}

fn signal(text: &str, name: &str) -> Vec<(u64, Vector)> {
    signal_of("WIPY", text, name)
}

/// Returns the values of a board's signal called `name` with their times, as a VCD library parses them.
pub(crate) fn signal_of(board: &str, text: &str, name: &str) -> Vec<(u64, Vector)> {
    let mut parser = Parser::new(text.as_bytes());
    let header = parser.parse_header().expect("a header");
    let code = header.find_var(&[board, name]).unwrap_or_else(|| panic!("no signal {name}")).code;
    let (mut time, mut values) = (0, Vec::new());
    for command in parser {
        match command.expect("valid") {
            Vcd::Timestamp(next) => {
                assert!(next > time || values.is_empty(), "times increase");
                time = next;
            }
            Vcd::ChangeScalar(other, value) if other == code => values.push((time, [value].into())),
            Vcd::ChangeVector(other, value) if other == code => values.push((time, value)),
            _ => {}
        }
    }
    values
}

pub(crate) fn bit(time: u64, value: Value) -> (u64, Vector) {
    (time, [value].into())
}

#[test]
fn a_dump_has_a_signal_for_each_pin_and_interrupt_and_one_for_power_in_nanoseconds() {
    let text = write(Playground::new(Profile::Launchxl).machine());
    let header = Parser::new(text.as_bytes()).parse_header().expect("a header");
    assert_eq!(header.timescale, Some((1, TimescaleUnit::NS)));
    let scope = header.find_scope(&["LAUNCHXL"]).expect("the board");
    let signals = scope.items.iter().map(|item| match item {
        ScopeItem::Var(signal) => (signal.reference.clone(), signal.size),
        other => panic!("{other:?} is no signal"),
    });
    let pins = PinId::ALL.map(|pin| (pin.name().to_owned(), 1));
    let interrupts = PinId::ALL.map(|pin| (format!("{}_irq", pin.name()), 1));
    let expected = pins.into_iter().chain(interrupts).chain([("power".to_owned(), 2)]);
    assert!(signals.eq(expected));
}

#[test]
fn a_pin_is_low_high_floating_or_contention_at_its_time() {
    let mut playground = board();
    drive(&mut playground, GP8, Some(Level::High));
    playground.advance(10);
    drive(&mut playground, GP8, Some(Level::Low));
    playground.advance(10);
    playground
        .command(Command::Init {
            pin: GP8,
            config: Config { mode: Mode::Out, value: Some(Level::High), ..Config::default() },
        })
        .expect("valid");
    playground.advance(10);
    let text = write(playground.machine());
    let expected = [bit(0, Value::Z), bit(0, Value::V1), bit(10, Value::V0), bit(20, Value::X)];
    assert_eq!(signal(&text, "GP8"), expected);
    assert_eq!(signal(&text, "GP9"), [bit(0, Value::Z)]);
    assert!(text.ends_with("#30\n"), "it ends at the present");
}

#[test]
fn a_handler_is_shown_for_the_time_it_takes_and_for_a_nanosecond_if_it_takes_none() {
    let mut playground = board();
    arm(&mut playground, GP9, IrqConfig::new(Trigger::Rising), 0);
    arm(&mut playground, GP16, IrqConfig::new(Trigger::Rising), 500);
    playground.advance(100);
    drive(&mut playground, GP9, Some(Level::High));
    drive(&mut playground, GP16, Some(Level::High));
    playground.advance(1000);
    for level in [Level::Low, Level::High, Level::Low, Level::High] {
        drive(&mut playground, GP9, Some(level));
    }
    let text = write(playground.machine());
    let [none, some] = [Value::V0, Value::V1];
    assert_eq!(
        signal(&text, "GP9_irq"),
        [bit(0, none), bit(100, some), bit(101, none), bit(1100, some), bit(1101, none)]
    );
    assert_eq!(signal(&text, "GP16_irq"), [bit(0, none), bit(100, some), bit(600, none)]);
}

/// Half A of TIMERA0 times out every 100 us (`docs/peripherals.md`, sections 1 and 2).
#[test]
fn the_handler_of_a_block_is_shown_like_that_of_a_pin() {
    let mut playground = board();
    playground.begin_script();
    playground.attach_block_irq(Interrupt::TimerA0A, true);
    let configure = [(0x4402_5090, 0x101), (0x4003_0004, 0x32), (0x4003_0028, 7_999), (0x4003_0018, 1)];
    for (addr, value) in configure.into_iter().chain([(0xE000_E100, 1 << 19), (0x4003_000C, 1)]) {
        playground.poke(addr, value).expect("the timer has a clock");
    }
    for _ in 0..2 {
        playground.advance(99_000);
        while playground.next_call().is_none() {
            playground.advance(500);
        }
        playground.advance(500);
        playground.handler_returned(Interrupt::TimerA0A);
    }
    let text = write(playground.machine());
    let [none, some] = [Value::V0, Value::V1];
    assert_eq!(
        signal(&text, "TIMERA0A_irq"),
        [bit(0, none), bit(100_000, some), bit(100_500, none), bit(200_000, some), bit(200_500, none)]
    );
    assert!(!text.contains("TIMERA0B_irq"), "no signal for a block that was not entered");
}

#[test]
fn power_is_a_number_of_two_bits() {
    let mut playground = board();
    let wake = Wake::ACTIVE | Wake::SUSPENDED | Wake::HIBERNATE;
    arm(&mut playground, GP10, IrqConfig { wake, ..IrqConfig::new(Trigger::Rising) }, 0);
    for mode in SleepMode::ALL {
        drive(&mut playground, GP10, Some(Level::Low));
        playground.advance(10);
        playground.command(Command::Sleep { mode }).expect("awake");
        playground.advance(10);
        drive(&mut playground, GP10, Some(Level::High));
        playground.advance(START_AFTER_HIBERNATE.ns);
    }
    let power: Vec<_> = signal(&write(playground.machine()), "power")
        .into_iter()
        .map(|(time, value)| (time, value.to_string()))
        .collect();
    let start = START_AFTER_HIBERNATE.ns;
    let (suspended, hibernate) = (start + 30, 2 * start + 50);
    let expected = [
        (0, "00"),
        (10, "01"),
        (20, "00"),
        (suspended, "10"),
        (suspended + 10, "00"),
        (hibernate, "11"),
        (hibernate + 10 + start, "00"),
    ];
    assert_eq!(power, expected.map(|(time, value)| (time, value.to_owned())));
}

#[test]
fn a_written_file_is_read_back_and_replays_to_the_same_levels() {
    let mut playground = demo();
    playground.stimulus(Stimulus::Wire { a: GP10, b: GP8 });
    playground.stimulus(Stimulus::Bounce { pin: GP10, bounce: Bounce { edges: Some(40), ..Bounce::default() } });
    for stimulus in [Stimulus::Press { pin: GP10 }, Stimulus::Release { pin: GP10 }, Stimulus::Click { pin: GP16 }] {
        playground.advance(1_000_000);
        playground.stimulus(stimulus);
    }
    let expected = changes(&playground);
    assert!(expected.len() > 100, "{}", expected.len());

    let recording = read(&write(playground.machine())).expect("valid");
    assert_eq!(recording.changes, expected);
    let interrupts = "26 signals without the name of a pin (the first is 'GP2_irq' in line ";
    assert!(recording.passed_over.is_some_and(|text| text.starts_with(interrupts)));

    let mut replayed = board();
    replayed.replay(recording.changes);
    replayed.advance(10_000_000);
    assert_eq!(changes(&replayed), expected);
}

/// Returns each change of a pad's level in the trace.
fn changes(playground: &Playground) -> Vec<Change> {
    let change = |event: Event| match event.kind {
        EventKind::Level { pin, level } => {
            let level = match level {
                PadLevel::Low => Some(Level::Low),
                PadLevel::High => Some(Level::High),
                PadLevel::Floating | PadLevel::Contention => None,
            };
            Some(Change { time_ns: event.time_ns, pin, level })
        }
        _ => None,
    };
    playground.machine().trace(|trace| trace.since(0).filter_map(|(_, event)| change(event)).collect())
}

/// Returns a VCD file with one signal, GP10, whose code is `!`.
fn file(data: &str) -> String {
    format!("$timescale 1 us $end\n$var wire 1 ! GP10 $end\n$enddefinitions $end\n{data}")
}

fn times(text: &str) -> Vec<(u64, Option<Level>)> {
    let recording = read(text).unwrap_or_else(|error| panic!("{error} in {text}"));
    recording.changes.into_iter().map(|change| (change.time_ns, change.level)).collect()
}

#[test]
fn zero_and_one_drive_and_z_and_x_release() {
    let (low, high) = (Some(Level::Low), Some(Level::High));
    let expected = [(0, high), (2000, low), (3000, None), (4000, high), (4000, None), (5000, high)];
    assert_eq!(times(&file("$dumpvars 1! $end #2 0! #3 z! #4 b1 ! X! #5 1!")), expected);
}

#[test]
fn values_of_vhdl_and_states_of_ports_are_levels_too() {
    let (low, high) = (Some(Level::Low), Some(Level::High));
    let letters = "H! L! h! U! l! W! 1! -! 0! w! bH ! bX ! bUL ! u!";
    let expected = [high, low, high, None, low, None, high, None, low, None, high, None, low, None];
    assert_eq!(times(&file(letters)), expected.map(|level| (0, level)));
    let port = file("$dumpports pD 6 0 ! $end #1 pU 0 6 ! #2 pF 0 0 ! #3 pl 6 0 ! #4 ph 0 6 ! #5 pN 6 6 !");
    let expected = [(0, low), (1000, high), (2000, None), (3000, low), (4000, high), (5000, None)];
    assert_eq!(times(&port), expected);
}

#[test]
fn a_value_that_the_pin_already_has_is_no_change() {
    let (low, high) = (Some(Level::Low), Some(Level::High));
    assert_eq!(times(&file("z! #1 x! #2 0! #3 $dumpall 0! $end #4 1! 1! #5 b1 !")), [(2000, low), (4000, high)]);
}

#[test]
fn nothing_is_driven_while_the_recording_is_off() {
    let (low, high) = (Some(Level::Low), Some(Level::High));
    let text = file("1! #1 $dumpoff x! $end #2 0! #3 $dumpon 0! $end #4 1!");
    assert_eq!(times(&text), [(0, high), (1000, None), (3000, low), (4000, high)]);
    let passed_over = read(&text).expect("valid").passed_over;
    assert_eq!(passed_over.as_deref(), Some("1 value between $dumpoff and $dumpon ('0!' in line 4)"));
}

#[test]
fn times_are_in_the_unit_of_the_file() {
    for (timescale, time, time_ns) in [
        ("1 s", 2, 2_000_000_000),
        ("100ms", 1, 100_000_000),
        ("10 us", 3, 30_000),
        ("1ns", 7, 7),
        ("435ps", 10, 4),
        ("6666 ps", 3, 19),
        ("1 ps", 1999, 1),
        ("100 fs", 10_000, 1),
        ("1 fs", u64::MAX, 18_446_744_073_709),
        ("1 s", 9_007_199, 9_007_199_000_000_000),
    ] {
        let text = file(&format!("#{time} 1!")).replace("1 us", timescale);
        assert_eq!(times(&text), [(time_ns, Some(Level::High))], "{timescale}");
    }
    let default = file("#5 1!").replace("$timescale 1 us $end", "");
    assert_eq!(times(&default), [(5, Some(Level::High))]);
    let last = file(&format!("#{MAX_TIME_NS} 1!")).replace("1 us", "1 ns");
    assert_eq!(times(&last), [(MAX_TIME_NS, Some(Level::High))]);
}

#[test]
fn a_signal_belongs_to_the_pin_it_is_named_after_in_any_scope_and_case() {
    for name in ["GP10", "gp10", "top.board.Gp10", "top/gp10", "\\GP10", "GP10[0]", "top.GP10[0:0]", "GP10 [0]"] {
        assert_eq!(times(&file("1!").replace("GP10", name)).len(), 1, "{name}");
    }
    let others = "$var wire 1 $ GP10_irq $end $var wire 8 % GP100 $end $var real 64 & volts $end\n";
    let text = format!("$scope module a $end {others} $upscope $end {}", file("1$ b10101010 % r1.5 & 1!"));
    assert_eq!(times(&text).len(), 1);
    let both = file("1!").replace("$enddef", "$var wire 1 ! GP9 $end $enddef");
    let pins: Vec<_> = read(&both).expect("valid").changes.iter().map(|change| change.pin).collect();
    assert_eq!(pins, [GP10, GP9], "one signal may be the net of two pins");
}

#[test]
fn of_several_signals_of_a_pin_the_outermost_one_is_replayed_and_then_the_first() {
    let scope = |depth: usize, code: char| {
        let [enter, leave] = ["$scope module a $end ", "$upscope $end "].map(|word| word.repeat(depth));
        format!("{enter}$var wire 1 {code} GP10 $end {leave}\n")
    };
    for (scopes, is_high, note) in [
        ([scope(1, '!'), scope(1, '#')], true, "in line 2"),
        ([scope(2, '!'), scope(1, '#')], false, "in line 1"),
        ([scope(0, '!'), scope(1, '#')], true, "in line 2"),
    ] {
        let text = format!("{}$enddefinitions $end\n1! 0#", scopes.concat());
        assert_eq!(times(&text), [(0, Some(Level::from(is_high)))], "{text}");
        let passed_over = read(&text).expect("valid").passed_over.unwrap_or_default();
        assert!(passed_over.contains("another one in an outer scope or before it ('GP10'"), "{passed_over}");
        assert!(passed_over.contains(note), "{passed_over}");
    }
    let same = format!("{}{}$enddefinitions $end\n1!", scope(0, '!'), scope(1, '!'));
    assert_eq!(read(&same).expect("valid").passed_over, None, "one signal in two scopes is not two");
}

#[test]
fn every_part_that_is_passed_over_is_counted_with_the_first_one() {
    let others = "$attrbegin misc 02 $end $var wire 1 $ clk $end $var wire 4 % GP9 $end $var real 64 & GP8 $end\n";
    let text = file(&format!("{others}1! r1.5 ! 1' 0$ 0' b1 % r2 &"));
    let passed_over = read(&text).expect("valid").passed_over;
    let expected = "1 signal without the name of a pin ('clk' in line 4), \
                    2 signals of pins that are not one bit (the first is 'GP9' in line 4), \
                    2 values of undeclared signals (the first is '1'' in line 5), \
                    1 value of a pin that is not a level ('r1.5' in line 5), \
                    1 unknown command ('$attrbegin' in line 4)";
    assert_eq!(passed_over.as_deref(), Some(expected));
    assert_eq!(read(&file("1!")).expect("valid").passed_over, None);
}

#[test]
fn a_file_that_cannot_be_replayed_is_refused_with_line_word_and_reason() {
    let changes = MAX_CHANGES / PinId::COUNT + 1;
    let every_pin = PinId::ALL.map(|pin| format!("$var wire 1 ! {} $end\n", pin.name()));
    let every_pin = [every_pin.concat(), "0!\n1!\n".repeat(changes / 2 + 1)].concat();
    let too_many = "is one change too many; at most 2000000 changes of pins are read";
    let limit = MAX_TIME_NS + 1;
    for (text, kind, message) in [
        (String::new(), "NoPin", "no signal has the name of a pin, such as GP10"),
        (file("").replace("GP10", "D0"), "NoPin", "no signal has the name of a pin, such as GP10"),
        ("hello".to_owned(), "Syntax", "line 1: 'hello' stands before the first declaration ($var)"),
        ("<html>".to_owned(), "Syntax", "line 1: '<html>' is not a command, a time or a value"),
        (file("#1\n?!\n"), "Syntax", "line 5: '?!' is not a command, a time or a value"),
        (file("#1\n1"), "Syntax", "line 5: '1' is a value without an identifier"),
        (file("#1\nb12 !"), "Syntax", "line 5: 'b12' is not a vector, which is b and digits such as 01xz"),
        (file("#1.5"), "Syntax", "line 4: '#1.5' is not a time, which is # and a whole number"),
        (file("$var wire 1 $ $end"), "Syntax", "line 4: '$var' needs a kind, a size, an identifier and a name"),
        (file("$var wire 1 $ D0\n$var"), "Syntax", "line 5: '$var' stands where the command before it has no $end"),
        (file("#1\nb1"), "CutOff", "line 5: the file ends before 'b1' is complete"),
        (file("$comment"), "CutOff", "line 4: the file ends before '$comment' is complete"),
        (
            file("").replace("1 us", "0 us"),
            "Timescale",
            "line 1: the timescale '0us' is not a whole number, 1 or more, of s, ms, us, ns, ps, fs, as or zs",
        ),
        (
            file("").replace("1 us", "0.001fs"),
            "Timescale",
            "line 1: the timescale '0.001fs' is not a whole number, 1 or more, of s, ms, us, ns, ps, fs, as or zs",
        ),
        (file("#2 1!\n#1 0!"), "TimeGoesBack", "line 5: time goes back, because '#1' is before the time 2"),
        (
            file("#2 1!\n#1 0!").replace("1 us", "1 ps"),
            "TimeGoesBack",
            "line 5: time goes back, because '#1' is before the time 2",
        ),
        (
            file(&format!("#{limit} 1!")).replace("1 us", "1 ns"),
            "TimeTooLate",
            "line 4: '#9007199254740992' is too late, because simulated time ends at 2^53 - 1 ns, 104 days",
        ),
        (
            file("#18446744073709551616 1!"),
            "TimeTooLate",
            "line 4: '#18446744073709551616' is too late, because simulated time ends at 2^53 - 1 ns, 104 days",
        ),
        (
            file("").replace("wire 1", "wire 2"),
            "NotOneBit",
            "line 2: the signal GP10 is 'wire' of size '2', but the signal of a pin is one bit",
        ),
        (
            file("").replace("wire 1", "real 64"),
            "NotOneBit",
            "line 2: the signal GP10 is 'real' of size '64', but the signal of a pin is one bit",
        ),
        (" ".repeat(MAX_BYTES + 1), "TooLong", "the file has 67108865 bytes; at most 67108864 are read"),
        (every_pin, "TooManyChanges", &format!("line {}: '{}!' {too_many}", PinId::COUNT + changes, (changes + 1) % 2)),
    ] {
        let error: VcdError = read(&text).expect_err(message);
        assert_eq!((error.kind(), error.to_string().as_str()), (kind, message));
    }
}

#[test]
fn scopes_may_be_as_deep_as_a_file_is_long() {
    let deep = "$scope module a $end ".repeat(500_000);
    assert_eq!(times(&format!("{deep}{}", file("1!"))).len(), 1);
}
