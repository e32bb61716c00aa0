//! GTKWave's tools read the VCD files that are written here, and any text is read here or refused.
#![cfg(not(target_arch = "wasm32"))]

use std::collections::{BTreeMap, HashMap};
use std::path::Path;
use std::process;

use anyhow::{Context as _, Result, ensure};
use pinscope_core::PinId::{GP8, GP10};
use pinscope_core::{Command, Level, SleepMode};
use pinscope_emulator::trace::vcd::{read, write};
use pinscope_emulator::{Playground, Stimulus};
use pinscope_tests::playground::demo;
use proptest::prelude::*;

/// Returns a board with some events of every kind.
fn board_with_events() -> Playground {
    let mut playground = demo();
    for stimulus in [
        Stimulus::Wire { a: GP10, b: GP8 },
        Stimulus::Press { pin: GP10 },
        Stimulus::Drive { pin: GP8, level: Some(Level::Low) },
        Stimulus::Release { pin: GP10 },
        Stimulus::Drive { pin: GP8, level: None },
    ] {
        playground.advance(2_000_000);
        playground.stimulus(stimulus);
    }
    playground.advance(2_000_000);
    playground.command(Command::Sleep { mode: SleepMode::Suspended }).expect("awake");
    playground.advance(1);
    playground
}

#[test]
fn vcd2fst_accepts_a_dump_and_loses_nothing() -> Result<()> {
    let files = tempfile::tempdir()?;
    let [vcd, fst] = ["dump.vcd", "dump.fst"].map(|name| files.path().join(name));
    let text = write(board_with_events().machine());
    std::fs::write(&vcd, &text)?;
    gtkwave("vcd2fst", &[&vcd, &fst])?;
    // It accepts almost any text, so its result is compared.
    let back = gtkwave("fst2vcd", &[&fst])?;
    assert_eq!(settled_values(&back)?, settled_values(&text)?);
    Ok(())
}

/// Runs a program of GTKWave, which must not print to its error output.
fn gtkwave(program: &str, files: &[&Path]) -> Result<String> {
    let output = process::Command::new(program).args(files).output();
    let output = output.with_context(|| format!("cannot run {program}, which Debian's package gtkwave contains"))?;
    let errors = String::from_utf8_lossy(&output.stderr);
    ensure!(output.status.success() && errors.is_empty(), "{program}: {}: {errors}", output.status);
    Ok(String::from_utf8(output.stdout)?)
}

/// Returns the value of each signal at the end of each moment at which it differs from the moment before.
fn settled_values(text: &str) -> Result<BTreeMap<String, BTreeMap<u64, String>>> {
    let mut parser = vcd::Parser::new(text.as_bytes());
    let header = parser.parse_header()?;
    let scope = header.find_scope(&["WIPY"]).context("no board")?;
    let names: HashMap<_, _> = scope
        .items
        .iter()
        .filter_map(|item| match item {
            vcd::ScopeItem::Var(signal) => Some((signal.code, signal.reference.clone())),
            _ => None,
        })
        .collect();
    let (mut time, mut signals) = (0, BTreeMap::<_, BTreeMap<_, _>>::new());
    for command in parser {
        let (code, value) = match command? {
            vcd::Command::Timestamp(next) => {
                time = next;
                continue;
            }
            vcd::Command::ChangeScalar(code, value) => (code, value.to_string()),
            vcd::Command::ChangeVector(code, value) => (code, value.to_string()),
            _ => continue,
        };
        signals.entry(names[&code].clone()).or_default().insert(time, value);
    }
    for values in signals.values_mut() {
        let mut before = String::new();
        values.retain(|_, value| std::mem::replace(&mut before, value.clone()) != *value);
    }
    Ok(signals)
}

/// Asserts that a text is refused or gives changes in the order of time.
fn assert_read_or_refused(text: &str) -> Result<(), TestCaseError> {
    match read(text) {
        Ok(recording) => prop_assert!(recording.changes.is_sorted_by_key(|change| change.time_ns)),
        Err(error) => prop_assert!(!error.to_string().is_empty()),
    }
    Ok(())
}

/// Moves, removes and inserts bytes of a file at places that the numbers choose.
fn mutate(file: &[u8], cuts: &[(usize, usize, usize, u8)]) -> String {
    let mut bytes = file.to_vec();
    for &(from, length, to, byte) in cuts {
        let from = from % (bytes.len() + 1);
        let piece = bytes.split_off(from);
        let (cut, rest) = piece.split_at(length.min(piece.len()));
        bytes.extend_from_slice(rest);
        let to = to % (bytes.len() + 1);
        match byte {
            // The bytes are inserted elsewhere.
            0..=99 => drop(bytes.splice(to..to, cut.iter().copied())),
            // The bytes are replaced by another byte.
            100.. => bytes.insert(to, byte - 100),
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn any_text_is_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        assert_read_or_refused(&String::from_utf8_lossy(&bytes))?;
    }

    #[test]
    fn words_of_the_format_in_any_order_are_read_or_refused(
        words in prop::collection::vec(prop::sample::select(WORDS.to_vec()), 0..60),
    ) {
        assert_read_or_refused(&words.join(" "))?;
    }

    #[test]
    fn a_damaged_dump_is_read_or_refused(
        cuts in prop::collection::vec((any::<usize>(), 0_usize..40, any::<usize>(), any::<u8>()), 1..8),
    ) {
        let dump = DUMP.with(Clone::clone);
        assert_read_or_refused(&mutate(dump.as_bytes(), &cuts))?;
    }
}

thread_local! {
    static DUMP: String = write(board_with_events().machine());
}

const WORDS: [&str; 43] = [
    "$timescale",
    "$var",
    "$scope",
    "$upscope",
    "$enddefinitions",
    "$end",
    "$comment",
    "$dumpvars",
    "$dumpoff",
    "$dumpon",
    "$dumpall",
    "$date",
    "$attrbegin",
    "1",
    "10",
    "100",
    "0",
    "ns",
    "fs",
    "s",
    "1ps",
    "6666ps",
    "wire",
    "real",
    "module",
    "!",
    "GP10",
    "\\GP10",
    "GP10[0]",
    "top.gp9",
    "[0]",
    "#0",
    "#7",
    "#18446744073709551615",
    "0!",
    "1!",
    "z!",
    "H!",
    "b1 !",
    "pU 0 6 !",
    "r1.5 !",
    "sword !",
    "s",
];
