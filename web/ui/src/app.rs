//! What a person sees. `App` is the only place that changes anything; what it draws follows from what the engine says.

use crate::device_switch;
use crate::dom;
use crate::engine_client;
use crate::legend;
use crate::menu;
use crate::notice;
use crate::panels;
use crate::script_session;
use crate::shortcuts;
use crate::time;
use crate::timeline;
use crate::toolbar;
use crate::window_events;
use gloo_timers::callback::Timeout;
use pinscope_core::PinId;
use wasm_bindgen::prelude::JsValue;
use yew::{AttrValue, Component, Context, Html, Properties, html};

use crate::animation::Motion;
use crate::board::Board;
use crate::board::input::BoardInput;
use crate::callbacks::Callbacks;
use crate::dom::BeforePaint;
use crate::engine_client::{EngineClient, EngineMessage, Listener};
use crate::inspector::code::Copy;
use crate::inspector::{Action, ErrorSite, Inspector, Refusal};
use crate::live_region::Announcer;
use crate::log::ThrottledLog;
use crate::menu::Choice;
use crate::notice::Note;
use crate::panels::{Panel, View};
use crate::press::Press;
use crate::scene::Scene;
use crate::timeline::Timeline;
use pinscope_protocol::Request;

/// Said where the browser lets nobody write to the clipboard.
const SELECTED: &str = "The code is selected: press Ctrl-C or Cmd-C to copy it.";

/// Draws the page, in place of what `index.html` shows until then.
pub fn start() {
    let root =
        web_sys::window().and_then(|window| window.document()).and_then(|document| document.get_element_by_id("app"));
    if let Some(root) = root {
        let drawing = root.query_selector(".pcb").ok().flatten();
        let wipy = drawing.map(|drawing| drawing.outer_html()).unwrap_or_default().into();
        yew::Renderer::<App>::with_root_and_props(root, Props { wipy }).render();
    }
}

/// What the page has before this program.
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct Props {
    /// The WiPy without its pads, as `index.html` draws it.
    pub wipy: AttrValue,
}

/// Everything that can happen to the page.
#[derive(Debug)]
pub enum Msg {
    /// The engine said something.
    EngineMessage(EngineMessage),
    /// What speaks to a real board said something.
    Cable(EngineMessage),
    /// Someone called `window.pinscope`.
    Called(JsValue),
    /// A hand did something at the board.
    BoardInput(BoardInput),
    /// A press has become the button.
    HoldDue,
    /// Whatever is pressed is let go: the page is out of sight.
    LetGo,
    /// Something was chosen in a pad's menu.
    Chosen(Choice),
    /// Something beside the menu was pressed.
    Beside,
    /// A key that no control has taken.
    Key(web_sys::KeyboardEvent),
    /// Letters are to jump to tools, or no longer.
    Letters(bool),
    /// A control wants something.
    Action(Action),
    /// Something is done to the timeline.
    Timeline(timeline::Act),
    /// The panels are to be looked at like this.
    View(View),
    /// A pin is pointed at, or none.
    Hover(Option<PinId>),
    /// The log may show more.
    Read,
    /// Text was copied, or the browser would not.
    Copied(Copy, bool),
    /// The last frame is on the screen.
    Painted,
    /// It is time for the next announcement.
    Announce,
    /// The script has had its time to stop.
    Impatient,
    /// The engine is to start again.
    Again,
    /// The note has been read.
    Dismiss,
}

/// The page.
#[derive(Debug)]
pub struct App {
    pub(crate) engine: Option<EngineClient>,
    /// The emulated board, while a real one is connected in its place.
    pub(crate) parked: Option<device_switch::SuspendedEngine>,
    /// What there is to see, once there is something; the time apart, which changes with every frame.
    pub(crate) scene: Option<Scene>,
    pub(crate) time_ns: u64,
    pub(crate) behind_ns: u64,
    /// The next event's sequence number, as far as the page has seen them.
    pub(crate) next_seq: u64,
    pub(crate) selected: PinId,
    pub(crate) press: Press,
    pub(crate) hovered: Option<PinId>,
    pub(crate) log: ThrottledLog,
    pub(crate) copied: Option<(AttrValue, bool)>,
    pub(crate) motion: Motion,
    pub(crate) menu: Option<menu::Open>,
    pub(crate) letters: bool,
    pub(crate) refusal: Option<Refusal>,
    pub(crate) timeline: timeline::State,
    pub(crate) examples: Vec<String>,
    pub(crate) note: Note,
    pub(crate) panels: panels::State,
    pub(crate) script: script_session::State,
    pub(crate) announcer: Announcer,
    pub(crate) announced: AttrValue,
    pub(crate) announcing: Option<Timeout>,
    /// The frame that waits to be on the screen.
    pub(crate) paints: Option<BeforePaint>,
    pub(crate) on: Callbacks,
    pub(crate) _listeners: Vec<Listener>,
}

impl Component for App {
    type Message = Msg;
    type Properties = Props;

    fn create(ctx: &Context<Self>) -> Self {
        Self {
            engine: start_engine(ctx),
            parked: None,
            scene: None,
            time_ns: 0,
            behind_ns: 0,
            next_seq: 0,
            selected: PinId::GP10,
            press: Press::default(),
            hovered: None,
            log: ThrottledLog::default(),
            copied: None,
            motion: Motion::default(),
            menu: None,
            letters: shortcuts::are_on(),
            refusal: None,
            timeline: timeline::State::default(),
            examples: Vec::new(),
            note: Note::default(),
            panels: panels::State::default(),
            script: script_session::State::default(),
            announcer: Announcer::default(),
            announced: AttrValue::default(),
            announcing: None,
            paints: None,
            on: Callbacks::new(ctx.link()),
            _listeners: window_events::all(ctx),
        }
    }

    fn update(&mut self, ctx: &Context<Self>, msg: Msg) -> bool {
        match msg {
            Msg::EngineMessage(heard) => return self.hear_engine(ctx, heard),
            Msg::Cable(heard) => return self.hear_cable(ctx, heard),
            Msg::Called(call) => self.call(ctx, call),
            Msg::Impatient => self.replace_engine(ctx),
            Msg::BoardInput(hand) => return self.handle(ctx, hand),
            Msg::HoldDue => {
                let done = self.press.hold();
                self.do_all(done)
            }
            Msg::LetGo => {
                let done = self.press.let_go();
                self.do_all(done);
                return true;
            }
            Msg::Chosen(choice) => return self.choose(choice),
            Msg::Beside => return self.menu.take().is_some(),
            Msg::Key(event) => {
                if self.letters {
                    shortcuts::press(&event);
                }
            }
            Msg::Letters(letters) => {
                shortcuts::remember(letters);
                self.letters = letters;
                return true;
            }
            Msg::Action(Action::Send(request)) => {
                self.ask(request);
                return self.refusal.take().is_some();
            }
            Msg::Action(Action::Refused(refusal)) => {
                self.refusal = Some(refusal);
                return true;
            }
            Msg::Timeline(act) => return self.act(act),
            Msg::View(view) => return self.look(view),
            Msg::Hover(pin) => return std::mem::replace(&mut self.hovered, pin) != pin,
            Msg::Read => return self.log.read_on(&self.on.read),
            Msg::Action(Action::Input(hand)) => return self.handle(ctx, hand),
            Msg::Action(Action::Insert(code)) => {
                let is_new = self.look(View { open: Panel::Script, ..self.panels.view });
                script_session::tell("insert", &code.into());
                return is_new;
            }
            Msg::Action(Action::Copy(copy)) => {
                dom::copy(copy, ctx.link().callback(|(copy, done)| Msg::Copied(copy, done)))
            }
            Msg::Copied(copy, done) => {
                self.announced = if done { "copied" } else { SELECTED }.into();
                if !done {
                    dom::select(&format!("[data-code={}]", copy.language));
                }
                self.copied = Some((copy.text.into(), done));
                return true;
            }
            Msg::Painted => {
                self.paints = None;
                self.ask(Request::FrameShown);
            }
            Msg::Again => (self.engine, self.parked) = (start_engine(ctx), None),
            Msg::Dismiss if self.parked.is_some() => self.call_cable(device_switch::disconnect()),
            Msg::Dismiss => {
                self.note = Note::default();
                return true;
            }
            Msg::Announce => {
                self.announcing = None;
                return self.announce(ctx);
            }
        }
        false
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let Self { on, .. } = self;
        let refused = |place| {
            let refusal = self.refusal.as_ref().filter(|refusal| refusal.place == place);
            refusal.map(|refusal| refusal.message.clone())
        };
        html! {
            <div class="page">
                <header class="bar">
                    <h1>{ "Pinscope" }</h1>
                    { for self.scene.as_ref().map(|scene| toolbar::controls(scene, refused(ErrorSite::Sleep), &on.ask)) }
                    { for self.scene.is_some().then(|| time::clock(self.time_ns, self.behind_ns)) }
                    { for self.scene.as_ref().map(|scene| toolbar::tools(scene, &self.examples, &on.ask)) }
                    { legend::opener() }
                </header>
                <div class="note-bar">
                    { notice::view(&self.note, self.parked.is_some(), on.dismiss.clone()) }
                </div>
                <main class="bench">
                    <Board
                        wipy={&ctx.props().wipy} scene={self.scene.clone()} selected={self.selected} motion={self.motion.shown()}
                        drag={self.press.drag()} menu={self.menu}
                        hovered={self.hovered} on_hover={on.hover.clone()}
                        on_hand={on.hand.clone()} on_choice={on.choice.clone()}
                        on_reset={on.reset.clone()}
                    />
                    if let Some(scene) = &self.scene {
                        <Inspector
                            scene={scene.clone()} pin={self.selected} refusal={self.refusal.clone()}
                            last={self.log.served().last(self.selected)} copied={self.copied.clone()}
                            on_action={on.wish.clone()}
                        />
                    } else {
                        <section class="inspector" />
                    }
                </main>
                if let Some(scene) = &self.scene {
                    <Timeline
                        scene={scene.clone()} state={self.timeline.clone()} selected={self.selected}
                        on_act={on.timeline.clone()} on_ask={on.ask.clone()}
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
                    on: on.clone(),
                }) }
                { legend::legend(self.letters, &on.letters) }
                <p class="aloud" role="status" aria-live="polite">{ &self.announced }</p>
            </div>
        }
    }
}

impl App {
    pub(crate) fn act(&mut self, act: timeline::Act) -> bool {
        if let Some(request) = self.timeline.act(act) {
            self.ask(request);
        }
        true
    }

    /// Looks at the panels in another way.
    pub(crate) fn look(&mut self, view: View) -> bool {
        let is_new = self.panels.view != view;
        if let Some(watched) = self.panels.look(view) {
            if view.open == Panel::Script {
                script_session::tell("shown", &JsValue::NULL);
            }
            self.refusal = self.refusal.take().filter(|refusal| refusal.place != ErrorSite::Register);
            self.ask(Request::Subscribe(watched));
        }
        is_new
    }

    pub(crate) fn ask(&mut self, request: Request) {
        if let Some(engine) = &mut self.engine {
            engine.ask(&request);
        }
    }
}

pub(crate) fn start_engine(ctx: &Context<App>) -> Option<EngineClient> {
    EngineClient::start(engine_client::ENGINE, ctx.link().callback(Msg::EngineMessage))
        .inspect_err(|why| engine_client::tell_boot(engine_client::FAILED, why))
        .ok()
}
