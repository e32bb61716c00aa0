//! The call stack of an image, which a debugger shows.

use anyhow::Result;
use pinscope_image::RunState;

use super::start;

#[test]
fn the_calls_of_an_image_that_waits_are_those_of_its_source() -> Result<()> {
    let mut bench = start()?;
    bench.run_ns(50_000_000);
    assert_eq!(bench.runner.state(), &RunState::Waiting);
    let stack = bench.runner.call_stack();
    // The image calls functions that never return. Behind such a call stands a function that has called nothing.
    let functions = ["(pinscope_firmware::run+", "(pinscope_firmware::__cortex_m_rt_main+", "(main+", "(Reset+"];
    let outermost = &stack[stack.len().saturating_sub(functions.len())..];
    let is_named = outermost.iter().zip(functions).all(|(place, function)| place.contains(function));
    assert!(is_named && stack.len() >= functions.len(), "{stack:#?}");
    assert!(!stack.iter().any(|place| place.contains("panic")), "{stack:#?}");
    Ok(())
}
