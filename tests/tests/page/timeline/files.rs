//! Exporting and importing VCD files, stopping on an event, and a full trace.

use std::fs;

use anyhow::{Context as _, Result};
use pinscope_tests::browser::Page;
use serde_json::{Value, json};

use super::paused;
use crate::network::Network;

/// A file in which GP17 is low from 5 to 25 ms. It begins with a byte-order mark, as PulseView's files may.
const PULSE: &str = "\u{FEFF}$date 1er août $end\r\n$timescale 1 us $end\r\n$var wire 1 ! GP17 $end\r\n\
                     $var wire 1 \" D0 $end\r\n$enddefinitions $end\r\n#0 1! 0\" #5000 0!\r\n#25000 1!";

/// A script that ends when GP17 has changed twice. GP5 becomes an output when the script has got that far.
const COUNT_TWO_EDGES: &str = "
import time
from machine import Pin
edges = []
pin = Pin('GP17', mode=Pin.IN, pull=Pin.PULL_UP)
pin.irq(trigger=Pin.IRQ_FALLING | Pin.IRQ_RISING, handler=lambda pin: edges.append(pin.irq().flags()))
Pin('GP5', mode=Pin.OUT)
while len(edges) < 2:
    time.sleep_ms(1)
print(len(edges))
";

fn wait_for_message(page: &Page, words: &str) -> Result<()> {
    page.wait_until(words, |page| Ok(page.texts("[data-saying]")?.iter().any(|text| text.contains(words))))
}

/// Imports a file with the contents `text` and waits until the page shows `message`.
///
/// The file is deleted only after that, because the browser reads it some time after it was chosen.
fn import(page: &Page, text: &str, message: &str) -> Result<()> {
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("some.vcd");
    fs::write(&path, text)?;
    let input = page.element("[data-setting=vcd]")?;
    page.run(input.send_keys(path.to_string_lossy()))?;
    wait_for_message(page, message)
}

#[test]
fn an_exported_file_contains_the_events() -> Result<()> {
    let page = paused()?;
    page.call("drive", json!(["GP9", "high"]))?;
    page.call("advance", json!([1_000_000]))?;
    let folder = tempfile::tempdir()?;
    let to = json!({"behavior": "allow", "downloadPath": folder.path().to_string_lossy()});
    page.devtools("Browser.setDownloadBehavior", to)?;
    page.click("[data-act=export-vcd]")?;
    let file = folder.path().join("pinscope.vcd");
    page.wait_until("the file is there", |_| Ok(file.exists()))?;
    assert_eq!(Some(fs::read_to_string(file)?.as_str()), page.call("vcd", json!([]))?.as_str());
    Ok(())
}

#[test]
fn an_imported_file_drives_the_pins() -> Result<()> {
    let page = paused()?;
    let text = "$timescale 1 ms $end $var wire 1 ! GP8 $end $enddefinitions $end #0 1! #5 0!";
    import(&page, text, "replays 2 changes")?;
    let levels = |page: &Page| {
        let log = page.call("events", json!([0]))?;
        let of_gp8 = log["events"].as_array().into_iter().flatten().filter(|event| event["pin"] == "GP8");
        Ok::<_, anyhow::Error>(of_gp8.map(|event| event["level"].clone()).collect::<Vec<_>>())
    };
    page.call("advance", json!([4_000_000]))?;
    assert_eq!(levels(&page)?, [json!("high")]);
    page.call("advance", json!([2_000_000]))?;
    assert_eq!(levels(&page)?, [json!("high"), json!("low")]);
    Ok(())
}

/// Opens the page with a paused bench, on which both edges of GP17 interrupt.
fn paused_with_gp17() -> Result<Page> {
    let page = paused()?;
    page.call("init", json!(["GP17", {"mode": "IN", "pull": "PULL_UP"}]))?;
    page.call("irq", json!(["GP17", {"trigger": ["IRQ_FALLING", "IRQ_RISING"]}]))?;
    Ok(page)
}

#[test]
fn the_parts_of_a_file_that_are_passed_over_are_shown() -> Result<()> {
    let page = paused_with_gp17()?;
    let message = "passed over: 1 signal without the name of a pin ('D0' in line 4)";
    let start_ns = page.call("snapshot", json!([]))?["time_ns"].as_u64().context("a time")?;
    let interrupts_after = |ms: &[u64]| -> Vec<_> { ms.iter().map(|ms| start_ns + ms * 1_000_000).collect() };
    import(&page, PULSE, message)?;
    page.call("advance", json!([30_000_000]))?;
    assert_eq!(interrupts(&page)?, interrupts_after(&[5, 25]));

    page.call("replay", json!([PULSE.trim_start_matches('\u{FEFF}')]))?;
    page.call("advance", json!([30_000_000]))?;
    assert_eq!(interrupts(&page)?, interrupts_after(&[5, 25, 35, 55]));
    wait_for_message(&page, message)
}

/// Returns the times at which the interrupt of GP17 was served, in nanoseconds.
fn interrupts(page: &Page) -> Result<Vec<u64>> {
    let log = page.call("events", json!([0]))?;
    let events = log["events"].as_array().context("events")?;
    let interrupts = events.iter().filter(|event| event["kind"] == "Irq" && event["pin"] == "GP17");
    interrupts.map(|event| event["time_ns"].as_u64().context("a time")).collect()
}

#[test]
fn calls_after_a_replay_are_executed_after_it() -> Result<()> {
    let page = paused_with_gp17()?;
    let count = page.script(&format!(
        "pinscope.replay({});
         pinscope.advance(30_000_000);
         return (await pinscope.irq('GP17')).count;",
        json!(PULSE)
    ))?;
    assert_eq!(count, 2);
    Ok(())
}

#[test]
fn only_text_is_replayed() -> Result<()> {
    let page = paused()?;
    for (given, kind) in [(json!([5]), "number"), (json!([null]), "object"), (json!([]), "undefined")] {
        let refused = page.call("replay", given).map_err(|error| error.to_string());
        let message = format!("BadArgument: replay takes the text of a VCD file as a string, not {kind}");
        assert_eq!(refused, Err(message));
    }
    Ok(())
}

#[test]
fn files_are_read_and_written_while_a_script_runs() -> Result<()> {
    let page = Page::open()?;
    for is_imported in [false, true] {
        page.call("reset", json!([]))?;
        start(&page, COUNT_TWO_EDGES)?;
        page.wait_until("the script waits for edges", |page| Ok(mode(page, "GP5")? == "OUT"))?;
        if is_imported {
            import(&page, PULSE, "replays 3 changes")?;
        } else {
            let file = page.call("vcd", json!([]))?;
            assert!(file.as_str().is_some_and(|file| file.contains("$enddefinitions $end")), "{file}");
            page.call("replay", json!([PULSE]))?;
        }
        page.wait_until("the script has ended", |page| Ok(!page.evaluate("window.ended")?.is_null()))?;
        assert_eq!(page.evaluate("window.ended")?, json!({"stdout": "2\n", "error": null}));
    }
    let refused = page.call("replay", json!(["#0 1!"])).map_err(|error| error.to_string());
    assert_eq!(refused, Err("Syntax: line 1: '1!' stands before the first declaration ($var)".to_owned()));
    Ok(())
}

/// Starts a script without waiting for its end. Its result is in `window.ended` then.
fn start(page: &Page, text: &str) -> Result<()> {
    let start = "(window.ended = null, pinscope.python({}).then(end => window.ended = end), null)";
    page.evaluate(&start.replace("{}", &json!(text).to_string())).map(drop)
}

fn mode(page: &Page, name: &str) -> Result<Value> {
    let snapshot = page.call("snapshot", json!([]))?;
    let pin = snapshot["pins"].as_array().into_iter().flatten().find(|pin| pin["id"] == name).context("the pin")?;
    Ok(pin["mode"].clone())
}

#[test]
fn a_recording_that_is_longer_than_the_ring_is_replayed_after_a_script() -> Result<()> {
    let page = Page::open()?;
    page.call("reset", json!([]))?;
    page.call("python", json!(["print(1)"]))?;
    page.call("pause", json!([]))?;
    let recording = "let text = '$timescale 1 us $end $var wire 1 ! GP9 $end $enddefinitions $end ';
        for (let time = 0; time < 40_000; time++) { text += `#${time} ${time % 2}! `; }
        await pinscope.replay(text);
        await pinscope.advance(40_000_000);
        return (await pinscope.events(0)).events.filter(event => event.kind === 'Level' && event.pin === 'GP9').length;";
    assert_eq!(page.script(recording)?, 40_000);
    Ok(())
}

#[test]
fn without_isolation_files_wait_for_the_end_of_a_script() -> Result<()> {
    let page = Page::open_with("Object.defineProperty(Navigator.prototype, 'serviceWorker', {value: undefined})")?;
    let network = Network::without_isolation(page.evaluate("location.host")?.as_str().context("a host")?)?;
    page.run(page.browser().goto(&network.url))?;
    assert_eq!(page.evaluate("crossOriginIsolated")?, false);
    let results = page.script(&format!(
        "const script = 'from machine import Pin\\nPin(\"GP9\", mode=Pin.OUT, value=1)\\nprint(1)';
         const calls = [pinscope.python(script), pinscope.vcd(), pinscope.replay({})];
         const [end, file, replayed] = await Promise.all(calls);
         return [end.stdout, file.includes('$enddefinitions $end'), replayed];",
        json!(PULSE)
    ))?;
    assert_eq!(results, json!(["1\n", true, null]));
    Ok(())
}

#[test]
fn a_bad_file_is_refused_with_the_reason_and_changes_nothing() -> Result<()> {
    let page = paused()?;
    let next = |page: &Page| Ok::<_, anyhow::Error>(page.call("events", json!([0]))?["next"].clone());
    let before = next(&page)?;
    let reason = "not replayed: line 1: the timescale '0ns' is not a whole number, 1 or more";
    import(&page, "$timescale 0 ns $end\n", reason)?;
    let reason = "not replayed: no signal has the name of a pin";
    import(&page, "$var wire 1 ! clk $end $enddefinitions $end #0 1!", reason)?;
    import(&page, "<b>bold</b>", "not replayed: line 1")?;
    page.evaluate(
        "(() => {
            const files = new DataTransfer();
            files.items.add(new File([new Uint8Array(65 * 1024 * 1024)], 'big.vcd'));
            const drop = new DragEvent('drop', {bubbles: true, cancelable: true, dataTransfer: files});
            document.querySelector('canvas.strip').dispatchEvent(drop);
        })()",
    )?;
    wait_for_message(&page, "big.vcd has 68157440 bytes; at most 67108864 are read")?;
    page.call("advance", json!([10_000_000]))?;
    assert_eq!(next(&page)?, before);
    Ok(())
}

#[test]
fn time_stops_at_the_chosen_event() -> Result<()> {
    let page = Page::open()?;
    let chosen =
        |page: &Page| page.evaluate("document.querySelector('[data-setting=stop-on]').selectedOptions[0].text");
    let runs = |page: &Page| Ok::<_, anyhow::Error>(page.call("snapshot", json!([]))?["running"] == true);
    page.pick("stop-on", "edge on GP10")?;
    page.wait_until("it is chosen", |page| Ok(chosen(page)? == "edge on GP10"))?;
    page.call("drive", json!(["GP9", "high"]))?;
    assert!(runs(&page)?);
    page.call("drive", json!(["GP10", "high"]))?;
    page.wait_until("it stops", |page| Ok(!runs(page)?))?;
    // The choice stays when another pin is selected, which the list then offers too.
    page.click("[data-name=GP9]")?;
    page.wait_until("GP9 is offered", |page| {
        Ok(page.evaluate("document.querySelector('[data-setting=stop-on]').innerText.includes('interrupt of GP9')")?
            == true)
    })?;
    assert_eq!(chosen(&page)?, "edge on GP10");
    page.pick("stop-on", "any interrupt")?;
    page.wait_until("it is chosen", |page| Ok(chosen(page)? == "any interrupt"))?;
    page.call("run", json!([]))?;
    page.call("drive", json!(["GP10", "low"]))?;
    assert!(runs(&page)?);
    page.call("drive", json!(["GP10", "high"]))?;
    page.wait_until("it stops", |page| Ok(!runs(page)?))
}

#[test]
fn the_timeline_shows_how_many_events_were_dropped() -> Result<()> {
    let page = paused()?;
    page.call("clock", json!(["GP9", 10_000_000]))?;
    // A clock of 10 MHz makes 20,000 edges a millisecond.
    for _ in 0..11 {
        page.call("advance", json!([5_000_000]))?;
    }
    let lost = page.call("events", json!([u64::MAX >> 12]))?["lost"].as_u64().context("a number")?;
    assert!(lost > 0);
    page.wait_until("the number of dropped events", |page| {
        Ok(page.attribute("[data-lost]", "data-lost")? == Some(lost.to_string()))
    })?;
    assert!(
        page.texts("[data-lost]")?[0].starts_with("oldest ") && page.texts("[data-lost]")?[0].ends_with("events gone")
    );
    Ok(())
}
