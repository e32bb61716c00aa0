//! The functions of `window.pinscope`, which are a contract with other programs.

use anyhow::Result;
use pinscope_core::PinId;
use pinscope_tests::browser::Page;
use serde_json::{Value, json};

fn pin<'a>(snapshot: &'a Value, id: &str) -> &'a Value {
    let index = PinId::ALL.iter().position(|pin| pin.name() == id);
    index.map_or(&Value::Null, |index| &snapshot["pins"][index])
}

#[test]
fn a_snapshot_has_every_pin_in_order_and_every_field() -> Result<()> {
    let page = Page::open()?;
    let snapshot = page.call("snapshot", json!([]))?;
    assert_eq!(
        (&snapshot["board"], &snapshot["power"], &snapshot["running"], &snapshot["reset_cause"]),
        (&json!("WIPY"), &json!("ACTIVE"), &json!(true), &json!("PWRON_RESET"))
    );
    assert!(snapshot["time_ns"].as_u64().is_some_and(|time_ns| time_ns > 0));
    let names: Vec<_> = snapshot["pins"].as_array().into_iter().flatten().map(|pin| pin["id"].clone()).collect();
    assert_eq!(names, PinId::ALL.map(|pin| json!(pin.name())));
    let irq = json!({
        "trigger": ["IRQ_RISING"], "priority": 1, "wake": ["ACTIVE"], "handler": "toggle:GP25",
        "takes_ns": 0, "enabled": true, "count": 0, "coalesced": 0,
    });
    let button = json!({
        "id": "GP10", "mode": "IN", "pull": "PULL_DOWN", "drive": "MED_POWER", "alt": -1,
        "latch": 0, "driven": null, "level": "low", "irq": irq,
    });
    assert_eq!(pin(&snapshot, "GP10"), &button);
    let floating = pin(&snapshot, "GP2");
    assert_eq!(
        (&floating["level"], &floating["pull"], &floating["irq"]),
        (&json!("floating"), &Value::Null, &Value::Null)
    );
    assert_eq!(pin(&snapshot, "GP25")["driven"], 0);
    Ok(())
}

#[test]
fn pins_are_set_read_and_driven() -> Result<()> {
    let page = Page::open()?;
    page.call("init", json!(["GP9", {"mode": "OUT", "pull": "PULL_UP", "drive": "HIGH_POWER", "value": "high"}]))?;
    assert_eq!(page.call("value", json!(["GP9"]))?, 1);
    page.call("value", json!(["GP9", 0]))?;
    assert_eq!(page.call("value", json!(["GP9"]))?, 0);
    page.call("toggle", json!(["GP9"]))?;
    let snapshot = page.call("snapshot", json!([]))?;
    let gp9 = pin(&snapshot, "GP9");
    assert_eq!(
        (&gp9["mode"], &gp9["pull"], &gp9["drive"], &gp9["driven"], &gp9["level"]),
        (&json!("OUT"), &json!("PULL_UP"), &json!("HIGH_POWER"), &json!(1), &json!("high"))
    );
    for (level, shown) in [("low", "low"), ("high", "high"), ("float", "floating")] {
        page.call("drive", json!(["GP8", level]))?;
        assert_eq!(pin(&page.call("snapshot", json!([]))?, "GP8")["level"], shown);
    }
    page.call("init", json!(["GP1", {"mode": "ALT", "alt": 3}]))?;
    assert_eq!(pin(&page.call("snapshot", json!([]))?, "GP1")["alt"], 3);
    let alternates = page.call("alternates", json!(["GP2"]))?;
    assert_eq!(alternates, json!([["UART0_RX", 3], ["UART1_RX", 6], ["ADC0_CH0", -1]]));
    Ok(())
}

#[test]
fn interrupts_take_one_name_or_several() -> Result<()> {
    let page = Page::open()?;
    page.call("drive", json!(["GP17", "low"]))?;
    let config = json!({"trigger": ["IRQ_RISING", "IRQ_FALLING"], "priority": 7, "handler": "high:GP9"});
    page.call("irq", json!(["GP17", config]))?;
    page.call("init", json!(["GP9", {"mode": "OUT", "value": false}]))?;
    page.call("drive", json!(["GP17", "high"]))?;
    assert_eq!(page.call("value", json!(["GP9"]))?, 1);
    let irq = page.call("irq", json!(["GP17"]))?;
    assert_eq!((&irq["trigger"], &irq["count"]), (&json!(["IRQ_FALLING", "IRQ_RISING"]), &json!(1)));
    page.call("disable", json!(["GP17"]))?;
    page.call("drive", json!(["GP17", "low"]))?;
    let irq = page.call("irq", json!(["GP17"]))?;
    assert_eq!((&irq["enabled"], &irq["count"]), (&json!(false), &json!(1)));
    Ok(())
}

#[test]
fn paused_only_advance_moves_time() -> Result<()> {
    let page = Page::open()?;
    page.call("pause", json!([]))?;
    let time = |page: &Page| Ok::<_, anyhow::Error>(page.call("snapshot", json!([]))?["time_ns"].as_u64());
    let before = time(&page)?;
    std::thread::sleep(std::time::Duration::from_millis(100));
    page.call("drive", json!(["GP10", "high"]))?;
    assert_eq!(time(&page)?, before);
    page.call("advance", json!([1_000_000_000]))?;
    assert_eq!(time(&page)?, before.map(|before| before + 1_000_000_000));
    page.call("run", json!([]))?;
    std::thread::sleep(std::time::Duration::from_millis(100));
    assert!(time(&page)? > before.map(|before| before + 1_000_000_000));
    Ok(())
}

#[test]
fn advance_returns_when_everything_due_has_happened() -> Result<()> {
    let page = Page::open()?;
    page.call("reset", json!([]))?;
    page.call("pause", json!([]))?;
    page.call("irq", json!(["GP10", {"trigger": "IRQ_RISING"}]))?;
    page.call("clock", json!(["GP10", 100_000]))?;
    page.call("advance", json!([1_000_000_000]))?;
    assert_eq!(page.call("irq", json!(["GP10"]))?["count"], 100_001, "one at once and one each 10 µs");
    Ok(())
}

#[test]
fn events_are_numbered_and_can_be_followed() -> Result<()> {
    let page = Page::open()?;
    page.call("reset", json!([]))?;
    page.call("pause", json!([]))?;
    assert_eq!(page.call("events", json!([0]))?, json!({"events": [], "next": 0, "lost": 0}));
    page.call("irq", json!(["GP10", {"trigger": "IRQ_RISING", "priority": 4}]))?;
    page.call("drive", json!(["GP10", "high"]))?;
    let log = page.call("events", json!([0]))?;
    let events = log["events"].as_array().cloned().unwrap_or_default();
    assert_eq!(log["next"], events.len());
    let kinds: Vec<_> = events.iter().map(|event| event["kind"].clone()).collect();
    assert_eq!(kinds, [json!("Level"), json!("Pended"), json!("Irq"), json!("Left")]);
    assert_eq!(
        (&events[2]["pin"], &events[2]["trigger"], &events[2]["priority"], &events[2]["seq"]),
        (&json!("GP10"), &json!(["IRQ_RISING"]), &json!(4), &json!(2))
    );
    assert_eq!(page.call("events", json!([log["next"]]))?["events"], json!([]));
    Ok(())
}

#[test]
fn reset_is_a_new_bench() -> Result<()> {
    let page = Page::open()?;
    page.call("board", json!(["WIPY_SILICON"]))?;
    page.call("drive", json!(["GP9", "high"]))?;
    page.call("wire", json!(["GP9", "GP8"]))?;
    page.call("pause", json!([]))?;
    page.call("advance", json!([5_000_000]))?;
    page.call("reset", json!([]))?;
    page.call("pause", json!([]))?;
    let snapshot = page.call("snapshot", json!([]))?;
    assert_eq!(snapshot["board"], "WIPY_SILICON");
    assert!(snapshot["time_ns"].as_u64().is_some_and(|time_ns| time_ns < 5_000_000_000));
    for pin in snapshot["pins"].as_array().into_iter().flatten() {
        assert_eq!(
            (&pin["mode"], &pin["level"], &pin["irq"]),
            (&json!("IN"), &json!("floating"), &Value::Null),
            "{pin}"
        );
    }
    Ok(())
}

#[test]
fn pulses_clocks_wires_registers_vcd_and_why_can_be_called() -> Result<()> {
    let page = Page::open()?;
    page.call("reset", json!([]))?;
    page.call("pause", json!([]))?;
    page.call("pulse", json!(["GP9", 500]))?;
    page.call("wire", json!(["GP9", "GP8"]))?;
    assert_eq!(pin(&page.call("snapshot", json!([]))?, "GP8")["level"], "high");
    page.call("unwire", json!(["GP8", "GP9"]))?;
    page.call("advance", json!([1000]))?;
    assert_eq!(page.call("registers", json!([]))?["GPIO_PAD_CONFIG_10"], 0x040);
    let dump = page.call("vcd", json!([]))?;
    assert!(dump.as_str().is_some_and(|dump| dump.contains("$timescale 1 ns $end")), "{dump}");
    page.call("reset", json!([]))?;
    page.call("pause", json!([]))?;
    page.call("replay", json!([dump]))?;
    page.call("advance", json!([60_000_000_000_u64]))?;
    let log = page.call("events", json!([0]))?;
    let replayed = log["events"].as_array().into_iter().flatten().filter(|event| event["pin"] == "GP9");
    assert_eq!(replayed.map(|event| event["level"].clone()).collect::<Vec<_>>(), [json!("high"), json!("floating")]);
    page.call("drive", json!(["GP9", "high"]))?;
    let why = page.call("why", json!([]))?;
    assert_eq!((&why["GP9"]["woke"], &why["GP9"]["code"]), (&json!(false), &json!("NotAsleep")));
    page.call("speed", json!([10]))?;
    assert_eq!(
        page.call("flags", json!(["GP10"])).map_err(|error| error.to_string()),
        Err("NoInterrupt: GP10 has no interrupt set".to_owned())
    );
    Ok(())
}

#[test]
fn there_is_every_function_and_no_other() -> Result<()> {
    let page = Page::open()?;
    let names = "advance alternates board bounce button call check clock connect disable disconnect drive enable events example file files flags init irq load open \
                 pause poke press pulse python receive registers release replay reset run script send share sleep snapshot speed step stop toggle type unwire \
                 value vcd voltage why wire";
    let there = page.evaluate("Object.keys(pinscope).sort().join(' ')")?;
    assert_eq!(there, names);
    // A function that the page offers and the engine lacks would be refused with this message.
    for name in names.split(' ') {
        let words = page.call(name, json!([])).err().map(|error| error.to_string()).unwrap_or_default();
        assert!(!words.contains("has no function"), "{words}");
    }
    Ok(())
}

#[test]
fn buttons_are_pressed_bounce_as_configured_and_are_released() -> Result<()> {
    let page = Page::open()?;
    page.call("reset", json!([]))?;
    page.call("pause", json!([]))?;
    page.call("init", json!(["GP9", {"pull": "PULL_UP"}]))?;
    page.call("irq", json!(["GP9", {"trigger": ["IRQ_FALLING", "IRQ_RISING"]}]))?;
    for (edges, pressed, released) in [(0, 1, 2), (39, 43, 84)] {
        page.call("bounce", json!(["GP9", {"seed": 7, "edges": edges, "window_ns": 1000}]))?;
        for (call, level, count) in [("press", "low", pressed), ("release", "high", released)] {
            page.call(call, json!(["GP9"]))?;
            page.call("advance", json!([1000]))?;
            let snapshot = page.call("snapshot", json!([]))?;
            let gp9 = pin(&snapshot, "GP9");
            assert_eq!((&gp9["level"], &gp9["irq"]["count"]), (&json!(level), &json!(count)), "{call} {edges}");
        }
    }
    Ok(())
}

#[test]
fn a_callback_object_is_called_queried_disabled_and_enabled() -> Result<()> {
    let page = Page::open()?;
    page.call("reset", json!([]))?;
    page.call("pause", json!([]))?;
    page.call("init", json!(["GP25", {"mode": "OUT", "value": 0}]))?;
    page.call("drive", json!(["GP9", "low"]))?;
    page.call("irq", json!(["GP9", {"trigger": "IRQ_RISING", "handler": "toggle:GP25", "takes_ns": 500}]))?;
    page.call("drive", json!(["GP9", "high"]))?;
    assert_eq!((page.call("flags", json!(["GP9"]))?, page.call("value", json!(["GP25"]))?), (json!(2), json!(1)));
    page.call("advance", json!([500]))?;
    assert_eq!(page.call("flags", json!(["GP9"]))?, 0);
    page.call("call", json!(["GP9"]))?;
    assert_eq!(page.call("value", json!(["GP25"]))?, 0, "called by hand");
    for (call, count) in [("disable", 1), ("enable", 2)] {
        page.call(call, json!(["GP9"]))?;
        page.call("drive", json!(["GP9", "low"]))?;
        page.call("drive", json!(["GP9", "high"]))?;
        page.call("advance", json!([1000]))?;
        let irq = page.call("irq", json!(["GP9"]))?;
        assert_eq!((&irq["count"], &irq["takes_ns"]), (&json!(count), &json!(500)), "{call}");
    }
    Ok(())
}

#[test]
fn a_level_is_low_high_a_boolean_or_0_or_1() -> Result<()> {
    let page = Page::open()?;
    page.call("init", json!(["GP9", {"mode": "OUT"}]))?;
    for (value, level) in
        [(json!("high"), 1), (json!("low"), 0), (json!(1), 1), (json!(0), 0), (json!(true), 1), (json!(false), 0)]
    {
        page.call("value", json!(["GP9", value]))?;
        assert_eq!(page.call("value", json!(["GP9"]))?, level, "{value}");
        page.call("init", json!(["GP9", {"mode": "OUT", "value": value}]))?;
        assert_eq!(page.call("value", json!(["GP9"]))?, level, "{value}");
    }
    let text = "BadArgument: level is \"low\", \"high\", false, true, 0 or 1, not ";
    for value in [json!("on"), json!(""), json!("0"), json!(2), json!(null), json!([]), json!({})] {
        let refused = page.call("value", json!(["GP9", value])).map_err(|error| error.to_string());
        assert_eq!(refused, Err(format!("{text}{value}")));
    }
    Ok(())
}

/// Calls with values that JSON cannot express.
const BEYOND_JSON: &str = r#"
    const refusal = (call) => call.then((value) => JSON.stringify(value), (error) => error.message);
    return [
        await refusal(pinscope.value("GP9", undefined)),
        await refusal(pinscope.init("GP9", {mode: "OUT", pull: undefined, pul: undefined, value: 1})),
        await refusal(pinscope.value("GP9", undefined)),
        await refusal(pinscope.irq("GP10", undefined)),
        await refusal(pinscope.events(undefined)).then((text) => text.includes("next")),
        await refusal(pinscope.clock("GP8", 5, undefined)),
        await refusal(pinscope.pulse("GP8", undefined)),
        await refusal(pinscope.toggle("GP9", undefined)),
        await refusal(pinscope.init(undefined, {})),
        await refusal(pinscope.init("GP8", {alt: NaN})),
        await refusal(pinscope.pulse("GP8", NaN)),
        await refusal(pinscope.pulse("GP8", Infinity)),
        await refusal(pinscope.speed(-Infinity)),
        await refusal(pinscope.pulse("GP8", 5n)),
        await refusal(pinscope.init("GP8", new Map([["mode", "OUT"]]))),
        await refusal(pinscope.toggle(new Array(2_000_000))),
    ];"#;

#[test]
fn a_call_means_the_same_before_and_after_a_script() -> Result<()> {
    let page = Page::open()?;
    page.call("reset", json!([]))?;
    let outcomes = |page: &Page| -> Result<Value> {
        page.call("init", json!(["GP9", {"mode": "OUT", "value": 1}]))?;
        page.call("irq", json!(["GP10", {"trigger": "IRQ_RISING"}]))?;
        page.script(BEYOND_JSON)
    };
    let before = outcomes(&page)?;
    assert_eq!((&before[0], &before[2], &before[4]), (&json!("1"), &json!("1"), &json!(true)), "{before}");
    for index in [1, 5, 6, 7] {
        assert_eq!(before[index], "null", "{before}");
    }
    for (index, given) in [(9, "NaN"), (10, "NaN"), (11, "Infinity"), (12, "-Infinity"), (13, "bigint"), (14, "Map")] {
        assert!(before[index].as_str().is_some_and(|text| text.contains(given)), "{index}: {before}");
    }
    // From the first script on, calls reach the engine in another way.
    page.call("python", json!(["pass"]))?;
    assert_eq!(outcomes(&page)?, before);
    Ok(())
}

#[test]
fn a_script_can_run_and_be_stopped_after_one_that_was_refused() -> Result<()> {
    let page = Page::open()?;
    for args in [json!([5]), json!([]), json!(["pass", "pass"])] {
        assert!(page.call("python", args.clone()).is_err(), "{args}");
    }
    assert_eq!(page.call("python", json!(["print(1)"]))?, json!({"stdout": "1\n", "error": null}));
    let stopped = page.script(
        "const run = pinscope.python('while True: pass');
        await new Promise((resolve) => setTimeout(resolve, 200));
        await pinscope.stop();
        return (await run).error;",
    )?;
    assert!(stopped.as_str().is_some_and(|error| error.contains("KeyboardInterrupt")), "{stopped}");
    Ok(())
}

#[test]
fn a_script_that_is_stopped_at_any_moment_of_its_start_ends_by_itself() -> Result<()> {
    let page = Page::open()?;
    for delay in [0, 50, 100, 150, 200, 250] {
        let stopped = page.script(&format!(
            "const run = pinscope.python('while True: pass');
            await new Promise((resolve) => setTimeout(resolve, {delay}));
            await pinscope.stop();
            return (await run).error;"
        ))?;
        assert!(stopped.as_str().is_some_and(|error| error.contains("KeyboardInterrupt")), "{delay} ms: {stopped}");
    }
    Ok(())
}

#[test]
fn simulated_time_runs_at_the_speed_that_is_set() -> Result<()> {
    let page = Page::open()?;
    page.call("reset", json!([]))?;
    page.call("speed", json!([1000]))?;
    page.wait_until("a minute has passed", |page| {
        Ok(page.call("snapshot", json!([]))?["time_ns"].as_u64() > Some(60_000_000_000))
    })?;
    for speed in [json!(0), json!(-1), json!("fast"), json!(null), json!(1e9)] {
        assert!(page.call("speed", json!([speed.clone()])).is_err(), "{speed}");
    }
    Ok(())
}

#[test]
fn why_returns_a_reason_for_each_armed_or_driven_pin() -> Result<()> {
    let page = Page::open()?;
    page.call("board", json!(["LAUNCHXL"]))?;
    assert_eq!(page.call("snapshot", json!([]))?["board"], "LAUNCHXL");
    for pin in ["GP2", "GP13"] {
        page.call("drive", json!([pin, "low"]))?;
        page.call("irq", json!([pin, {"trigger": "IRQ_RISING", "wake": "SUSPENDED"}]))?;
    }
    page.call("sleep", json!(["SUSPENDED"]))?;
    page.call("drive", json!(["GP2", "high"]))?;
    page.call("drive", json!(["GP13", "high"]))?;
    let replaced = "GP2 was replaced by GP13: SUSPENDED ends with one pin";
    assert_eq!(
        page.call("why", json!([]))?,
        json!({
            "GP2": {"woke": false, "code": "Replaced", "text": replaced},
            "GP13": {"woke": true, "code": "Woke", "text": "GP13 ended SUSPENDED: rising, as armed"},
        })
    );
    Ok(())
}
