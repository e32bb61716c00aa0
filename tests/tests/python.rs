//! Runs the scripts and checks in `tests/python` under Node and compares their output.
//!
//! They use the engine and the interpreter of the built page, and cover every part of `docs/spec.md`.
#![cfg(not(target_arch = "wasm32"))]

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use anyhow::{Context as _, Result, anyhow, ensure};
use tempfile::TempDir;

/// The board as in the manual, and the same board with the wiring of the chip.
const BOARDS: [&str; 2] = ["WIPY", "WIPY_SILICON"];

/// The speed at which the scripts run, which is the fastest.
const FASTEST: &str = "3600";

/// A folder with the files that the page's worker loads, in which Node treats them as modules.
struct Worker(TempDir);

impl Worker {
    fn new() -> Result<Self> {
        let page = env::var("PINSCOPE_PAGE").map_err(|_| anyhow!("no page to test: run `cargo xtask test`"))?;
        let folder = tempfile::tempdir()?;
        fs::write(folder.path().join("package.json"), r#"{"type": "module"}"#)?;
        for file in ["engine.js", "engine_bg.wasm"] {
            fs::copy(Path::new(&page).join(file), folder.path().join(file)).with_context(|| file.to_owned())?;
        }
        copy(&Path::new(&page).join("python"), &folder.path().join("python"))?;
        Ok(Self(folder))
    }

    /// Returns the output of a script on a board. `real_time` has the speed and how real time passes, as `run.mjs`
    /// takes them.
    fn run(&self, board: &str, script: &Path, real_time: &[&str]) -> Result<String> {
        let mut node = Command::new("node");
        node.arg(scripts().join("run.mjs")).arg(self.0.path()).arg(board).arg(script).args(real_time);
        output_of(node, script)
    }

    /// Returns the rows of a check of a script.
    fn check(&self, check: &Path, script: &Path) -> Result<String> {
        let mut node = Command::new("node");
        node.arg(scripts().join("run_check.mjs")).arg(self.0.path()).arg(check).arg(script);
        output_of(node, script)
    }
}

fn output_of(mut node: Command, script: &Path) -> Result<String> {
    let output = node.output().context("Node does not start")?;
    ensure!(output.status.success(), "{script:?}: {}", String::from_utf8_lossy(&output.stderr));
    Ok(String::from_utf8(output.stdout)?)
}

fn scripts() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("python")
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let to = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &to)?;
        } else {
            fs::copy(entry.path(), to)?;
        }
    }
    Ok(())
}

/// Reads the expected output: `NAME.BOARD.exp` if that board differs, otherwise `NAME.exp`.
fn expected(script: &Path, board: &str) -> Result<String> {
    let own = script.with_extension(format!("{board}.exp"));
    let file = if own.exists() { own } else { script.with_extension("exp") };
    fs::read_to_string(&file).with_context(|| format!("{file:?}"))
}

#[test]
fn a_script_prints_the_same_at_every_speed() -> Result<()> {
    let worker = Worker::new()?;
    let script = scripts().join("one_clock.py");
    for speed in ["1", "1000"] {
        assert_eq!(worker.run(BOARDS[0], &script, &[speed])?, expected(&script, BOARDS[0])?, "at speed {speed}");
    }
    Ok(())
}

#[test]
fn scripts_print_what_is_expected() -> Result<()> {
    let worker = Worker::new()?;
    let mut count = 0;
    for entry in fs::read_dir(scripts())? {
        let script = entry?.path();
        if script.extension().is_some_and(|extension| extension == "py") {
            // A script prints the same whether the machine lets the worker run all the time or only now and then.
            for (board, real_time) in [(BOARDS[0], &[FASTEST][..]), (BOARDS[1], &[FASTEST, "uneven"])] {
                let output = worker.run(board, &script, real_time)?;
                assert_eq!(output, expected(&script, board)?, "{script:?} on {board}");
            }
            count += 1;
        }
    }
    assert!(count >= 6, "only {count} scripts were found");
    Ok(())
}

#[test]
fn the_tests_of_a_check_have_the_rows_that_are_expected() -> Result<()> {
    let worker = Worker::new()?;
    let mut count = 0;
    for entry in fs::read_dir(scripts().join("checks"))? {
        let script = entry?.path();
        let check = script.with_extension("check.py");
        if check.exists() && script.extension().is_some_and(|extension| extension == "py") {
            assert_eq!(worker.check(&check, &script)?, fs::read_to_string(script.with_extension("exp"))?, "{script:?}");
            count += 1;
        }
    }
    assert!(count >= 7, "only {count} checks were found");
    Ok(())
}

#[test]
fn the_scripts_in_the_documentation_pass_their_checks() -> Result<()> {
    let worker = Worker::new()?;
    let folder = tempfile::tempdir()?;
    let (check, script) = (folder.path().join("check.py"), folder.path().join("script.py"));
    let blocks = include_str!("../../docs/teachers.md").split("```python\n").skip(1);
    let blocks: Vec<&str> = blocks.filter_map(|rest| rest.split("```").next()).collect();
    let [button, lights, period, blinks] = blocks[..] else { return Err(anyhow!("{} blocks", blocks.len())) };
    for (tests, code, rows) in [
        (button, lights, "passed test_dark_at_first\npassed test_press\n"),
        (period, blinks, "passed test_blinks\npassed test_period\n"),
        (
            period,
            lights,
            "failed test_blinks: the LED does not blink\n\
            failed test_period: The test itself failed in line 8: IndexError: list index out of range\n",
        ),
    ] {
        fs::write(&check, tests)?;
        fs::write(&script, code)?;
        assert_eq!(worker.check(&check, &script)?, rows, "{tests}");
    }
    Ok(())
}
