//! What the engine says, and what becomes of it.

use gloo_timers::callback::Timeout;
use wasm_bindgen::prelude::JsValue;
use yew::{AttrValue, Context};

use super::browser::BeforePaint;
use super::channel::{self, Heard};
use super::inspector::{Place, Refusal};
use super::log::Reading;
use super::note::Note;
use super::scene::Scene;
use super::{App, Msg, announce, browser, timeline};
use crate::protocol::{BUILD, Frame, Reply};

impl App {
    /// Takes in what the engine said. Answers whether there is something new to see.
    pub(super) fn hear(&mut self, ctx: &Context<Self>, heard: Heard) -> bool {
        if let Some(engine) = &mut self.engine {
            engine.flush();
        }
        match heard {
            Heard::Reply(Reply::Ready { build }) => {
                let event = if build == BUILD { channel::READY } else { channel::MISMATCH };
                channel::tell_boot(event, &JsValue::NULL);
                // After the calls that this has set free: one of them opens the bench to show.
                ctx.link().send_message(Msg::Painted);
            }
            Heard::Reply(Reply::Examples(names)) => self.examples = names,
            Heard::Reply(Reply::Note { example, text }) => {
                self.note = Note { example: example.map(AttrValue::from), text: text.into() };
                return true;
            }
            Heard::Reply(Reply::Kept(text)) => channel::tell_boot(channel::KEPT, &text.into()),
            Heard::Reply(Reply::Frame(frame)) => return self.show(ctx, *frame),
            Heard::Reply(Reply::Refused { command, message }) => {
                self.refusal = Some(Refusal { place: Place::of(&command), message: message.into() });
                return true;
            }
            Heard::Reply(Reply::Vcd(Ok(file))) => timeline::save(&file),
            Heard::Reply(Reply::Vcd(Err(why))) => {
                return self.act(timeline::Act::Say(timeline::Saying::not_saved(&why)));
            }
            Heard::Reply(Reply::Replays(outcome)) => {
                return self.act(timeline::Act::Say(timeline::Saying::of_replay(outcome)));
            }
            Heard::Reply(Reply::Record { bench, board, piece }) => self.keep_record(bench, board, piece),
            Heard::Reply(Reply::Script(news)) => return self.hear_script(news),
            Heard::Reply(Reply::PokeRefused { message }) => {
                self.refusal = Some(Refusal { place: Place::Register, message: message.into() });
                return true;
            }
            Heard::Reply(Reply::Gone) => return self.disconnect(ctx),
            Heard::Answer(answer) if self.hear_stopped(&answer) => {}
            Heard::Answer(answer) => channel::tell_boot(channel::ANSWER, &answer),
            Heard::Failed(why) => channel::tell_boot(channel::FAILED, &why.into()),
        }
        false
    }

    /// Takes a frame in and asks for the next once this one is on the screen.
    pub(super) fn show(&mut self, ctx: &Context<Self>, mut frame: Frame) -> bool {
        let is_new_bench =
            frame.snapshot.time_ns < self.time_ns || frame.events.first().is_some_and(|(seq, _)| *seq < self.next_seq);
        if is_new_bench {
            self.log = Reading::default();
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
        self.motion.note(&frame, browser::now());
        if !self.scene.as_ref().is_some_and(|scene| scene.shows(&frame)) {
            self.scene = Some(Scene::new(frame));
        }
        let link = ctx.link().clone();
        self.paints.get_or_insert_with(|| BeforePaint::new(Box::new(move || link.send_message(Msg::Painted))));
        true
    }

    /// Says what there is to say, unless something was said a moment ago.
    pub(super) fn announce(&mut self, ctx: &Context<Self>) -> bool {
        if self.announcing.is_some() || !self.announcer.is_waiting() {
            return false;
        }
        self.announced = self.announcer.take().into();
        let link = ctx.link().clone();
        self.announcing = Some(Timeout::new(announce::PAUSE_MS, move || link.send_message(Msg::Announce)));
        true
    }
}
