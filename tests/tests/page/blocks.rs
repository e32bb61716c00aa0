//! The blocks of the chip beside the ports, as the page shows them: timers, UARTs, watchdog, ADC and real-time clock.

use anyhow::Result;
use pinscope_tests::browser::Page;
use serde_json::json;

/// Starts a script and does not wait for its end.
fn start(page: &Page, script: &str) -> Result<()> {
    page.evaluate(&format!("void window.pinscope.python({}).catch(() => {{}})", json!(script))).map(drop)
}

fn wait_for_text(page: &Page, css: &str, expected: &str) -> Result<()> {
    page.wait_until(&format!("{css}: {expected}"), |page| {
        let text = page.texts(css)?.join(" ").split_whitespace().collect::<Vec<_>>().join(" ");
        Ok(text == expected)
    })
}

const BLOCKS: &str = "
from machine import Timer, UART, WDT, ADC, RTC
import time
ticks = Timer(1, mode=Timer.PERIODIC).channel(Timer.A, freq=5)
ticks.irq(trigger=Timer.TIMEOUT, priority=4, handler=lambda channel: None)
line = UART(1, 115200)
line.irq(trigger=UART.RX_ANY, priority=2, handler=lambda uart: None)
ADC().channel(pin='GP5')
WDT(timeout=100000)
rtc = RTC()
rtc.irq(trigger=RTC.ALARM0, handler=lambda rtc: None)
rtc.alarm(time=90000)
time.sleep(1000)
";

const TIMED_SLEEP: &str = "
from machine import RTC
import machine
rtc = RTC()
rtc.irq(trigger=RTC.ALARM0, wake=machine.SLEEP)
rtc.alarm(time=60000)
machine.sleep()
";

#[test]
fn registers_interrupts_and_reasons_show_the_other_blocks() -> Result<()> {
    let page = Page::open()?;
    start(&page, BLOCKS)?;
    page.click("[data-tab='registers']")?;
    let says =
        |register: &str, expected| wait_for_text(&page, &format!("[data-register='{register}'] .says"), expected);
    says("TIMERA1_CFG", "two of 16 bits")?;
    says("TIMERA1_TAMR", "periodic")?;
    says("TIMERA1_TAILR", "9216")?;
    says("UARTA1_LCRH", "8 bits")?;
    says("UARTA1_IBRD", "43")?;
    says("WDT_LOAD", "4000000000")?;
    says("NVIC_PRI5", "above 7 4 above 7 above 7")?;
    let set = "[...document.querySelectorAll('[data-group=\"Converter (ADC)\"] .set')].map(bit => bit.dataset.of)";
    page.wait_until("GP5 is sampled", |page| Ok(page.evaluate(set)?.to_string().contains("GP5")))?;
    // A write to a block that has no clock is refused.
    page.click("[data-register='TIMERA2_CTL'] [data-bit='0']")?;
    wait_for_text(
        &page,
        ".registers [role='alert']",
        "bus fault: write to 0x4003200C, which is absent or not clocked",
    )?;
    page.click("[data-register='UARTA1_FR'] [data-bit='3']")?;
    let read_only = "UARTA1_FR: it can only be read, so a write changes nothing";
    wait_for_text(&page, ".registers [role='alert']", read_only)?;

    page.click("[data-tab='interrupts']")?;
    wait_for_text(&page, "[data-interrupt]", "UARTA1 priority 2 TIMERA1A priority 4 RTC priority 7")?;
    page.wait_until("a timeout is in the log", |page| {
        Ok(page.texts("[data-event='BlockIrq'] span")?.iter().any(|text| text.contains("interrupt of TIMERA1A")))
    })?;
    assert!(page.texts(".power [data-alarm]")?.join("").contains("alarm at 90."));
    let why = page.call("why", json!([]))?;
    assert_eq!((&why["RTC"]["code"], &why["WDT"]["code"]), (&json!("NotAsleep"), &json!("NotAsleep")));
    assert!(why["WDT"]["text"].to_string().contains("WDT resets the board at 100."), "{why}");

    start(&page, TIMED_SLEEP)?;
    page.click("[data-tab='wake']")?;
    let reason = "[data-part='Why'] [data-row='RTC'] td:last-child";
    let shows = |text: &'static str| page.wait_until(text, |page| Ok(page.texts(reason)?.join("").contains(text)));
    shows("RTC ends SUSPENDED at ")?;
    let hint = page.texts("#panel-wake .hint")?.join("");
    assert!(hint.starts_with("The alarm at ") && hint.ends_with(" wakes the board."), "{hint}");
    page.call("speed", json!([1000]))?;
    shows("RTC ended SUSPENDED")?;
    assert_eq!(page.call("why", json!([]))?["RTC"]["woke"], true);
    Ok(())
}
