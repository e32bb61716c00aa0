//! Draws the task of a lesson above the board.

use yew::{Html, html};

/// Draws the task, or nothing if it is empty.
pub fn view(task: &str) -> Html {
    if task.is_empty() {
        return html! {};
    }
    html! {
        <section class="task" aria-label="Task">
            <h2>{ "Task" }</h2>
            <p data-task="">{ task.to_owned() }</p>
        </section>
    }
}
