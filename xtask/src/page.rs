//! Builds the page into `dist/`, as `trunk build --release` does from the same `index.html`, and adds the script panel and
//! the interpreter. It needs no Trunk, which takes longer to install than the whole page takes to build.

mod assemble;
mod esbuild;
mod template;

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::files;
use crate::process::{cargo, run};
use crate::setup::{self, PAGE_TARGET};
use crate::{fingerprint, project};

/// Everything the page is made from: when any of it changes, the page is built again.
const INGREDIENTS: [&str; 12] = [
    ".cargo",
    "Cargo.lock",
    "Cargo.toml",
    "Trunk.toml",
    "core",
    "emulator",
    "index.html",
    "package-lock.json",
    "rust-toolchain.toml",
    "web",
    "xtask/src/page",
    "xtask/src/wasm.rs",
];

/// Builds the page, unless it is there already.
pub fn build() -> Result<()> {
    if is_up_to_date() {
        println!("The page is up to date");
        return Ok(());
    }
    setup::rust_target(PAGE_TARGET)?;
    setup::npm_packages()?;
    compile()?;
    assemble()
}

/// Returns whether `dist/` holds the page that the present source makes. A page that Trunk left there does not count.
pub fn is_up_to_date() -> bool {
    let receipt = fs::read_to_string(receipt()).ok();
    receipt.is_some() && receipt == receipt_text().ok()
}

/// Compiles the page's programs.
pub fn compile() -> Result<()> {
    let mut build = cargo(&["build", "--release", "--package=pinscope-web", "--bins", "--target", PAGE_TARGET]);
    // The page and its engine compare it when they meet, since a browser may have kept an old part of one of them.
    build.env("PINSCOPE_BUILD", source_fingerprint()?);
    run(&mut build)
}

/// Makes the page from the compiled programs, the scripts and the styles.
pub fn assemble() -> Result<()> {
    let unfinished = project::target().join("page");
    files::make_empty(&unfinished)?;
    assemble::assemble(&template::parse(&project::read("index.html")?)?, &unfinished)?;
    add_interpreter(&unfinished)?;
    esbuild::bundle("web/panel/panel.js", &unfinished.join("script-panel.js"), &[])?;
    files::remove(&project::page())?;
    fs::rename(&unfinished, project::page()).context("cannot put the page in its place")?;
    fs::write(receipt(), receipt_text()?).context("cannot record what the page was built from")
}

/// Puts the MicroPython interpreter into the page, and beside it the script that runs programs with it.
fn add_interpreter(page: &Path) -> Result<()> {
    esbuild::bundle("web/script/run.js", &page.join("script/run.js"), &["./micropython.mjs", "node:fs/promises"])?;
    let package = setup::npm_packages()?.join("@micropython/micropython-webassembly-pyscript");
    for file in ["micropython.mjs", "micropython.wasm"] {
        fs::copy(package.join(file), page.join("script").join(file)).with_context(|| format!("cannot copy {file}"))?;
    }
    Ok(())
}

fn receipt() -> PathBuf {
    project::target().join("page-receipt.txt")
}

/// Identifies both the source and the page that was made of it.
fn receipt_text() -> Result<String> {
    Ok(format!("{}\n{}", source_fingerprint()?, fingerprint::of(&[project::page()])?))
}

fn source_fingerprint() -> Result<String> {
    fingerprint::of(&INGREDIENTS.map(project::path))
}
