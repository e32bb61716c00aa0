//! Compiles Rust statements and runs the program.

use std::fmt::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::{env, fs};

use anyhow::{Context as _, Result, ensure};
use pinscope_core::Profile;

/// Compiles each of `texts` as the body of a function, runs each on a board that has just started, and returns the
/// resulting states as text.
pub fn run(texts: &[(Profile, String)]) -> Result<Vec<String>> {
    let folder = tempfile::tempdir()?;
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().context("the workspace has a root")?;
    fs::create_dir(folder.path().join("src"))?;
    fs::write(folder.path().join("Cargo.toml"), manifest(root))?;
    fs::copy(root.join("Cargo.lock"), folder.path().join("Cargo.lock"))?;
    fs::write(folder.path().join("src/state.rs"), include_str!("state.rs"))?;
    fs::write(folder.path().join("src/main.rs"), program(texts)?)?;
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut run = Command::new(cargo);
    run.args(["run", "--quiet", "--offline"]).current_dir(folder.path());
    // The target directory is kept, so that the next run compiles only the program itself.
    run.env("CARGO_TARGET_DIR", Path::new(env!("CARGO_TARGET_TMPDIR")).join("code"));
    let output = run.stderr(Stdio::inherit()).output().context("cannot run cargo")?;
    ensure!(output.status.success(), "the compiler or the program failed: {}", output.status);
    Ok(String::from_utf8(output.stdout)?.lines().map(str::to_owned).collect())
}

fn manifest(root: &Path) -> String {
    format!(
        "[workspace]\n\n[package]\nname = \"shown\"\nedition = \"2024\"\n\n[dependencies]\n\
         pinscope-core = {{ path = {:?} }}\npinscope-emulator = {{ path = {:?} }}\n\
         pinscope-protocol = {{ path = {:?} }}\n\n[profile.dev]\ndebug = false\n",
        root.join("core"),
        root.join("emulator"),
        root.join("web/protocol"),
    )
}

fn program(texts: &[(Profile, String)]) -> Result<String> {
    let mut program = "#![allow(unused_mut)]\nmod state;\n".to_owned();
    for (place, (profile, text)) in texts.iter().enumerate() {
        write!(
            program,
            "fn case_{place}() -> Result<state::State, pinscope_core::Error> {{\n\
             let mut state = state::State::started(pinscope_core::Profile::{profile:?});\n\
             let (board, mut handlers) = (state.machine.board(), state.handlers);\n\
             {{\n{text}}}\nstate.handlers = handlers;\nOk(state)\n}}\n"
        )?;
    }
    // The functions are called from a table, because all their states together would be too large for one stack frame.
    program.push_str("fn main() -> Result<(), pinscope_core::Error> {\nlet cases: &[fn() -> _] = &[");
    for place in 0..texts.len() {
        write!(program, "case_{place}, ")?;
    }
    program.push_str("];\ncases.iter().try_for_each(|case| Ok(println!(\"{}\", case()?)))\n}\n");
    Ok(program)
}
