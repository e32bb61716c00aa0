//! The page's root component. [`App::update`] is the only place that changes state; the view follows from that state.

use std::rc::Rc;

use gloo_events::EventListener;
use gloo_render::AnimationFrame;
use gloo_timers::callback::Timeout;
use pinscope_core::PinId;
use pinscope_protocol::{Lesson, Request};
use wasm_bindgen::prelude::JsValue;
use yew::{AttrValue, Component, Context, Html, Properties};

use crate::animation::AnimationState;
use crate::bench_history::BenchHistory;
use crate::board::input::BoardInput;
use crate::callbacks::Callbacks;
use crate::device_switch::{self, SuspendedEngine};
use crate::engine_client::{self, EngineClient, EngineMessage};
use crate::first_minute::{self, FirstMinute};
use crate::inspector::code::CopyText;
use crate::inspector::{Action, Refusal};
use crate::layout::{Layout, Tab};
use crate::live_region::LiveRegion;
use crate::log::{self, ThrottledLog};
use crate::menu::{self, Choice};
use crate::notice::Notice;
use crate::panels::{self, RegistersView};
use crate::press::Press;
use crate::scene::Scene;
use crate::shortcuts::Shortcut;
use crate::timeline::{self, TimelineAction};
use crate::vcd_client::VcdMessage;
use crate::{dom, panel_events, script_session, shortcuts, undo, vcd_session, window_events};

/// Announced where the browser does not let the page write to the clipboard.
const SELECTED: &str = "The code is selected: press Ctrl-C or Cmd-C to copy it.";

/// Renders the page into the `#app` element of `index.html`, in place of the drawing that it contains until then.
pub fn start() {
    let root =
        web_sys::window().and_then(|window| window.document()).and_then(|document| document.get_element_by_id("app"));
    if let Some(root) = root {
        let drawing = root.query_selector(".pcb").ok().flatten();
        let wipy = drawing.map(|drawing| drawing.outer_html()).unwrap_or_default().into();
        yew::Renderer::<App>::with_root_and_props(root, Props { wipy }).render();
    }
}

/// Properties of [`App`].
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct Props {
    /// The drawing of the WiPy without its pads, which `index.html` contains.
    pub wipy: AttrValue,
}

/// Everything that can happen to the page.
#[derive(Debug)]
pub enum Msg {
    /// A message of the emulated board's engine.
    Engine(EngineMessage),
    /// A message of the program that is connected to a real board.
    Device(EngineMessage),
    /// A message of the worker that reads and writes VCD files.
    Vcd(VcdMessage),
    /// A call of `window.pinscope`.
    Call(JsValue),
    /// An input at the board.
    BoardInput(BoardInput),
    /// A press has lasted for [`HOLD_TIMEOUT_MS`](crate::press::HOLD_TIMEOUT_MS).
    HoldElapsed,
    /// The page is no longer visible, so whatever is pressed is released.
    ReleaseAll,
    /// An entry of a pad's menu was chosen.
    MenuChoice(Choice),
    /// A press beside the menu closes it.
    CloseMenu,
    /// A key was pressed that no control has handled.
    Key(web_sys::KeyboardEvent),
    /// Switches the keyboard shortcuts on or off.
    EnableShortcuts(bool),
    /// A control asks for something to be done.
    Action(Action),
    /// An action on the timeline.
    Timeline(TimelineAction),
    /// Opens a tab.
    OpenTab(Tab),
    /// Changes the height of the dock.
    ResizeDock(u32),
    /// The page has one column from now on, or two.
    SetOneColumn(bool),
    /// Changes how the registers are shown.
    RegistersView(RegistersView),
    /// The pointer is over a pin, or over none.
    Hover(Option<PinId>),
    /// The pause of the log is over, so it may show more.
    LogPauseElapsed,
    /// Copying has ended. The value is `false` if the browser did not allow it.
    Copied(CopyText, bool),
    /// The last frame is on the screen.
    FrameShown,
    /// The pause after an announcement is over.
    AnnouncementPauseElapsed,
    /// The script has not stopped in time.
    StopTimeout,
    /// The engine has stopped and is started again.
    RestartEngine,
    /// The notice has been read, or the hint of the first minute is not wanted.
    DismissNotice,
    /// Skips the present step of the first minute.
    SkipStep,
    /// Opens the bench before the present one again.
    Undo,
    /// The browser has gone to another entry of its history.
    HistoryMoved,
    /// Disconnects the real board.
    DisconnectDevice,
}

/// The page.
#[derive(Debug)]
pub struct App {
    pub(crate) engine: Option<EngineClient>,
    /// The engine of the emulated board while a real board is connected.
    pub(crate) suspended: Option<SuspendedEngine>,
    /// The last frame, once there is one. The time is kept apart because it changes with every frame.
    pub(crate) scene: Option<Scene>,
    pub(crate) time_ns: u64,
    pub(crate) behind_ns: u64,
    /// Sequence number of the next event that the page has not received yet.
    pub(crate) next_seq: u64,
    pub(crate) selected: PinId,
    pub(crate) press: Press,
    pub(crate) hovered: Option<PinId>,
    pub(crate) log: ThrottledLog,
    /// The last edge that did not wake the sleeping board, with the reason.
    pub(crate) ignored_edge: Option<AttrValue>,
    /// The text that was copied last, and whether the browser allowed it.
    pub(crate) copied: Option<(AttrValue, bool)>,
    pub(crate) animation: AnimationState,
    pub(crate) menu: Option<menu::OpenMenu>,
    pub(crate) shortcuts_enabled: bool,
    /// The shortcut whose key was pressed, until the page has been rendered.
    shortcut: Option<Shortcut>,
    pub(crate) refusal: Option<Refusal>,
    pub(crate) timeline: timeline::State,
    pub(crate) examples: Rc<[AttrValue]>,
    pub(crate) notice: Notice,
    pub(crate) first_minute: FirstMinute,
    pub(crate) bench_history: BenchHistory,
    /// The settings with which the bench is shown.
    pub(crate) lesson: Lesson,
    pub(crate) layout: Layout,
    pub(crate) panels: panels::State,
    pub(crate) script: script_session::State,
    pub(crate) vcd: vcd_session::State,
    pub(crate) live_region: LiveRegion,
    pub(crate) announcement: AttrValue,
    pub(crate) announcement_pause: Option<Timeout>,
    /// Acknowledges the last frame when it is about to be on the screen.
    pub(crate) next_paint: Option<AnimationFrame>,
    pub(crate) callbacks: Callbacks,
    pub(crate) _listeners: Vec<EventListener>,
}

impl Component for App {
    type Message = Msg;
    type Properties = Props;

    fn create(ctx: &Context<Self>) -> Self {
        Self {
            engine: start_engine(ctx),
            suspended: None,
            scene: None,
            time_ns: 0,
            behind_ns: 0,
            next_seq: 0,
            selected: PinId::GP10,
            press: Press::default(),
            hovered: None,
            log: ThrottledLog::default(),
            ignored_edge: None,
            copied: None,
            animation: AnimationState::default(),
            menu: None,
            shortcuts_enabled: shortcuts::load_enabled(),
            shortcut: None,
            refusal: None,
            timeline: timeline::State::default(),
            examples: Rc::new([]),
            notice: Notice::default(),
            first_minute: FirstMinute::new(first_minute::storage::load()),
            bench_history: undo::load(),
            lesson: Lesson::default(),
            layout: Layout::load(),
            panels: panels::State::default(),
            script: script_session::State::default(),
            vcd: vcd_session::State::default(),
            live_region: LiveRegion::default(),
            announcement: AttrValue::default(),
            announcement_pause: None,
            next_paint: None,
            callbacks: Callbacks::new(ctx.link()),
            _listeners: window_events::listeners(ctx),
        }
    }

    fn update(&mut self, ctx: &Context<Self>, msg: Msg) -> bool {
        match msg {
            Msg::Engine(message) => self.on_engine_message(ctx, message),
            Msg::Device(message) => self.on_device_message(ctx, message),
            Msg::Vcd(message) => self.on_vcd_message(ctx, message),
            Msg::Call(call) => self.on_call(ctx, call),
            Msg::StopTimeout => self.replace_engine(ctx),
            Msg::BoardInput(input) => self.on_board_input(ctx, input),
            Msg::HoldElapsed => {
                let stimulus = self.press.on_hold_timeout(|| Self::hold_timer(ctx));
                self.send_stimuli(stimulus);
                true
            }
            Msg::ReleaseAll => {
                let stimulus = self.press.cancel();
                self.send_stimuli(stimulus);
                true
            }
            Msg::MenuChoice(choice) => self.on_menu_choice(choice),
            Msg::CloseMenu => self.menu.take().is_some(),
            Msg::Key(event) => {
                self.shortcut = if self.shortcuts_enabled { shortcuts::pressed(&event) } else { None };
                self.shortcut.is_some()
            }
            Msg::EnableShortcuts(enabled) => {
                shortcuts::store_enabled(enabled);
                self.shortcuts_enabled = enabled;
                true
            }
            Msg::Action(action) => self.perform(ctx, action),
            Msg::Timeline(action) => self.on_timeline_action(action),
            Msg::OpenTab(tab) => self.open_tab(tab),
            Msg::ResizeDock(height) => self.change_layout(|layout| layout.set_dock_height(height)),
            Msg::SetOneColumn(has_one_column) => self.change_layout(|layout| layout.set_one_column(has_one_column)),
            Msg::RegistersView(view) => {
                self.panels.registers_view = view;
                true
            }
            Msg::Hover(pin) => {
                let is_new = self.hovered != pin;
                self.hovered = pin;
                is_new
            }
            Msg::LogPauseElapsed => self.log.on_pause_elapsed(|| log_pause(ctx)),
            Msg::Copied(copy, is_allowed) => {
                self.announcement = if is_allowed { "copied" } else { SELECTED }.into();
                if !is_allowed {
                    dom::select_text(&format!("[data-code={}]", copy.language));
                }
                self.copied = Some((copy.text.into(), is_allowed));
                true
            }
            Msg::FrameShown => {
                self.next_paint = None;
                self.send(Request::FrameShown);
                false
            }
            Msg::AnnouncementPauseElapsed => {
                self.announcement_pause = None;
                self.announce(ctx)
            }
            Msg::RestartEngine => {
                self.engine = start_engine(ctx);
                self.suspended = None;
                self.vcd = vcd_session::State::default();
                false
            }
            Msg::DismissNotice if self.shown_first_minute().is_some() => self.change_first_minute(FirstMinute::close),
            Msg::DismissNotice => {
                self.notice = Notice::default();
                true
            }
            Msg::SkipStep => self.change_first_minute(FirstMinute::skip),
            Msg::Undo => {
                self.undo();
                false
            }
            Msg::HistoryMoved => self.on_history_moved(),
            Msg::DisconnectDevice => {
                self.call_device(device_switch::disconnect_call());
                false
            }
        }
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        self.page(&ctx.props().wipy)
    }

    fn rendered(&mut self, _: &Context<Self>, is_first: bool) {
        if is_first && self.layout.is_open(Tab::Script) {
            panel_events::send_shown(&self.script.activity);
        }
        if let Some(shortcut) = self.shortcut.take() {
            shortcut.run();
        }
    }
}

impl App {
    /// Performs what a control asks for. Returns whether the page has to be rendered again.
    fn perform(&mut self, ctx: &Context<Self>, action: Action) -> bool {
        match action {
            Action::Send(request) => {
                self.send(request);
                self.refusal.take().is_some()
            }
            Action::Refused(refusal) => {
                self.refusal = Some(refusal);
                true
            }
            Action::Input(input) => self.on_board_input(ctx, input),
            Action::Insert(code) => {
                let is_new = self.open_tab(Tab::Script);
                panel_events::send("insert", &code.into());
                is_new
            }
            Action::Copy(copy) => {
                let writing = dom::write_to_clipboard(&copy.text);
                ctx.link().send_future(async move { Msg::Copied(copy, writing.await) });
                false
            }
        }
    }

    /// Changes the timeline. Returns whether the page has to be rendered again.
    pub(crate) fn on_timeline_action(&mut self, action: TimelineAction) -> bool {
        for request in self.timeline.update(action, self.selected) {
            self.send(request);
        }
        true
    }

    /// Sends a request to whichever board is shown.
    pub(crate) fn send(&mut self, request: Request) {
        if let Some(engine) = self.engine_for(&request) {
            engine.send(&request);
        }
    }
}

/// Starts a pause of the log.
pub(crate) fn log_pause(ctx: &Context<App>) -> Timeout {
    let link = ctx.link().clone();
    Timeout::new(log::PAUSE_MS, move || link.send_message(Msg::LogPauseElapsed))
}

/// Starts the engine of the emulated board. A browser that cannot start it is reported to `boot.js`.
pub(crate) fn start_engine(ctx: &Context<App>) -> Option<EngineClient> {
    EngineClient::start(engine_client::ENGINE_SCRIPT, ctx.link().callback(Msg::Engine))
        .inspect_err(|error| engine_client::dispatch(engine_client::FAILED, error))
        .ok()
}
