//! The page after failures: bad links, full or missing storage, a killed engine, an interrupt storm.

use anyhow::Result;
use pinscope_core::PinId::{GP9, GP10};
use pinscope_emulator::examples::START;
use pinscope_emulator::share;
use pinscope_tests::browser::{Page, pad};
use serde_json::{Value, json};

fn wait_for_notice(page: &Page, words: &str) -> Result<()> {
    page.wait_until(words, |page| Ok(page.texts(".note-line p")?.concat().contains(words)))
}

fn click_and_wait_for_irq(page: &Page) -> Result<()> {
    page.click(&pad(GP10))?;
    page.wait_until("a click counts", |page| Ok(page.attribute(&pad(GP10), "data-irqs")?.as_deref() == Some("1")))
}

fn demo() -> String {
    share::encode(&START.bench())
}

#[test]
fn a_damaged_link_is_reported_and_nothing_else_changes() -> Result<()> {
    let link = demo().replace("ADAB", "ADAC");
    for fragment in [link.as_str(), "1.", "1.%3Cimg%20src=x%20onerror=%22window.hacked=1%22%3E"] {
        let page = Page::open_at(&format!("#{fragment}"))?;
        let words = "This link is damaged: nothing of it could be read. This is the first example instead.";
        wait_for_notice(&page, words)?;
        assert_eq!(page.evaluate("[window.hacked ?? null, document.images.length]")?, json!([null, 0]));
        click_and_wait_for_irq(&page)?;
        page.click("[data-act='dismiss']")?;
        page.wait_until("it is gone", |page| Ok(page.texts(".note-line p")?.concat().is_empty()))?;
    }
    Ok(())
}

#[test]
fn a_fragment_that_is_no_link_is_ignored() -> Result<()> {
    for fragment in ["board", "hello", "%3Cimg%20src=x%20onerror=%22window.hacked=1%22%3E"] {
        let page = Page::open_at(&format!("#{fragment}"))?;
        wait_for_notice(&page, START.instructions)?;
        assert_eq!(page.evaluate("[window.hacked ?? null, document.images.length]")?, json!([null, 0]));
        click_and_wait_for_irq(&page)?;
        page.evaluate("void (location.hash = 'log')")?;
        page.call("snapshot", json!([]))?;
        assert_eq!(page.attribute(&pad(GP10), "data-irqs")?.as_deref(), Some("1"), "the bench is the same");
        assert_eq!(page.evaluate("location.hash")?, "#log");
    }
    Ok(())
}

#[test]
fn a_newer_link_is_reported_and_the_last_bench_is_kept() -> Result<()> {
    let page = Page::open()?;
    page.call("init", json!(["GP9", {"mode": "OPEN_DRAIN"}]))?;
    page.wait_until(
        "it is kept",
        |page| Ok(page.evaluate("localStorage.getItem('pinscope-bench') !== null")? == true),
    )?;
    page.evaluate("void (location.hash = '99.whatever')")?;
    wait_for_notice(&page, "This link is from a newer Pinscope: nothing of it could be read. The bench is as it was.")?;
    assert_eq!(page.attribute(&pad(GP9), "data-mode")?.as_deref(), Some("OPEN_DRAIN"));
    page.run(page.browser().refresh())?;
    wait_for_notice(&page, "This link is from a newer Pinscope")?;
    assert_eq!(page.attribute(&pad(GP9), "data-mode")?.as_deref(), Some("OPEN_DRAIN"));
    Ok(())
}

#[test]
fn load_refuses_by_kind_and_changes_nothing() -> Result<()> {
    let page = Page::open()?;
    page.call("pause", json!([]))?;
    let before = page.call("snapshot", json!([]))?;
    let rows = [
        (json!([]), "BadArgument: "),
        (json!([7]), "BadArgument: "),
        (json!([{"version": 1}]), "BadArgument: "),
        (json!([demo().replace("ADAB", "ADAC")]), "DamagedLink: "),
        (json!(["<script>window.hacked = 1</script>"]), "DamagedLink: this link is damaged"),
        (json!(["http://elsewhere/#12.x"]), "NewerLink: this link is from a newer Pinscope"),
        (json!(["1.A".repeat(100_000)]), "LinkTooLong: "),
    ];
    for (args, words) in rows {
        let refused = page.call("load", args).expect_err("it is to be refused").to_string();
        assert!(refused.starts_with(words), "{refused}");
    }
    assert_eq!(page.call("snapshot", json!([]))?, before);
    assert_eq!(page.evaluate("window.hacked ?? null")?, Value::Null);
    Ok(())
}

#[test]
fn impossible_commands_of_a_link_are_left_out_and_reported() -> Result<()> {
    use pinscope_core::{Command, Config, Mode};
    let mut bench = START.bench();
    let config = Config { mode: Mode::Out, alt: 3, ..Config::DEFAULT };
    bench.commands.extend([Command::Init { pin: GP9, config }; 2]);
    let link = share::encode(&bench);
    let page = Page::open_at(&format!("#{link}"))?;
    wait_for_notice(&page, "2 impossible settings of this bench were left out.")?;
    click_and_wait_for_irq(&page)?;
    assert_eq!(page.call("load", json!([link]))?, json!({"skipped": 2}));
    Ok(())
}

#[test]
fn a_damaged_saved_bench_does_not_prevent_the_start() -> Result<()> {
    let page = Page::open()?;
    page.evaluate("localStorage.setItem('pinscope-bench', '1.not what it was')")?;
    page.run(page.browser().refresh())?;
    wait_for_notice(&page, "The bench that this browser had stored is damaged; this is a new one.")?;
    click_and_wait_for_irq(&page)
}

/// Keeps the page's worker in a variable, so that [`KILL`] can end it.
const EXPOSE_WORKER: &str = "const Real = window.Worker;
    window.Worker = class extends Real { constructor(...parts) { super(...parts); window.worker = this; } };";
const KILL: &str = "(worker.terminate(), worker.dispatchEvent(new ErrorEvent('error', {message: 'killed'})), null)";

fn kill_and_restart(page: &Page) -> Result<()> {
    page.call("init", json!(["GP9", {"mode": "OPEN_DRAIN"}]))?;
    page.call("toggle", json!(["GP25"]))?;
    std::thread::sleep(std::time::Duration::from_millis(300));
    let before = page.call("snapshot", json!([]))?["pins"].clone();
    page.evaluate(KILL)?;
    page.wait_until("the message is shown", |page| {
        Ok(page.texts("#trouble")?.concat().contains("has stopped because of an error"))
    })?;
    let refused = page.call("snapshot", json!([])).expect_err("the engine has ended").to_string();
    assert!(refused.starts_with("Stopped: "), "{refused}");
    page.click("[data-act='again']")?;
    assert_eq!(page.call("snapshot", json!([]))?["pins"], before);
    assert_eq!(page.evaluate("document.getElementById('trouble').hidden")?, true);
    click_and_wait_for_irq(page)
}

#[test]
fn a_killed_worker_is_reported_and_starts_again_with_the_bench_as_it_was() -> Result<()> {
    let page = Page::open_with(EXPOSE_WORKER)?;
    kill_and_restart(&page)?;
    page.call("reset", json!([]))?;
    kill_and_restart_with_an_empty_bench(&page)
}

fn kill_and_restart_with_an_empty_bench(page: &Page) -> Result<()> {
    std::thread::sleep(std::time::Duration::from_millis(300));
    page.evaluate(KILL)?;
    page.click("[data-act='again']")?;
    page.call("snapshot", json!([]))?;
    page.wait_until("an empty bench", |page| Ok(page.attribute(&pad(GP9), "data-mode")?.as_deref() == Some("IN")))
}

#[test]
fn without_storage_everything_works_and_the_share_dialog_explains_it() -> Result<()> {
    let forbidden =
        "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no', 'SecurityError'); } });";
    let page = Page::open_with(&format!("{forbidden}{EXPOSE_WORKER}"))?;
    kill_and_restart(&page)?;
    page.click("[data-act='share']")?;
    page.wait_until("the message is shown", |page| {
        Ok(page.texts("#share")?.concat().contains("does not let the page store anything"))
    })?;
    assert_eq!(page.evaluate("document.getElementById('trouble').hidden")?, true);
    Ok(())
}

#[test]
fn full_storage_is_explained_too() -> Result<()> {
    let page =
        Page::open_with("Storage.prototype.setItem = () => { throw new DOMException('', 'QuotaExceededError'); };")?;
    page.call("init", json!(["GP9", {"mode": "OUT"}]))?;
    std::thread::sleep(std::time::Duration::from_millis(300));
    page.click("[data-act='share']")?;
    page.wait_until("the message is shown", |page| {
        Ok(page.texts("#share")?.concat().contains("does not let the page store anything"))
    })
}

#[test]
fn a_storm_is_reported_and_the_page_continues() -> Result<()> {
    let page = Page::open()?;
    page.call("example", json!(["level trigger storm"]))?;
    page.click(&pad(GP10))?;
    page.wait_until("the storm", |page| {
        Ok(page.texts("[data-event='IrqStorm']")?.concat().contains("interrupt storm"))
    })?;
    page.click(&pad(GP10))?;
    let count = |page: &Page| page.call("irq", json!(["GP10"])).map(|irq| irq["count"].clone());
    page.wait_until("its end", |page| {
        let before = count(page)?;
        std::thread::sleep(std::time::Duration::from_millis(60));
        Ok(count(page)? == before)
    })
}

#[test]
fn a_full_trace_loses_the_oldest_and_counts_them() -> Result<()> {
    let page = Page::open()?;
    page.call("reset", json!([]))?;
    page.call("pause", json!([]))?;
    page.call("clock", json!(["GP9", 1_000_000]))?;
    page.call("advance", json!([700_000_000]))?;
    let log = page.call("events", json!([u32::MAX]))?;
    let lost = log["lost"].as_u64().unwrap_or_default();
    assert!(lost > 0, "{log}");
    let next = page.call("events", json!([0]))?["events"][0]["seq"].as_u64();
    assert_eq!(next, Some(lost), "the first that is left is the one after those");
    Ok(())
}

/// A file of the same server under its other name, which is another origin.
const OTHER_ORIGIN: &str = "(location.origin.replace('127.0.0.1', 'localhost') + '/favicon.svg')";

#[test]
fn no_request_leaves_the_origin() -> Result<()> {
    let page = Page::open()?;
    let script = format!(
        "const done = arguments[0]; const url = {OTHER_ORIGIN}; const refused = [];
        document.addEventListener('securitypolicyviolation', ({{effectiveDirective}}) => refused.push(effectiveDirective));
        const image = new Image(); image.src = url;
        const element = document.createElement('script'); element.textContent = 'window.hacked = 1'; document.head.append(element);
        fetch(url, {{mode: 'no-cors'}}).then(() => 'sent', () => 'refused')
            .then(answer => setTimeout(() => done([answer, [...new Set(refused)].sort(), window.hacked ?? null]), 100));"
    );
    let found = page.run(page.browser().execute_async(&script, Vec::new()))?;
    let expected = json!(["refused", ["connect-src", "img-src", "script-src-elem"], null]);
    assert_eq!(found.json(), &expected);

    let headers = "const done = arguments[0];
        Promise.all(['', 'engine_worker.js', 'engine.js', 'sw.js'].map(file => fetch(file)))
            .then(answers => done(answers.map(answer => answer.headers.get('content-security-policy'))));";
    let found = page.run(page.browser().execute_async(headers, Vec::new()))?;
    let policy = page.evaluate("document.querySelector('meta[http-equiv]').content")?;
    assert_eq!(found.json(), &json!([policy, policy, policy, policy]));
    Ok(())
}

#[test]
fn no_request_leaves_the_origin_from_the_worker_either() -> Result<()> {
    let page = Page::open()?;
    page.evaluate(
        "(window.received = [], new BroadcastChannel('probe').onmessage = ({data}) => received.push(data), null)",
    )?;
    let code = format!(
        "const channel = new BroadcastChannel('probe');
        self.addEventListener('securitypolicyviolation', ({{effectiveDirective}}) => channel.postMessage(effectiveDirective));
        fetch({OTHER_ORIGIN}, {{mode: 'no-cors'}}).then(() => channel.postMessage('sent'), () => channel.postMessage('refused'));
        import({OTHER_ORIGIN}).then(() => channel.postMessage('loaded'), () => channel.postMessage('not loaded'));"
    );
    in_worker(&page, &code)?;
    let expected = json!(["connect-src", "not loaded", "refused", "script-src-elem"]);
    page.wait_until("each is refused", |page| Ok(page.evaluate("[...new Set(received)].sort()")? == expected))
}

/// Runs JavaScript in the engine's worker.
fn in_worker(page: &Page, code: &str) -> Result<()> {
    let targets = page.devtools("Target.getTargets", json!({"filter": [{}]}))?;
    let worker = targets["targetInfos"].as_array().into_iter().flatten().find(|target| target["type"] == "worker");
    let target = worker.map(|worker| worker["targetId"].clone());
    let attached = page.devtools("Target.attachToTarget", json!({"targetId": target, "flatten": false}))?;
    let message = json!({"id": 1, "method": "Runtime.evaluate", "params": {"expression": code}}).to_string();
    let message = json!({"sessionId": attached["sessionId"], "message": message});
    page.devtools("Target.sendMessageToTarget", message).map(drop)
}
