//! Builds the page into `dist/`.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result};

use crate::process::{cargo, program, run, search_first};
use crate::setup::{self, PAGE_TARGET};
use crate::small::{self, small};
use crate::{fingerprint, glue, project};

/// All that the page is made of, besides the tools.
const INGREDIENTS: [&str; 9] = [
    ".cargo",
    "Cargo.lock",
    "Cargo.toml",
    "Trunk.toml",
    "core",
    "emulator",
    "index.html",
    "rust-toolchain.toml",
    "web",
];

/// Builds the release page with the tools of this project, and with none that the machine may have besides.
pub fn build() -> Result<()> {
    let tools = setup::page_tools()?;
    let ingredients = ingredients(&tools)?;
    if is_up_to_date(&ingredients) {
        println!("The page is up to date");
        return Ok(());
    }
    println!("Building the page");
    // Trunk is kept offline so that it downloads no tools of its own, and it keeps cargo offline with it.
    run(&mut cargo(&["fetch", "--quiet", "--target", PAGE_TARGET]))?;
    let mut trunk = program("trunk");
    trunk.args(["build", "--release", "--offline"]);
    // Page and engine greet each other with it.
    trunk.env("PINSCOPE_BUILD", format!("{:016x}", fingerprint::of(&INGREDIENTS.map(project::path))?));
    run(search_first(small(&mut trunk), &tools)?)?;
    glue::shrink(&project::page(), &setup::npm_packages()?)?;
    add_interpreter()?;
    add_panel()?;
    fs::write(receipt(), with_result(&ingredients)?).context("cannot note what the page was built from")
}

/// Puts what runs scripts beside the page, in one file with its library, and the interpreter beside it.
fn add_interpreter() -> Result<()> {
    let others = ["--external:./micropython.mjs", "--external:node:fs/promises"];
    bundle("web/script/run.js", "script/run.js", &others)?;
    let package = setup::npm_packages()?.join("@micropython/micropython-webassembly-pyscript");
    for file in ["micropython.mjs", "micropython.wasm"] {
        let to = project::page().join("script").join(file);
        fs::copy(package.join(file), to).with_context(|| format!("cannot copy {file}"))?;
    }
    Ok(())
}

/// Puts the script panel beside the page, in one file with the editor and the terminal it is made of.
fn add_panel() -> Result<()> {
    bundle("web/panel/panel.js", "script-panel.js", &[])
}

/// Puts a script and all that it imports into one file of the page; what it loads later may stay `others`.
fn bundle(script: &str, file: &str, others: &[&str]) -> Result<()> {
    let packages = setup::npm_packages()?;
    let mut esbuild = program(packages.join(".bin/esbuild"));
    esbuild.args(["--bundle", "--format=esm", "--target=es2022", "--minify", "--log-level=warning"]);
    esbuild.args(["--loader:.py=text", "--loader:.css=text"]);
    esbuild.args(others).arg(project::path(script));
    esbuild.arg(format!("--outfile={}", project::page().join(file).display()));
    run(esbuild.env("NODE_PATH", packages))
}

/// Trunk optimizes the page anew each time it is asked, so it is not asked when nothing changed. The receipt covers
/// what is in `dist/` too: a page that `trunk serve` left there is not this one.
fn is_up_to_date(ingredients: &str) -> bool {
    let noted = fs::read_to_string(receipt()).ok();
    noted.is_some() && noted == with_result(ingredients).ok()
}

fn receipt() -> PathBuf {
    project::target().join("page-receipt.txt")
}

fn ingredients(tools: &[PathBuf]) -> Result<String> {
    let files = fingerprint::of(&INGREDIENTS.map(project::path))?;
    Ok(format!("{files:x}\n{tools:?}\n{:?}", small::COMPILER))
}

fn with_result(ingredients: &str) -> Result<String> {
    Ok(format!("{ingredients}\n{:x}", fingerprint::of(&[project::page()])?))
}
