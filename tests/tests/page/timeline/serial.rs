//! The characters of UARTs and the names of signals on the timeline.

use anyhow::Result;
use pinscope_tests::browser::Page;
use serde_json::json;

use super::{canvas_rect, mouse, view};

const SCRIPT: &str = "
from machine import Timer, UART
import time
fan = Timer(3, mode=Timer.PWM).channel(Timer.A, freq=1000, duty_cycle=2500)
line = UART(0, 115200, pins=('GP12', 'GP13'))
while True:
    line.write('Hi\\n')
    time.sleep_ms(2)
";

#[test]
fn bytes_are_decoded_at_the_baud_rate_of_the_uart_and_pwm_is_named() -> Result<()> {
    let page = Page::open()?;
    page.call("reset", json!([]))?;
    page.evaluate(&format!("void window.pinscope.python({}).catch(() => {{}})", json!(SCRIPT)))?;
    let text = |page: &Page| page.texts("[data-serial='GP12']").map(|texts| texts.concat());
    page.wait_until("the baud rate", |page| Ok(text(page)?.starts_with("GP12 at 115191 baud:")))?;
    page.evaluate("document.querySelector('canvas.strip').focus()")?;
    page.wait_until("characters", |page| {
        let has_characters = text(page)?.contains("H i 0x0A");
        if !has_characters {
            page.press_keys("+")?;
        }
        Ok(has_characters)
    })?;
    page.call("pause", json!([]))?;
    assert!(!text(&page)?.contains("damaged"), "{}", text(&page)?);
    assert!(page.texts("[data-serial='GP10']")?.is_empty(), "GP10 is no line of a UART");

    let (from, to) = view(&page)?;
    let (_, _, width) = canvas_rect(&page)?;
    let now = page.call("snapshot", json!([]))?["time_ns"].as_f64().unwrap_or_default();
    let centre =
        "(({top, height}) => top + height / 2)(document.querySelector('[data-lane=GP10]').getBoundingClientRect())";
    let y = page.evaluate(centre)?;
    let x = ((now - 2_500_000.0 - from) / (to - from)).clamp(0.1, 0.9) * width;
    mouse(&page, "mouseMoved", x, &json!({"button": "none", "y": y}))?;
    page.wait_until("the PWM is measured", |page| {
        let text = page.texts("[data-measurement='GP10']")?.concat().replace('\n', " ");
        // The pulse ends a tick early, because the load value is the number of ticks less one.
        Ok(text.contains(" TIMA3 PWM ") && text.ends_with("period 1 ms 1 kHz duty 24.9 %"))
    })
}

/// A script whose UART has other settings for each word, and is off in the end.
const CHANGING: &str = "
from machine import UART
line = UART(0, 9600, parity=UART.EVEN, pins=('GP12', 'GP13'))
line.write('slow')
line.flush()
line.init(38400)
line.write('fast')
line.flush()
line.deinit()
";

#[test]
fn bytes_stay_as_they_were_sent_when_the_script_changes_or_stops_the_uart() -> Result<()> {
    let page = Page::open()?;
    // Time moves only by the call of `advance`, so the picture stands still.
    page.call("pause", json!([]))?;
    page.evaluate(&format!("void window.pinscope.python({}, {{stimuli: []}}).catch(() => {{}})", json!(CHANGING)))?;
    page.call("advance", json!([7_000_000]))?;
    page.click("[data-act=fit]")?;
    let text = |page: &Page| page.texts("[data-serial='GP12']").map(|texts| texts.concat());
    page.wait_until("both words", |page| Ok(text(page)?.contains("s l o w f a s t")))?;
    let text = text(&page)?;
    let (bauds, _) = text.split_once(" baud: ").unwrap_or_default();
    assert!(bauds.contains("960") && bauds.contains(", then 38"), "{text}");
    assert!(!text.contains("damaged"), "{text}");
    Ok(())
}
