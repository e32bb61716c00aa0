//! The clock of a script in the page: it is that of the board, at every speed, with and without isolation.

use std::iter;

use anyhow::{Context as _, Result};
use pinscope_emulator::playground::costs::{HANDLER_ENTRY, STATEMENT};
use pinscope_tests::browser::Page;
use serde_json::{Value, json};

use super::{output, pin, python, start, start_and_wait, stop, wait_for_end};
use crate::network::Network;

/// The moment at which the clock of the stimuli begins, and its duration, in nanoseconds.
const BEGIN_NS: u64 = 5_000_000;
const DURATION_NS: u64 = 500_000_000;

/// The calls of a handler and the edges that coalesce, on a chip with one raw status bit and one pending bit for the
/// pin, which calls a handler that takes `service_ns`.
fn reference(edges: impl Iterator<Item = u64>, service_ns: u64) -> (u64, u64) {
    let (mut calls, mut coalesced, mut busy_until_ns, mut is_pending) = (0, 0, 0, false);
    for edge_ns in edges {
        if is_pending && busy_until_ns < edge_ns {
            (calls, is_pending) = (calls + 1, false);
            busy_until_ns += service_ns;
        }
        if busy_until_ns < edge_ns {
            calls += 1;
            busy_until_ns = edge_ns + service_ns;
        } else if is_pending {
            coalesced += 1;
        } else {
            is_pending = true;
        }
    }
    (calls + u64::from(is_pending), coalesced)
}

/// Returns the calls and the coalesced edges of GP10 that the page counts.
fn counted(page: &Page) -> Result<(u64, u64)> {
    let irq = &pin(page, "GP10")?["irq"];
    Ok((irq["count"].as_u64().context("a count")?, irq["coalesced"].as_u64().context("a count")?))
}

/// Returns a script that arms GP10 with a handler of this many statements and goes on with `main`.
fn counting(statements: u64, main: &str) -> String {
    let body = "    n[0] += 1\n".repeat(statements as usize);
    format!(
        "import time\nfrom machine import Pin\nn = [0]\ndef count(p):\n{body}\n\
         Pin('GP10', pull=Pin.PULL_DOWN).irq(trigger=Pin.IRQ_RISING, handler=count)\n{main}"
    )
}

fn stimuli(hertz: u64) -> Value {
    let clock = json!({"at_ns": BEGIN_NS, "clock": ["GP10", hertz, 0.5]});
    json!({"stimuli": [clock, {"at_ns": BEGIN_NS + DURATION_NS - 1, "drive": ["GP10", "low"]}]})
}

#[test]
fn a_handler_is_called_as_often_as_on_the_chip_whatever_the_main_program_does() -> Result<()> {
    let page = Page::open()?;
    let mains = ["time.sleep_ms(600)", "while time.ticks_ms() < 600: pass", ""];
    for (hertz, statements) in [(500, 1), (10_000, 1), (50_000, 1), (50_000, 8), (50_000, 30)] {
        let edges = iter::successors(Some(BEGIN_NS), |edge_ns| Some(edge_ns + 1_000_000_000 / hertz))
            .take_while(|&edge_ns| edge_ns < BEGIN_NS + DURATION_NS - 1);
        let expected = reference(edges, HANDLER_ENTRY.ns + statements * STATEMENT.ns);
        for main in mains {
            let end = page.call("python", json!([counting(statements, main), stimuli(hertz)]))?;
            assert_eq!(end["error"], Value::Null);
            page.wait_until("the clock of the stimuli is over", |page| {
                let time_ns = page.call("snapshot", json!([]))?["time_ns"].as_u64();
                Ok(time_ns.is_some_and(|time_ns| time_ns > BEGIN_NS + DURATION_NS))
            })?;
            assert_eq!(counted(&page)?, expected, "{hertz} Hz, {statements} statements, main: {main}");
        }
    }
    Ok(())
}

/// A script that polls, sleeps, and is interrupted by two pins.
const LAW: &str = "
import random, time
from machine import Pin
log = []
def seen(p):
    log.append((p.id(), time.ticks_us()))
Pin('GP10').irq(trigger=Pin.IRQ_RISING | Pin.IRQ_FALLING, handler=seen)
Pin('GP17', pull=Pin.PULL_UP).irq(trigger=Pin.IRQ_FALLING, priority=5, handler=seen)
out = Pin('GP8', Pin.OUT)
for i in range(TURNS):
    out.toggle()
    time.sleep_us(37)
    for j in range(i): pass
print(log, random.getrandbits(16), time.ticks_us())
raise ValueError(len(log))
";

/// Runs the script and returns its output, its error, and the events from its start on.
fn run_law(page: &Page, speed: f64, turns: u32) -> Result<Value> {
    page.call("reset", json!([]))?;
    page.call("speed", json!([speed]))?;
    let stimuli = json!([
        {"at_ns": 100_000, "drive": ["GP10", "high"]},
        {"at_ns": 150_000, "clock": ["GP17", 3000, 0.5]},
        {"at_ns": 300_000, "press": ["GP10"]},
    ]);
    let end = page.call("python", json!([LAW.replace("TURNS", &turns.to_string()), {"stimuli": stimuli}]))?;
    // After its end, time goes on at the speed.
    let end_ns = end["stdout"].as_str().and_then(|text| text.rsplit(' ').next()).and_then(|us| us.trim().parse().ok());
    let end_ns = 1000 * end_ns.unwrap_or(0_u64);
    let mut events = page.call("events", json!([0]))?["events"].take();
    if let Some(events) = events.as_array_mut() {
        events.retain(|event| event["time_ns"].as_u64().is_some_and(|time_ns| time_ns <= end_ns));
    }
    Ok(json!([end, events]))
}

#[test]
fn a_script_with_timed_stimuli_does_the_same_at_every_speed() -> Result<()> {
    let page = Page::open()?;
    let expected = run_law(&page, 1.0, 40)?;
    assert!(output(&expected[0]).starts_with("[('GP10', "));
    assert!(expected[1].as_array().is_some_and(|events| events.len() > 50));
    for speed in [1000.0, 3600.0, 1.0] {
        assert_eq!(run_law(&page, speed, 40)?, expected, "speed {speed}");
    }
    assert_eq!(run_law(&page, 0.001, 8)?, run_law(&page, 1.0, 8)?, "slow motion");
    Ok(())
}

#[test]
fn without_isolation_a_script_with_timed_stimuli_does_the_same() -> Result<()> {
    let page = Page::open_with("Object.defineProperty(Navigator.prototype, 'serviceWorker', {value: undefined})")?;
    let expected = run_law(&page, 1.0, 40)?;
    let host = page.evaluate("location.host")?;
    let network = Network::without_isolation(host.as_str().context("a host")?)?;
    page.run(page.browser().goto(&network.url))?;
    assert_eq!(page.evaluate("crossOriginIsolated")?, false);
    for speed in [1.0, 1000.0, 3600.0] {
        assert_eq!(run_law(&page, speed, 40)?, expected, "speed {speed}");
    }
    Ok(())
}

#[test]
fn an_edge_by_hand_acts_at_the_moment_that_corresponds_to_now() -> Result<()> {
    let page = Page::open()?;
    page.call("reset", json!([]))?;
    start(
        &page,
        "import time\nfrom machine import Pin\nlog = []\n\
         Pin('GP10', pull=Pin.PULL_DOWN).irq(trigger=Pin.IRQ_RISING, handler=lambda p: log.append(time.ticks_ms()))\n\
         start = time.ticks_ms()\ntime.sleep(3)\n\
         print(len(log), [0 < time.ticks_diff(ms, start) < 2900 for ms in log], time.ticks_diff(time.ticks_ms(), start))",
    )?;
    page.wait_until("it is armed", |page| Ok(pin(page, "GP10")?["irq"] != Value::Null))?;
    page.call("drive", json!(["GP10", "high"]))?;
    assert_eq!(output(&wait_for_end(&page)?), "1 [True] 3000\n");
    Ok(())
}

#[test]
fn bouncing_edges_are_calls_or_coalesced_and_none_is_lost() -> Result<()> {
    let page = Page::open()?;
    page.call("bounce", json!(["GP10", {"seed": 7, "edges": 72, "window_ns": 1_000_000}]))?;
    start_and_wait(&page, &counting(1, "time.sleep(1)\nprint(n[0])"))?;
    page.call("press", json!(["GP10"]))?;
    let end = wait_for_end(&page)?;
    let (calls, coalesced) = counted(&page)?;
    assert_eq!(calls + coalesced, 37, "rising edges");
    assert_eq!(output(&end), format!("{calls}\n"));
    Ok(())
}

#[test]
fn a_paused_script_stands_at_its_first_line_and_goes_on_line_by_line() -> Result<()> {
    let page = Page::open()?;
    python(&page, "")?;
    page.evaluate(
        "(window.lines = [], addEventListener('pinscope:script', ({detail}) => {
            if (detail.blocked) lines.push(detail.blocked);
        }), null)",
    )?;
    page.call("pause", json!([]))?;
    start(&page, "x = 0\nx += 1\nx += 2\nprint(x)")?;
    page.wait_until("it stands at line 1", |page| Ok(page.evaluate("lines.at(-1)")? == 1))?;
    for line in 2..=4 {
        page.call("step", json!(["line"]))?;
        page.wait_until("it stands at the next line", |page| Ok(page.evaluate("lines.at(-1)")? == line))?;
    }
    page.call("run", json!([]))?;
    assert_eq!(output(&wait_for_end(&page)?), "3\n");
    Ok(())
}

#[test]
fn slow_motion_marks_lines_without_a_call_one_after_another() -> Result<()> {
    let page = Page::open()?;
    python(&page, "")?;
    page.evaluate(
        "(window.lines = [], addEventListener('pinscope:script', ({detail}) => {
            if (detail.blocked && lines.at(-1) !== detail.blocked) lines.push(detail.blocked);
        }), null)",
    )?;
    page.call("speed", json!([0.001]))?;
    python(&page, "x = 0\nx += 1\nx += 2\nx += 3\nx += 4")?;
    assert_eq!(page.evaluate("lines.join()")?, "1,2,3,4,5");
    Ok(())
}

#[test]
fn a_step_to_an_interrupt_stops_a_script_before_its_handler() -> Result<()> {
    let page = Page::open()?;
    page.call("clock", json!(["GP10", 100]))?;
    start_and_wait(&page, &counting(1, "while True: pass"))?;
    page.call("step", json!(["interrupt"]))?;
    let before = counted(&page)?;
    let time = |page: &Page| Ok::<_, anyhow::Error>(page.call("snapshot", json!([]))?["time_ns"].clone());
    assert_eq!(time(&page)?, time(&page)?, "time stands");
    page.call("step", json!(["interrupt"]))?;
    assert_eq!(counted(&page)?.0, before.0 + 1);
    stop(&page)
}

#[test]
fn a_step_marks_the_handler_and_the_line_that_it_has_interrupted() -> Result<()> {
    let page = Page::open()?;
    page.call("clock", json!(["GP10", 100]))?;
    start_and_wait(&page, &counting(1, "while True: pass"))?;
    page.evaluate(
        "(window.lines = null, addEventListener('pinscope:script', ({detail}) => {
            if (detail.blocked) window.lines = [detail.blocked, detail.interrupted];
        }), null)",
    )?;
    // The `def` of the handler is on line 6, its only statement on line 7, and the loop on line 10.
    for (step, lines) in [("interrupt", [6, 10]), ("line", [7, 10]), ("line", [10, 0]), ("interrupt", [6, 10])] {
        page.call("step", json!([step]))?;
        page.wait_until(step, |page| Ok(page.evaluate("lines")? == json!(lines)))?;
    }
    stop(&page)
}

#[test]
fn a_step_ends_with_the_script_and_the_page_shows_why() -> Result<()> {
    let page = Page::open()?;
    let stands =
        "addEventListener('pinscope:script', ({detail}) => { if (detail.blocked) window.stands = true; }), null";
    page.evaluate(stands)?;
    page.call("pause", json!([]))?;
    start(&page, "import time\ntime.sleep(1)")?;
    page.wait_until("it stands at its first line", |page| Ok(page.evaluate("window.stands")? == true))?;
    page.call("step", json!(["edge"]))?;
    assert_eq!(wait_for_end(&page)?["error"], Value::Null);
    page.wait_until("a sentence", |page| Ok(page.texts(".note-line p")?.concat().contains("ended with the script")))?;
    page.call("step", json!(["line"]))?;
    page.wait_until("another", |page| Ok(page.texts(".note-line p")?.concat().contains("No script runs")))
}

#[test]
fn a_handler_is_called_as_often_while_the_prompt_waits() -> Result<()> {
    let page = Page::open()?;
    for hertz in [500, 10_000, 50_000] {
        python(&page, &counting(8, ""))?;
        page.call("type", json!([""]))?;
        page.call("pause", json!([]))?;
        page.call("clock", json!(["GP10", hertz]))?;
        page.call("advance", json!([DURATION_NS]))?;
        page.call("drive", json!(["GP10", "low"]))?;
        page.call("advance", json!([10_000_000]))?;
        // The clock begins with a rising edge, and its last one comes at the end of the first `advance`.
        let edges = (0..=hertz / 2).map(|edge| edge * 1_000_000_000 / hertz);
        let expected = reference(edges, HANDLER_ENTRY.ns + 8 * STATEMENT.ns);
        page.wait_until("every edge is served", |page| Ok(counted(page)? == expected))?;
        page.call("run", json!([]))?;
    }
    Ok(())
}

#[test]
fn the_page_can_put_the_board_of_a_script_to_sleep_and_it_goes_on_after_waking() -> Result<()> {
    let page = Page::open()?;
    start_and_wait(
        &page,
        "import time\nfrom machine import Sleep\n\
         Pin('GP17', pull=Pin.PULL_DOWN).irq(trigger=Pin.IRQ_RISING, wake=Sleep.SUSPENDED)\n\
         for i in range(50):\n    Pin('GP5').toggle()\n    time.sleep_ms(10)\nprint('end')",
    )?;
    page.wait_until("it is armed", |page| Ok(pin(page, "GP17")?["irq"] != Value::Null))?;
    page.call("sleep", json!(["SUSPENDED"]))?;
    assert_eq!(page.call("snapshot", json!([]))?["power"], "SUSPENDED");
    page.call("drive", json!(["GP17", "high"]))?;
    assert_eq!(output(&wait_for_end(&page)?), "end\n");
    Ok(())
}

#[test]
fn a_run_begins_with_a_soft_reset() -> Result<()> {
    let page = Page::open()?;
    page.call("wire", json!(["GP8", "GP9"]))?;
    python(&page, "from machine import Pin\nPin('GP9', Pin.OUT)\nPin('GP2').irq(trigger=Pin.IRQ_RISING)")?;
    let end = python(&page, "from machine import Pin\nprint(Pin('GP9'))")?;
    assert_eq!(output(&end), "Pin('GP9', mode=Pin.IN, pull=None, drive=Pin.MED_POWER, alt=-1)\n");
    assert_eq!(pin(&page, "GP2")?["irq"], Value::Null);
    Ok(())
}

#[test]
fn handlers_after_the_end_of_a_script_leave_the_page_in_reach_at_the_fastest_speed() -> Result<()> {
    let page = Page::open()?;
    page.call("clock", json!(["GP10", 10_000]))?;
    python(&page, &counting(1, ""))?;
    page.call("speed", json!([3600]))?;
    page.wait_until("the handler is called", |page| Ok(counted(page)?.0 > 10_000))?;
    page.call("pause", json!([]))?;
    let paused = counted(&page)?;
    assert_eq!(counted(&page)?, paused);
    Ok(())
}
