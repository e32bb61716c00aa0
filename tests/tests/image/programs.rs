//! Programs that are built like those of other people, with their sources in `tests/images/`: C with newlib's `printf`
//! and soft floats, and Rust with an async executor.

use anyhow::Result;
use pinscope_core::{EventKind, PinId};
use pinscope_image::RunState;
use pinscope_tests::image::ImageBench;

const C: [&[u8]; 2] = [include_bytes!("../../images/c-O0.elf"), include_bytes!("../../images/c-Os.elf")];
const ASYNC: &[u8] = include_bytes!("../../images/async.elf");

const MS: u64 = 1_000_000;

/// Starts a program and returns the lines that it prints before it is ready.
fn start(elf: &[u8]) -> Result<(ImageBench, Vec<String>)> {
    let mut bench = ImageBench::new(elf)?;
    let mut lines = Vec::new();
    loop {
        match bench.read_line()? {
            line if line == "ready" => return Ok((bench, lines)),
            line => lines.push(line),
        }
    }
}

/// Returns the times at which the level of a pin has changed since `start_ns`.
fn changes(bench: &ImageBench, pin: PinId, start_ns: u64) -> Vec<u64> {
    bench.board.playground.machine().trace(|trace| {
        let events = trace.since(0).map(|(_, event)| event).filter(|event| event.time_ns >= start_ns);
        let is_level = |kind: EventKind| matches!(kind, EventKind::Level { pin: changed, .. } if changed == pin);
        events.filter(|event| is_level(event.kind)).map(|event| event.time_ns).collect()
    })
}

/// Checks that SysTick toggles GP9 every millisecond while the processor sleeps, and GP10 toggles GP25 at once.
fn check_interrupts(bench: &mut ImageBench) {
    bench.run_ns(5 * MS);
    let start_ns = bench.board.playground.machine().time_ns();
    let first_cycle = bench.runner.cpu().cycles();
    bench.run_ns(20 * MS);
    assert_eq!(bench.runner.cpu().cycles() - first_cycle, 20 * 80_000);
    assert_eq!(bench.runner.state(), &RunState::Waiting);
    let ticks = changes(bench, PinId::GP9, start_ns);
    assert_eq!(ticks.len(), 20);
    for pair in ticks.windows(2) {
        assert!((pair[1] - pair[0]).abs_diff(MS) < 50_000, "GP9 changes at {pair:?}");
    }
    let edge_ns = bench.board.playground.machine().time_ns();
    bench.press(PinId::GP10, MS);
    bench.press(PinId::GP10, MS);
    let edges = changes(bench, PinId::GP25, edge_ns);
    // Each follows its press at once; a release interrupts nothing.
    assert_eq!(edges.len(), 2);
    assert!(edges[0] - edge_ns < 50_000 && (edges[1] - edge_ns).abs_diff(MS) < 50_000, "{edges:?} after {edge_ns}");
}

#[test]
fn c_with_soft_floats_prints_the_right_numbers() -> Result<()> {
    for elf in C {
        let (_, lines) = start(elf)?;
        let expected = [
            "sum 1.643934567 root 1.414213562373",
            "float 0.300000012 double 6.022141e+23",
            "quotient 1249999988 remainder 725308641",
            "[left  |   -42|00beef|-0.67]",
        ];
        assert_eq!(lines, expected);
    }
    Ok(())
}

#[test]
fn c_is_woken_by_systick_and_by_a_pin() -> Result<()> {
    for elf in C {
        let (mut bench, _) = start(elf)?;
        check_interrupts(&mut bench);
        bench.send(b"?");
        let line = bench.read_line()?;
        assert!(line.starts_with("ticks ") && line.ends_with(" edges 2"), "{line}");
    }
    Ok(())
}

#[test]
fn an_async_executor_is_woken_by_systick_and_by_a_pin() -> Result<()> {
    let (mut bench, lines) = start(ASYNC)?;
    assert_eq!(lines, [""; 0]);
    check_interrupts(&mut bench);
    let mut lines = Vec::new();
    while lines.last().is_none_or(|line: &String| !line.starts_with("edge 2")) {
        lines.push(bench.read_line()?);
    }
    assert_eq!(lines, ["ticks 10", "ticks 20", "edge 1 of GP10", "edge 2 of GP10"]);
    Ok(())
}

#[test]
fn an_async_executor_spends_time_asleep() -> Result<()> {
    let (mut bench, _) = start(ASYNC)?;
    bench.run_ns(5 * MS);
    let start_ns = bench.board.playground.machine().time_ns();
    let mut steps = 0;
    while bench.board.playground.machine().time_ns() < start_ns + 10 * MS {
        assert!(bench.runner.step(&mut bench.board));
        steps += 1;
    }
    assert!(steps < 40_000, "{steps} steps: the processor does not sleep");
    Ok(())
}

/// Starts the program, causes a fault and returns the sentence about it.
fn fault(elf: &[u8], letter: u8) -> Result<String> {
    let (mut bench, _) = start(elf)?;
    bench.send(&[letter]);
    bench.run_ns(5 * MS);
    Ok(bench.runner.fault().map(|fault| fault.sentence.clone()).unwrap_or_default())
}

#[test]
fn faults_of_c_name_function_and_reason() -> Result<()> {
    for elf in C {
        let divides = fault(elf, b'z')?;
        assert!(
            divides.contains(" (obey") && divides.ends_with("has caused a fault: it divides by zero."),
            "{divides}"
        );
        assert_eq!(
            fault(elf, b'j')?,
            "The instruction at 0x30000000 has caused a fault: there is no code at this address."
        );
        let overflow = fault(elf, b's')?;
        assert!(overflow.contains("the stack is full: an exception could not save registers"), "{overflow}");
        let endless = fault(elf, b'e')?;
        assert!(endless.starts_with("The processor has locked up at ") && endless.contains(" (on_fault"), "{endless}");
        assert!(endless.contains("it is not an instruction of a Cortex-M4 without floating point"), "{endless}");
    }
    Ok(())
}
