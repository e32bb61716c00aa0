//! What a person sees. `App` is the only place that changes anything; what it draws follows from what the engine says.

mod announce;
mod bar;
mod board;
mod browser;
mod cable;
mod channel;
mod choice;
mod geometry;
mod gestures;
mod hearing;
mod inspector;
mod keys;
mod legend;
mod list;
mod listeners;
mod log;
mod marks;
mod menu;
mod motion;
mod note;
mod panels;
mod press;
mod quantity;
mod scene;
mod script;
mod sends;
mod served;
mod time;
mod timeline;
mod units;
mod words;

use gloo_timers::callback::Timeout;
use pinscope_core::PinId;
use wasm_bindgen::prelude::JsValue;
use yew::{AttrValue, Component, Context, Html, Properties, html};

use crate::protocol::Request;
use announce::Announcer;
use board::Board;
use board::hands::Hand;
use browser::BeforePaint;
use channel::{Engine, Heard, Listener};
use inspector::code::Copy;
use inspector::{Inspector, Place, Refusal, Wish};
use log::Reading;
use menu::Choice;
use motion::Motion;
use note::Note;
use panels::{Panel, View};
use press::Press;
use scene::Scene;
use sends::Sends;
use timeline::Timeline;

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
    Heard(Heard),
    /// What speaks to a real board said something.
    Cable(Heard),
    /// Someone called `window.pinscope`.
    Called(JsValue),
    /// A hand did something at the board.
    Hand(Hand),
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
    Wish(Wish),
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
    engine: Option<Engine>,
    /// The emulated board, while a real one is connected in its place.
    parked: Option<cable::Parked>,
    /// What there is to see, once there is something; the time apart, which changes with every frame.
    scene: Option<Scene>,
    time_ns: u64,
    behind_ns: u64,
    /// The next event's sequence number, as far as the page has seen them.
    next_seq: u64,
    selected: PinId,
    press: Press,
    hovered: Option<PinId>,
    log: Reading,
    copied: Option<(AttrValue, bool)>,
    motion: Motion,
    menu: Option<menu::Open>,
    letters: bool,
    refusal: Option<Refusal>,
    timeline: timeline::State,
    examples: Vec<String>,
    note: Note,
    panels: panels::State,
    script: script::State,
    announcer: Announcer,
    announced: AttrValue,
    announcing: Option<Timeout>,
    /// The frame that waits to be on the screen.
    paints: Option<BeforePaint>,
    on: Sends,
    _listeners: Vec<Listener>,
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
            log: Reading::default(),
            copied: None,
            motion: Motion::default(),
            menu: None,
            letters: keys::are_on(),
            refusal: None,
            timeline: timeline::State::default(),
            examples: Vec::new(),
            note: Note::default(),
            panels: panels::State::default(),
            script: script::State::default(),
            announcer: Announcer::default(),
            announced: AttrValue::default(),
            announcing: None,
            paints: None,
            on: Sends::new(ctx.link()),
            _listeners: listeners::all(ctx),
        }
    }

    fn update(&mut self, ctx: &Context<Self>, msg: Msg) -> bool {
        match msg {
            Msg::Heard(heard) => return self.hear_engine(ctx, heard),
            Msg::Cable(heard) => return self.hear_cable(ctx, heard),
            Msg::Called(call) => self.call(ctx, call),
            Msg::Impatient => self.replace_engine(ctx),
            Msg::Hand(hand) => return self.handle(ctx, hand),
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
                    keys::press(&event);
                }
            }
            Msg::Letters(letters) => {
                keys::remember(letters);
                self.letters = letters;
                return true;
            }
            Msg::Wish(Wish::Ask(request)) => {
                self.ask(request);
                return self.refusal.take().is_some();
            }
            Msg::Wish(Wish::Refused(refusal)) => {
                self.refusal = Some(refusal);
                return true;
            }
            Msg::Timeline(act) => return self.act(act),
            Msg::View(view) => return self.look(view),
            Msg::Hover(pin) => return std::mem::replace(&mut self.hovered, pin) != pin,
            Msg::Read => return self.log.read_on(&self.on.read),
            Msg::Wish(Wish::Hand(hand)) => return self.handle(ctx, hand),
            Msg::Wish(Wish::Insert(code)) => {
                let is_new = self.look(View { open: Panel::Script, ..self.panels.view });
                script::tell("insert", &code.into());
                return is_new;
            }
            Msg::Wish(Wish::Copy(copy)) => {
                browser::copy(copy, ctx.link().callback(|(copy, done)| Msg::Copied(copy, done)))
            }
            Msg::Copied(copy, done) => {
                self.announced = if done { "copied" } else { SELECTED }.into();
                if !done {
                    browser::select(&format!("[data-code={}]", copy.language));
                }
                self.copied = Some((copy.text.into(), done));
                return true;
            }
            Msg::Painted => {
                self.paints = None;
                self.ask(Request::Painted);
            }
            Msg::Again => (self.engine, self.parked) = (start_engine(ctx), None),
            Msg::Dismiss if self.parked.is_some() => self.call_cable(cable::disconnect()),
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
                    { for self.scene.as_ref().map(|scene| bar::controls(scene, refused(Place::Sleep), &on.ask)) }
                    { for self.scene.is_some().then(|| time::clock(self.time_ns, self.behind_ns)) }
                    { for self.scene.as_ref().map(|scene| bar::tools(scene, &self.examples, &on.ask)) }
                    { legend::opener() }
                </header>
                <div class="note-bar">
                    { note::view(&self.note, self.parked.is_some(), on.dismiss.clone()) }
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
                            on_wish={on.wish.clone()}
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
                    refusal: refused(Place::Register),
                    on: on.clone(),
                }) }
                { legend::legend(self.letters, &on.letters) }
                <p class="aloud" role="status" aria-live="polite">{ &self.announced }</p>
            </div>
        }
    }
}

impl App {
    fn act(&mut self, act: timeline::Act) -> bool {
        if let Some(request) = self.timeline.act(act) {
            self.ask(request);
        }
        true
    }

    /// Looks at the panels in another way.
    fn look(&mut self, view: View) -> bool {
        let is_new = self.panels.view != view;
        if let Some(watched) = self.panels.look(view) {
            if view.open == Panel::Script {
                script::tell("shown", &JsValue::NULL);
            }
            self.refusal = self.refusal.take().filter(|refusal| refusal.place != Place::Register);
            self.ask(Request::Watch(watched));
        }
        is_new
    }

    fn ask(&mut self, request: Request) {
        if let Some(engine) = &mut self.engine {
            engine.ask(&request);
        }
    }
}

fn start_engine(ctx: &Context<App>) -> Option<Engine> {
    Engine::start(channel::ENGINE, ctx.link().callback(Msg::Heard))
        .inspect_err(|why| channel::tell_boot(channel::FAILED, why))
        .ok()
}
