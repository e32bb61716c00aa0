//! A script waits for a UART with `select.poll`: bytes from outside end the wait, handlers run during it, and it can be
//! stopped.

use anyhow::Result;
use pinscope_tests::browser::Page;
use serde_json::json;

use super::panel::{open, script, terminal};
use super::status::{run_text, wait_for_status};
use super::{error, output, pin, start_and_wait, stop, wait_for_end};

/// A script that sends back what it receives, in capitals, and whose handler lights the LED.
const ECHO: &str = "import select
from machine import UART
uart = UART(0, 115200, pins=('GP12', 'GP13'))
led = Pin('GP25', mode=Pin.OUT, value=0)
Pin('GP10', pull=Pin.PULL_DOWN).irq(trigger=Pin.IRQ_RISING, handler=lambda pin: led(1))
poller = select.poll()
poller.register(uart, select.POLLIN)
try:
    while True:
        for stream, events in poller.poll():
            data = stream.read()
            print(events, data)
            stream.write(data.upper())
finally:
    print('cleaned up')
";

#[test]
fn bytes_end_a_poll_handlers_run_during_it_and_stop_ends_it() -> Result<()> {
    let page = Page::open()?;
    for speed in [1, 100] {
        page.call("speed", json!([speed]))?;
        start_and_wait(&page, ECHO)?;
        page.wait_until("the UART is on", |page| Ok(pin(page, "GP10")?["irq"]["handler"] == "script"))?;
        page.call("drive", json!(["GP10", "high"]))?;
        page.wait_until("the handler runs", |page| Ok(pin(page, "GP25")?["latch"] == 1))?;
        page.call("drive", json!(["GP10", "low"]))?;
        let since_ns = page.call("snapshot", json!([]))?["time_ns"].clone();
        for (text, answers) in [("ping", "PING"), ("pong", "PINGPONG")] {
            assert_eq!(page.call("send", json!(["GP13", text, 115_200]))?, 4);
            page.wait_until("the script answers", |page| {
                let received = page.call("receive", json!(["GP12", 115_200, since_ns]))?;
                Ok(received["bytes"] == json!(answers.as_bytes()))
            })?;
        }
        stop(&page)?;
        let end = wait_for_end(&page)?;
        assert_eq!(output(&end), "1 b'ping'\n1 b'pong'\ncleaned up\n", "at speed {speed}: {end}");
        assert!(error(&end).ends_with("KeyboardInterrupt: "), "{end}");
    }
    Ok(())
}

#[test]
fn the_status_says_that_a_poll_waits() -> Result<()> {
    let page = Page::open()?;
    open(&page)?;
    for (timeout, status) in [("", "waiting in line 6"), ("90000", "waiting in line 6 for 90 s")] {
        let text = format!(
            "import select\nfrom machine import UART\nuart = UART(0, 9600)\npoller = select.poll()\n\
             poller.register(uart, select.POLLIN)\nprint(poller.poll({timeout}))"
        );
        run_text(&page, &text)?;
        wait_for_status(&page, status)?;
    }
    page.click("[data-act='stop-script']")?;
    wait_for_status(&page, "stopped in line 6")?;
    assert!(script(&page)?.contains("select.poll") && !terminal(&page)?.contains("Error"));
    Ok(())
}
