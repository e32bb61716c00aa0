//! Measures QEMU with the loops of the interpreter, by the time that whole runs take. Prints nanoseconds of an
//! instruction as JSON.

use std::path::Path;
use std::process::Command;
use std::time::Instant;
use std::{env, fs};

use anyhow::{Context as _, Result, ensure};
use pinscope_bench::machine_code::{COMPUTE, IMAGE_BASE, Loop, TOGGLE};
use serde_json::json;

/// Number of runs of which a figure is the median.
const RUNS: usize = 5;
/// The numbers of turns in two runs. The second one takes some seconds, and the start of QEMU is in both.
const TURNS: [u32; 2] = [1, 10_000_000];

fn main() -> Result<()> {
    let figures = [TOGGLE, COMPUTE].map(|code| Ok((code.name.to_owned(), json!(nanoseconds(&code)?))));
    let figures = figures.into_iter().collect::<Result<serde_json::Map<_, _>>>()?;
    println!("{}", json!(figures));
    Ok(())
}

/// Returns the nanoseconds of an instruction.
fn nanoseconds(code: &Loop) -> Result<f64> {
    let once = || -> Result<f64> {
        let [short, long] = TURNS.map(|turns| run(code, turns));
        Ok((long? - short?) / f64::from((TURNS[1] - TURNS[0]) * code.instructions))
    };
    let mut all = (0..RUNS).map(|_| once()).collect::<Result<Vec<_>>>()?;
    all.sort_by(f64::total_cmp);
    Ok(all[RUNS / 2])
}

/// Runs QEMU until the loop has made its turns, and returns the nanoseconds that this takes.
fn run(code: &Loop, turns: u32) -> Result<f64> {
    let folder = env::temp_dir().join(format!("pinscope-bench-{}", std::process::id()));
    fs::create_dir_all(&folder)?;
    let image = code.image(&[], turns);
    let (vectors_file, image_file) = (folder.join("vectors.bin"), folder.join("image.bin"));
    fs::write(&vectors_file, &image[..8])?;
    fs::write(&image_file, &image)?;
    let loader = |file: &Path, address: u32| format!("loader,file={},addr={address:#x},force-raw=on", file.display());
    let mut qemu = Command::new("qemu-system-arm");
    qemu.args(["-machine", "lm3s6965evb", "-nographic", "-monitor", "none", "-serial", "none"]);
    qemu.args(["-semihosting-config", "enable=on,target=native"]);
    qemu.args(["-device", &loader(&vectors_file, 0), "-device", &loader(&image_file, IMAGE_BASE)]);
    let start = Instant::now();
    let status = qemu.status().context("cannot start qemu-system-arm")?;
    let elapsed = start.elapsed();
    fs::remove_dir_all(&folder)?;
    ensure!(status.success(), "QEMU has ended with {status}");
    Ok(elapsed.as_nanos() as f64)
}
