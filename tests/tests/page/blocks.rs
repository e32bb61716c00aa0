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
    page.call("reset", json!([]))?;
    start(&page, BLOCKS)?;
    page.click("[data-tab='registers']")?;
    let says =
        |register: &str, expected| wait_for_text(&page, &format!("[data-register='{register}'] .says"), expected);
    says("TIMERA1_CFG", "two of 16 bits")?;
    says("TIMERA1_TAMR", "periodic")?;
    says("TIMERA1_TAILR", "9215")?;
    says("UARTA1_LCRH", "8 bits")?;
    says("UARTA1_IBRD", "43")?;
    says("WDT_LOAD", "4000000000")?;
    says("NVIC_PRI5", "above 7 4 above 7 above 7")?;
    let set = "[...document.querySelectorAll('[data-group=\"Converter (ADC)\"] .set')].map(bit => bit.dataset.of)";
    page.wait_until("GP5 is sampled", |page| Ok(page.evaluate(set)?.to_string().contains("GP5")))?;
    // A write to a block that has no clock is refused.
    page.click("[data-register='TIMERA2_CTL'] [data-bit='0']")?;
    page.wait_until("the refusal", |page| {
        let fault = "bus fault: write to 0x4003200C, which is absent or not clocked";
        Ok(page.texts(".registers [role='alert']")?.concat().contains(fault))
    })?;
    page.click("[data-register='UARTA1_FR'] [data-bit='3']")?;
    let read_only = "UARTA1_FR: it can only be read, so a write changes nothing";
    wait_for_text(&page, ".registers [role='alert']", read_only)?;

    page.click("[data-tab='interrupts']")?;
    wait_for_text(&page, "[data-interrupt]", "UARTA1 priority 2 TIMERA1A priority 4 RTC priority 7")?;
    page.wait_until("a timeout is in the log", |page| {
        Ok(page.texts("[data-event='BlockIrq'] span")?.iter().any(|text| text.contains("interrupt of TIMERA1A")))
    })?;
    assert!(page.texts(".power [data-alarm]")?.join("").contains("alarm at 9"));
    let why = page.call("why", json!([]))?;
    assert_eq!((&why["RTC"]["code"], &why["WDT"]["code"]), (&json!("NotAsleep"), &json!("NotAsleep")));
    assert!(why["WDT"]["text"].to_string().contains("WDT resets the board at 10"), "{why}");

    page.call("stop", json!([]))?;
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

const HOLDERS: &str = "
from machine import Timer, UART
import time
fan = Timer(3, mode=Timer.PWM).channel(Timer.A, freq=1000, duty_cycle=2500)
line = UART(0, 115200, pins=('GP12', 'GP13'))
time.sleep(1000)
";

/// Waits until the text contains these words.
fn wait_for_words(page: &Page, css: &str, words: &str) -> Result<()> {
    page.wait_until(words, |page| Ok(page.texts(css)?.concat().contains(words)))
}

fn select(page: &Page, pin: &str) -> Result<()> {
    page.click(&format!("[data-name='{pin}']"))?;
    page.wait_until("the pin is selected", |page| Ok(page.texts("h2")?.contains(&pin.to_owned())))
}

#[test]
fn a_pad_names_the_function_that_holds_it() -> Result<()> {
    let page = Page::open()?;
    page.call("reset", json!([]))?;
    start(&page, HOLDERS)?;
    for (pin, note, level) in [
        ("GP10", "TIMA3 PWM holds the pad and drives it", "driven by the TIMA3 PWM of this pin"),
        ("GP12", "UART0 TX holds the pad and drives it", "driven by the UART0 TX of this pin"),
        ("GP13", "UART0 RX holds the pad and reads it", "held by the pull-up"),
    ] {
        select(&page, pin)?;
        wait_for_text(&page, "[data-holder]", note)?;
        page.wait_until(level, |page| Ok(page.texts("[data-line='Level'] p")?.concat().contains(level)))?;
        let label = page.attribute(&format!("[data-pin='{pin}']"), "aria-label")?.unwrap_or_default();
        let held_by = note.split(" holds").next().unwrap_or_default();
        assert!(label.contains(&format!("held by {held_by}")), "{label}");
    }
    let title = "document.querySelector('.function title').textContent";
    assert!(page.evaluate(title)?.to_string().contains(" holds the pad"));
    // Nothing is emulated behind this function.
    page.call("stop", json!([]))?;
    page.call("init", json!(["GP14", {"mode": "ALT", "alt": 7}]))?;
    select(&page, "GP14")?;
    page.wait_until("not emulated", |page| Ok(page.texts("[data-holder]")?.join("").contains("is not emulated")))
}

#[test]
fn a_pad_of_the_adc_takes_a_voltage_and_shows_what_is_read() -> Result<()> {
    let page = Page::open()?;
    page.call("reset", json!([]))?;
    select(&page, "GP3")?;
    let reads = |text: &'static str| wait_for_text(&page, "[data-adc]", text);
    page.pick("voltage", "steady voltage")?;
    reads("1.000 V: the ADC is off here; it would read 2792 of 4095")?;
    page.evaluate("document.querySelector('[data-setting=volts-slider]').focus()")?;
    page.press_keys("\u{E014}")?;
    reads("1.010 V: the ADC is off here; it would read 2820 of 4095")?;
    let type_volts = |setting: &str, volts: &str| -> Result<()> {
        page.evaluate(&format!("document.querySelector('[data-setting={setting}]').select()"))?;
        page.press_keys(&format!("{volts}\u{E007}"))
    };
    type_volts("volts", "0.734")?;
    reads("0.734 V: the ADC is off here; it would read 2049 of 4095")?;
    start(&page, "from machine import ADC\nimport time\nADC().channel(pin='GP3')\ntime.sleep(1000)")?;
    reads("0.734 V: the ADC reads 2049 of 4095")?;
    let is_refused = |page: &Page| -> Result<bool> {
        Ok(page.texts("[role='alert']")?.iter().any(|text| text.starts_with("a voltage is a number of volts from 0")))
    };
    for wrong in ["5", "abc", "-1"] {
        type_volts("volts", wrong)?;
        page.wait_until("it is refused", is_refused)?;
        type_volts("volts", "0.5")?;
        page.wait_until("the refusal has disappeared", |page| Ok(!is_refused(page)?))?;
    }
    type_volts("volts", "0,734")?;
    reads("0.734 V: the ADC reads 2049 of 4095")?;
    page.pick("voltage", "sine")?;
    page.pick("voltage-frequency", "0.1 Hz")?;
    type_volts("low-volts", "0.7")?;
    let volts = |page: &Page| -> Result<f64> {
        Ok(page.texts("[data-adc]")?.join("").split(' ').next().and_then(|volts| volts.parse().ok()).unwrap_or(0.0))
    };
    page.wait_until("a value of the sine", |page| Ok((0.7..0.734).contains(&volts(page)?)))?;
    let first = volts(&page)?;
    page.wait_until("another value of the sine", |page| Ok((volts(page)? - first).abs() > 0.001))?;
    let label = page.attribute("[data-pin='GP3']", "aria-label")?.unwrap_or_default();
    assert!(label.contains("on a voltage"), "{label}");
    // GP9 is no pad of the ADC.
    select(&page, "GP9")?;
    assert!(page.texts("[data-adc]")?.is_empty());
    page.pick("voltage", "steady voltage")?;
    wait_for_words(&page, "[data-line='Voltage']", "Only GP2 to GP5 have a channel of the ADC")
}

#[test]
fn a_voltage_can_be_typed_while_a_script_changes_pins() -> Result<()> {
    let page = Page::open()?;
    page.call("reset", json!([]))?;
    start(
        &page,
        "from machine import Pin\nimport time\np = Pin('GP16', mode=Pin.OUT)\nwhile True:\n    p.toggle()\n    time.sleep_ms(20)",
    )?;
    select(&page, "GP3")?;
    page.pick("voltage", "steady voltage")?;
    page.evaluate("document.querySelector('[data-setting=volts]').select()")?;
    for key in ["0", ".", "7", "2"] {
        page.press_keys(key)?;
        // The page draws several changes of the pin meanwhile.
        std::thread::sleep(std::time::Duration::from_millis(100));
    }
    page.press_keys("\u{E007}")?;
    wait_for_text(&page, "[data-adc]", "0.720 V: the ADC is off here; it would read 2010 of 4095")
}

#[test]
fn a_click_on_a_pad_of_the_adc_selects_it_and_its_panel_says_how_to_give_a_voltage() -> Result<()> {
    let page = Page::open()?;
    page.call("reset", json!([]))?;
    // The script ends before the click, which would otherwise drive a pad that nothing samples yet.
    page.call("python", json!(["from machine import ADC\nADC().channel(pin='GP3')"]))?;
    page.click("[data-pin='GP3']")?;
    page.wait_until("the pin is selected", |page| Ok(page.texts("h2")?.contains(&"GP3".to_owned())))?;
    wait_for_words(
        &page,
        "[data-line='Voltage']",
        "0.000 V: the ADC reads 0 of 4095. The ADC has a channel for this pad",
    )?;
    wait_for_words(&page, ".caption", "Click only selects GP3, because the ADC samples it")?;
    // A pad of the ADC that samples nothing is a pin like any other, until it has a voltage.
    page.click("[data-pin='GP2']")?;
    page.wait_until(
        "an edge",
        |page| Ok(page.attribute("[data-pin='GP2']", "data-level")?.as_deref() == Some("high")),
    )?;
    page.pick("voltage", "steady voltage")?;
    page.click("[data-pin='GP2']")?;
    wait_for_words(&page, ".caption", "Click only selects GP2, because a voltage is at it")?;
    wait_for_text(&page, "[data-adc]", "1.000 V: the ADC is off here; it would read 2792 of 4095")
}

/// A script that sends each line back, and a letter from time to time.
const ECHO: &str = "
from machine import UART
import time
line = UART(0, 115200, pins=('GP12', 'GP13'))
text = b''
turns = 0
while True:
    if line.any():
        text += line.read()
    if text.endswith(b'\\r\\n'):
        line.write(b'<' + text[:-2] + b'>')
        text = b''
    turns += 1
    if turns % 10 == 0:
        line.write(b'A')
    time.sleep_ms(20)
";

#[test]
fn a_terminal_talks_to_a_uart_and_says_what_a_wrong_baud_rate_does() -> Result<()> {
    let page = Page::open()?;
    page.call("reset", json!([]))?;
    start(&page, ECHO)?;
    select(&page, "GP12")?;
    page.click("[data-act='serial']")?;
    wait_for_text(&page, "[data-what='serial']", "The UART at GP12 runs at 115191 baud, as this terminal does.")?;
    let set = |setting: &str, value: &str| {
        page.evaluate(&format!(
            "(() => {{ const list = document.querySelector('[data-serial-setting={setting}]'); list.value = '{value}';
                list.dispatchEvent(new Event('change', {{bubbles: true}})); }})()"
        ))
    };
    assert_eq!(page.evaluate("document.querySelector('[data-serial-setting=to]').value")?, "GP13");
    page.click("[data-serial-setting='echo']")?;
    let shown =
        |page: &Page| page.texts(".serial-lines .xterm-rows > div").map(|texts| texts.concat().replace('\u{a0}', " "));
    page.evaluate("document.querySelector('.serial-lines textarea').focus()")?;
    page.press_keys("ping\u{E007}")?;
    page.wait_until("the answer", |page| Ok(shown(page)?.contains("<ping>")))?;
    set("baud", "9600")?;
    page.wait_until("the other baud rate", |page| {
        let text = page.texts("[data-what='serial']")?.concat();
        Ok(text.starts_with("The UART at GP12 runs at 115191 baud and this terminal at 9600."))
    })?;
    page.evaluate("document.querySelector('.serial-lines textarea').focus()")?;
    page.press_keys("quux\u{E007}")?;
    page.wait_until("damage", |page| {
        let text = page.texts("[data-what='serial']")?.concat();
        Ok(text.contains(" read here") && !text.contains(" of 0 read"))
    })?;
    assert!(!shown(&page)?.contains("quux"));
    page.click("[data-act='close-serial']")?;
    for (call, args, words) in [
        ("send", json!(["GP13", "x", 0]), "a baud rate is 110 to 5000000, not 0"),
        ("receive", json!(["GP12", 9_000_000]), "a baud rate is 110 to 5000000, not 9000000"),
        ("send", json!(["GP99", "x", 9600]), "GP99"),
    ] {
        let refused = page.call(call, args).expect_err("it is to be refused").to_string();
        assert!(refused.contains(words), "{refused}");
    }
    Ok(())
}
