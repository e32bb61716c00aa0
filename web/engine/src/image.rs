//! The board of an image, whose processor is in a program of its own (`web/image`). That program calls these functions
//! for each access to a register and for each event. Times are simulated nanoseconds.

use pinscope_core::cc3200::uart::Uart;
use pinscope_core::{EventKind, Power};
use pinscope_emulator::ImageReference;
use pinscope_emulator::playground::{Goal, LINE_WORDS, Progress};

use crate::session::Engine;

// The numbers below are shared with `web/image/src/board.rs`.

/// The access was a bus fault.
const IS_FAULT: u32 = 1;
/// The levels of the interrupt lines have changed.
const HAS_NEW_LINES: u32 = 2;
/// The processor must not execute another instruction now.
const ENDS_SLICE: u32 = 4;

/// The state of the image that runs.
#[derive(Debug, Default)]
pub struct ImageSession {
    /// The levels of the interrupt lines that the processor has.
    lines: Option<[u32; LINE_WORDS]>,
    /// The time of the next event as the processor knows it.
    next_event_ns: u64,
    /// The word that was read last.
    word: u32,
    /// The name and the hash of its file.
    reference: Option<ImageReference>,
}

impl Engine {
    /// Makes an image the program of the board, which is reset. `name` and `hash` are those of its file.
    pub fn begin_image(&mut self, name: &str, hash: u64) {
        self.playground.begin_image();
        self.image = ImageSession { reference: Some(ImageReference::new(name, hash)), ..ImageSession::default() };
        self.wanted_image = None;
        self.pacer.resume_from_now();
        self.frames.mark_changed();
    }

    /// Stops the image. The board is reset, and software has set up nothing on it.
    pub fn stop_image(&mut self) {
        self.playground.soft_reset();
        self.playground.end_script();
        self.frames.mark_changed();
    }

    /// Shows that a script takes the place of the image that runs, if one does.
    pub(crate) fn report_replaced_image(&mut self) {
        if let Some(image) = self.image.reference.as_ref().filter(|_| self.playground.runs_image()) {
            let text = format!("Python has replaced the image {}: start it again in the tab firmware.", image.name);
            self.autosave.show_notice(None, &text);
        }
    }

    /// Returns the image that runs, or the one that the bench was opened with.
    pub(crate) fn image_reference(&self) -> Option<&ImageReference> {
        if self.runs_image() { self.image.reference.as_ref() } else { self.wanted_image.as_ref() }
    }

    /// Returns whether an image is the program of the board.
    pub fn runs_image(&self) -> bool {
        self.playground.runs_image()
    }

    /// Returns the present time.
    pub fn image_time(&self) -> f64 {
        self.time_ns() as f64
    }

    /// Returns the time up to which time may pass at `now_ms` of real time.
    pub fn image_limit(&mut self, now_ms: f64) -> f64 {
        self.pacer.pause_if_happened(self.playground.machine());
        self.limit_ns(Goal::Spent, now_ms) as f64
    }

    /// Returns the time of the next event, which is infinite if none is going to happen.
    pub fn image_next_event(&mut self) -> f64 {
        let next_ns = self.playground.next_timer_ns();
        self.image.next_event_ns = next_ns.unwrap_or(u64::MAX);
        next_ns.map_or(f64::INFINITY, |next_ns| next_ns as f64)
    }

    /// Lets time pass until `to_ns`.
    pub fn image_advance(&mut self, to_ns: f64) {
        let to_ns = to_ns as u64;
        let progress = match self.pacer.awaited().filter(|_| self.advance.is_none()) {
            Some(until) => self.playground.advance_image(to_ns, Some(&|kind: &EventKind| until.is(kind))),
            None => self.playground.advance_image(to_ns, None),
        };
        if progress == Progress::Stopped {
            self.pacer.run(false);
        }
        if self.pacer.end_step_at(self.time_ns()) {
            self.autosave.show_notice(None, "The step has ended after ten simulated minutes.");
        }
        self.frames.mark_changed();
    }

    /// Returns whether the processor runs, which it does not in LPDS and HIBERNATE.
    pub fn image_is_awake(&self) -> bool {
        self.playground.machine().power() == Power::Active
    }

    /// Reads a word, which [`Engine::image_word`] then returns. Returns the bits above.
    pub fn image_read(&mut self, addr: u32, time_ns: f64) -> u32 {
        let word = self.playground.image_read(addr, time_ns as u64);
        self.image.word = word.as_ref().copied().unwrap_or(0);
        self.image_changes() | if word.is_err() { IS_FAULT } else { 0 }
    }

    /// Returns the word that was read last.
    pub fn image_word(&self) -> u32 {
        self.image.word
    }

    /// Writes a word. Returns the bits above.
    pub fn image_write(&mut self, addr: u32, word: u32, time_ns: f64) -> u32 {
        let is_fault = self.playground.image_write(addr, word, time_ns as u64).is_err();
        self.image_changes() | if is_fault { IS_FAULT } else { 0 }
    }

    /// Returns what has changed for the processor since the last call, as bits.
    pub fn image_changes(&mut self) -> u32 {
        let lines = self.playground.interrupt_lines();
        let has_new_lines = self.image.lines != Some(lines);
        let is_due_earlier = self.playground.next_timer_ns().is_some_and(|next_ns| next_ns < self.image.next_event_ns);
        let ends_slice = is_due_earlier
            || !self.image_is_awake()
            || self.playground.restarts_script()
            || self.pacer.awaited().is_some();
        (if has_new_lines { HAS_NEW_LINES } else { 0 }) | if ends_slice { ENDS_SLICE } else { 0 }
    }

    /// Returns the levels of 32 interrupt lines. The processor has all of them after it has asked for the last ones.
    pub fn image_lines(&mut self, index: usize) -> u32 {
        let lines = self.playground.interrupt_lines();
        if index + 1 == LINE_WORDS {
            self.image.lines = Some(lines);
        }
        lines.get(index).copied().unwrap_or(0)
    }

    /// Records that the processor has entered an interrupt. Returns what has changed, as bits.
    pub fn image_entered(&mut self, interrupt: u32, time_ns: f64) -> u32 {
        self.playground.image_entered(interrupt, time_ns as u64);
        self.image_changes()
    }

    /// Records that the processor has returned from an interrupt.
    pub fn image_returned(&mut self, interrupt: u32, time_ns: f64) {
        self.playground.image_returned(interrupt, time_ns as u64);
    }

    /// Records that the image has written a word of the interrupt controller.
    pub fn image_wrote_nvic(&mut self, addr: u32, word: u32) {
        self.playground.image_wrote_nvic(addr, word);
    }

    /// Types bytes at the terminal of UARTA0. Returns the number of bytes that there was room for.
    pub fn image_type(&mut self, bytes: &[u8]) -> usize {
        self.playground.type_bytes(Uart::A0, bytes)
    }

    /// Returns what UARTA0 has printed since the last call.
    pub fn image_printed(&mut self) -> Vec<u8> {
        self.playground.take_printed(Uart::A0)
    }
}

#[cfg(test)]
mod tests {
    use pinscope_core::cc3200::hib;
    use pinscope_protocol::Call;
    use serde_json::{Value, json};

    use super::Engine;
    use crate::test_support::arguments;

    /// Returns the text that a call returns, or null.
    fn call(engine: &mut Engine, name: &str, args: Value) -> Value {
        let outcome = engine.execute(Call { id: 0.0, name: name.to_owned(), args: arguments(args) });
        json!(outcome.expect("accepted").expect("an answer at once"))
    }

    #[test]
    fn a_script_replaces_an_image_with_a_word_and_stopping_an_image_resets_the_board() {
        let mut engine = Engine::default();
        engine.begin_image("blink.elf", 42);
        engine.prepare_script();
        engine.begin_script(true, 0.0);
        assert!(!engine.runs_image());
        let notice = format!("{:?}", engine.autosave.take_notice());
        assert!(notice.contains("Python has replaced the image blink.elf"), "{notice}");
        engine.begin_image("blink.elf", 42);
        engine.stop_image();
        assert!(!engine.runs_image() && !engine.needs_service());
        engine.begin_script(true, 0.0);
        assert!(engine.autosave.take_notice().is_none(), "nothing is replaced");
    }

    #[test]
    fn nothing_that_an_image_has_set_up_stays_after_it() {
        let wakes = |engine: &Engine| hib::GPIO_WAKE_EN.read(engine.playground.machine());
        let mut engine = Engine::default();
        let ends: [fn(&mut Engine); 2] = [Engine::stop_image, |engine| {
            engine.prepare_script();
            engine.begin_script(true, 0.0);
            assert!(!engine.take_restart(), "the script has only begun");
        }];
        for end in ends {
            engine.begin_image("blink.elf", 42);
            engine.playground.image_write(hib::GPIO_WAKE_EN.0, 1, 0).expect("the register is there");
            assert_eq!(wakes(&engine), 1);
            end(&mut engine);
            assert_eq!(wakes(&engine), 0);
        }
    }

    #[test]
    fn a_link_has_the_image_while_it_runs_and_a_bench_keeps_it_until_another_one_is_opened() {
        let mut engine = Engine::default();
        engine.begin_image("blink.elf", 42);
        let link = call(&mut engine, "share", json!([]));
        assert!(link.as_str().is_some_and(|link| link.starts_with("7.")), "{link}");

        let mut other = Engine::default();
        call(&mut other, "load", json!([link]));
        assert!(!other.runs_image(), "a link starts nothing");
        assert_eq!(call(&mut other, "share", json!([])), link);
        other.begin_image("other.elf", 43);
        assert_eq!(other.image_reference().map(|image| image.hash), Some(43));
        call(&mut other, "example", json!(["an output"]));
        assert_eq!(other.image_reference(), None);
    }
}
