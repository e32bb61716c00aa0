//! The page's scripts made small, once Trunk is done: what was written by hand, and the glue that `wasm-bindgen` writes
//! beside each program.

use std::collections::BTreeSet;
use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::process::{program, run};

/// How many digits `wasm-bindgen` puts behind a name, for no two crates to share it.
const DIGITS: usize = 16;

/// Makes every script directly in `page` small, and the names by which a program and its glue know each other easy to
/// compress. `packages` holds esbuild.
pub fn shrink(page: &Path, packages: &Path) -> Result<()> {
    let scripts = scripts(page)?;
    let mut esbuild = program(packages.join(".bin/esbuild"));
    esbuild.args(["--minify", "--target=es2022", "--log-level=warning", "--allow-overwrite"]);
    esbuild.arg(format!("--outdir={}", page.display())).args(&scripts);
    run(&mut esbuild)?;
    scripts.iter().try_for_each(|script| number_names(script))
}

fn scripts(page: &Path) -> Result<Vec<PathBuf>> {
    let mut scripts = Vec::new();
    for entry in fs::read_dir(page).with_context(|| format!("cannot read {}", page.display()))? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "js") {
            scripts.push(path);
        }
    }
    Ok(scripts)
}

/// Puts numbers in place of the hashes in a glue and its program, where `script` is one. A number has as many digits
/// as a hash, so that every length in the program stays true.
fn number_names(script: &Path) -> Result<()> {
    let wasm = PathBuf::from(script.display().to_string().replace(".js", "_bg.wasm"));
    if !wasm.is_file() {
        return Ok(());
    }
    let mut glue = read(script)?;
    let mut program = read(&wasm)?;
    let numbered: BTreeSet<Vec<u8>> = hashes(&glue).map(|place| glue[place].to_vec()).collect();
    for bytes in [&mut glue, &mut program] {
        let places: Vec<_> = hashes(bytes).collect();
        for place in places {
            if let Some(number) = numbered.iter().position(|hash| *hash == bytes[place.clone()]) {
                bytes[place].copy_from_slice(format!("{number:0DIGITS$}").as_bytes());
            }
        }
    }
    write(script, &glue)?;
    write(&wasm, &program)
}

/// Where hashes are: sixteen hexadecimal digits behind an underline, and no more of them.
fn hashes(bytes: &[u8]) -> impl Iterator<Item = Range<usize>> {
    let is_digit = |byte: &u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
    let starts = bytes.iter().enumerate().filter(|(_, byte)| **byte == b'_').map(|(place, _)| place + 1);
    starts.filter_map(move |start| {
        let digits = bytes[start..].iter().take_while(|byte| is_digit(byte)).count();
        (digits == DIGITS).then_some(start..start + DIGITS)
    })
}

fn read(path: &Path) -> Result<Vec<u8>> {
    fs::read(path).with_context(|| format!("cannot read {}", path.display()))
}

fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    fs::write(path, bytes).with_context(|| format!("cannot write {}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_has_sixteen_digits_behind_an_underline() {
        let found = |text: &'static str| hashes(text.as_bytes()).map(|place| &text[place]).collect::<Vec<_>>();
        assert_eq!(found("a_0123456789abcdef(_0123456789abcde,_0123456789abcdef0"), ["0123456789abcdef"]);
        assert_eq!(found("x0123456789abcdef _0123456789abcdeg"), [""; 0]);
    }
}
