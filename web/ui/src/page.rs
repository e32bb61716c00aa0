//! Draws the page, and changes its arrangement.

use pinscope_protocol::{ImageReference, Request};
use wasm_bindgen::prelude::JsValue;
use yew::{AttrValue, Html, html};

use crate::app::App;
use crate::board::Board;
use crate::calls::set;
use crate::connect::Connect;
use crate::first_minute::FirstMinute;
use crate::first_minute::view::Target;
use crate::inspector::{ErrorSite, Inspector};
use crate::layout::{Layout, Tab};
use crate::scene::Scene;
use crate::share::Share;
use crate::timeline::Timeline;
use crate::{dom, engine_client, legend, notice, panel_events, panels, tabs, task, toolbar};

impl App {
    /// Draws the page. `wipy` is the drawing of the WiPy without its pads.
    pub(crate) fn page(&self, wipy: &AttrValue) -> Html {
        let Self { callbacks: on, .. } = self;
        let refused = |site| {
            let refusal = self.refusal.as_ref().filter(|refusal| refusal.site == site);
            refusal.map(|refusal| refusal.message.clone())
        };
        let bar = toolbar::Props {
            scene: self.scene.as_ref(),
            time_ns: self.time_ns,
            behind_ns: self.behind_ns,
            examples: &self.examples,
            can_undo: self.bench_history.can_undo(),
            refusal: refused(ErrorSite::Sleep),
            on_request: &on.request,
            on_undo: &on.undo,
        };
        let panels = panels::Props {
            layout: self.layout,
            scene: self.scene.clone(),
            lines: self.log.shown(),
            state: self.panels.clone(),
            selected: self.selected,
            hovered: self.hovered,
            only_shows_script: self.lesson.only_shows_script,
            refusal: refused(ErrorSite::Register),
            callbacks: on.clone(),
        };
        let hint = self.shown_first_minute();
        let notice = hint.and_then(|(hint, scene)| notice::first_minute(hint, scene, on));
        let notice = notice.unwrap_or_else(|| notice::view(&self.notice, self.suspended.is_some(), on));
        let board = html! {
            <Board
                wipy={wipy.clone()} scene={self.scene.clone()} selected={self.selected}
                hint_at={hint.and_then(|(hint, scene)| hint.target_pin(scene))}
                animations={self.animation.shown()} drag={self.press.drag()} menu={self.menu}
                keeps_touch={self.press.keeps_touch()} refusal={refused(ErrorSite::Board)}
                ignored_edge={self.ignored_edge.clone()}
                hovered={self.hovered} on_hover={on.hover.clone()}
                on_input={on.input.clone()} on_choice={on.menu_choice.clone()}
                on_reset={on.reset.clone()}
            />
        };
        let has_board = self.layout.visible(&[Tab::Board]).next().is_some();
        let (bar, board, bottom_bar) = if self.layout.has_one_column() {
            let board = || html! { <>{ board }{ toolbar::other_controls(&bar) }</> };
            let panel = tabs::tab_panel(Tab::Board, &self.layout, has_board.then(board).unwrap_or_default());
            (toolbar::short_bar(&bar, notice), panel, panels::bottom_bar(&panels))
        } else {
            let board = if has_board {
                board
            } else {
                html! {}
            };
            (toolbar::bar(&bar, notice), board, html! {})
        };
        html! {
            <div
                class="page" style={format!("--dock:{}", self.layout.dock_height())}
                data-hint-at={hint.and_then(|(hint, scene)| hint.target(scene)).map(Target::name)}
            >
                { bar }
                { task::view(&self.lesson.task) }
                <main>
                    <div class="bench" hidden={!self.layout.is_bench_open()}>
                        { board }
                        { panels::side(&panels, self.inspector()) }
                    </div>
                    { panels::dock(&panels, self.timeline()) }
                </main>
                { bottom_bar }
                { legend::legend(self.shortcuts_enabled, &on.enable_shortcuts) }
                <Share lesson={self.lesson.clone()} />
                <Connect />
                <p class="aloud" role="status" aria-live="polite">{ &self.announcement }</p>
            </div>
        }
    }

    /// Returns the hint of the first minute and the present scene, unless something else takes its place: a notice, or
    /// a real board.
    pub(crate) fn shown_first_minute(&self) -> Option<(&FirstMinute, &Scene)> {
        let scene = self.scene.as_ref().filter(|_| self.notice.text.is_empty() && self.suspended.is_none())?;
        self.first_minute.progress().is_shown.then_some((&self.first_minute, scene))
    }

    fn inspector(&self) -> Html {
        let Some(scene) = &self.scene else { return html! { <section class="inspector" /> } };
        html! {
            <Inspector
                scene={scene.clone()} pin={self.selected} refusal={self.refusal.clone()}
                last={self.log.irq_stats().last(self.selected)} copied={self.copied.clone()}
                ignored_edge={self.ignored_edge.clone()}
                on_action={self.callbacks.action.clone()}
            />
        }
    }

    fn timeline(&self) -> Html {
        let (Some(scene), on) = (&self.scene, &self.callbacks) else { return html! { <section class="timeline" /> } };
        html! {
            <Timeline
                scene={scene.clone()} state={self.timeline.clone()} selected={self.selected}
                on_action={on.timeline.clone()} on_request={on.request.clone()} on_select={on.select.clone()}
            />
        }
    }

    /// Opens a tab. Returns whether the page has to be rendered again.
    pub(crate) fn open_tab(&mut self, tab: Tab) -> bool {
        self.change_layout(|layout| layout.open(tab))
    }

    /// Changes the arrangement of the page. Returns whether the page has to be rendered again.
    pub(crate) fn change_layout(&mut self, change: impl FnOnce(&mut Layout)) -> bool {
        let before = self.layout;
        change(&mut self.layout);
        if self.layout == before {
            return false;
        }
        self.layout.store();
        if self.layout.is_open(Tab::Script) && !before.is_open(Tab::Script) {
            panel_events::send_shown(&self.script.activity);
        }
        if self.layout.watched() != before.watched() {
            self.panels.forget();
            self.refusal = self.refusal.take().filter(|refusal| refusal.site != ErrorSite::Register);
            self.send(Request::Subscribe(self.layout.watched()));
        }
        true
    }

    /// Shows the parts of the page that the bench shows. `has_script` says whether it has come with a script. Returns
    /// whether the page has to be rendered again.
    pub(crate) fn show_parts(&mut self, has_script: bool) -> bool {
        let parts = self.lesson.parts.clone();
        self.change_layout(|layout| layout.set_parts(&parts, has_script))
    }

    /// Opens the script's tab when a script came with a bench. The tab that a person chose stays open when a bench
    /// comes back, either that of an earlier visit or one that was left. Returns whether the page has to be rendered
    /// again.
    pub(crate) fn show_loaded_script(&mut self, has_script: bool) -> bool {
        let keeps_tabs = self.layout.take_keeps_tabs() && !dom::has_link();
        has_script && !keeps_tabs && self.open_tab(Tab::Script)
    }

    /// Passes the image of a bench that was opened to its panel, and opens that panel if the bench came with a link.
    /// The image waits until a person starts it. Returns whether the page has to be rendered again.
    pub(crate) fn show_wanted_image(&mut self, image: Option<ImageReference>) -> bool {
        let is_shown = image.is_some() && dom::has_link() && self.open_tab(Tab::Firmware);
        let detail = image.map_or(JsValue::NULL, |ImageReference { name, hash }| {
            let detail = engine_client::object("name", &name.into());
            set(&detail, "hash", &hash.into());
            detail
        });
        engine_client::dispatch(engine_client::IMAGE, &detail);
        is_shown
    }
}
