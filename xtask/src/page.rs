//! Builds the page into `dist/`, as `trunk build --release` does from the same `index.html`, and adds the script panel
//! and the interpreter. Trunk is not needed, because installing it takes longer than building the whole page.

mod assemble;
mod esbuild;
mod template;
mod trunk;

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::process::{cargo, run};
use crate::setup::{self, PAGE_TARGET};
use crate::steps::Step;
use crate::{files, fingerprint, image, paths, wasm};

/// The files and folders that the page is made from. When one of them changes, the page is built again.
const INPUTS: [&str; 18] = [
    ".cargo",
    "Cargo.lock",
    "Cargo.toml",
    "Trunk.toml",
    "core",
    "cpu",
    "emulator",
    "firmware",
    "image",
    "index.html",
    "package-lock.json",
    "rust-toolchain.toml",
    "web",
    "xtask/bindgen",
    "xtask/src/image.rs",
    "xtask/src/page",
    "xtask/src/page.rs",
    "xtask/src/wasm.rs",
];

/// The steps that build the page.
pub static STEPS: [Step; 6] = [
    Step {
        title: "adding the Rust target of the page",
        first_time: None,
        run: || setup::rust_target(PAGE_TARGET),
        advice: setup::RUSTUP_ADVICE,
    },
    Step {
        title: "installing the packages of package.json",
        first_time: None,
        run: || setup::npm_packages().map(drop),
        advice: setup::NPM_ADVICE,
    },
    Step {
        title: "compiling the page's programs",
        first_time: Some("about two minutes"),
        run: compile,
        advice: setup::CARGO_ADVICE,
    },
    Step {
        title: "compiling the program that connects them to JavaScript",
        first_time: Some("about a minute"),
        run: wasm::build_bindgen,
        advice: setup::CARGO_ADVICE,
    },
    Step {
        title: "compiling the firmware, which the page can run",
        first_time: Some("about a minute"),
        run: image::build,
        advice: setup::CARGO_ADVICE,
    },
    Step {
        title: "assembling the page",
        first_time: Some("about half a minute"),
        run: assemble,
        advice: "The messages above name the file or the tool that failed. `rm -r target/tools` makes the next run \
                 install the tools again.",
    },
];

/// Builds the page, unless it is up to date.
pub fn build() -> Result<()> {
    if is_up_to_date() {
        println!("The page is up to date");
        return Ok(());
    }
    STEPS.iter().try_for_each(Step::run)
}

/// Builds the page with Trunk, for a test that compares both pages, and returns its folder. Returns `None` if Trunk is
/// not installed.
pub fn build_with_trunk() -> Result<Option<PathBuf>> {
    trunk::build(&source_fingerprint()?)
}

/// Returns true if `dist/` contains the page of the present source. A page that Trunk built there does not count.
pub fn is_up_to_date() -> bool {
    let receipt = fs::read_to_string(receipt()).ok();
    receipt.is_some() && receipt == source_fingerprint().and_then(|source| receipt_text(&source)).ok()
}

/// Compiles the page's programs.
fn compile() -> Result<()> {
    let mut build = cargo(&[
        "build",
        "--release",
        "--package=pinscope-engine",
        "--package=pinscope-image-program",
        "--package=pinscope-ui",
        "--bins",
        "--target",
        PAGE_TARGET,
    ]);
    let source = source_fingerprint()?;
    // The source may change while it is compiled. Then the page is of the source before, and is not up to date.
    fs::write(compiled_source(), &source).context("cannot record the fingerprint of the source")?;
    // The page and its engine compare this when they connect, because a browser may have kept an old file of one of
    // them.
    build.env("PINSCOPE_BUILD", source);
    run(&mut build)
}

/// Makes the page from the compiled programs, the scripts and the styles.
fn assemble() -> Result<()> {
    let unfinished = paths::target().join("page");
    files::make_empty(&unfinished)?;
    assemble::assemble(&template::parse(&paths::read("index.html")?)?, &unfinished)?;
    add_interpreter(&unfinished)?;
    add_panels(&unfinished)?;
    add_images(&unfinished)?;
    files::remove(&paths::page())?;
    fs::rename(&unfinished, paths::page()).context("cannot move the page to dist/")?;
    let source = fs::read_to_string(compiled_source()).context("cannot read the fingerprint of the source")?;
    fs::write(receipt(), receipt_text(&source)?).context("cannot record the fingerprint of the page")
}

/// Adds the panels, and the terminal that all of them import.
fn add_panels(page: &Path) -> Result<()> {
    esbuild::bundle("web/panel/terminal.js", &page.join("terminal.js"), &[])?;
    let panels = [("panel", "script-panel"), ("serial", "serial-terminal"), ("firmware/panel", "firmware-panel")];
    for (script, bundle) in panels {
        let file = page.join(format!("{bundle}.js"));
        esbuild::bundle(&format!("web/panel/{script}.js"), &file, &["./terminal.js"])?;
    }
    Ok(())
}

/// Adds the images that the page offers to run.
fn add_images(page: &Path) -> Result<()> {
    let folder = page.join("firmware");
    files::make_empty(&folder)?;
    for board in image::Board::ALL {
        let name = format!("{}.elf", board.name());
        fs::copy(image::file(board, "elf"), folder.join(&name)).with_context(|| format!("cannot copy {name}"))?;
    }
    Ok(())
}

/// Adds the MicroPython interpreter to the page, and the scripts that run it.
fn add_interpreter(page: &Path) -> Result<()> {
    let folder = page.join("python");
    let external = ["./load_micropython.js", "./micropython.mjs", "node:fs/promises"];
    for script in ["runner.js", "check.js", "load_micropython.js"] {
        esbuild::bundle(&format!("web/python/{script}"), &folder.join(script), &external)?;
    }
    let package = setup::npm_packages()?.join("@micropython/micropython-webassembly-pyscript");
    for file in ["micropython.mjs", "micropython.wasm"] {
        fs::copy(package.join(file), folder.join(file)).with_context(|| format!("cannot copy {file}"))?;
    }
    Ok(())
}

fn receipt() -> PathBuf {
    paths::target().join("page-receipt.txt")
}

/// Returns the file with the fingerprint of the source that was compiled last.
fn compiled_source() -> PathBuf {
    paths::target().join("page-source.txt")
}

/// Returns a text that identifies both the source, which has this fingerprint, and the page that was made from it.
fn receipt_text(source: &str) -> Result<String> {
    Ok(format!("{source}\n{}", fingerprint::for_paths(&[paths::page()])?))
}

fn source_fingerprint() -> Result<String> {
    fingerprint::for_paths(&INPUTS.map(paths::path))
}
