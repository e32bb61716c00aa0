//! The panels below the board: registers, interrupts and wake.

use anyhow::{Context as _, Result};
use pinscope_core::PinId;
use pinscope_core::PinId::{GP9, GP10, GP25};
use pinscope_tests::browser::{Page, pad};
use serde_json::{Value, json};
use thirtyfour::Key;

/// Opens the page, paused, with `panel` open.
fn open(panel: &str) -> Result<Page> {
    let page = Page::open()?;
    page.call("pause", json!([]))?;
    show(&page, panel)?;
    Ok(page)
}

fn show(page: &Page, panel: &str) -> Result<()> {
    page.click(&format!("[data-tab='{panel}']"))?;
    page.element(&format!("#panel-{panel}:not([hidden]) > section")).map(drop)
}

fn bit(register: &str, bit: u8) -> String {
    format!("[data-register='{register}'] [data-bit='{bit}']")
}

fn has(page: &Page, css: &str) -> Result<bool> {
    Ok(page.evaluate(&format!("document.querySelector({}) !== null", json!(css)))? == true)
}

fn wait_for(page: &Page, css: &str) -> Result<()> {
    page.wait_until(css, |page| has(page, css))
}

fn word(page: &Page, register: &str) -> Result<Value> {
    Ok(page.call("registers", json!([]))?[register].clone())
}

/// Writes a register through its editor.
fn write(page: &Page, register: &str, text: &str) -> Result<()> {
    page.click(&format!("[data-register='{register}'] [data-edit]"))?;
    let editor = format!("[data-poke='{register}']");
    wait_for(page, &format!("{editor}:focus"))?;
    page.press_keys(text)?;
    page.run(page.browser().action_chain().send_keys(Key::Enter).perform())
}

fn wait_for_refusal(page: &Page, words: &str) -> Result<()> {
    page.wait_until(words, |page| Ok(page.texts(".registers [role='alert']")?.iter().any(|text| text.contains(words))))
}

fn point_at(page: &Page, css: &str) -> Result<()> {
    let element = page.element(css)?;
    page.run(element.scroll_into_view())?;
    page.run(page.browser().action_chain().move_to_element_center(&element).perform())
}

#[test]
fn every_register_is_shown_as_it_is() -> Result<()> {
    let page = open("registers")?;
    page.call("init", json!(["GP9", {"mode": "OPEN_DRAIN", "pull": "PULL_UP", "drive": "HIGH_POWER"}]))?;
    page.call("irq", json!(["GP17", {"trigger": "IRQ_FALLING", "priority": 6, "wake": ["SUSPENDED", "HIBERNATE"]}]))?;
    page.call("drive", json!(["GP10", "high"]))?;
    page.wait_until("GP10 is high", |page| Ok(page.texts("[data-register='GPIOA1_DATA'] .word")? == ["0x04"]))?;
    let shown = "Object.fromEntries([...document.querySelectorAll('[data-register]')].map(row =>
        [row.dataset.register, Number(row.querySelector('[data-edit]').innerText)]))";
    assert_eq!(page.evaluate(shown)?, page.call("registers", json!([]))?);
    let meaning = |css: &str| page.texts(&format!("{css}.says")).map(|texts| texts.join(" "));
    assert_eq!(meaning("[data-register='GPIO_PAD_CONFIG_9'] ")?, "GPIO 6 mA up by DIR");
    assert_eq!(meaning("[data-register='NVIC_PRI0'] [data-field='A2']")?, "6");
    assert_eq!(meaning("[data-register='LPDS_GPIO_SEL'] ")?, "GP17");
    assert_eq!(meaning("[data-register='GPIO_WAKE_CONF'] [data-of='GP17']")?, "falling");
    // A filled square is a bit that is set.
    let squares = |name: &str| format!("document.querySelectorAll(\"[data-register='{name}'] .set\").length");
    assert_eq!((page.evaluate(&squares("GPIOA1_DIR"))?, page.evaluate(&squares("NVIC_EN0"))?), (json!(1), json!(2)));
    // Only the open panel is in the document.
    show(&page, "wake")?;
    assert!(!has(&page, "[data-register]")?);
    Ok(())
}

#[test]
fn a_change_marks_its_bits_and_no_others() -> Result<()> {
    let page = open("registers")?;
    assert!(!has(&page, ".changed")?, "nothing has changed yet");
    page.call("value", json!(["GP25", 1]))?;
    wait_for(&page, &format!("{}.changed", bit("GPIOA3_DATA", 1)))?;
    assert_eq!(page.evaluate("document.querySelectorAll('.changed').length")?, 1);
    page.call("init", json!(["GP9", {"pull": "PULL_DOWN"}]))?;
    wait_for(&page, "[data-register='GPIO_PAD_CONFIG_9'] [data-field='PULL'].changed")?;
    assert!(!has(&page, "[data-register='GPIO_PAD_CONFIG_9'] [data-field='DRIVE'].changed")?);
    // The mark fades by itself.
    let faded = "getComputedStyle(document.querySelector('.changed')).boxShadow === 'none'";
    page.wait_until("the mark has gone", |page| Ok(page.evaluate(faded)? == true))
}

#[test]
fn a_bit_is_inverted_and_a_word_written() -> Result<()> {
    let page = open("registers")?;
    let level = |page: &Page, pin: PinId, expected: &str| {
        page.wait_until(expected, |page| Ok(page.attribute(&pad(pin), "data-level")?.as_deref() == Some(expected)))
    };
    page.click(&bit("GPIOA3_DATA", 1))?;
    level(&page, GP25, "high")?;
    page.click(&bit("GPIOA3_DATA", 1))?;
    level(&page, GP25, "low")?;
    write(&page, "GPIOA3_DATA", "0b10")?;
    level(&page, GP25, "high")?;
    page.wait_until("the word has the focus again", |page| {
        Ok(page.evaluate("document.activeElement.closest('[data-register]')?.dataset.register")? == "GPIOA3_DATA")
    })?;
    // These words enable a pull-up, and an open drain that releases its pad.
    write(&page, "GPIO_PAD_CONFIG_9", "0x140")?;
    level(&page, GP9, "high")?;
    write(&page, "GPIO_PAD_CONFIG_25", "80")?;
    wait_for(&page, "[data-register='GPIO_PAD_CONFIG_25'] [data-bit='4'].set")?;
    level(&page, GP25, "floating")?;
    assert_eq!((word(&page, "GPIO_PAD_CONFIG_9")?, word(&page, "GPIO_PAD_CONFIG_25")?), (json!(0x140), json!(80)));
    // ICR clears the bits that are written as 1, and DIS0 clears the bits of EN0.
    page.click(&bit("GPIOA1_IM", 2))?;
    page.wait_until("masked", |page| Ok(word(page, "GPIOA1_IM")? == 0))?;
    page.call("drive", json!(["GP10", "high"]))?;
    wait_for(&page, &format!("{}.set", bit("GPIOA1_RIS", 2)))?;
    page.click(&bit("GPIOA1_ICR", 2))?;
    page.wait_until("cleared", |page| Ok(word(page, "GPIOA1_RIS")? == 0))?;
    page.click(&bit("NVIC_EN0", 1))?;
    page.wait_until("disabled", |page| Ok(word(page, "NVIC_EN0")? == 0))
}

#[test]
fn a_word_that_cannot_be_written_is_refused_with_the_reason() -> Result<()> {
    let page = open("registers")?;
    for (text, why) in [
        ("ten", "GPIOA1_DIR: 'ten' is no word; write it as 0x1F, 0b11111 or 31"),
        ("", "GPIOA1_DIR: '' is no word"),
        ("0x100000000", "GPIOA1_DIR: '0x100000000' does not fit into a word of 32 bits"),
    ] {
        page.click("[data-register='GPIOA1_DIR'] [data-edit]")?;
        wait_for(&page, "[data-poke='GPIOA1_DIR']:focus")?;
        page.run(page.browser().action_chain().send_keys(text).send_keys(Key::Enter).perform())?;
        wait_for_refusal(&page, why)?;
        page.run(page.browser().action_chain().send_keys(Key::Escape).perform())?;
        page.wait_until("the editor has gone", |page| Ok(!has(page, "[data-poke]")?))?;
    }
    assert_eq!(word(&page, "GPIOA1_DIR")?, 0);
    page.click(&bit("GPIOA1_RIS", 2))?;
    wait_for_refusal(&page, "GPIOA1_RIS: it can only be read, so a write changes nothing")?;
    page.call("poke", json!(["GPIOA1_CLK_GATING", 0]))?;
    page.click(&bit("GPIOA1_DIR", 2))?;
    wait_for_refusal(&page, "bus fault: write to 0x40005400, which is absent or not clocked")?;
    page.call("poke", json!(["GPIOA1_CLK_GATING", "0x101"]))?;
    page.click(&bit("GPIOA1_DIR", 2))?;
    page.wait_until("the refusal has gone", |page| Ok(!has(page, ".registers [role='alert']")?))?;
    let rows = [
        (json!(["GPIOA9_DIR", 1]), "BadArgument: there is no register 'GPIOA9_DIR'"),
        (json!(["GPIOA1_DIR", "ten"]), "BadArgument: 'ten' is no word"),
        (json!(["GPIOA1_DIR", -1]), "BadArgument: '-1' is no word"),
        (json!(["GPIOA1_DIR", 1.5]), "BadArgument: '1.5' is no word"),
        (json!(["GPIOA1_DIR", 4_294_967_296_u64]), "BadArgument: '4294967296' does not fit"),
        (json!(["GPIOA1_DIR"]), "BadArgument: "),
        (json!([]), "BadArgument: there is no register 'nothing'"),
        (json!([0x4000_5401, 1]), "BusFault: bus fault: write to 0x40005401"),
        (json!(["0x50000000", 1]), "BusFault: bus fault: write to 0x50000000"),
    ];
    for (args, words) in rows {
        let refused = page.call("poke", args.clone()).expect_err("it is to be refused").to_string();
        assert!(refused.starts_with(words), "{args}: {refused}");
    }
    // This masked address of DATA writes one of two bits.
    page.call("poke", json!(["GPIOA1_DIR", 6]))?;
    page.call("poke", json!([0x4000_5010, 0xFF]))?;
    assert_eq!(word(&page, "GPIOA1_DATA")?, 4);
    page.call("sleep", json!(["SUSPENDED"]))?;
    page.click(&bit("GPIOA1_DIR", 2))?;
    wait_for_refusal(&page, "the board is SUSPENDED")
}

#[test]
fn pointing_at_a_field_highlights_its_pin_and_the_reverse() -> Result<()> {
    let page = open("registers")?;
    let lit = "[...document.querySelectorAll('.row.hovered [data-pin]')].map(pad => pad.dataset.pin)";
    let wait_for_highlight =
        |page: &Page, pins: Value| page.wait_until("the pin is highlighted", |page| Ok(page.evaluate(lit)? == pins));
    point_at(&page, &bit("GPIOA1_IEV", 2))?;
    wait_for_highlight(&page, json!(["GP10"]))?;
    point_at(&page, "[data-register='GPIO_PAD_CONFIG_40'] [data-field='PULL']")?;
    wait_for_highlight(&page, json!(["GP28"]))?;
    point_at(&page, "[data-register='GPIO_WAKE_CONF'] [data-of='GP17']")?;
    wait_for_highlight(&page, json!(["GP17"]))?;
    // A bit without a pin on the headers highlights nothing.
    point_at(&page, &bit("GPIOA2_DIR", 3))?;
    wait_for_highlight(&page, json!([]))?;
    // The keyboard does the same: right of the word is the highest bit.
    page.evaluate("document.querySelector(\"[data-register='GPIOA1_DIR'] [data-edit]\").focus()")?;
    page.run(page.browser().action_chain().send_keys(Key::Right).perform())?;
    wait_for_highlight(&page, json!(["GP15"]))?;
    page.run(page.browser().action_chain().send_keys(Key::Down).send_keys(Key::Right).perform())?;
    wait_for_highlight(&page, json!(["GP14"]))?;

    let marked = "[...document.querySelectorAll('.cell.hovered')].map(cell =>
        cell.closest('[data-register]').dataset.register + ' ' + (cell.dataset.bit ?? cell.dataset.field))";
    point_at(&page, "[data-name='GP10']")?;
    wait_for_highlight(&page, json!(["GP10"]))?;
    let marks = |page: &Page| Ok::<_, anyhow::Error>(page.evaluate(marked)?.as_array().cloned().unwrap_or_default());
    page.wait_until("fields are marked", |page| Ok(!marks(page)?.is_empty()))?;
    let marks = marks(&page)?;
    for expected in ["GPIOA1_DATA 2", "GPIOA1_ICR 2", "GPIO_PAD_CONFIG_10 MODE", "GPIO_WAKE_EN 2", "NVIC_PRI0 A1"] {
        assert!(marks.contains(&json!(expected)), "{expected}: {marks:?}");
    }
    let others = ["GPIOA1_DATA 3", "GPIOA0_DATA 2", "GPIO_PAD_CONFIG_9 MODE", "GPIO_WAKE_EN 3", "NVIC_PRI0 A2"];
    assert!(others.iter().all(|other| !marks.contains(&json!(other))), "{marks:?}");
    point_at(&page, &pad(GP10))?;
    wait_for_highlight(&page, json!(["GP10"]))?;
    point_at(&page, "h1")?;
    wait_for_highlight(&page, json!([]))?;
    assert!(!has(&page, ".cell.hovered")?);
    Ok(())
}

#[test]
fn the_registers_of_one_pin_can_be_shown_alone() -> Result<()> {
    let page = open("registers")?;
    page.click("[data-name='GP28']")?;
    page.click("[data-setting='only-selected']")?;
    page.wait_until("fewer", |page| Ok(!has(page, "[data-register='GPIOA1_DATA']")?))?;
    for register in ["GPIOA3_DATA", "GPIOA3_CLK_GATING", "GPIO_PAD_CONFIG_40", "NVIC_PRI0"] {
        assert!(has(&page, &format!("[data-register='{register}']"))?, "{register}");
    }
    for register in ["GPIO_PAD_CONFIG_28", "GPIO_WAKE_EN", "APPS_RESET_CAUSE"] {
        assert!(!has(&page, &format!("[data-register='{register}']"))?, "{register}");
    }
    // GP17 has a wake line, so the wake registers are shown.
    page.click("[data-name='GP17']")?;
    wait_for(&page, "[data-register='GPIO_WAKE_EN']")
}

/// Returns the log's lines about interrupts without their times, the newest first.
fn interrupts(page: &Page) -> Result<Vec<String>> {
    let texts = page.texts("[data-event='Irq']")?;
    Ok(texts.iter().map(|text| text.split_whitespace().skip(2).collect::<Vec<_>>().join(" ")).collect())
}

#[test]
fn each_interrupt_shows_how_long_it_waited_and_ran_and_what_was_coalesced() -> Result<()> {
    let page = open("interrupts")?;
    let arm = |pin, priority, takes_ns: u32, handler: &str| {
        page.call("drive", json!([pin, "low"]))?;
        let irq = json!({"trigger": "IRQ_RISING", "priority": priority, "takes_ns": takes_ns, "handler": handler});
        page.call("irq", json!([pin, irq]))
    };
    arm("GP10", 2, 1_000_000, "toggle:GP25")?;
    arm("GP17", 7, 123_000, "high:GP25")?;
    arm("GP4", 1, 0, "toggle:GP25")?;
    // GP17 preempts the handler of GP10. GP4 waits for its end, and its second edge is coalesced.
    page.call("drive", json!(["GP10", "high"]))?;
    page.call("advance", json!([200_000]))?;
    page.call("drive", json!(["GP17", "high"]))?;
    for level in ["high", "low", "high"] {
        page.call("drive", json!(["GP4", level]))?;
    }
    page.call("advance", json!([5_000_000]))?;
    page.wait_until("three lines", |page| Ok(interrupts(page)?.len() == 3))?;
    let expected = [
        "GP4 rising priority 1 toggled GP25 after 923 µs 1 coalesced",
        "GP17 rising priority 7 set GP25 high at once ran 123 µs",
        "GP10 rising priority 2 toggled GP25 at once ran 1.1 ms",
    ];
    page.wait_until("how long they ran", |page| Ok(interrupts(page)? == expected))
        .with_context(|| format!("{:?}", interrupts(&page)))?;
    // The newest interrupt is shown beside the tabs, whichever tab is open.
    show(&page, "registers")?;
    let last = page.texts("[data-last]")?.join("");
    assert!(last.split_whitespace().skip(2).eq("GP4 rising port A0 priority 1 toggled GP25".split(' ')), "{last}");
    assert_eq!(page.evaluate("document.querySelectorAll('[data-log] [data-event=Irq]').length")?, 3, "still there");
    Ok(())
}

#[test]
fn without_an_interrupt_the_panel_says_how_one_comes() -> Result<()> {
    let page = open("interrupts")?;
    let empty = "[data-what='empty-log']";
    page.wait_until("a sentence", |page| Ok(page.texts(empty)?.concat().starts_with("No interrupt has come yet.")))?;
    page.call("irq", json!(["GP10", {"trigger": "IRQ_RISING"}]))?;
    page.call("drive", json!(["GP10", "low"]))?;
    page.call("drive", json!(["GP10", "high"]))?;
    page.wait_until("a line", |page| Ok(page.texts(empty)?.is_empty() && !interrupts(page)?.is_empty()))
}

#[test]
fn pins_that_share_a_priority_are_shown_together() -> Result<()> {
    let page = open("interrupts")?;
    page.call("irq", json!(["GP13", {"trigger": "IRQ_RISING", "priority": 5}]))?;
    page.call("irq", json!(["GP17", {"trigger": "IRQ_RISING", "priority": 3}]))?;
    let port_text = |port: &str| {
        let texts = page.texts(&format!("[data-port='{port}']"))?;
        Ok::<_, anyhow::Error>(texts.join("").split_whitespace().collect::<Vec<_>>().join(" "))
    };
    page.wait_until("GP10 has the priority of GP13", |_| Ok(port_text("A1")? == "A1 priority 5 GP10 GP13 share it"))?;
    page.wait_until("alone", |_| Ok(port_text("A2")? == "A2 priority 3 GP17"))?;
    assert_eq!((port_text("A0")?, port_text("A3")?), ("A0 nothing armed".to_owned(), "A3 nothing armed".to_owned()));
    Ok(())
}

#[test]
fn the_log_is_bounded_and_finally_right_however_much_happens() -> Result<()> {
    let page = open("interrupts")?;
    page.call("irq", json!(["GP10", {"trigger": "IRQ_RISING"}]))?;
    page.call("clock", json!(["GP10", 50_000]))?;
    page.call("run", json!([]))?;
    let count = "document.querySelectorAll('[data-log] > li').length";
    page.wait_until("many lines", |page| Ok(page.evaluate(count)?.as_u64() >= Some(20)))?;
    for _ in 0..5 {
        assert!(page.evaluate(count)?.as_u64() <= Some(200));
        std::thread::sleep(std::time::Duration::from_millis(100));
    }
    page.call("pause", json!([]))?;
    page.call("drive", json!(["GP10", "low"]))?;
    let count_of_irqs = page.call("irq", json!(["GP10"]))?["count"].clone();
    page.wait_until("the pad shows the final count", |page| {
        Ok(page.attribute(&pad(GP10), "data-irqs")? == Some(count_of_irqs.to_string()))
    })?;
    let next = page.call("events", json!([u32::MAX]))?["next"].as_u64().context("events are numbered")?;
    let events = page.call("events", json!([next.saturating_sub(50)]))?["events"].clone();
    let newest = events.as_array().into_iter().flatten().rfind(|event| event["kind"] == "Irq").cloned();
    let micros = newest.and_then(|event| event["time_ns"].as_u64()).context("there was an interrupt")? / 1_000;
    let shown = format!("{}.{:03} {:03}", micros / 1_000_000, micros / 1_000 % 1_000, micros % 1_000);
    page.wait_until("the newest is shown", |page| {
        Ok(page.texts("[data-log] > li")?.first().is_some_and(|line| line.starts_with(&shown)))
    })?;
    page.wait_until("everything that is kept is shown", |page| Ok(page.evaluate(count)? == 200))
}

#[test]
fn the_wake_panel_explains_why_a_pin_woke_the_board_and_why_another_did_not() -> Result<()> {
    let page = open("wake")?;
    let part_text = |part: &str| page.texts(&format!("[data-part='{part}'] p")).map(|texts| texts.join(""));
    page.wait_until("nothing is armed", |_| Ok(part_text("SUSPENDED")? == "nothing armed"))?;
    for pin in ["GP4", "GP17"] {
        page.call("drive", json!([pin, "low"]))?;
        page.call("irq", json!([pin, {"trigger": "IRQ_RISING", "wake": ["SUSPENDED", "HIBERNATE"]}]))?;
    }
    let replaced = "GP17 rising, not GP4: the last armed wins";
    page.wait_until(replaced, |_| Ok(part_text("SUSPENDED")? == replaced))?;
    let lines = page.texts("[data-part='HIBERNATE'] tr")?;
    let lines: Vec<_> = lines.iter().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
    let expected =
        ["GP2 line 0 –", "GP4 line 1 rising", "GP10 line 2 –", "GP11 line 4 –", "GP17 line 3 rising", "GP24 line 5 –"];
    assert_eq!(lines, expected);

    page.click("#panel-wake [data-act='SUSPENDED']")?;
    let row = |pin: &str| format!("[data-part='Why'] [data-row='{pin}']");
    let why = |pin: &str| page.texts(&format!("{} td:last-child", row(pin))).map(|texts| texts.join(""));
    page.wait_until("asleep", |_| Ok(why("GP17")?.contains("its level has not changed")))?;
    page.call("drive", json!(["GP4", "high"]))?;
    page.call("drive", json!(["GP17", "high"]))?;
    page.wait_until("awake", |_| Ok(why("GP17")? == "GP17 ended SUSPENDED: rising, as armed"))?;
    page.wait_until("a sleep of the past", |_| Ok(part_text("Why")? == "In the last sleep, which has ended:"))?;
    assert_eq!(why("GP4")?, "GP4 was replaced by GP17: SUSPENDED ends with one pin");
    assert_eq!(page.attribute(&row("GP17"), "data-on")?.as_deref(), Some("true"));
    assert_eq!(page.attribute(&row("GP4"), "data-on")?.as_deref(), Some("false"));
    page.wait_until("the cause", |_| Ok(part_text("Last start")? == "PWRON_RESET; since then a pin ended SUSPENDED"))?;
    // `why()` returns the same reasons.
    let reasons = page.call("why", json!([]))?;
    for (pin, reason) in reasons.as_object().into_iter().flatten() {
        assert_eq!(json!(why(pin)?), reason["text"], "{pin}");
    }
    Ok(())
}
