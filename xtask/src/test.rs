//! `cargo xtask test`: every check and every test. CI runs exactly this.

use std::process::Command;
use std::time::Instant;

use anyhow::{Result, ensure};

use crate::process::{self, cargo};
use crate::serve::{self, Server};
use crate::setup::{self, CHROMEDRIVER, FIRMWARE_TARGET, PAGE_TARGET};
use crate::steps::{self, Step};
use crate::{bridge, image, library, page, project, site, size, tidy, workflows};

/// A step that is carried out by the name it has here.
struct Named(&'static str, Step);

/// Everything that is checked and tested, quick failures first. All of the setup comes before anything else, so that what
/// cannot be set up is known before the first minutes have passed.
static STEPS: [Named; 17] = [
    Named(
        "setup",
        Step {
            title: "installing the Debian packages of the tests",
            first_time: Some("about a minute"),
            run: setup::test_packages,
            advice: "The README names the packages, and what to install elsewhere than on Debian.",
        },
    ),
    Named(
        "setup",
        Step {
            title: "adding Rust's targets and components",
            first_time: None,
            run: set_up_compilers,
            advice: setup::RUSTUP_ADVICE,
        },
    ),
    Named(
        "setup",
        Step {
            title: "installing the packages of package.json",
            first_time: None,
            run: || setup::npm_packages().map(drop),
            advice: setup::NPM_ADVICE,
        },
    ),
    Named(
        "setup",
        Step {
            title: "building the test runner of wasm-bindgen",
            first_time: Some("about two minutes"),
            run: || setup::wasm_bindgen().map(drop),
            advice: setup::CARGO_ADVICE,
        },
    ),
    Named(
        "setup",
        Step {
            title: "building geckodriver, which drives Firefox",
            first_time: Some("about two minutes"),
            run: || setup::geckodriver().map(drop),
            advice: setup::CARGO_ADVICE,
        },
    ),
    Named(
        "fmt",
        Step {
            title: "checking the formatting",
            first_time: None,
            run: fmt,
            advice: "`cargo fmt --all` formats everything.",
        },
    ),
    Named(
        "tidy",
        Step {
            title: "checking the rules of the project",
            first_time: None,
            run: tidy::run,
            advice: "The message names the file and the rule.",
        },
    ),
    Named(
        "workflows",
        Step {
            title: "checking the workflows of GitHub Actions",
            first_time: None,
            run: workflows::check,
            advice: "The message names the file and the line.",
        },
    ),
    Named(
        "clippy",
        Step {
            title: "linting every crate for every target",
            first_time: Some("about three minutes"),
            run: clippy,
            advice: setup::CARGO_ADVICE,
        },
    ),
    Named(
        "doc",
        Step {
            title: "building the documentation",
            first_time: Some("about a minute"),
            run: doc,
            advice: setup::CARGO_ADVICE,
        },
    ),
    Named(
        "publish",
        Step {
            title: "packing the two libraries as a registry would",
            first_time: Some("about half a minute"),
            run: library::publish,
            advice: setup::CARGO_ADVICE,
        },
    ),
    Named(
        "oldest-rust",
        Step {
            title: "checking the two libraries with the oldest Rust that they name",
            first_time: Some("about a minute"),
            run: library::oldest_rust,
            advice: setup::CARGO_ADVICE,
        },
    ),
    Named(
        "build",
        Step {
            title: "building the page",
            first_time: Some("about two minutes"),
            run: page::build,
            advice: setup::CARGO_ADVICE,
        },
    ),
    Named(
        "image",
        Step {
            title: "building the firmware of every board",
            first_time: Some("about half a minute"),
            run: image::build,
            advice: setup::CARGO_ADVICE,
        },
    ),
    Named(
        "size",
        Step {
            title: "comparing the firmware with its budget",
            first_time: None,
            run: size::check,
            advice: "Make the firmware smaller, or change the budget with a reason.",
        },
    ),
    Named(
        "host",
        Step {
            title: "running every test of this machine, browsers and QEMU among them",
            first_time: Some("about fifteen minutes"),
            run: host,
            advice: TEST_ADVICE,
        },
    ),
    Named(
        "wasm",
        Step {
            title: "running the specification as WebAssembly in Chromium",
            first_time: Some("about two minutes"),
            run: wasm,
            advice: TEST_ADVICE,
        },
    ),
];

/// Parts of other steps, and what takes minutes more: carried out only when they are asked for.
static PARTS: [Named; 3] = [
    Named(
        "page",
        Step { title: "running the tests of the page", first_time: None, run: page_tests, advice: TEST_ADVICE },
    ),
    Named(
        "firmware",
        Step {
            title: "running the tests of the firmware in QEMU",
            first_time: None,
            run: firmware,
            advice: TEST_ADVICE,
        },
    ),
    Named(
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

/// Carries out all steps, or those with the given name and what they need; and the long one, if it is asked for.
pub fn run(name: Option<String>, long: bool) -> Result<()> {
    let start = Instant::now();
    let mut chosen = match name {
        None => STEPS.iter().map(|Named(_, step)| step).collect(),
        Some(name) => choose(&name)?,
    };
    if long {
        chosen.extend(named("long"));
    }
    steps::run(&chosen)?;
    println!("\nEverything passed in {:.0} s", start.elapsed().as_secs_f64());
    Ok(())
}

/// Returns the steps with this name, after the builds that they test.
fn choose(name: &str) -> Result<Vec<&'static Step>> {
    let builds: &[&str] = match name {
        "host" | "page" => &["build", "image"],
        "size" | "firmware" => &["image"],
        _ => &[],
    };
    let steps = named(name);
    ensure!(!steps.is_empty(), "there is no step `{name}`, only {}", names().join(", "));
    Ok(builds.iter().flat_map(|build| named(build)).chain(steps).collect())
}

fn named(name: &str) -> Vec<&'static Step> {
    STEPS.iter().chain(&PARTS).filter(|Named(given, _)| *given == name).map(|Named(_, step)| step).collect()
}

fn names() -> Vec<&'static str> {
    let mut names: Vec<_> = STEPS.iter().chain(&PARTS).map(|Named(name, _)| *name).collect();
    names.dedup();
    names
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
    lint(
        &[
            &wasm[..],
            &[
                "--package=pinscope-protocol",
                "--package=pinscope-engine",
                "--package=pinscope-ui",
                "--package=pinscope-core",
                "--package=pinscope-emulator",
            ],
        ]
        .concat(),
    )?;
    lint(&[&wasm[..], &["--package=pinscope-tests", "--lib", "--tests"]].concat())?;
    lint(&["--target", FIRMWARE_TARGET, "--package=pinscope-firmware", "--package=pinscope-core"])
}

fn doc() -> Result<()> {
    set_up_compilers()?;
    let document = |what: &[&str]| {
        process::run(cargo(&[&["doc", "--no-deps"], what].concat()).env("RUSTDOCFLAGS", "--deny=warnings"))
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

/// All tests that run on this machine, those that drive a browser or QEMU among them.
fn host() -> Result<()> {
    test_builds(cargo(&[&["test"], HOST].concat()))
}

fn page_tests() -> Result<()> {
    test_builds(cargo(&["test", "--package=pinscope-tests", "--test=page"]))
}

fn firmware() -> Result<()> {
    setup::test_packages()?;
    image::build_examples()?;
    let mut tests = cargo(&["test", "--package=pinscope-tests", "--test=firmware"]);
    tests.env("PINSCOPE_XTASK", std::env::current_exe()?);
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
const HOST: &[&str] =
    &["--workspace", "--exclude=pinscope-engine", "--exclude=pinscope-ui", "--exclude=pinscope-firmware"];

fn set_up_compilers() -> Result<()> {
    setup::rust_components()?;
    setup::rust_target(PAGE_TARGET)?;
    setup::rust_target(FIRMWARE_TARGET)
}

/// Runs tests that find the built page at an address, served as `play` serves it, and by their paths the built firmware
/// and the tools that only tests need.
fn test_builds(mut tests: Command) -> Result<()> {
    setup::test_packages()?;
    image::build_examples()?;
    let server = Server::start(serve::listen_locally()?, project::page())?;
    tests.env("PINSCOPE_PAGE", project::page()).env("PINSCOPE_SITE", site::write()?);
    tests.env("PINSCOPE_URL", server.url()).env("PINSCOPE_FIRMWARE", project::images());
    // The same page with a bridge, to whichever board a test starts at this socket.
    let socket = std::env::temp_dir().join(format!("pinscope-board-{}", std::process::id()));
    let bridge = bridge::start(serve::listen_locally()?, project::page(), bridge::Board::Socket(socket.clone()))?;
    tests.env("PINSCOPE_BRIDGE_URL", bridge.url()).env("PINSCOPE_BRIDGE_SOCKET", socket);
    if let Some(page) = page::build_with_trunk()? {
        tests.env("PINSCOPE_TRUNK_PAGE", page);
    }
    tests.env("PINSCOPE_XTASK", std::env::current_exe()?);
    tests.env("PINSCOPE_GECKODRIVER", setup::geckodriver()?.join("geckodriver"));
    tests.env("PINSCOPE_AXE", setup::npm_packages()?.join("axe-core/axe.min.js"));
    process::run(&mut tests)
}
