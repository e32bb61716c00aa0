//! Handles the messages of an engine: its replies, its frames and its answers to calls.

use gloo_render::request_animation_frame;
use gloo_timers::callback::Timeout;
use pinscope_core::{EventKind, Power};
use pinscope_protocol::{BUILD, Frame, Reply, Request};
use wasm_bindgen::prelude::JsValue;
use yew::{AttrValue, Context};

use crate::app::{App, Msg, log_pause};
use crate::engine_client::{self, EngineMessage};
use crate::first_minute::FirstMinute;
use crate::inspector::{ErrorSite, Refusal};
use crate::log::ThrottledLog;
use crate::notice::Notice;
use crate::scene::Scene;
use crate::timeline::TimelineAction;
use crate::{dom, live_region, panel_events};

impl App {
    /// Handles a message. Returns whether the page has to be rendered again.
    pub(crate) fn on_message(&mut self, ctx: &Context<Self>, message: EngineMessage) -> bool {
        if let Some(engine) = &mut self.engine {
            engine.flush();
        }
        match message {
            EngineMessage::Reply(reply) => self.on_reply(ctx, reply),
            EngineMessage::Answer(answer) => {
                let is_new = self.show_replay(&answer);
                if !self.complete_stop(ctx, &answer) {
                    self.end_refused_run(&answer);
                    engine_client::dispatch(engine_client::ANSWER, &answer);
                }
                is_new
            }
            EngineMessage::Trace(trace) => {
                self.write_vcd(ctx, trace);
                false
            }
            EngineMessage::Failed(error) => {
                engine_client::dispatch(engine_client::FAILED, &error.into());
                false
            }
        }
    }

    fn on_reply(&mut self, ctx: &Context<Self>, reply: Reply) -> bool {
        match reply {
            Reply::Ready { build } => {
                let event = if build == BUILD { engine_client::READY } else { engine_client::MISMATCH };
                engine_client::dispatch(event, &JsValue::NULL);
                self.send(Request::Subscribe(self.layout.watched()));
                // This message is handled after the calls that `boot.js` sends now, one of which opens the bench to
                // show.
                ctx.link().send_message(Msg::FrameShown);
            }
            Reply::Examples(names) => self.examples = names.into_iter().map(AttrValue::from).collect(),
            Reply::Notice { example, text } => {
                let notice = Notice { example: example.map(AttrValue::from), text: text.into() };
                let mut is_hint = false;
                self.change_first_minute(|hint| is_hint = hint.show_for(&notice));
                self.notice = if is_hint { Notice::default() } else { notice };
                return true;
            }
            Reply::BenchChanged(text) => engine_client::dispatch(engine_client::BENCH_CHANGED, &text.into()),
            Reply::Frame(frame) => return self.show_frame(ctx, *frame),
            Reply::Refused { command, message } => {
                self.refusal = Some(Refusal { site: ErrorSite::for_command(&command), message: message.into() });
                return true;
            }
            Reply::Checkpoint { bench, board, chunk } => self.script.store_checkpoint(bench, board, chunk),
            Reply::Script(event) => return self.on_script_event(ctx, event),
            Reply::PokeRefused { message } => {
                self.refusal = Some(Refusal { site: ErrorSite::Register, message: message.into() });
                return true;
            }
            Reply::Disconnected => return self.disconnect(ctx),
            Reply::Opened(view) => {
                panel_events::send("opened", &JsValue::NULL);
                if let Some(view) = view {
                    self.select(view.pin);
                }
                self.timeline.start_over(view.map(|view| view.span_ns));
                self.send(self.timeline.view_request());
                self.change_first_minute(FirstMinute::on_bench_opened);
                return true;
            }
            Reply::Replaced { bench, left } => {
                self.on_bench_replaced(bench, left);
                return true;
            }
            Reply::Lesson(lesson) => {
                self.lesson = lesson;
                return true;
            }
            Reply::Image(image) => return self.show_wanted_image(image),
            Reply::Trace(answer) => return self.on_timeline_action(TimelineAction::Answer(answer)),
        }
        false
    }

    /// Shows a frame, and acknowledges it once it is on the screen. Returns whether the page has to be rendered again.
    pub(crate) fn show_frame(&mut self, ctx: &Context<Self>, mut frame: Frame) -> bool {
        let is_new_bench =
            frame.snapshot.time_ns < self.time_ns || frame.events.first().is_some_and(|(seq, _)| *seq < self.next_seq);
        if is_new_bench {
            self.log = ThrottledLog::default();
            self.timeline.reset();
            self.send(self.timeline.view_request());
        }
        if let Some(waveform) = frame.timeline.take() {
            self.timeline.set_waveform(waveform, frame.snapshot.running);
        }
        self.time_ns = frame.snapshot.time_ns;
        self.behind_ns = frame.behind_ns;
        if let Some((last, _)) = frame.events.last() {
            self.next_seq = last + 1;
        }
        self.log.add(self.scene.as_deref(), &frame, || log_pause(ctx));
        self.panels.take_from(&mut frame, dom::now());
        let followed = live_region::followed_pins(&frame, self.selected);
        frame.events.iter().for_each(|(_, event)| self.live_region.record(event, followed));
        frame.ignored_edges.iter().for_each(|edges| self.live_region.record_ignored(edges));
        self.show_ignored_edge(&frame);
        self.animation.record(&frame, dom::now());
        if self.suspended.is_none() {
            self.change_first_minute(|hint| hint.record(&frame));
        }
        if !self.scene.as_ref().is_some_and(|scene| scene.is_same_picture(&frame)) {
            self.scene = Some(Scene::new(frame));
        }
        self.announce(ctx);
        if self.next_paint.is_none() {
            let link = ctx.link().clone();
            self.next_paint = Some(request_animation_frame(move |_| link.send_message(Msg::FrameShown)));
        }
        true
    }

    /// Shows the last edge that did not wake the board, as long as it sleeps.
    fn show_ignored_edge(&mut self, frame: &Frame) {
        let falls_asleep = frame.events.iter().any(|(_, event)| matches!(event.kind, EventKind::Sleep { .. }));
        if frame.snapshot.power == Power::Active || falls_asleep {
            self.ignored_edge = None;
        }
        if frame.snapshot.power != Power::Active
            && let Some(edges) = frame.ignored_edges.iter().max_by_key(|edges| edges.time_ns)
        {
            self.ignored_edge = Some(format!("{} {}.", edges.pin, edges.text).into());
        }
    }

    /// Announces the latest events, unless the last announcement was a moment ago. Returns whether it has announced
    /// any.
    pub(crate) fn announce(&mut self, ctx: &Context<Self>) -> bool {
        let Some(scene) = &self.scene else { return false };
        if self.announcement_pause.is_some() || !self.live_region.has_text() {
            return false;
        }
        self.announcement = self.live_region.take_text(scene, &self.announcement).into();
        let link = ctx.link().clone();
        let pause = Timeout::new(self.live_region.pause_ms(), move || {
            link.send_message(Msg::AnnouncementPauseElapsed);
        });
        self.announcement_pause = Some(pause);
        true
    }
}
