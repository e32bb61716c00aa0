//! What the engine says, and what becomes of it.

use gloo_timers::callback::Timeout;
use wasm_bindgen::prelude::JsValue;
use yew::{AttrValue, Context};

use crate::app::{App, Msg};
use crate::dom::BeforePaint;
use crate::engine_client::{self, EngineMessage};
use crate::inspector::{ErrorSite, Refusal};
use crate::log::ThrottledLog;
use crate::notice::Note;
use crate::scene::Scene;
use crate::{dom, live_region, timeline};
use pinscope_protocol::{BUILD, Frame, Reply};

impl App {
    /// Takes in what the engine said. Answers whether there is something new to see.
    pub(crate) fn hear(&mut self, ctx: &Context<Self>, heard: EngineMessage) -> bool {
        if let Some(engine) = &mut self.engine {
            engine.flush();
        }
        match heard {
            EngineMessage::Reply(Reply::Ready { build }) => {
                let event = if build == BUILD { engine_client::READY } else { engine_client::MISMATCH };
                engine_client::tell_boot(event, &JsValue::NULL);
                // After the calls that this has set free: one of them opens the bench to show.
                ctx.link().send_message(Msg::Painted);
            }
            EngineMessage::Reply(Reply::Examples(names)) => self.examples = names,
            EngineMessage::Reply(Reply::Notice { example, text }) => {
                self.note = Note { example: example.map(AttrValue::from), text: text.into() };
                return true;
            }
            EngineMessage::Reply(Reply::BenchChanged(text)) => {
                engine_client::tell_boot(engine_client::KEPT, &text.into())
            }
            EngineMessage::Reply(Reply::Frame(frame)) => return self.show(ctx, *frame),
            EngineMessage::Reply(Reply::Refused { command, message }) => {
                self.refusal = Some(Refusal { place: ErrorSite::of(&command), message: message.into() });
                return true;
            }
            EngineMessage::Reply(Reply::Vcd(Ok(file))) => timeline::save(&file),
            EngineMessage::Reply(Reply::Vcd(Err(why))) => {
                return self.act(timeline::Act::Say(timeline::Saying::not_saved(&why)));
            }
            EngineMessage::Reply(Reply::Replays(outcome)) => {
                return self.act(timeline::Act::Say(timeline::Saying::of_replay(outcome)));
            }
            EngineMessage::Reply(Reply::Checkpoint { bench, board, chunk }) => self.keep_record(bench, board, chunk),
            EngineMessage::Reply(Reply::Script(news)) => return self.hear_script(news),
            EngineMessage::Reply(Reply::PokeRefused { message }) => {
                self.refusal = Some(Refusal { place: ErrorSite::Register, message: message.into() });
                return true;
            }
            EngineMessage::Reply(Reply::Disconnected) => return self.disconnect(ctx),
            EngineMessage::Answer(answer) if self.hear_stopped(&answer) => {}
            EngineMessage::Answer(answer) => engine_client::tell_boot(engine_client::ANSWER, &answer),
            EngineMessage::Failed(why) => engine_client::tell_boot(engine_client::FAILED, &why.into()),
        }
        false
    }

    /// Takes a frame in and asks for the next once this one is on the screen.
    pub(crate) fn show(&mut self, ctx: &Context<Self>, mut frame: Frame) -> bool {
        let is_new_bench =
            frame.snapshot.time_ns < self.time_ns || frame.events.first().is_some_and(|(seq, _)| *seq < self.next_seq);
        if is_new_bench {
            self.log = ThrottledLog::default();
            self.timeline.start_over();
        }
        if let Some(strip) = frame.timeline.take() {
            self.timeline.show(strip);
        }
        (self.time_ns, self.behind_ns) = (frame.snapshot.time_ns, frame.behind_ns);
        if let Some((last, _)) = frame.events.last() {
            self.next_seq = last + 1;
        }
        self.log.add(self.scene.as_deref(), &frame, &self.on.read);
        self.panels.take(&mut frame);
        frame.events.iter().for_each(|(_, event)| self.announcer.note(event));
        self.announce(ctx);
        self.motion.note(&frame, dom::now());
        if !self.scene.as_ref().is_some_and(|scene| scene.shows(&frame)) {
            self.scene = Some(Scene::new(frame));
        }
        let link = ctx.link().clone();
        self.paints.get_or_insert_with(|| BeforePaint::new(Box::new(move || link.send_message(Msg::Painted))));
        true
    }

    /// Says what there is to say, unless something was said a moment ago.
    pub(crate) fn announce(&mut self, ctx: &Context<Self>) -> bool {
        if self.announcing.is_some() || !self.announcer.is_waiting() {
            return false;
        }
        self.announced = self.announcer.take().into();
        let link = ctx.link().clone();
        self.announcing = Some(Timeout::new(live_region::PAUSE_MS, move || link.send_message(Msg::Announce)));
        true
    }
}
