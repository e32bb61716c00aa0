//! The page's root component. [`App::update`] is the only place that changes state; the view follows from that state.

use gloo_events::EventListener;
use gloo_render::AnimationFrame;
use gloo_timers::callback::Timeout;
use pinscope_core::PinId;
use pinscope_protocol::Request;
use wasm_bindgen::prelude::JsValue;
use yew::{AttrValue, Component, Context, Html, Properties, html};

use crate::animation::AnimationState;
use crate::board::Board;
use crate::board::input::BoardInput;
use crate::callbacks::Callbacks;
use crate::connect::Connect;
use crate::device_switch::{self, SuspendedEngine};
use crate::engine_client::{self, EngineClient, EngineMessage};
use crate::inspector::code::CopyText;
use crate::inspector::{Action, ErrorSite, Inspector, Refusal};
use crate::live_region::LiveRegion;
use crate::log::{self, ThrottledLog};
use crate::menu::{self, Choice};
use crate::notice::{self, Notice};
use crate::panels::{self, Panel, View};
use crate::press::Press;
use crate::scene::Scene;
use crate::share::Share;
use crate::timeline::{self, Timeline, TimelineAction};
use crate::vcd_client::VcdMessage;
use crate::{dom, legend, panel_events, script_session, shortcuts, time, toolbar, vcd_session, window_events};

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
    /// Changes which panel is open, and how it is shown.
    PanelView(View),
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
    /// The notice has been read.
    DismissNotice,
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
    /// The text that was copied last, and whether the browser allowed it.
    pub(crate) copied: Option<(AttrValue, bool)>,
    pub(crate) animation: AnimationState,
    pub(crate) menu: Option<menu::OpenMenu>,
    pub(crate) shortcuts_enabled: bool,
    pub(crate) refusal: Option<Refusal>,
    pub(crate) timeline: timeline::State,
    pub(crate) examples: Vec<String>,
    pub(crate) notice: Notice,
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
            copied: None,
            animation: AnimationState::default(),
            menu: None,
            shortcuts_enabled: shortcuts::load_enabled(),
            refusal: None,
            timeline: timeline::State::default(),
            examples: Vec::new(),
            notice: Notice::default(),
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
                let stimulus = self.press.on_hold_timeout();
                self.send_stimuli(stimulus);
                false
            }
            Msg::ReleaseAll => {
                let stimulus = self.press.cancel();
                self.send_stimuli(stimulus);
                true
            }
            Msg::MenuChoice(choice) => self.on_menu_choice(choice),
            Msg::CloseMenu => self.menu.take().is_some(),
            Msg::Key(event) => {
                if self.shortcuts_enabled {
                    shortcuts::run(&event);
                }
                false
            }
            Msg::EnableShortcuts(enabled) => {
                shortcuts::store_enabled(enabled);
                self.shortcuts_enabled = enabled;
                true
            }
            Msg::Action(action) => self.perform(ctx, action),
            Msg::Timeline(action) => self.on_timeline_action(action),
            Msg::PanelView(view) => self.set_panel_view(view),
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
            Msg::DismissNotice => {
                self.notice = Notice::default();
                true
            }
            Msg::DisconnectDevice => {
                self.call_device(device_switch::disconnect_call());
                false
            }
        }
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let Self { callbacks: on, .. } = self;
        let refused = |site| {
            let refusal = self.refusal.as_ref().filter(|refusal| refusal.site == site);
            refusal.map(|refusal| refusal.message.clone())
        };
        html! {
            <div class="page">
                <header class="bar">
                    <h1>{ "Pinscope" }</h1>
                    { for self.scene.as_ref().map(|scene| {
                        toolbar::controls(scene, refused(ErrorSite::Sleep), &on.request)
                    }) }
                    { for self.scene.is_some().then(|| time::clock(self.time_ns, self.behind_ns, &on.request)) }
                    { for self.scene.as_ref().map(|scene| toolbar::tools(scene, &self.examples, &on.request)) }
                    { legend::opener() }
                </header>
                <div class="note-bar">{ notice::view(&self.notice, self.suspended.is_some(), on) }</div>
                <main class="bench">
                    <Board
                        wipy={&ctx.props().wipy} scene={self.scene.clone()} selected={self.selected}
                        animations={self.animation.shown()} drag={self.press.drag()} menu={self.menu}
                        hovered={self.hovered} on_hover={on.hover.clone()}
                        on_input={on.input.clone()} on_choice={on.menu_choice.clone()}
                        on_reset={on.reset.clone()}
                    />
                    if let Some(scene) = &self.scene {
                        <Inspector
                            scene={scene.clone()} pin={self.selected} refusal={self.refusal.clone()}
                            last={self.log.irq_stats().last(self.selected)} copied={self.copied.clone()}
                            on_action={on.action.clone()}
                        />
                    } else {
                        <section class="inspector" />
                    }
                </main>
                if let Some(scene) = &self.scene {
                    <Timeline
                        scene={scene.clone()} state={self.timeline.clone()} selected={self.selected}
                        on_action={on.timeline.clone()} on_request={on.request.clone()}
                        on_select={on.select.clone()}
                    />
                } else {
                    <section class="timeline" />
                }
                { panels::panels(&panels::Props {
                    scene: self.scene.clone(),
                    lines: self.log.shown(),
                    state: self.panels.clone(),
                    selected: self.selected,
                    hovered: self.hovered,
                    refusal: refused(ErrorSite::Register),
                    callbacks: on.clone(),
                }) }
                { legend::legend(self.shortcuts_enabled, &on.enable_shortcuts) }
                <Share />
                <Connect />
                <p class="aloud" role="status" aria-live="polite">{ &self.announcement }</p>
            </div>
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
                let is_new = self.set_panel_view(View { open: Panel::Script, ..self.panels.view });
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

    /// Shows the panels in another way. Returns whether the page has to be rendered again.
    pub(crate) fn set_panel_view(&mut self, view: View) -> bool {
        let is_new = self.panels.view != view;
        if self.panels.set_view(view) {
            if view.open == Panel::Script {
                panel_events::send("shown", &JsValue::NULL);
            }
            self.refusal = self.refusal.take().filter(|refusal| refusal.site != ErrorSite::Register);
            self.send(Request::Subscribe(view.open.subscription()));
        }
        is_new
    }

    /// Sends a request to whichever board is shown.
    pub(crate) fn send(&mut self, request: Request) {
        if let Some(engine) = &mut self.engine {
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
