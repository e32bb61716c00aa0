//! VCD files as other programs write them, replayed onto pins with interrupts.

use pinscope_core::PinId::{self, GP8, GP9, GP10, GP11, GP13, GP17};
use pinscope_core::{Command, Config, EventKind, IrqConfig, Level, PadLevel, Profile, Pull, Reaction, Trigger};
use pinscope_emulator::trace::vcd::{Recording, VcdError, read, write};
use pinscope_emulator::trace::waveform::{Segment, TraceIndex, Viewport};
use pinscope_emulator::{ClockSignal, Playground, Stimulus};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

/// Returns a board on which these pins are inputs with an interrupt.
fn board(pins: &[(PinId, Pull, Trigger)]) -> Playground {
    let mut playground = Playground::new(Profile::Wipy);
    for &(pin, pull, trigger) in pins {
        playground.command(Command::Init { pin, config: Config { pull, ..Config::default() } }).expect("valid");
        let config = IrqConfig::new(trigger);
        playground.command(Command::Irq { pin, config, reaction: Reaction::Nothing, takes_ns: 0 }).expect("valid");
    }
    playground
}

/// Returns a board whose GP17 has a pull-up and an interrupt for both edges.
fn board_with_gp17() -> Playground {
    board(&[(GP17, Pull::Up, Trigger::BothEdges)])
}

/// Replays a file on a board for 50 ms, and returns the parts that are passed over.
fn replay(playground: &mut Playground, text: &str) -> Option<String> {
    let Recording { changes, passed_over } = read(text).unwrap_or_else(|error| panic!("{error} in {text}"));
    playground.replay(changes);
    playground.advance(50_000_000);
    passed_over
}

/// Returns the times at which the interrupt of a pin was served, in nanoseconds.
fn interrupts(playground: &Playground, pin: PinId) -> Vec<u64> {
    let times: Vec<_> = playground.machine().trace(|trace| {
        let events = trace.since(0).map(|(_, event)| event);
        events
            .filter(|event| matches!(event.kind, EventKind::Irq { pin: other, .. } if other == pin))
            .map(|event| event.time_ns)
            .collect()
    });
    let status = playground.snapshot(false).status(pin).irq.expect("an interrupt");
    assert_eq!((status.count as usize, status.coalesced), (times.len(), 0), "the count and the events agree");
    times
}

const PULSE_OF_20_MS: [u64; 2] = [5_000_000, 25_000_000];

#[test]
fn kinds_of_systemverilog_are_read_and_other_signals_are_passed_over() {
    let text = "$version by hand, in Verilator's shape $end
$timescale 1ps $end
$scope module TOP $end
 $var wire 1 \" clk $end
 $scope module tb $end
  $scope interface pads $end
   $var logic 1 ! GP17 $end
   $var logic 8 # count [7:0] $end
   $var int 32 $ turns [31:0] $end
   $var bit 1 % done $end
   $var parameter 32 & WIDTH [31:0] $end
  $upscope $end
 $upscope $end
$upscope $end
$enddefinitions $end
#0
1!
0\"
b00000000 #
b0 $
0%
b1000 &
#5000000000
0!
b00000001 #
#25000000000
1!
";
    let mut playground = board_with_gp17();
    let passed_over = replay(&mut playground, text);
    assert_eq!(interrupts(&playground, GP17), PULSE_OF_20_MS);
    assert_eq!(passed_over.as_deref(), Some("5 signals without the name of a pin (the first is 'clk' in line 4)"));
}

#[test]
fn the_nine_values_of_vhdl_are_read() {
    let text = "$version
  by hand, in GHDL's shape
$end
$timescale
  1 fs
$end
$var reg 1 ! gp17 $end
$scope module dut $end
$var reg 1 ! gp17 $end
$var reg 1 \" gp11 $end
$comment state is not handled $end
$upscope $end
$enddefinitions $end
#0
U!
U\"
#1000000000000
H!
L\"
#5000000000000
0!
1\"
#9000000000000
-!
W\"
#12000000000000
1!
Z\"
";
    let mut playground = board(&[(GP17, Pull::Up, Trigger::BothEdges), (GP11, Pull::Down, Trigger::BothEdges)]);
    assert_eq!(replay(&mut playground, text), None);
    assert_eq!(interrupts(&playground, GP17), [5_000_000, 9_000_000]);
    assert_eq!(interrupts(&playground, GP11), [5_000_000, 9_000_000]);
}

#[test]
fn a_byte_order_mark_check_points_and_a_missing_last_newline_are_read() {
    let text = "\u{FEFF}$date lundi 1er août (heure normale d’Europe centrale) $end\r\n\
        $timescale 1 us $end\r\n$scope module logic $end\r\n\
        $var wire 1 ! GP17 $end\r\n$var wire 1 \" D0 $end\r\n$upscope $end\r\n$enddefinitions $end\r\n\
        #0 1! 0\" #5000 0!\r\n#9000 $dumpall 0! 1\" $end\r\n$comment half way $end\r\n\
        #12000 $dumpoff x! x\" $end\r\n#20000 $dumpon 0! 1\" $end\r\n#25000 1!";
    for text in [text, text.trim_start_matches('\u{FEFF}')] {
        let mut playground = board_with_gp17();
        replay(&mut playground, text);
        let released = [12_000_000, 20_000_000];
        let expected = [PULSE_OF_20_MS[0], released[0], released[1], PULSE_OF_20_MS[1]];
        assert_eq!(interrupts(&playground, GP17), expected, "the pin is released while the recorder is off");
    }
}

#[test]
fn texts_and_numbers_are_passed_over() {
    let text = "$timescale 100 ns $end
$scope module top $end
$var wire 1 ! GP17 $end
$var string 1 \" state $end
$var real 1 $ vbat $end
$upscope $end
$enddefinitions $end
#0
1!
sIDLE/0 \"
r3.3e0 $
#50000
s \"
0!
r-0 $
#250000
sBUSY \"
1!
";
    let mixed = text.replace("$upscope", "$var real 64 # GP4 $end\n$upscope").replace("r3.3e0", "r1.25 #\nr3.3e0");
    let stray_end = text.replace("#250000", "$end\n#250000");
    let blanks = text.replace("sBUSY", "sBUSY and more");
    for text in [text, &mixed, &stray_end, &blanks] {
        let mut playground = board_with_gp17();
        let passed_over = replay(&mut playground, text).unwrap_or_default();
        assert_eq!(interrupts(&playground, GP17), PULSE_OF_20_MS, "{text}");
        assert!(passed_over.starts_with("2 signals without the name of a pin"), "{passed_over}");
        let names_gp4 = passed_over.contains("1 signal of a pin that is not one bit ('GP4' in line 6)");
        assert_eq!(names_gp4, text == mixed, "{passed_over}");
    }
}

#[test]
fn names_and_identifiers_may_be_odd_and_long() {
    let text = "$timescale 1 us $end
$scope begin $unm_blk_3 $end
$var wire 1 top.dut.pads.gp17.in \\GP17 $end
$var wire 1 a! g_lane[0] $end
$var reg 32 b! regs[0] [31:0] $end
$var wire 1 c! GP11 [0:0] $end
$var wire 1 d! \\valid.cstr $end
$upscope $end
$enddefinitions $end
#0
1top.dut.pads.gp17.in
1c!
b0 b!
#5000
0top.dut.pads.gp17.in
0c!
#25000
1top.dut.pads.gp17.in
1c!
";
    let mut playground = board(&[(GP17, Pull::Up, Trigger::BothEdges), (GP11, Pull::Up, Trigger::BothEdges)]);
    replay(&mut playground, text);
    assert_eq!(interrupts(&playground, GP17), PULSE_OF_20_MS);
    assert_eq!(interrupts(&playground, GP11), PULSE_OF_20_MS);
}

#[test]
fn of_one_name_in_two_scopes_the_outer_one_is_replayed() {
    let text = "$timescale 1 us $end
$scope module tb $end
$var reg 1 ! GP17 $end
$scope module dut $end
$var wire 1 \" GP17 $end
$upscope $end
$upscope $end
$enddefinitions $end
#0 1! 1\"
#5000 0! 0\"
#25000 1! 1\"
";
    let mut playground = board_with_gp17();
    let passed_over = replay(&mut playground, text);
    assert_eq!(interrupts(&playground, GP17), PULSE_OF_20_MS);
    let expected = "1 signal of a pin that has another one in an outer scope or before it ('GP17' in line 5)";
    assert_eq!(passed_over.as_deref(), Some(expected));
}

#[test]
fn a_recorded_level_holds_against_a_pull_until_the_next_one() {
    let text = "$timescale\n  1 ms\n$end $scope module l $end $var wire 1 ! GP17 $end $upscope $end \
                $enddefinitions $end #0 1! #5 0! #25 1! #30 z!";
    let mut playground = board_with_gp17();
    replay(&mut playground, text);
    assert_eq!(interrupts(&playground, GP17), PULSE_OF_20_MS);
    for (timescale, time_ns) in [
        ("1us", 5_000),
        ("1 us", 5_000),
        ("10 ns", 50),
        ("100 fs", 0),
        ("1s", 5_000_000_000),
        ("435ps", 2),
        ("6666ps", 33),
    ] {
        let changes = read(&text.replace("1 ms", timescale)).expect(timescale).changes;
        assert_eq!(changes[1].time_ns, time_ns, "{timescale}");
    }
    for timescale in ["0ps", "0.001fs"] {
        let word = format!("'{timescale}'");
        assert_eq!(read(&text.replace("1 ms", timescale)), Err(VcdError::Timescale { line: 2, word }));
    }
}

/// A pulse of no width is a pulse: its edges are counted, recorded, drawn and written to a file that replays the same.
#[test]
fn a_pulse_without_a_width_is_the_same_everywhere() {
    let text = "$timescale 1 ps $end
$var wire 1 ! GP13 $end
$enddefinitions $end
#0
0!
#1000000000
1!
0!
#2000000300
1!
#2000000700
0!
#3000000000
1!
";
    let rising = [1_000_000, 2_000_000, 3_000_000];
    let mut playground = board(&[(GP13, Pull::Down, Trigger::Rising)]);
    replay(&mut playground, text);
    assert_eq!(interrupts(&playground, GP13), rising);

    let (trace, now_ns) = (playground.machine().trace(Clone::clone), playground.machine().time_ns());
    let levels = |level| {
        let is_level = move |kind| kind == EventKind::Level { pin: GP13, level };
        trace.since(0).map(|(_, event)| event).filter(move |event| is_level(event.kind)).map(|event| event.time_ns)
    };
    assert!(levels(PadLevel::High).eq(rising));
    assert!(levels(PadLevel::Low).filter(|time_ns| *time_ns > 0).eq([1_000_000, 2_000_000]));

    let view = Viewport { from_ns: Some(0.0), ns_per_column: 500_000.0, columns: 10, min_separation: 1 };
    let runs = TraceIndex::default().waveform(&trace, view, now_ns).lanes[GP13.index()].runs.clone();
    let drawn = [(0, Segment::Low), (2, Segment::Busy), (3, Segment::Low), (4, Segment::Busy), (5, Segment::Low)];
    assert_eq!(runs[..5], drawn);
    assert_eq!(runs[5], (6, Segment::High));

    let mut replayed = board(&[(GP13, Pull::Down, Trigger::Rising)]);
    replay(&mut replayed, &write(playground.machine()));
    assert_eq!(interrupts(&replayed, GP13), rising);
}

#[test]
fn a_pin_that_is_only_released_keeps_its_clock_and_its_rail() {
    let recorded = {
        let mut playground = Playground::new(Profile::Wipy);
        playground.advance(1000);
        playground.stimulus(Stimulus::Drive { pin: GP10, level: Some(Level::High) });
        write(playground.machine())
    };
    let mut playground = Playground::new(Profile::Wipy);
    let signal = ClockSignal::new(1000.0, 0.5).expect("valid");
    playground.stimulus(Stimulus::Clock { pin: GP9, signal });
    playground.stimulus(Stimulus::Drive { pin: GP8, level: Some(Level::High) });
    replay(&mut playground, &recorded);
    assert_eq!(playground.machine().external(GP9).signal, Some(signal));
    assert_eq!(playground.machine().external(GP8).rail, Some(Level::High));
    assert_eq!(playground.machine().external(GP10).rail, Some(Level::High));
}
