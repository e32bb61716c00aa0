//! Scripts in the page: they run on the board, respond to clicks while they run, and can be stopped.

mod bench_and_script;
mod check;
mod clock;
mod files;
mod hosts;
pub mod panel;
mod polls;
mod prompt;
mod status;

use anyhow::{Context as _, Result};
use pinscope_core::PinId;
use pinscope_tests::browser::{Page, pad};
use serde_json::{Value, json};

/// Starts a script without waiting for its end.
fn start(page: &Page, text: &str) -> Result<()> {
    page.evaluate(&format!(
        "(window.ended = null, window.pinscope.python({}).then(end => window.ended = end), null)",
        json!(text)
    ))
    .map(drop)
}

/// Waits for the end of the script that [`start`] has started, and returns its result.
fn wait_for_end(page: &Page) -> Result<Value> {
    page.wait_until("the script is over", |page| Ok(!page.evaluate("window.ended")?.is_null()))?;
    page.evaluate("window.ended")
}

fn python(page: &Page, text: &str) -> Result<Value> {
    page.call("python", json!([text]))
}

fn stop(page: &Page) -> Result<()> {
    page.call("stop", json!([])).map(drop)
}

fn pin(page: &Page, name: &str) -> Result<Value> {
    let snapshot = page.call("snapshot", json!([]))?;
    let pins = snapshot["pins"].as_array().context("pins")?;
    pins.iter().find(|pin| pin["id"] == name).cloned().context("the pin")
}

fn output(end: &Value) -> &str {
    end["stdout"].as_str().unwrap_or("")
}

fn error(end: &Value) -> &str {
    end["error"].as_str().unwrap_or("")
}

/// Starts a script and waits until it runs. An empty script runs before it, whose soft reset makes GP5 an input again.
fn start_and_wait(page: &Page, text: &str) -> Result<()> {
    python(page, "")?;
    start(page, &format!("from machine import Pin\nPin('GP5', mode=Pin.OUT, value=1)\n{text}"))?;
    page.wait_until("it runs", |page| Ok(pin(page, "GP5")?["mode"] == "OUT"))
}

#[test]
fn a_script_runs_on_the_board_that_is_shown() -> Result<()> {
    let page = Page::open()?;
    let end = python(&page, "from machine import Pin\np = Pin('GP9', mode=Pin.OUT, value=1)\nprint(p, p())\n")?;
    let expected = "Pin('GP9', mode=Pin.OUT, pull=None, drive=Pin.MED_POWER, alt=-1) 1\n";
    assert_eq!(end, json!({"stdout": expected, "error": null}));
    page.wait_until("the pad shows it", |page| {
        Ok(page.attribute(&pad(PinId::GP9), "data-level")?.as_deref() == Some("high"))
    })
}

#[test]
fn an_error_contains_its_line() -> Result<()> {
    let page = Page::open()?;
    let end = python(&page, "from machine import Pin\n\nPin('GP99')\n")?;
    let expected = "Traceback (most recent call last):\n  File \"main.py\", line 3, in <module>\n\
                    ValueError: there is no pin 'GP99'; the nearest is GP9";
    assert_eq!(end, json!({"stdout": "", "error": expected}));
    let end = python(&page, "while True\n  pass")?;
    assert!(error(&end).contains("File \"main.py\", line 1\nSyntaxError"), "{end}");
    Ok(())
}

#[test]
fn a_busy_loop_is_stopped_and_the_board_stays() -> Result<()> {
    let page = Page::open()?;
    for text in ["while True: pass", "for i in range(10**9):\n  pass", "while True:\n  try:\n    pass\n  except: pass"]
    {
        start_and_wait(&page, text)?;
        stop(&page)?;
        let end = wait_for_end(&page)?;
        assert!(error(&end).ends_with("KeyboardInterrupt: "), "{text}: {end}");
        assert_eq!(pin(&page, "GP5")?["latch"], 1, "{text}");
        let again = python(&page, "print('again')")?;
        assert_eq!(again, json!({"stdout": "again\n", "error": null}), "{text}");
    }
    Ok(())
}

/// The cleanup of this script takes 250 ms.
const CLEANS_UP: &str = "import time\ntry:\n  while True: time.sleep(0.1)\nexcept KeyboardInterrupt:\n  print('cleaning')\n\
    finally:\n  for i in range(5): print('cleanup', i); time.sleep_ms(50)\nprint('bye')";

#[test]
fn a_stopped_script_cleans_up_and_one_that_swallows_is_ended() -> Result<()> {
    let page = Page::open()?;
    let cleanup = "cleaning\ncleanup 0\ncleanup 1\ncleanup 2\ncleanup 3\ncleanup 4\nbye\n";
    for pauses in [false, true] {
        start_and_wait(&page, CLEANS_UP)?;
        if pauses {
            page.call("pause", json!([]))?;
        }
        stop(&page)?;
        assert_eq!(wait_for_end(&page)?, json!({"stdout": cleanup, "error": null}), "while time is paused: {pauses}");
        page.call("run", json!([]))?;
    }
    let swallows =
        "while True:\n  try:\n    while True: pass\n  except KeyboardInterrupt: print('no')\n  finally: print('on')";
    start_and_wait(&page, swallows)?;
    stop(&page)?;
    let end = wait_for_end(&page)?;
    assert!(output(&end).starts_with("no\non\n") && error(&end).ends_with("KeyboardInterrupt: "), "{end}");
    let sleeps = "import machine\ntry: machine.sleep()\nfinally: print('not reached'); Pin('GP5')(0)";
    start_and_wait(&page, sleeps)?;
    page.wait_until("it sleeps", |page| Ok(page.call("snapshot", json!([]))?["power"] == "SUSPENDED"))?;
    stop(&page)?;
    let end = wait_for_end(&page)?;
    assert!(output(&end).is_empty() && error(&end).ends_with("KeyboardInterrupt: "), "no software runs: {end}");
    Ok(())
}

#[test]
fn a_script_that_prints_without_end_is_slowed_and_stopped() -> Result<()> {
    let page = Page::open()?;
    start_and_wait(&page, "while True: print('x' * 70)")?;
    page.call("drive", json!(["GP2", "high"]))?;
    stop(&page)?;
    assert!(output(&wait_for_end(&page)?).starts_with("xxxx"));
    assert_eq!(pin(&page, "GP2")?["level"], "high");
    Ok(())
}

#[test]
fn endless_recursion_and_allocation_end_in_an_error() -> Result<()> {
    let page = Page::open()?;
    let end = python(&page, "def f(): f()\nf()")?;
    assert!(error(&end).contains("RuntimeError: maximum recursion depth exceeded"), "{end}");
    for text in [
        "a = []\nwhile True: a.append(bytearray(100000))",
        "[str(x) * 99 for x in range(10**9)]",
        "x = 'a'\nwhile True: x += x",
        "a = []\nwhile True: a += [0.1 * x for x in range(1000)]",
    ] {
        let end = python(&page, text)?;
        assert!(error(&end).contains("MemoryError") && error(&end).contains("64 MB"), "{text}: {end}");
    }
    assert_eq!(python(&page, "print(1)")?, json!({"stdout": "1\n", "error": null}));
    Ok(())
}

#[test]
fn many_irq_calls_leave_one_interrupt() -> Result<()> {
    let page = Page::open()?;
    let text = "from machine import Pin\np = Pin('GP10', pull=Pin.PULL_DOWN)\ncount = []\n\
                for i in range(20000):\n  p.irq(trigger=Pin.IRQ_RISING, handler=count.append)\n";
    assert_eq!(python(&page, text)?["error"], Value::Null);
    page.call("drive", json!(["GP10", "high"]))?;
    page.wait_until("it is served once", |page| Ok(pin(page, "GP10")?["irq"]["count"] == 1))
}

#[test]
fn a_click_reaches_the_handler_while_the_script_sleeps_polls_or_has_ended() -> Result<()> {
    let page = Page::open()?;
    let arm = "from machine import Pin\nimport time\nseen = []\nled = Pin('GP25', mode=Pin.OUT, value=0)\n\
               def pincb(pin):\n  seen.append(pin.irq().flags())\n  led.toggle()\n\
               Pin('GP10', pull=Pin.PULL_DOWN).irq(trigger=Pin.IRQ_RISING, handler=pincb)\n";
    for wait in ["time.sleep(60)", "while not seen: time.sleep_ms(1)", "while not seen: pass"] {
        let text = format!("{arm}{wait}\n").replace("time.sleep(60)", "while not seen: time.sleep(1)");
        start(&page, &text)?;
        page.wait_until("armed", |page| Ok(pin(page, "GP10")?["irq"]["handler"] == "script"))?;
        page.call("drive", json!(["GP10", "high"]))?;
        page.call("drive", json!(["GP10", "low"]))?;
        assert_eq!(wait_for_end(&page)?["error"], Value::Null, "{wait}");
        assert_eq!(pin(&page, "GP25")?["latch"], 1, "{wait}");
    }
    page.call("drive", json!(["GP10", "high"]))?;
    page.wait_until("the script has ended, and its handler runs", |page| Ok(pin(page, "GP25")?["latch"] == 0))?;
    page.call("call", json!(["GP10"]))?;
    page.wait_until("called by hand, it runs too", |page| Ok(pin(page, "GP25")?["latch"] == 1))
}

#[test]
fn a_wake_from_suspended_continues_the_script_and_from_hibernate_restarts_it() -> Result<()> {
    let page = Page::open()?;
    let text = "import machine\nfrom machine import Pin\nprint(machine.reset_cause(), machine.wake_reason())\n\
        Pin('GP2', pull=Pin.PULL_DOWN).irq(trigger=Pin.IRQ_RISING, handler=print, wake=machine.Sleep.SUSPENDED | machine.Sleep.HIBERNATE)\n\
        if machine.reset_cause() != machine.DEEPSLEEP_RESET:\n  \
          machine.sleep()\n  print('woken', machine.wake_reason())\n  machine.deepsleep()\n";
    start(&page, text)?;
    for power in ["SUSPENDED", "HIBERNATE"] {
        page.wait_until(power, |page| Ok(page.call("snapshot", json!([]))?["power"] == power))?;
        page.call("drive", json!(["GP2", "low"]))?;
        page.call("drive", json!(["GP2", "high"]))?;
    }
    let end = wait_for_end(&page)?;
    let pin = "Pin('GP2', mode=Pin.IN, pull=Pin.PULL_DOWN, drive=Pin.MED_POWER, alt=-1)";
    assert_eq!(end, json!({"stdout": format!("0 0\n{pin}\nwoken 2\n3 2\n"), "error": null}));
    Ok(())
}

#[test]
fn a_script_that_will_not_stop_is_replaced_and_the_board_stays() -> Result<()> {
    let page = Page::open()?;
    page.call("wire", json!(["GP8", "GP9"]))?;
    for text in ["max(range(10**9))", "print(max(range(10**9)))"] {
        start_and_wait(&page, &format!("Pin('GP8', mode=Pin.OUT, value=1)\nimport time\ntime.sleep_ms(300)\n{text}"))?;
        page.wait_until("it is shown", |page| {
            Ok(page.attribute(&pad(PinId::GP8), "data-level")?.as_deref() == Some("high"))
        })?;
        std::thread::sleep(std::time::Duration::from_millis(500));
        let before = page.evaluate("document.querySelectorAll('[data-event]').length")?;
        stop(&page)?;
        assert!(error(&wait_for_end(&page)?).starts_with("The script did not stop by itself"));
        assert_eq!(
            (pin(&page, "GP8")?["latch"].clone(), pin(&page, "GP9")?["level"].clone()),
            (json!(1), json!("high"))
        );
        assert_eq!(page.evaluate("document.querySelectorAll('[data-event]').length")?, before, "the log stays");
        assert_eq!(python(&page, "print(1)")?, json!({"stdout": "1\n", "error": null}));
    }
    Ok(())
}

#[test]
fn a_script_that_is_stuck_from_the_start_is_replaced_and_the_bench_stays() -> Result<()> {
    let page = Page::open()?;
    for (pins, level) in [(["GP8", "GP9"], "high"), (["GP6", "GP7"], "low")] {
        page.call("wire", json!(pins))?;
        page.call("drive", json!([pins[0], level]))?;
        start(&page, "max(range(10**9))")?;
        stop(&page)?;
        wait_for_end(&page)?;
        assert_eq!(pin(&page, pins[1])?["level"], level);
        assert_eq!(python(&page, "print(1)")?, json!({"stdout": "1\n", "error": null}));
    }
    assert_eq!(pin(&page, "GP9")?["level"], "high");
    Ok(())
}

#[test]
fn a_script_ends_when_another_bench_is_loaded() -> Result<()> {
    let page = Page::open()?;
    for text in ["while True: pass", "import time\ntime.sleep(1000)"] {
        start_and_wait(&page, text)?;
        page.call("reset", json!([]))?;
        assert_eq!(wait_for_end(&page)?, json!({"stdout": "", "error": null}), "{text}");
        assert_eq!(pin(&page, "GP5")?["mode"], "IN", "{text}");
    }
    Ok(())
}

#[test]
fn a_script_has_no_way_to_the_page() -> Result<()> {
    let page = Page::open()?;
    for way in [
        "import js",
        "import jsffi",
        "import _board",
        "unguarded('js').fetch",
        "unguarded('js').indexedDB",
        "unguarded('js').postMessage",
        "unguarded('jsffi').create_proxy(print).constructor('return globalThis')().fetch",
        "unguarded('jsffi').to_js([1]).constructor.constructor('return globalThis')().fetch",
        "unguarded('_board').turn.constructor",
        "unguarded('_board').turn.call.constructor",
    ] {
        let text = format!(
            "import builtins, sys\ndef unguarded(name):\n  del builtins.__import__\n  \
             sys.modules.pop(name, None)\n  return __import__(name)\n{way}\nprint('reached')\n"
        );
        let end = python(&page, &text)?;
        assert!(output(&end).is_empty() && end["error"].is_string(), "{way}: {end}");
    }
    Ok(())
}

#[test]
fn a_handler_that_raises_anything_is_disarmed_and_the_script_swallows() -> Result<()> {
    let page = Page::open()?;
    let text = "import sys\nfrom machine import Pin\np = Pin('GP10', pull=Pin.PULL_DOWN)\n\
                p.irq(trigger=Pin.IRQ_RISING, handler=lambda p: sys.exit(3))\nwhile not p(): pass\nprint('went on')\n";
    start(&page, text)?;
    page.wait_until("armed", |page| Ok(pin(page, "GP10")?["irq"]["handler"] == "script"))?;
    page.call("drive", json!(["GP10", "high"]))?;
    let end = wait_for_end(&page)?;
    let printed = "Uncaught exception in callback handler\nTraceback (most recent call last):\n  File \"main.py\", line 4, \
                   in <lambda>\nSystemExit: 3\nwent on\n";
    assert_eq!(end, json!({"stdout": printed, "error": null}));
    assert_eq!(pin(&page, "GP10")?["irq"]["enabled"], false);
    Ok(())
}

#[test]
fn any_text_is_a_script() -> Result<()> {
    let page = Page::open()?;
    for text in [
        "",
        "\0",
        "\u{feff}x",
        "(((((",
        "'",
        "\"\"\"",
        "\\",
        "while",
        "for in:",
        "😀",
        "while 1:\\\n  break",
        "x = [\n",
        "lambda: (yield)",
    ] {
        let end = python(&page, text)?;
        assert!(end["stdout"].is_string(), "{text:?}: {end}");
    }
    assert_eq!(python(&page, "print(1)")?["stdout"], "1\n");
    assert!(page.call("python", json!([null])).is_err(), "null is no text");
    Ok(())
}

#[test]
fn one_script_runs_at_a_time_and_none_is_loaded_before() -> Result<()> {
    let page = Page::open()?;
    let loaded = "performance.getEntriesByType('resource').map(({name}) => name.split('/python/')[1]).filter(Boolean)";
    assert_eq!(page.evaluate(loaded)?, json!(["load_micropython.js"]), "only what loads the interpreter with a script");
    start_and_wait(&page, "while True: pass")?;
    let refused = python(&page, "print(1)").err().context("a second script")?;
    assert_eq!(refused.to_string(), "Busy: a script runs: stop() it first");
    stop(&page)?;
    stop(&page)
}
