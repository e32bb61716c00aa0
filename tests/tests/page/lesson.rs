//! Links for lessons: a task, the parts that are shown, and a script that is there to be read or to be run.

use anyhow::{Context as _, Result};
use pinscope_core::PinId::GP5;
use pinscope_tests::browser::{Page, Screen, pad};
use serde_json::{Value, json};

const SCRIPT: &str = "from machine import Pin\nPin('GP5', mode=Pin.OUT, value=1)\nprint('run')";

/// Returns the fragment of the link that the share dialog shows.
fn link(page: &Page) -> Result<String> {
    let link = page.evaluate("document.getElementById('share-link').value")?;
    let fragment = link.as_str().and_then(|link| link.split_once('#')).map(|(_, fragment)| format!("#{fragment}"));
    Ok(fragment.unwrap_or_default())
}

/// Presses a control of the share dialog and returns the link, which is another one then.
fn change(page: &Page, act: impl Fn(&Page) -> Result<()>) -> Result<String> {
    let before = link(page)?;
    act(page)?;
    page.wait_until("another link", |page| Ok(link(page)? != before))?;
    link(page)
}

fn tabs(page: &Page) -> Result<Value> {
    page.evaluate(
        "[...document.querySelectorAll('[data-tab]')].filter(tab => tab.checkVisibility()).map(tab => tab.dataset.tab)",
    )
}

fn is_seen(page: &Page, css: &str) -> Result<bool> {
    Ok(page.evaluate(&format!("document.querySelector({})?.checkVisibility() ?? false", json!(css)))? == true)
}

#[test]
fn a_teacher_makes_a_link_with_a_task_and_some_parts_and_a_student_sees_these() -> Result<()> {
    let page = Page::open()?;
    page.call("script", json!([SCRIPT]))?;
    page.click("[data-act='share']")?;
    page.wait_until("a link", |page| Ok(link(page)?.starts_with("#2.")))?;
    let overlapping = page.evaluate(
        "[...document.querySelectorAll('#share :is(label, p, input)')].map(part => part.getBoundingClientRect())
            .filter(({height}) => height > 0).flatMap((one, index, all) => all.slice(index + 1).filter(other =>
                Math.min(one.right, other.right) - Math.max(one.left, other.left) > 1
                && Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top) > 1
                && !(other.left >= one.left && other.right <= one.right && other.top >= one.top && other.bottom <= one.bottom)))",
    )?;
    assert_eq!(overlapping, json!([]), "nothing lies over anything else");
    let task = "Which pin does this script set? Predict it, then look.";
    change(&page, |page| {
        page.click("[data-setting='task']")?;
        page.press_keys(task)
    })?;
    page.wait_until("the whole task", |page| {
        Ok(page.evaluate("document.querySelector('[data-setting=task]').value")? == task)
    })?;
    for part in ["board", "script", "wake"] {
        change(&page, |page| page.click(&format!("[data-part='{part}']")))?;
    }
    let fragment = link(&page)?;
    assert!(fragment.starts_with("#5."), "{fragment}");
    let snippet = page.evaluate("document.getElementById('share-embed').value")?;
    assert!(snippet.as_str().is_some_and(|snippet| snippet.contains(&format!("?embed{fragment}"))), "{snippet}");
    assert!(page.texts("[data-task]")?.is_empty(), "the teacher's own page stays as it is");
    let only_read = change(&page, |page| page.click("[data-setting='only-shows-script']"))?;

    let student = Page::open_at(&fragment)?;
    student.wait_until("the task", |page| Ok(page.texts("[data-task]")? == [task]))?;
    student.wait_until("the script", |page| is_seen(page, ".editor .cm-content"))?;
    assert_eq!(tabs(&student)?, json!(["script", "wake"]));
    assert!(is_seen(&student, ".board")? && is_seen(&student, ".wake-now")? && !is_seen(&student, ".timeline")?);
    student.click("[data-act='run-script']")?;
    student.wait_until("it runs", |page| Ok(page.attribute(&pad(GP5), "data-level")?.as_deref() == Some("high")))?;
    student.call("share", json!([])).map(|again| assert!(again.as_str().is_some_and(|again| again.contains("#5."))))?;
    student.show_on(Screen::phone(390, 844))?;
    student.wait_until("the tabs of a phone", |page| Ok(tabs(page)? == json!(["board", "script", "wake"])))?;
    student.call("example", json!(["an output"]))?;
    student.wait_until("everything again", |page| {
        let tabs = tabs(page)?;
        Ok(page.texts("[data-task]")?.is_empty() && tabs.as_array().is_some_and(|tabs| tabs.len() == 8))
    })?;

    student.evaluate(&format!("void (location.hash = {})", json!(only_read)))?;
    student.show_on(Screen::window(1280, 720))?;
    student.wait_until("the script is to be read", |page| is_seen(page, ".only-shown"))?;
    for css in ["[data-act='run-script']", "[data-act='stop-script']", ".prompt"] {
        assert!(!is_seen(&student, css)?, "{css}");
    }
    assert!(super::script::panel::script(&student)?.contains("Pin('GP5'"));
    student.click(".editor .cm-content")?;
    super::script::panel::with_control(&student, thirtyfour::Key::Enter)?;
    assert_eq!(student.attribute(&pad(GP5), "data-mode")?.as_deref(), Some("IN"), "it does not run by its key either");
    Ok(())
}

#[test]
fn an_example_in_place_of_a_lesson_says_how_its_task_comes_back() -> Result<()> {
    let page = Page::open()?;
    let lesson = page.call("share", json!([{"task": "Wake the board."}]))?;
    let (_, fragment) = lesson.as_str().and_then(|link| link.split_once('#')).context("there is no link")?;
    let page = Page::open_at(&format!("#{fragment}"))?;
    page.wait_until("the task", |page| Ok(page.texts("[data-task]")? == ["Wake the board."]))?;
    page.pick("examples", "an output")?;
    page.wait_until("a sentence", |page| {
        Ok(page.texts(".note-line p")?.concat().ends_with("The task belongs to the bench before: undo brings it back."))
    })?;
    assert!(page.texts("[data-task]")?.is_empty());
    page.click("[data-act='undo']")?;
    page.wait_until("the task", |page| Ok(page.texts("[data-task]")? == ["Wake the board."]))
}

#[test]
fn an_embedded_page_shows_the_script_of_its_link_and_runs_it() -> Result<()> {
    let author = Page::open()?;
    author.call("script", json!([SCRIPT]))?;
    let fragment = |settings: Value| -> Result<String> {
        let link = author.call("share", json!([settings]))?;
        Ok(format!("#{}", link.as_str().and_then(|link| link.split_once('#')).context("a link")?.1))
    };
    let page = Page::open_at(&format!("?embed{}", fragment(json!({"task": "Run it."}))?))?;
    super::script::panel::wait_until_ready(&page)?;
    assert!(is_seen(&page, ".board")? && is_seen(&page, ".timeline")?);
    assert_eq!((page.texts("[data-task]")?, tabs(&page)?), (vec!["Run it.".to_owned()], json!([])));
    page.click("[data-act='run-script']")?;
    super::script::panel::wait_for_output(&page, "run\n")?;
    assert_eq!(page.attribute(&pad(GP5), "data-level")?.as_deref(), Some("high"));
    assert_eq!(page.evaluate("localStorage.getItem('pinscope-bench')")?, Value::Null);

    page.go(&format!("?embed&{}", fragment(json!({"parts": ["pin", "registers", "interrupts"]}))?))?;
    page.wait_until("the parts of the link", |page| Ok(tabs(page)? == json!(["registers", "interrupts"])))?;
    assert!(is_seen(&page, ".inspector")? && is_seen(&page, "[data-register]")?);
    assert!(!is_seen(&page, ".board")? && !is_seen(&page, "#script")?);
    page.click("[data-tab='interrupts']")?;
    page.wait_until("the other tab", |page| is_seen(page, ".log"))
}
