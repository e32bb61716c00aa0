//! The part of the share dialog for teachers: a task, and what the link shows of the page.

use pinscope_protocol::{Lesson, MAX_TASK_CHARS, Part};
use web_sys::HtmlInputElement;
use yew::{Callback, Event, Html, InputEvent, TargetCast as _, html};

/// Draws the form. `on_change` is called with the lesson as the person has changed it.
pub fn view(lesson: &Lesson, on_change: &Callback<Lesson>) -> Html {
    let on_task = on_change.reform({
        let lesson = lesson.clone();
        move |event: InputEvent| {
            let input: HtmlInputElement = event.target_unchecked_into();
            Lesson { task: input.value(), ..lesson.clone() }
        }
    });
    let on_read = on_change.reform({
        let lesson = lesson.clone();
        move |_: Event| Lesson { only_shows_script: !lesson.only_shows_script, ..lesson.clone() }
    });
    let part = |part: Part| {
        let is_shown = lesson.parts.contains(&part);
        let lesson = lesson.clone();
        let on_part = on_change.reform(move |_: Event| toggled(&lesson, part));
        checkbox(
            part.name(),
            html! {
                <input type="checkbox" data-part={part.name()} checked={is_shown} onchange={on_part} />
            },
        )
    };
    html! {
        <>
            <p>{ "These change the link and the snippet above:" }</p>
            <label>
                { "task: a sentence above the board " }
                <input
                    data-setting="task" maxlength={MAX_TASK_CHARS.to_string()} value={lesson.task.clone()}
                    oninput={on_task}
                />
            </label>
            <div class="parts" role="group" aria-label="Show only these parts">
                <span>{ "show only" }</span>
                { for Part::ALL.into_iter().map(part) }
            </div>
            <div class="parts">
                { checkbox("the script is there to be read, and not run", html! {
                    <input
                        type="checkbox" data-setting="only-shows-script" checked={lesson.only_shows_script}
                        onchange={on_read}
                    />
                }) }
            </div>
            <p>{ "If the script has a file check.py, the page has a button that runs its tests." }</p>
        </>
    }
}

fn checkbox(label: &'static str, input: Html) -> Html {
    html! { <label class="lesson-choice">{ input }{ label }</label> }
}

/// Returns the lesson with one more part, or one less. The parts have the order of the page.
fn toggled(lesson: &Lesson, part: Part) -> Lesson {
    let is_shown = |other: &Part| lesson.parts.contains(other) != (*other == part);
    Lesson { parts: Part::ALL.into_iter().filter(is_shown).collect(), ..lesson.clone() }
}

#[cfg(test)]
mod tests {
    use pinscope_protocol::{Lesson, Part};

    use super::toggled;

    #[test]
    fn parts_come_and_go_in_the_order_of_the_page() {
        let lesson = toggled(&toggled(&Lesson::default(), Part::Timeline), Part::Board);
        assert_eq!(lesson.parts, [Part::Board, Part::Timeline]);
        assert_eq!(toggled(&lesson, Part::Board).parts, [Part::Timeline]);
    }
}
