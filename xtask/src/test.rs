//! `cargo xtask test` runs every check and every test. CI runs exactly this.

use std::process::Command;
use std::time::Instant;

use anyhow::{Result, ensure};

use crate::bridge::Bridge;
use crate::process::{self, cargo};
use crate::serve::{self, Server};
use crate::setup::{self, CHROMEDRIVER, FIRMWARE_TARGET, PAGE_TARGET};
use crate::steps::{self, Step};
use crate::{image, library, page, paths, site, size, tidy, workflows};

/// A step, and the name by which it can be run alone.
struct NamedStep(&'static str, Step);

/// Every check and test, with quick failures first. All installations come before, so that a missing tool is reported
/// in the first minutes.
static STEPS: [NamedStep; 17] = [
    NamedStep(
        "setup",
        Step {
            title: "installing the Debian packages of the tests",
            first_time: Some("about a minute"),
            run: setup::test_packages,
            advice: "The messages above are those of `apt-get`. CONTRIBUTING.md lists what the tests need.",
        },
    ),
    NamedStep(
        "setup",
        Step {
            title: "adding Rust's targets and components",
            first_time: None,
            run: set_up_compilers,
            advice: setup::RUSTUP_ADVICE,
        },
    ),
    NamedStep(
        "setup",
        Step {
            title: "installing the packages of package.json",
            first_time: None,
            run: || setup::npm_packages().map(drop),
            advice: setup::NPM_ADVICE,
        },
    ),
    NamedStep(
        "setup",
        Step {
            title: "building the test runner of wasm-bindgen",
            first_time: Some("about two minutes"),
            run: || setup::wasm_bindgen().map(drop),
            advice: setup::CARGO_ADVICE,
        },
    ),
    NamedStep(
        "setup",
        Step {
            title: "building geckodriver, which drives Firefox",
            first_time: Some("about two minutes"),
            run: || setup::geckodriver().map(drop),
            advice: setup::CARGO_ADVICE,
        },
    ),
    NamedStep(
        "fmt",
        Step {
            title: "checking the formatting",
            first_time: None,
            run: fmt,
            advice: "`cargo fmt --all` formats everything.",
        },
    ),
    NamedStep(
        "tidy",
        Step {
            title: "checking the rules of the project",
            first_time: None,
            run: tidy::run,
            advice: "The message names the file and the rule.",
        },
    ),
    NamedStep(
        "workflows",
        Step {
            title: "checking the workflows of GitHub Actions",
            first_time: None,
            run: workflows::check,
            advice: "The message names the file and the line.",
        },
    ),
    NamedStep(
        "clippy",
        Step {
            title: "linting every crate for every target",
            first_time: Some("about three minutes"),
            run: clippy,
            advice: setup::CARGO_ADVICE,
        },
    ),
    NamedStep(
        "doc",
        Step {
            title: "building the documentation",
            first_time: Some("about a minute"),
            run: doc,
            advice: setup::CARGO_ADVICE,
        },
    ),
    NamedStep(
        "publish",
        Step {
            title: "packing the two libraries as a registry would",
            first_time: Some("about half a minute"),
            run: library::publish,
            advice: setup::CARGO_ADVICE,
        },
    ),
    NamedStep(
        "oldest-rust",
        Step {
            title: "checking the two libraries with the oldest Rust that they name",
            first_time: Some("about a minute"),
            run: library::oldest_rust,
            advice: setup::CARGO_ADVICE,
        },
    ),
    NamedStep(
        "build",
        Step {
            title: "building the page",
            first_time: Some("about two minutes"),
            run: page::build,
            advice: setup::CARGO_ADVICE,
        },
    ),
    NamedStep(
        "image",
        Step {
            title: "building the firmware of every board",
            first_time: Some("about half a minute"),
            run: image::build,
            advice: setup::CARGO_ADVICE,
        },
    ),
    NamedStep(
        "size",
        Step {
            title: "comparing the firmware and the page's tab for it with their budgets",
            first_time: None,
            run: size::check,
            advice: "Make the firmware smaller, or change the budget with a reason.",
        },
    ),
    NamedStep(
        "host",
        Step {
            title: "running every test of this machine, including those of browsers and QEMU",
            first_time: Some("about fifteen minutes"),
            run: host,
            advice: TEST_ADVICE,
        },
    ),
    NamedStep(
        "wasm",
        Step {
            title: "running the specification as WebAssembly in Chromium",
            first_time: Some("about two minutes"),
            run: wasm,
            advice: TEST_ADVICE,
        },
    ),
];

/// Steps that run only when they are named: parts of other steps, and one that takes minutes more.
static PARTS: [NamedStep; 3] = [
    NamedStep(
        "page",
        Step { title: "running the tests of the page", first_time: None, run: page_tests, advice: TEST_ADVICE },
    ),
    NamedStep(
        "firmware",
        Step {
            title: "running the tests of the firmware in QEMU",
            first_time: None,
            run: firmware,
            advice: TEST_ADVICE,
        },
    ),
    NamedStep(
        "long",
        Step {
            title: "comparing ten times as many register operations with QEMU",
            first_time: None,
            run: long,
            advice: TEST_ADVICE,
        },
    ),
];

const TEST_ADVICE: &str = "The messages above name each test that failed and say why.";

/// Runs all steps, or those with this name after the steps that they need. If `long`, runs the long step too.
pub fn run(name: Option<String>, long: bool) -> Result<()> {
    let start = Instant::now();
    let mut chosen = match name {
        None => STEPS.iter().map(|NamedStep(_, step)| step).collect(),
        Some(name) => choose(&name)?,
    };
    if long {
        chosen.extend(with_name("long"));
    }
    steps::run(&chosen)?;
    println!("\nEverything passed in {:.0} s", start.elapsed().as_secs_f64());
    Ok(())
}

/// Returns the steps with this name, after the builds that they need.
fn choose(name: &str) -> Result<Vec<&'static Step>> {
    let builds: &[&str] = match name {
        "host" | "page" | "size" => &["build", "image"],
        "firmware" => &["image"],
        _ => &[],
    };
    let steps = with_name(name);
    ensure!(!steps.is_empty(), "there is no step `{name}`, only {}", names().join(", "));
    Ok(builds.iter().flat_map(|build| with_name(build)).chain(steps).collect())
}

fn with_name(name: &str) -> Vec<&'static Step> {
    STEPS.iter().chain(&PARTS).filter(|NamedStep(given, _)| *given == name).map(|NamedStep(_, step)| step).collect()
}

fn names() -> Vec<&'static str> {
    let mut names: Vec<_> = STEPS.iter().chain(&PARTS).map(|NamedStep(name, _)| *name).collect();
    names.dedup();
    names
}

fn fmt() -> Result<()> {
    setup::rust_components()?;
    process::run(&mut cargo(&["fmt", "--all", "--check"]))
}

fn clippy() -> Result<()> {
    set_up_compilers()?;
    let lint = |crates: &[&str]| process::run(&mut cargo(&[&["clippy"], crates, &["--", "--deny=warnings"]].concat()));
    lint(&[HOST, &["--all-targets"]].concat())?;
    let wasm = ["--target", PAGE_TARGET];
    lint(
        &[
            &wasm[..],
            &[
                "--package=pinscope-protocol",
                "--package=pinscope-engine",
                "--package=pinscope-ui",
                "--package=pinscope-core",
                "--package=pinscope-emulator",
                "--package=pinscope-cpu",
                "--package=pinscope-image",
                "--package=pinscope-image-program",
            ],
        ]
        .concat(),
    )?;
    lint(&[&wasm[..], &["--package=pinscope-tests", "--lib", "--tests"]].concat())?;
    lint(&["--target", FIRMWARE_TARGET, "--package=pinscope-firmware", "--package=pinscope-core"])
}

fn doc() -> Result<()> {
    set_up_compilers()?;
    let document = |crates: &[&str]| {
        process::run(cargo(&[&["doc", "--no-deps"], crates].concat()).env("RUSTDOCFLAGS", "--deny=warnings"))
    };
    document(&[HOST, &["--all-features"]].concat())?;
    document(&[
        "--target",
        PAGE_TARGET,
        "--package=pinscope-protocol",
        "--package=pinscope-engine",
        "--package=pinscope-ui",
    ])?;
    document(&["--target", FIRMWARE_TARGET, "--package=pinscope-firmware"])
}

/// Runs all tests of this machine, including those that drive a browser or QEMU. A failure does not keep the tests of
/// the other crates from running, so that one run names every test that fails.
fn host() -> Result<()> {
    test_builds(cargo(&[&["test", "--no-fail-fast"], HOST].concat()))
}

fn page_tests() -> Result<()> {
    test_builds(cargo(&["test", "--package=pinscope-tests", "--test=page"]))
}

fn firmware() -> Result<()> {
    setup::test_packages()?;
    image::build_examples()?;
    let mut tests = cargo(&["test", "--package=pinscope-tests", "--test=firmware"]);
    tests.env("PINSCOPE_XTASK", std::env::current_exe()?);
    process::run(tests.env("PINSCOPE_FIRMWARE", paths::images()))
}

/// Runs the tests that run as WebAssembly inside a browser.
fn wasm() -> Result<()> {
    setup::test_packages()?;
    setup::rust_target(PAGE_TARGET)?;
    let runner = setup::wasm_bindgen()?.join("wasm-bindgen-test-runner");
    process::run(
        cargo(&["test", "--package=pinscope-tests", "--target", PAGE_TARGET, "--test=spec"])
            .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", runner)
            .env("CHROMEDRIVER", CHROMEDRIVER)
            // This is the number of seconds that all tests together may take on a busy machine.
            .env("WASM_BINDGEN_TEST_TIMEOUT", "120"),
    )
}

/// Compares ten times as many register operations with QEMU.
fn long() -> Result<()> {
    setup::test_packages()?;
    process::run(
        cargo(&["test", "--package=pinscope-tests", "--test=qemu_differential"]).env("PINSCOPE_OPERATIONS", "200000"),
    )
}

/// The packages that this machine can run: all but the firmware.
const HOST: &[&str] = &["--workspace", "--exclude=pinscope-firmware"];

fn set_up_compilers() -> Result<()> {
    setup::rust_components()?;
    setup::rust_target(PAGE_TARGET)?;
    setup::rust_target(FIRMWARE_TARGET)
}

/// Runs tests that need the built page at an address, served as by `play`, and the paths of the built firmware and of
/// the tools that only tests need.
fn test_builds(mut tests: Command) -> Result<()> {
    setup::test_packages()?;
    image::build_examples()?;
    let server = Server::start(serve::listen_locally()?, paths::page())?;
    tests.env("PINSCOPE_PAGE", paths::page()).env("PINSCOPE_SITE", site::write()?);
    tests.env("PINSCOPE_URL", server.url()).env("PINSCOPE_FIRMWARE", paths::images());
    // This serves the same page with a bridge to the board that a test starts at this socket.
    let socket = std::env::temp_dir().join(format!("pinscope-board-{}", std::process::id()));
    let bridge = Bridge::start(&socket)?;
    tests.env("PINSCOPE_BRIDGE_URL", bridge.url()).env("PINSCOPE_BRIDGE_SOCKET", socket);
    if let Some(page) = page::build_with_trunk()? {
        tests.env("PINSCOPE_TRUNK_PAGE", page);
    }
    tests.env("PINSCOPE_XTASK", std::env::current_exe()?);
    tests.env("PINSCOPE_GECKODRIVER", setup::geckodriver()?.join("geckodriver"));
    tests.env("PINSCOPE_AXE", setup::npm_packages()?.join("axe-core/axe.min.js"));
    process::run(&mut tests)
}
