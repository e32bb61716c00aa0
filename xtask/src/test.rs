//! `cargo xtask test`: every check and every test, in the order in which they are quick to fail. CI runs exactly this.

use std::process::Command;
use std::time::Instant;

use anyhow::{Context, Result};

use crate::process::{self, cargo};
use crate::serve::{self, Server};
use crate::setup::{self, CHROMEDRIVER, FIRMWARE_TARGET, PAGE_TARGET};
use crate::{bridge, build, image, project, site, size, tidy, workflows};

/// One thing that is checked or tested.
struct Step {
    name: &'static str,
    run: fn() -> Result<()>,
    /// What it tests, if that has to be built.
    build: Option<&'static Step>,
}

/// What a full run does.
static STEPS: [Step; 10] = [
    Step::new("setup", set_up),
    Step::new("fmt", fmt),
    Step::new("tidy", tidy::run),
    Step::new("workflows", workflows::check),
    Step::new("clippy", clippy),
    Step::new("doc", doc),
    Step::new("build", build::run),
    Step::of("size", &IMAGE, size::check),
    Step::of("host", &BUILD, host),
    Step::new("wasm", wasm),
];

/// Parts of `host`, for whoever works on one of them.
static PARTS: [Step; 2] = [Step::of("page", &BUILD, page), Step::of("firmware", &IMAGE, firmware)];

static BUILD: Step = Step::new("build", build::run);
static IMAGE: Step = Step::new("image", image::build);

/// What takes minutes more, and is done only when asked for.
const LONG: Step = Step::new("long", long);

/// Runs all steps, or the named one with the build it needs, and the long one after them if it is asked for.
pub fn run(name: Option<String>, long: bool) -> Result<()> {
    let start = Instant::now();
    match name {
        None => STEPS.iter().try_for_each(Step::run)?,
        Some(name) => {
            let step = STEPS.iter().chain(&PARTS).find(|step| step.name == name);
            let step = step.with_context(|| unknown(&name))?;
            if let Some(build) = step.build {
                build.run()?;
            }
            step.run()?;
        }
    }
    if long {
        LONG.run()?;
    }
    println!("\nEverything passed in {:.0} s", start.elapsed().as_secs_f64());
    Ok(())
}

impl Step {
    const fn new(name: &'static str, run: fn() -> Result<()>) -> Self {
        Self { name, run, build: None }
    }

    const fn of(name: &'static str, build: &'static Step, run: fn() -> Result<()>) -> Self {
        Self { name, run, build: Some(build) }
    }

    fn run(&self) -> Result<()> {
        println!("\n== {}", self.name);
        let start = Instant::now();
        (self.run)().with_context(|| format!("step `{}`", self.name))?;
        println!("== {}: {:.1} s", self.name, start.elapsed().as_secs_f64());
        Ok(())
    }
}

fn unknown(name: &str) -> String {
    let names: Vec<_> = STEPS.iter().chain(&PARTS).map(|step| step.name).collect();
    format!("there is no step `{name}`, only {}", names.join(", "))
}

/// Everything any step needs, so that what cannot be set up is known before the first minutes have passed.
fn set_up() -> Result<()> {
    setup::test_packages()?;
    setup::rust_components()?;
    setup::rust_target(PAGE_TARGET)?;
    setup::rust_target(FIRMWARE_TARGET)?;
    setup::npm_packages()?;
    setup::wasm_bindgen()?;
    setup::geckodriver()?;
    Ok(())
}

fn fmt() -> Result<()> {
    setup::rust_components()?;
    process::run(&mut cargo(&["fmt", "--all", "--check"]))
}

fn clippy() -> Result<()> {
    set_up_compilers()?;
    let lint = |what: &[&str]| process::run(&mut cargo(&[&["clippy"], what, &["--", "--deny=warnings"]].concat()));
    lint(&[HOST, &["--all-targets"]].concat())?;
    let wasm = ["--target", PAGE_TARGET];
    lint(&[&wasm[..], &["--package=pinscope-web", "--package=pinscope-core", "--package=pinscope-emulator"]].concat())?;
    lint(&[&wasm[..], &["--package=pinscope-tests", "--lib", "--tests"]].concat())?;
    lint(&["--target", FIRMWARE_TARGET, "--package=pinscope-firmware", "--package=pinscope-core"])
}

fn doc() -> Result<()> {
    set_up_compilers()?;
    let document = |what: &[&str]| {
        process::run(cargo(&[&["doc", "--no-deps"], what].concat()).env("RUSTDOCFLAGS", "--deny=warnings"))
    };
    document(HOST)?;
    document(&["--target", PAGE_TARGET, "--package=pinscope-web"])?;
    document(&["--target", FIRMWARE_TARGET, "--package=pinscope-firmware"])
}

/// All tests that run on this machine, those that drive a browser or QEMU among them.
fn host() -> Result<()> {
    test_builds(cargo(&[&["test"], HOST].concat()))
}

fn page() -> Result<()> {
    test_builds(cargo(&["test", "--package=pinscope-tests", "--test=page"]))
}

fn firmware() -> Result<()> {
    setup::test_packages()?;
    image::build_cost()?;
    let mut tests = cargo(&["test", "--package=pinscope-tests", "--test=firmware"]);
    process::run(tests.env("PINSCOPE_FIRMWARE", project::images()))
}

/// The tests that run inside a browser, as WebAssembly.
fn wasm() -> Result<()> {
    setup::test_packages()?;
    setup::rust_target(PAGE_TARGET)?;
    let runner = setup::wasm_bindgen()?.join("wasm-bindgen-test-runner");
    process::run(
        cargo(&["test", "--package=pinscope-tests", "--target", PAGE_TARGET, "--test=spec"])
            .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", runner)
            .env("CHROMEDRIVER", CHROMEDRIVER)
            // Seconds for all tests together, on a busy machine.
            .env("WASM_BINDGEN_TEST_TIMEOUT", "120"),
    )
}

/// The second opinion of QEMU on ten times as many register operations.
fn long() -> Result<()> {
    setup::test_packages()?;
    process::run(
        cargo(&["test", "--package=pinscope-tests", "--test=second_opinion"]).env("PINSCOPE_OPERATIONS", "200000"),
    )
}

/// The crates that this machine can run: all but the page and the firmware.
const HOST: &[&str] = &["--workspace", "--exclude=pinscope-web", "--exclude=pinscope-firmware"];

fn set_up_compilers() -> Result<()> {
    setup::rust_components()?;
    setup::rust_target(PAGE_TARGET)?;
    setup::rust_target(FIRMWARE_TARGET)
}

/// Runs tests that find the built page at an address, served as `play` serves it, and by their paths the built firmware
/// and the tools that only tests need.
fn test_builds(mut tests: Command) -> Result<()> {
    setup::test_packages()?;
    image::build_cost()?;
    let server = Server::start(serve::listen(0)?, project::page())?;
    tests.env("PINSCOPE_PAGE", project::page()).env("PINSCOPE_SITE", site::write()?);
    tests.env("PINSCOPE_URL", server.url()).env("PINSCOPE_FIRMWARE", project::images());
    // The same page with a bridge, to whichever board a test starts at this socket.
    let socket = std::env::temp_dir().join(format!("pinscope-board-{}", std::process::id()));
    let bridge = bridge::start(serve::listen(0)?, project::page(), bridge::Board::Socket(socket.clone()))?;
    tests.env("PINSCOPE_BRIDGE_URL", bridge.url()).env("PINSCOPE_BRIDGE_SOCKET", socket);
    tests.env("PINSCOPE_XTASK", std::env::current_exe()?);
    tests.env("PINSCOPE_GECKODRIVER", setup::geckodriver()?.join("geckodriver"));
    tests.env("PINSCOPE_AXE", setup::npm_packages()?.join("axe-core/axe.min.js"));
    process::run(&mut tests)
}
