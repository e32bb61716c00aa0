//! The files of a script: they are edited beside it, seen by it, written by it, kept, and exchanged with the disk.

use anyhow::{Context as _, Result};
use pinscope_tests::browser::Page;
use serde_json::{Value, json};
use thirtyfour::Key;

use super::panel::{open, run, script, wait_for_output, wait_until_ready, with_control, write};
use super::status::wait_for_status;
use super::{start_and_wait, stop, wait_for_end};

/// Waits until the list has exactly these files.
fn wait_for_files(page: &Page, names: &[&str]) -> Result<()> {
    page.wait_until(&names.join(" "), |page| Ok(page.texts("[data-file]")? == names))
}

fn select(page: &Page, name: &str) -> Result<()> {
    page.click(&format!("[data-file='{name}']"))
}

/// Presses the button `act` and types the name that it asks for, in place of the one that it proposes.
fn give_name(page: &Page, act: &str, name: &str) -> Result<()> {
    page.click(&format!("[data-act='{act}']"))?;
    with_control(page, 'a')?;
    page.press_keys(&format!("{name}{}", char::from(Key::Enter)))
}

fn file(page: &Page, name: &str) -> Result<Value> {
    page.call("file", json!([name]))
}

fn wait_for_file(page: &Page, name: &str, text: Value) -> Result<()> {
    page.wait_until(name, |page| Ok(file(page, name)? == text))
}

fn problem(page: &Page) -> Result<String> {
    Ok(page.texts("[data-what='problem']:not([hidden])")?.concat())
}

#[test]
fn a_module_beside_the_script_is_added_imported_marked_renamed_and_deleted() -> Result<()> {
    let page = Page::open()?;
    open(&page)?;
    wait_for_files(&page, &["main.py"])?;
    assert_eq!(page.evaluate("document.querySelector('[data-act=delete-file]').disabled")?, true);
    write(&page, "import helper\nhelper.blink(0)")?;
    give_name(&page, "new-file", "helper.py")?;
    wait_for_files(&page, &["main.py", "helper.py"])?;
    page.wait_until("the new file is open", |page| Ok(script(page)?.contains("MicroPython for this board")))?;
    write(&page, "def blink(n): return 1 // n")?;
    with_control(&page, Key::Enter)?;
    page.wait_until("the error is marked in its file", |page| {
        Ok(page.texts(".cm-line.wrong")? == ["def blink(n): return 1 // n"])
    })?;
    assert_eq!(
        page.texts("[data-what='script']")?,
        ["failed in line 1 of helper.py: ZeroDivisionError: divide by zero"]
    );
    assert_eq!(page.texts(".wrong-file")?, ["helper.py"]);
    wait_for_output(&page, "File \"helper.py\", line 1, in blink")?;

    // Each file has its own undo history.
    select(&page, "main.py")?;
    assert_eq!(script(&page)?, "import helper\nhelper.blink(0)");
    assert!(page.texts(".wrong")?.is_empty());
    write(&page, "import helper\nhelper.blink(1)\nwhile True: helper.wait()")?;
    select(&page, "helper.py")?;
    write(&page, "import time\ndef blink(n): pass\ndef wait(): time.sleep(100)")?;
    assert!(page.texts("[data-what='last-run']:not([hidden])")?.concat().ends_with("the editor has changed since."));
    with_control(&page, Key::Enter)?;
    page.wait_until("it waits in the module", |page| {
        Ok(page.texts("[data-what='script']")? == ["waiting in line 3 of helper.py for 100 s"])
    })?;
    page.call("pause", json!([]))?;
    page.wait_until(
        "the line is marked",
        |page| Ok(page.texts(".cm-line.stands")? == ["def wait(): time.sleep(100)"]),
    )?;
    page.call("run", json!([]))?;
    stop(&page)?;
    page.evaluate("document.querySelector('.cm-content').focus()")?;
    with_control(&page, 'z')?;
    page.wait_until("undone", |page| Ok(!script(page)?.contains("def wait")))?;
    select(&page, "main.py")?;
    assert!(script(&page)?.contains("helper.wait()"));

    // Names are those that a WiPy allows.
    select(&page, "helper.py")?;
    for (act, name, reason) in [
        ("new-file", "lib/a.py", "lib/a.py: a name on a WiPy does not contain '/'"),
        ("new-file", "helper.py", "helper.py is there already."),
        ("rename-file", "a?.py", "a?.py: a name on a WiPy does not contain '?'"),
        ("rename-file", "Main.py", "Main.py: there is main.py already, and on a WiPy both names are the same file"),
    ] {
        give_name(&page, act, name)?;
        page.wait_until(reason, |page| Ok(problem(page)? == reason))?;
        wait_for_files(&page, &["main.py", "helper.py"])?;
    }
    select(&page, "helper.py")?;
    let text = file(&page, "helper.py")?;
    give_name(&page, "rename-file", "Helper.py")?;
    wait_for_files(&page, &["main.py", "Helper.py"])?;
    assert_eq!((file(&page, "Helper.py")?, file(&page, "helper.py")?), (text.clone(), Value::Null));
    // The renamed file has the undo history of the old one.
    let shown = script(&page)?;
    page.click(".editor .cm-content")?;
    with_control(&page, 'z')?;
    page.wait_until("it is undone", |page| Ok(script(page)? != shown))?;
    with_control(&page, 'y')?;
    page.wait_until("it is done again", |page| Ok(script(page)? == shown))?;
    wait_for_file(&page, "Helper.py", text.clone())?;
    page.click("[data-act='delete-file']")?;
    wait_for_files(&page, &["main.py"])?;
    assert_eq!(file(&page, "Helper.py")?, Value::Null);
    page.click("[data-act='undo-delete']")?;
    wait_for_files(&page, &["main.py", "Helper.py"])?;
    wait_for_file(&page, "Helper.py", text)
}

#[test]
fn what_a_script_writes_is_in_the_list_after_the_run_also_after_stop() -> Result<()> {
    let page = Page::open()?;
    open(&page)?;
    page.call("file", json!(["count.txt", "7"]))?;
    page.call("file", json!(["old.txt", ""]))?;
    wait_for_files(&page, &["main.py", "count.txt", "old.txt"])?;
    let script = "import os\nn = int(open('count.txt').read()) + 1\nopen('count.txt', 'w').write(str(n))\n\
                  os.remove('old.txt')\nopen('raw.bin', 'wb').write(b'\\xff')\nos.mkdir('lib')\n\
                  open('made.py', 'w').write('def f(): [][0]')\nimport made\nmade.f()";
    page.call("script", json!([script]))?;
    for count in ["8", "9"] {
        page.call("file", json!(["old.txt", ""]))?;
        run(&page)?;
        wait_for_file(&page, "count.txt", json!(count))?;
        wait_for_files(&page, &["main.py", "count.txt", "made.py"])?;
        page.wait_until("what is lost", |page| {
            Ok(page.texts("[data-what='lost']")?
                == ["Not kept for the next run: raw.bin is not text; lib is a folder."])
        })?;
    }
    select(&page, "made.py")?;
    page.wait_until("the error is in the file that the script has written", |page| {
        Ok(page.texts(".cm-line.wrong")? == ["def f(): [][0]"])
    })?;

    start_and_wait(&page, "import time\nopen('log.txt', 'w').write('begun')\ntime.sleep(1000)")?;
    stop(&page)?;
    wait_for_end(&page)?;
    wait_for_files(&page, &["main.py", "count.txt", "log.txt", "made.py"])?;
    // An engine that has to be replaced has passed on what was written before.
    start_and_wait(&page, "import time\nopen('log.txt', 'w').write('again')\ntime.sleep_ms(300)\nmax(range(10**9))")?;
    std::thread::sleep(std::time::Duration::from_millis(800));
    stop(&page)?;
    wait_for_end(&page)?;
    wait_for_file(&page, "log.txt", json!("again"))?;
    select(&page, "log.txt")?;
    page.wait_until("the panel shows it", |page| Ok(super::panel::script(page)? == "again"))
}

#[test]
fn files_are_in_the_link_and_in_the_browser_and_old_links_have_none() -> Result<()> {
    let page = Page::open()?;
    let old = page.call("share", json!([]))?;
    page.call("script", json!(["import helper"]))?;
    page.call("file", json!(["helper.py", "print('imported')"]))?;
    let link = page.call("share", json!([]))?;
    let link = link.as_str().context("a link is text")?;
    let fragment = link.split_once('#').context("a fragment")?.1;
    assert!(fragment.starts_with("5."), "{link}");
    page.wait_until("it is kept", |page| {
        Ok(page.evaluate("localStorage.getItem('pinscope-bench')")?.as_str() == Some(fragment))
    })?;
    page.run(page.browser().refresh())?;
    assert_eq!(page.call("files", json!([]))?, json!({"helper.py": "print('imported')", "main.py": "import helper"}));

    let other = Page::open_at(&format!("#{fragment}"))?;
    wait_until_ready(&other)?;
    wait_for_files(&other, &["main.py", "helper.py"])?;
    run(&other)?;
    wait_for_output(&other, "imported\n")?;
    other.call("load", json!([old]))?;
    wait_for_files(&other, &["main.py"])?;
    assert_eq!(other.call("files", json!([]))?, json!({"main.py": ""}));
    other.call("load", json!([link]))?;
    wait_for_files(&other, &["main.py", "helper.py"])?;
    other.call("example", json!(["an output"]))?;
    wait_for_files(&other, &["main.py"])
}

/// Drops files on the panel, as a person does from a folder.
fn drop_files(page: &Page, files: &Value) -> Result<()> {
    page.script(&format!(
        "const dataTransfer = new DataTransfer();
        for (const [name, content] of {files}) {{
            dataTransfer.items.add(new File([typeof content === 'string' ? content : new Uint8Array(content)], name));
        }}
        const zone = document.querySelector('.cm-content');
        for (const type of ['dragover', 'drop']) {{
            zone.dispatchEvent(new DragEvent(type, {{dataTransfer, bubbles: true, cancelable: true}}));
        }}"
    ))
    .map(drop)
}

#[test]
fn files_come_from_the_disk_and_go_there() -> Result<()> {
    let page = Page::open_with(
        "window.saved = []; let saving; const create = URL.createObjectURL;
        URL.createObjectURL = blob => { saving = blob; return create(blob); };
        HTMLAnchorElement.prototype.click = function () {
            saving.text().then(text => saved.push([this.download, text]));
        };",
    )?;
    open(&page)?;
    drop_files(&page, &json!([["helper.py", "x = 1\n"], ["main.py", "import helper"]]))?;
    wait_for_files(&page, &["main.py", "helper.py"])?;
    wait_for_file(&page, "main.py", json!("import helper"))?;
    page.wait_until("the script is replaced", |page| Ok(script(page)? == "import helper"))?;
    assert!(page.texts(".dropping")?.is_empty());
    drop_files(&page, &json!([["photo.png", [137, 80, 255]]]))?;
    page.wait_until("refused", |page| Ok(problem(page)? == "photo.png is not text."))?;
    drop_files(&page, &json!([["data.csv", "y".repeat(140_000)]]))?;
    page.wait_until("too long", |page| {
        Ok(problem(page)?.starts_with("data.csv: with it, the files have 140019 bytes, and a bench keeps at most"))
    })?;
    select(&page, "helper.py")?;
    page.click("[data-act='save-file']")?;
    page.wait_until("it is saved", |page| Ok(page.evaluate("saved")? == json!([["helper.py", "x = 1\n"]])))?;

    // The longest file is named by share, which offers it.
    page.call("file", json!(["long.csv", "y".repeat(40_000)]))?;
    page.click("[data-act='share']")?;
    let reason = "long.csv is too long for a link: it has 40000 bytes, and all files of a link together have at most \
                  32768";
    page.wait_until(reason, |page| Ok(page.texts("[data-what='too-long']")?.concat().starts_with(reason)))?;
    assert_eq!(page.evaluate("document.getElementById('share-link').value")?, "");
    page.click("[data-act='download-file']")?;
    let long = json!(["long.csv", "y".repeat(40_000)]);
    page.wait_until("it is saved", |page| Ok(page.evaluate("saved.at(-1)")? == long))?;
    page.call("file", json!(["long.csv", null]))?;
    page.evaluate("document.getElementById('share').hidePopover()")?;
    page.click("[data-act='share']")?;
    page.wait_until("a link again", |page| Ok(page.evaluate("document.getElementById('share-link').value")? != ""))?;
    assert!(page.texts("[data-what='too-long']")?.is_empty());
    Ok(())
}

/// Replaces the text of the editor by pasting.
fn paste(page: &Page, text: &str) -> Result<()> {
    page.click(".editor .cm-content")?;
    with_control(page, 'a')?;
    page.script(&format!(
        "const clipboardData = new DataTransfer();
        clipboardData.setData('text/plain', {});
        const paste = new ClipboardEvent('paste', {{clipboardData, bubbles: true, cancelable: true}});
        document.querySelector('.editor .cm-content').dispatchEvent(paste);",
        json!(text)
    ))
    .map(drop)
}

#[test]
fn a_script_that_the_bench_cannot_keep_runs_and_stays_in_the_editor() -> Result<()> {
    let page = Page::open()?;
    open(&page)?;
    paste(&page, &format!("print('a long script')\n{}", "# a comment that is long\n".repeat(5_600)))?;
    run(&page)?;
    wait_for_output(&page, "a long script")?;
    wait_for_status(&page, "finished")?;
    assert!(script(&page)?.contains("# a comment that is long"));
    assert!(problem(&page)?.starts_with("main.py: with it, the files have 140023 bytes, and a bench keeps at most"));

    // A script that is too long to run stays too, and is not called the one that ran last.
    paste(&page, &format!("print('endless')\n{}", "# another comment\n".repeat(20_000)))?;
    run(&page)?;
    page.wait_until("refused", |page| Ok(page.texts("[data-what='script']")?.concat().contains("too long")))?;
    page.click(".editor .cm-content")?;
    with_control(&page, Key::End)?;
    page.press_keys("# more")?;
    assert!(script(&page)?.ends_with("# another comment\n# more"));
    assert_eq!(page.texts("[data-what='last-run']:not([hidden])")?.concat(), "");

    // A short text replaces it, and the sentence is gone.
    paste(&page, "print('a short one')")?;
    run(&page)?;
    wait_for_output(&page, "a short one")?;
    wait_for_status(&page, "finished")?;
    assert_eq!(script(&page)?, "print('a short one')");
    assert_eq!(problem(&page)?, "");
    let console = page.console()?;
    assert!(console.is_empty(), "{console:?}");
    Ok(())
}
