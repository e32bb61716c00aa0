//! Exporting and importing VCD files, stopping on an event, and a full trace.

use std::fs;

use anyhow::{Context as _, Result};
use pinscope_tests::browser::Page;
use serde_json::json;

use super::paused;

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

#[test]
fn a_bad_file_is_refused_with_the_reason_and_changes_nothing() -> Result<()> {
    let page = paused()?;
    let next = |page: &Page| Ok::<_, anyhow::Error>(page.call("events", json!([0]))?["next"].clone());
    let before = next(&page)?;
    let reason = "not replayed: line 1: a timescale begins with 1, 10 or 100, not 3";
    import(&page, "$timescale 3 ns $end\n", reason)?;
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
