//! The inspector: its controls, the code beside them, external sources, and its messages.

use anyhow::Result;
use pinscope_core::PinId;
use pinscope_tests::browser::Page;
use serde_json::{Value, json};

/// Opens the page with an empty, paused bench and selects a pin.
fn open(pin: &str) -> Result<Page> {
    let page = Page::open()?;
    page.call("reset", json!([]))?;
    page.call("pause", json!([]))?;
    select(&page, pin)?;
    Ok(page)
}

fn select(page: &Page, pin: &str) -> Result<()> {
    page.click(&format!("[data-name='{pin}']"))?;
    page.wait_until("the pin is selected", |page| Ok(page.texts("h2")?.contains(&pin.to_owned())))
}

/// Selects the last entry of a list and types into its field.
fn type_in(page: &Page, setting: &str, text: &str) -> Result<()> {
    page.pick(setting, "other")?;
    page.element(&format!("input[data-setting={setting}]"))?;
    page.press_keys(&format!("{text}\u{E007}"))
}

fn pin(page: &Page, id: &str) -> Result<Value> {
    let snapshot = page.call("snapshot", json!([]))?;
    let index = PinId::ALL.iter().position(|pin| pin.name() == id);
    Ok(index.map_or(Value::Null, |index| snapshot["pins"][index].clone()))
}

fn code(page: &Page, language: &str) -> Result<String> {
    let text = page.evaluate(&format!("document.querySelector('[data-code={language}]').textContent"))?;
    Ok(text.as_str().unwrap_or_default().to_owned())
}

fn wait_for_code(page: &Page, language: &str, words: &str) -> Result<()> {
    page.wait_until(words, |page| Ok(code(page, language)?.contains(words)))
}

fn edges(page: &Page, pin: &str) -> Result<usize> {
    let log = page.call("events", json!([0]))?;
    let is_edge = |event: &&Value| event["kind"] == "Level" && event["pin"] == pin;
    Ok(log["events"].as_array().into_iter().flatten().filter(is_edge).count())
}

#[test]
fn every_control_changes_the_registers_and_both_codes() -> Result<()> {
    let page = open("GP10")?;
    let rows: &[(&str, &str, &str, &str, &str, Value)] = &[
        ("pull", "PULL_DOWN", "pull=Pin.PULL_DOWN", "pull: Pull::Down", "/pull", json!("PULL_DOWN")),
        ("drive", "HIGH_POWER", "drive=Pin.HIGH_POWER", "drive: Drive::High", "/drive", json!("HIGH_POWER")),
        ("mode", "OUT", "mode=Pin.OUT", "mode: Mode::Out", "/mode", json!("OUT")),
        ("value", "high", "value=1", "value: Some(Level::High)", "/latch", json!(1)),
        ("mode", "OPEN_DRAIN", "mode=Pin.OPEN_DRAIN", "mode: Mode::OpenDrain", "/mode", json!("OPEN_DRAIN")),
        ("mode", "ALT", "mode=Pin.ALT", "mode: Mode::Alt", "/mode", json!("ALT")),
        ("mode", "ALT_OPEN_DRAIN", "Pin.ALT_OPEN_DRAIN", "Mode::AltOpenDrain", "/mode", json!("ALT_OPEN_DRAIN")),
        ("mode", "IN", "mode=Pin.IN", "pin.init(Config { pull", "/mode", json!("IN")),
        ("trigger", "IRQ_RISING", "trigger=Pin.IRQ_RISING", "Trigger::Rising", "/irq/trigger", json!(["IRQ_RISING"])),
        (
            "trigger",
            "IRQ_LOW_LEVEL",
            "Pin.IRQ_LOW_LEVEL",
            "Trigger::LowLevel",
            "/irq/trigger",
            json!(["IRQ_LOW_LEVEL"]),
        ),
        ("priority", "5", "priority=5", "priority: Priority::P5", "/irq/priority", json!(5)),
        ("wake", "HIBERNATE", "| machine.Sleep.HIBERNATE", "| Wake::HIBERNATE", "/irq/wake/1", json!("HIBERNATE")),
        ("handler", "toggle", "Pin.board.GP25.toggle()", "Toggle(PinId::GP25)", "/irq/handler", json!("toggle:GP25")),
        (
            "handler",
            "low",
            "Pin.board.GP25.value(0)",
            "Set(PinId::GP25, Level::Low)",
            "/irq/handler",
            json!("low:GP25"),
        ),
        ("handler", "follow", "Pin.board.GP25.value(p())", "Follow(PinId::GP25)", "/irq/handler", json!("follow:GP25")),
        (
            "handler",
            "oppose",
            "Pin.board.GP25.value(not p())",
            "Oppose(PinId::GP25)",
            "/irq/handler",
            json!("oppose:GP25"),
        ),
        ("enabled", "disabled", ").disable()", ")?.disable();", "/irq/enabled", json!(false)),
    ];
    // A low level trigger would cause a storm.
    page.call("drive", json!(["GP10", "high"]))?;
    for (setting, value, python, rust, path, expected) in rows {
        page.click(&format!("[data-setting='{setting}'] [data-value='{value}']"))?;
        wait_for_code(&page, "micropython", python)?;
        wait_for_code(&page, "rust", rust)?;
        assert_eq!(pin(&page, "GP10")?.pointer(path), Some(expected), "{setting} {value}");
    }
    page.click("[data-setting='enabled'] [data-value='enabled']")?;
    page.wait_until("enabled", |page| Ok(!code(page, "rust")?.contains("disable")))?;
    page.pick("handler-pin", "GP9")?;
    wait_for_code(&page, "micropython", "handler=lambda p: Pin.board.GP9.value(not p()))")?;
    assert_eq!(pin(&page, "GP10")?["irq"]["handler"], "oppose:GP9");
    Ok(())
}

#[test]
fn default_values_are_dim_and_each_line_is_beside_its_control() -> Result<()> {
    let page = open("GP10")?;
    page.call("init", json!(["GP10", {"pull": "PULL_UP"}]))?;
    wait_for_code(&page, "micropython", "PULL_UP")?;
    assert_eq!(page.texts("[data-argument].quiet")?, ["mode=Pin.IN", "drive=Pin.MED_POWER", "alt=-1"]);
    assert_eq!(page.texts("[data-argument]:not(.quiet)")?, ["pull=Pin.PULL_UP"]);
    let distance = "Math.abs(document.querySelector('.field[data-line=Pull]').getBoundingClientRect().y
        - document.querySelector('.line[data-line=Pull]').getBoundingClientRect().y)";
    assert_eq!(page.evaluate(distance)?, 0);
    Ok(())
}

#[test]
fn lines_keep_their_places_when_another_pin_is_selected() -> Result<()> {
    let page = open("GP10")?;
    let places = "[...document.querySelectorAll('.field')].map(line => line.getBoundingClientRect().y)";
    let unarmed = page.evaluate(places)?;
    let irq = json!({"trigger": ["IRQ_RISING", "IRQ_FALLING"], "priority": 3, "handler": "toggle:GP25"});
    page.call("irq", json!(["GP4", irq]))?;
    page.call("drive", json!(["GP4", "high"]))?;
    select(&page, "GP4")?;
    wait_for_code(&page, "micropython", "priority=3")?;
    assert_eq!(page.evaluate(places)?, unarmed);
    Ok(())
}

#[test]
fn the_whole_code_is_copied_and_the_button_confirms_it() -> Result<()> {
    let page = Page::open_with(
        "navigator.clipboard.writeText = text => { window.copied = text; return Promise.resolve(); };",
    )?;
    page.call("snapshot", json!([]))?;
    let copied =
        |page: &Page| Ok::<_, anyhow::Error>(page.evaluate("window.copied")?.as_str().unwrap_or("").to_owned());
    page.click("[data-act='copy'][data-value='micropython']")?;
    page.wait_until("copied", |page| Ok(page.texts("[data-value='micropython']")? == ["copied"]))?;
    let text = copied(&page)?;
    assert!(text.starts_with("import machine\nfrom machine import Pin\n\np = Pin('GP10', mode=Pin.IN, "), "{text}");
    page.click("[data-act='copy'][data-value='rust']")?;
    page.wait_until("copied", |page| Ok(page.texts("[data-value='rust']")? == ["copied"]))?;
    assert!(copied(&page)?.contains("let pin = board.pin(\"GP10\")?;\npin.init(Config { pull: Pull::Down, "));
    page.click("[data-setting='pull'] [data-value='PULL_UP']")?;
    page.wait_until("the new code was not copied", |page| Ok(page.texts("[data-act='copy']")? == ["copy"; 2]))
}

#[test]
fn where_copying_is_not_allowed_the_code_is_selected() -> Result<()> {
    let page = Page::open_with("navigator.clipboard.writeText = () => Promise.reject(new Error('no'));")?;
    page.call("snapshot", json!([]))?;
    page.click("[data-act='copy'][data-value='micropython']")?;
    page.wait_until("the selection", |page| {
        let selected = page.evaluate("getSelection().toString()")?;
        Ok(selected.as_str().is_some_and(|text| text.starts_with("p = Pin('GP10',") && text.contains("toggle())")))
    })?;
    page.wait_until("the button's text", |page| Ok(page.texts("[data-act='copy']")?[0].starts_with("selected")))
}

#[test]
fn a_pad_is_pulsed_and_its_button_pressed() -> Result<()> {
    let page = open("GP9")?;
    page.click("[data-act='pulse']")?;
    page.wait_until("the pulse", |page| Ok(pin(page, "GP9")?["level"] == "high"))?;
    page.call("advance", json!([1_000_000]))?;
    assert_eq!((&pin(&page, "GP9")?["level"], edges(&page, "GP9")?), (&json!("floating"), 2));
    page.click("[data-act='button']")?;
    page.wait_until("pressed and released", |page| Ok(edges(page, "GP9")? >= 4))?;
    page.call("advance", json!([5_000_000]))?;
    let bounced = edges(&page, "GP9")?;
    assert!(bounced >= 4 + 10, "only {bounced} edges: it has to bounce");
    page.click("[data-setting='bounce']")?;
    page.wait_until("clean", |page| {
        Ok(page.attribute("[data-setting='bounce']", "aria-checked")?.as_deref() == Some("false"))
    })?;
    page.evaluate("document.querySelector('[data-act=button]').focus()")?;
    page.press_keys(" ")?;
    page.call("advance", json!([5_000_000]))?;
    page.wait_until("clean edges", |page| Ok(edges(page, "GP9")? == bounced + 2))
}

#[test]
fn the_button_stays_closed_as_long_as_it_is_held() -> Result<()> {
    let page = open("GP9")?;
    page.evaluate("document.querySelector('[data-act=button]').focus()")?;
    let key = |kind: &str| {
        format!("document.activeElement.dispatchEvent(new KeyboardEvent('{kind}', {{key: ' ', bubbles: true}}))")
    };
    page.evaluate(&key("keydown"))?;
    page.wait_until("held", |page| {
        Ok(page.attribute("[data-act='button']", "aria-pressed")?.as_deref() == Some("true"))
    })?;
    page.call("advance", json!([50_000_000]))?;
    assert_eq!(pin(&page, "GP9")?["level"], "high");
    page.evaluate(&key("keyup"))?;
    page.wait_until("released", |page| {
        Ok(page.attribute("[data-act='button']", "aria-pressed")?.as_deref() == Some("false"))
    })
}

#[test]
fn a_clock_is_chosen_from_the_list_or_typed() -> Result<()> {
    let page = open("GP9")?;
    page.pick("clock", "clock 1 kHz")?;
    page.wait_until("the clock", |page| Ok(pin(page, "GP9")?["level"] == "high"))?;
    page.call("advance", json!([10_000_000]))?;
    assert_eq!(edges(&page, "GP9")?, 21, "one at once and two each millisecond");
    type_in(&page, "clock", "2.5 khz")?;
    page.wait_until("the other clock", |page| {
        let shown = page.evaluate("document.querySelector('select[data-setting=clock]')?.selectedOptions[0].text")?;
        Ok(shown == "clock 2.5 kHz")
    })?;
    let before = edges(&page, "GP9")?;
    page.call("advance", json!([10_000_000]))?;
    assert_eq!(edges(&page, "GP9")? - before, 50);
    for (typed, words) in [("soon", "such as 2.5 kHz, and not “soon”"), ("90 MHz", "the fastest clock is 10 MHz")] {
        type_in(&page, "clock", typed)?;
        page.wait_until("the refusal", |page| Ok(page.texts(".refusal")?.iter().any(|text| text.contains(words))))?;
    }
    page.pick("clock", "no clock")?;
    page.wait_until("no clock", |page| Ok(pin(page, "GP9")?["level"] == "floating"))
}

#[test]
fn wires_are_added_and_removed() -> Result<()> {
    let page = open("GP9")?;
    page.pick("wire", "GP22")?;
    page.element("[data-act='unwire'][data-value='GP22']")?;
    page.click("[data-setting='outside'] [data-value='high']")?;
    page.wait_until("over the wire", |page| Ok(pin(page, "GP22")?["level"] == "high"))?;
    select(&page, "GP22")?;
    page.click("[data-act='unwire'][data-value='GP9']")?;
    page.wait_until("unwired", |page| Ok(pin(page, "GP22")?["level"] == "floating"))?;
    page.wait_until("and gone", |page| Ok(page.texts("[data-act='unwire']")?.is_empty()))
}

#[test]
fn a_handler_takes_its_time_and_the_next_one_waits() -> Result<()> {
    let page = open("GP10")?;
    for name in ["GP10", "GP9"] {
        page.call("irq", json!([name, {"trigger": "IRQ_RISING"}]))?;
    }
    page.pick("takes", "in 1 ms")?;
    page.wait_until("a millisecond", |page| Ok(pin(page, "GP10")?["irq"]["takes_ns"] == 1_000_000))?;
    type_in(&page, "takes", "420us")?;
    page.wait_until("420 µs", |page| Ok(pin(page, "GP10")?["irq"]["takes_ns"] == 420_000))?;
    page.call("drive", json!(["GP10", "high"]))?;
    page.call("advance", json!([20_000]))?;
    page.call("drive", json!(["GP9", "high"]))?;
    page.call("advance", json!([1_000_000]))?;
    let wait_for_service = |page: &Page, words: &str| {
        page.wait_until(words, |page| Ok(page.texts("[data-fired]")?.iter().any(|text| text.contains(words))))
    };
    wait_for_service(&page, "s, served at once, ran 420 µs")?;
    select(&page, "GP9")?;
    wait_for_service(&page, "s, served after 400 µs")?;
    for nonsense in ["a while", "1,5 ms", "-1", "1..2 s", "99999999999 s", "18446744073709551616"] {
        type_in(&page, "takes", nonsense)?;
        let quoted = format!("“{nonsense}”");
        page.wait_until(&quoted, |page| Ok(page.texts(".refusal")?.iter().any(|text| text.contains(&quoted))))?;
    }
    assert_eq!(pin(&page, "GP9")?["irq"]["takes_ns"], 0);
    for (typed, takes_ns) in [("12.5 µs", 12_500), ("0.25MS", 250_000), ("70", 70)] {
        type_in(&page, "takes", typed)?;
        page.wait_until(typed, |page| Ok(pin(page, "GP9")?["irq"]["takes_ns"] == takes_ns))?;
    }
    Ok(())
}

#[test]
fn wake_is_a_choice_of_several_and_shows_which_pin_has_taken_suspended_over() -> Result<()> {
    let page = open("GP2")?;
    for name in ["GP2", "GP17"] {
        page.call("irq", json!([name, {"trigger": "IRQ_RISING", "wake": ["ACTIVE", "SUSPENDED"]}]))?;
    }
    let pressed =
        |page: &Page, value: &str| page.attribute(&format!("[data-setting=wake] [data-value={value}]"), "aria-pressed");
    let notes = |page: &Page| Ok::<_, anyhow::Error>(page.texts(".field[data-line=Wake] .note")?.concat());
    page.wait_until("taken over", |page| Ok(notes(page)?.contains("taken over by GP17")))?;
    let states = ["ACTIVE", "SUSPENDED", "HIBERNATE"].map(|value| pressed(&page, value));
    let states: Vec<_> = states.into_iter().collect::<Result<_>>()?;
    assert_eq!(states, ["true", "false", "false"].map(|state| Some(state.to_owned())));
    let boxes = page.evaluate("document.querySelectorAll('[data-setting=wake] .check').length")?;
    assert_eq!(boxes, 3, "each has a check box");
    // One press takes it back.
    page.click("[data-setting=wake] [data-value=SUSPENDED]")?;
    page.wait_until("taken back", |page| Ok(pressed(page, "SUSPENDED")?.as_deref() == Some("true")))?;
    assert!(!notes(&page)?.contains("taken over"));
    select(&page, "GP17")?;
    page.wait_until("the other", |page| Ok(notes(page)?.contains("taken over by GP2")))
}

#[test]
fn a_handler_is_called_by_hand() -> Result<()> {
    let page = open("GP10")?;
    page.call("init", json!(["GP25", {"mode": "OUT", "value": 0}]))?;
    page.call("irq", json!(["GP10", {"trigger": "IRQ_RISING", "handler": "toggle:GP25"}]))?;
    page.click("[data-act='call']")?;
    page.wait_until("called", |page| Ok(pin(page, "GP25")?["latch"] == 1))
}

#[test]
fn a_function_shows_the_pin_that_holds_it_and_choosing_it_frees_that_pin() -> Result<()> {
    let page = open("GP12")?;
    page.call("init", json!(["GP1", {"mode": "ALT", "alt": 3}]))?;
    page.wait_until("the holder", |page| {
        Ok(page.texts(".field[data-line='Function'] .note")?.iter().any(|text| text.contains("GP1 holds UART0_TX")))
    })?;
    let listed = page.evaluate(
        "[...document.querySelector('select[data-setting=alt]').options].map(option => option.text)
            .find(text => text.includes('UART0_TX'))",
    )?;
    let listed = listed.as_str().unwrap_or_default().to_owned();
    assert!(listed.ends_with("held by GP1"), "{listed}");
    let number = listed.split_whitespace().next().unwrap_or_default().to_owned();
    page.pick("alt", &number)?;
    wait_for_code(&page, "micropython", &format!("alt={number}"))?;
    assert_eq!(pin(&page, "GP12")?["mode"], "ALT");
    assert_eq!((&pin(&page, "GP1")?["mode"], &pin(&page, "GP1")?["alt"]), (&json!("IN"), &json!(-1)));
    Ok(())
}

#[test]
fn while_asleep_external_sources_still_work_and_settings_do_not() -> Result<()> {
    let page = open("GP9")?;
    page.call("sleep", json!(["SUSPENDED"]))?;
    page.wait_until("asleep", |page| Ok(page.texts("[data-setting='mode']")?.is_empty()))?;
    page.click("[data-setting='outside'] [data-value='high']")?;
    page.wait_until("high", |page| Ok(page.texts(".level b")? == ["high"]))?;
    page.pick("wire", "GP22")?;
    page.element("[data-act='unwire']").map(drop)
}
