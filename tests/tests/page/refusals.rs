//! Bad input is refused by the page and its functions with the messages of the core.

use anyhow::Result;
use pinscope_tests::browser::Page;
use serde_json::json;

#[test]
fn refusals_have_the_cores_kind_and_message_and_change_nothing() -> Result<()> {
    let page = Page::open()?;
    page.call("pause", json!([]))?;
    let before = page.call("snapshot", json!([]))?;
    let rows = [
        ("toggle", json!(["GP99"]), "UnknownPin: there is no pin 'GP99'; the nearest is GP9"),
        ("toggle", json!([10]), "UnknownPin: there is no pin '10'; "),
        ("toggle", json!([]), "UnknownPin: there is no pin 'nothing'; "),
        ("init", json!(["GP9", {"mode": "FOO"}]), "UnknownValue: GP9: mode cannot be FOO; "),
        ("init", json!(["GP9", {"mode": "OUT", "alt": 3}]), "AltInGpioMode: GP9: "),
        ("init", json!(["GP9", {"mode": "ALT", "alt": 99}]), "AltNotOffered: GP9 has no alternate function 99; "),
        ("init", json!(["GP9", {"alt": 1.5}]), "UnknownValue: GP9: alt cannot be 1.5; "),
        ("init", json!(["GP9", {"pull": "UP"}]), "UnknownValue: GP9: pull cannot be UP; "),
        ("irq", json!(["GP9", {"trigger": "IRQ_RISING", "priority": 8}]), "PriorityOutOfRange: GP9: priority 8 "),
        ("irq", json!(["GP9", {}]), "UnknownValue: GP9: trigger cannot be nothing; "),
        (
            "irq",
            json!(["GP9", {"trigger": ["IRQ_RISING", "IRQ_LOW_LEVEL"]}]),
            "TriggerCombination: GP9: the hardware has no trigger 6; ",
        ),
        (
            "irq",
            json!(["GP9", {"trigger": "IRQ_RISING", "wake": "SUSPENDED"}]),
            "NotAWakePin: GP9 cannot wake the board from SUSPENDED or HIBERNATE; ",
        ),
        ("irq", json!(["GP9", {"trigger": "IRQ_RISING", "wake": []}]), "WakeOutOfRange: GP9: wake 0 "),
        (
            "irq",
            json!(["GP2", {"trigger": ["IRQ_RISING", "IRQ_FALLING"], "wake": "SUSPENDED"}]),
            "BothEdgesCannotWake: GP2: ",
        ),
        ("irq", json!(["GP9", {"trigger": "IRQ_RISING", "handler": "toggle:GP77"}]), "UnknownPin: "),
        ("irq", json!(["GP9"]), "NoInterrupt: GP9 has no interrupt set"),
        ("drive", json!(["GP9", "up"]), "BadArgument: "),
        ("sleep", json!(["SOMETIMES"]), "BadArgument: "),
        ("advance", json!([-1]), "BadArgument: "),
        (
            "advance",
            json!([9_007_199_254_740_991_u64]),
            "BadArgument: simulated time ends at 2^53 - 1 ns, after 104 days",
        ),
        ("clock", json!(["GP9", 0]), "BadArgument: "),
        ("voltage", json!(["GP3", 4]), "BadArgument: "),
        ("voltage", json!(["GP3", 0, 1, 10, "square"]), "BadArgument: "),
        ("init", json!(["GP9", "OUT"]), "BadArgument: GP9: the second argument of init is an object with mode, "),
        ("init", json!(["GP9", {"mode": "OUT", "pul": "PULL_UP"}]), "BadArgument: GP9: init has no setting 'pul'; "),
        ("irq", json!(["GP9", {"trigger": "IRQ_RISING", "prio": 3}]), "BadArgument: GP9: irq has no setting 'prio'; "),
        ("bounce", json!(["GP9", {"edge": 3}]), "BadArgument: GP9: bounce has no setting 'edge'; "),
        ("toggle", json!(["GP9", 1]), "BadArgument: toggle(pin) takes no further argument, but 1 was given"),
        ("python", json!([5]), "BadArgument: text is a string, not 5"),
        ("replay", json!(["$nonsense"]), ""),
    ];
    for (name, args, words) in rows {
        let refused = page.call(name, args.clone()).expect_err("it is to be refused").to_string();
        assert!(refused.starts_with(words), "{name}{args}: {refused}");
    }
    assert_eq!(page.call("snapshot", json!([]))?, before);
    Ok(())
}

#[test]
fn an_impossible_setting_is_refused_beside_its_control_with_the_cores_message() -> Result<()> {
    let page = Page::open()?;
    page.click("[data-name='GP9']")?;
    page.click("[data-setting='trigger'] [data-value='IRQ_RISING']")?;
    page.click("[data-setting='wake'] [data-value='SUSPENDED']")?;
    page.wait_until("the refusal", |page| {
        let words = "GP9 cannot wake the board from SUSPENDED or HIBERNATE";
        Ok(page.texts("[role='alert']")?.iter().any(|text| text.contains(words)))
    })?;
    assert_eq!(page.call("irq", json!(["GP9"]))?["wake"], json!(["ACTIVE"]));
    Ok(())
}
