//! Opens benches again that the page has left, by Undo and by the browser's Back and Forward.

use pinscope_protocol::{BenchView, LeftBench, Request};

use crate::app::App;
use crate::bench_history::BenchHistory;
use crate::{browser_history, dom};

/// Key in the storage of this tab.
const STORAGE_KEY: &str = "pinscope.bench-history";

/// Announced when a bench was opened again.
const OPENED_AGAIN: &str = "The other bench is back.";

/// Returns the history of this tab. An embedded page has none, because its entries would be among those of the page
/// around it.
pub fn load() -> BenchHistory {
    let text = dom::load_in_tab(STORAGE_KEY).unwrap_or_default();
    let history = BenchHistory::from_text(&text, browser_history::number());
    if !dom::is_embedded() {
        browser_history::set_number(history.present());
    }
    history
}

impl App {
    /// Keeps a bench that was replaced. `left` is its number, if [`Request::Reopen`] has replaced it.
    pub(crate) fn on_bench_replaced(&mut self, bench: String, left: Option<u32>) {
        let view = BenchView { pin: self.selected, span_ns: self.timeline.window.span_ns() };
        let notice = self.first_minute.notice().unwrap_or_else(|| self.notice.clone());
        let example = notice.example.map(|name| name.to_string());
        let bench = LeftBench { bench, view, example, notice: notice.text.to_string() };
        match left {
            Some(number) => {
                self.bench_history.keep(number, bench);
                self.layout.keep_tabs();
            }
            None if !dom::is_embedded() && browser_history::add(self.bench_history.next_number()) => {
                self.bench_history.add(bench);
            }
            None => return,
        }
        dom::store_in_tab(STORAGE_KEY, &self.bench_history.to_text());
    }

    /// Goes back to the bench before the present one.
    pub(crate) fn undo(&self) {
        if self.bench_history.can_undo() {
            // A link that could not be opened has an entry without a number after that of the present bench.
            let is_at_present = browser_history::number() == Some(self.bench_history.present());
            browser_history::go_back(if is_at_present { 1 } else { 2 });
        }
    }

    /// Opens the bench of the entry that the browser has gone to. Returns whether the page has to be rendered again.
    pub(crate) fn on_history_moved(&mut self) -> bool {
        // A real board stays connected.
        let number = browser_history::number().filter(|_| self.suspended.is_none());
        let Some((bench, left)) = number.and_then(|number| self.bench_history.go_to(number)) else { return false };
        self.send(Request::Reopen { bench: Box::new(bench), left });
        self.live_region.record_sentence(OPENED_AGAIN);
        true
    }
}
