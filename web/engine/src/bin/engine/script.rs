//! The functions of the engine that `web/python/host_module.js` calls for a script, and `web/image` for an image.

use pinscope_engine::messages::{now_ms, post};
use pinscope_engine::session::Engine;
use pinscope_engine::worker::{self, with_engine};
use pinscope_protocol::{Reply, ScriptEvent};
use wasm_bindgen::prelude::wasm_bindgen;

/// Exports methods of the engine: `name(argument: type, …) -> type` calls the method of that name.
macro_rules! exports {
    ($($(#[$doc:meta])* $name:ident($($argument:ident: $kind:ty),*) $(-> $result:ty)?;)*) => {$(
        $(#[$doc])*
        #[wasm_bindgen]
        pub fn $name($($argument: $kind),*) $(-> $result)? {
            with_engine(|engine| engine.$name($($argument),*))
        }
    )*};
}

exports! {
    find_pin(name: &str) -> i32;
    print_pin(pin: i32) -> String;
    alternates(pin: i32) -> String;
    pin_name(pin: i32) -> String;
    init_pin(pin: i32, mode: i32, pull: i32, value: i32, drive: i32, alt: i32) -> i32;
    read_pin(pin: i32) -> i32;
    write_pin(pin: i32, value: i32) -> i32;
    toggle_pin(pin: i32) -> i32;
    setting(pin: i32, setting: i32) -> i32;
    set_mode(pin: i32, mode: i32, value: i32) -> i32;
    set_pull(pin: i32, pull: i32) -> i32;
    set_drive(pin: i32, drive: i32) -> i32;
    arm(pin: i32, trigger: i32, priority: i32, wake: i32, handles: bool) -> i32;
    enable(pin: i32, on: bool) -> i32;
    armed(pin: i32) -> i32;
    flags(pin: i32) -> i32;
    configure_timer(id: i32, mode: i32, is_whole: bool) -> i32;
    stop_timer(id: i32) -> i32;
    start_channel(id: i32, half: i32, ticks: u32, duty: i32, is_inverted: bool) -> i32;
    connect_channel(id: i32, half: i32) -> i32;
    arm_channel(id: i32, half: i32, priority: i32) -> i32;
    rtc_time() -> String;
    set_rtc_time(time: f64) -> i32;
    set_alarm(time: f64, interrupts: bool) -> i32;
    enable_alarm(on: bool) -> i32;
    ticks_to_alarm() -> String;
    set_alarm_wake(mode: i32, on: bool) -> i32;
    is_watchdog_running() -> i32;
    start_watchdog(timeout_ms: u32) -> i32;
    feed_watchdog() -> i32;
    connect_uart(id: i32, count: i32, tx: i32, rx: i32, rts: i32, cts: i32) -> i32;
    configure_uart(id: i32, baud: i32, data_bits: i32, bits: i32) -> i32;
    arm_uart(id: i32, priority: i32) -> i32;
    stop_uart(id: i32) -> i32;
    set_break(id: i32, on: bool) -> i32;
    read_uart(id: i32) -> i32;
    write_uart(id: i32, byte: i32) -> i32;
    uart_state(id: i32) -> i32;
    enable_adc(on: bool) -> i32;
    enable_adc_channel(number: i32, on: bool) -> i32;
    read_adc(number: i32) -> i32;
    next_call() -> i32;
    returned(pin: i32, failed: bool);
    enable_interrupts(on: bool) -> bool;
    prepare_script();
    is_repeatable() -> bool;
    is_time_moving() -> bool;
    end_script();
    fall_asleep(mode: i32) -> i32;
    reset_chip();
    reset_cause() -> i32;
    wake_reason() -> i32;
    refusal() -> String;
    needs_service() -> bool;
    statement() -> bool;
    loop_turn() -> bool;
    has_to_end() -> bool;
    take_restart() -> bool;
    begin_ticks() -> bool;
    ticks_us() -> i32;
    ticks_ms() -> i32;
    time_digits() -> String;
    begin_sleep(us: i32, whole_ms: i32);
    begin_idle();
    is_awake() -> bool;
    shows_line() -> bool;
    marks_every_line() -> bool;
    file_names() -> Vec<String>;
    file_text(name: &str) -> Option<String>;
    write_file(name: &str, text: &str) -> Option<String>;
    remove_file(name: &str);
    stop_image();
    runs_image() -> bool;
    image_time() -> f64;
    image_next_event() -> f64;
    image_advance(to_ns: f64);
    image_is_awake() -> bool;
    image_read(addr: u32, time_ns: f64) -> u32;
    image_word() -> u32;
    image_write(addr: u32, word: u32, time_ns: f64) -> u32;
    image_changes() -> u32;
    image_lines(index: usize) -> u32;
    image_entered(interrupt: u32, time_ns: f64) -> u32;
    image_returned(interrupt: u32, time_ns: f64);
    image_wrote_nvic(addr: u32, word: u32);
    image_type(bytes: &[u8]) -> usize;
    image_printed() -> Vec<u8>;
}

/// Continues until the wait that was begun last is over, or until one of these UARTs can be read or has room.
#[wasm_bindgen]
pub fn wait_for_uarts(readable: u32, writable: u32) -> f64 {
    let now_ms = now_ms();
    with_engine(|engine| engine.wait_for_uarts(readable, writable, now_ms))
}

/// Exports methods of the engine that need the real time and return how long the script has to wait.
macro_rules! export_waits {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[wasm_bindgen]
        pub fn $name() -> f64 {
            let now_ms = now_ms();
            with_engine(|engine| engine.$name(now_ms))
        }
    )*};
}

export_waits! {
    /// Continues until the script has spent all that it owes.
    settle;
    /// Continues until the wait that was begun last is over.
    wait;
    /// Lets simulated time catch up with real time after the script has ended.
    catch_up;
    /// Returns the time up to which simulated time may pass now while an image runs.
    image_limit;
}

/// Begins a script. `is_reachable` says whether the page can reach it while it runs.
#[wasm_bindgen]
pub fn begin_script(is_reachable: bool) {
    let now_ms = now_ms();
    with_engine(|engine| engine.begin_script(is_reachable, now_ms));
}

/// Gives the engine a turn while the script runs.
#[wasm_bindgen]
pub fn turn() {
    worker::turn();
}

/// Makes an image the program of the board, and reports that to the page. `name` and `hash` are those of its file.
#[wasm_bindgen]
pub fn begin_image(name: &str, hash: u64) {
    with_engine(|engine| engine.begin_image(name, hash));
    post(&Reply::Script(ScriptEvent::ImageStarted));
}

/// Reports to the page that the script has started.
#[wasm_bindgen]
pub fn script_started() {
    post(&Reply::Script(ScriptEvent::Started));
}

/// Reports to the page that the interpreter for typed text has started.
#[wasm_bindgen]
pub fn prompt_started() {
    post(&Reply::Script(ScriptEvent::PromptStarted));
}

/// Reports to the page what the script does on this line, if that has changed. `in_wait` is true if the script has
/// called a function that waits, and `left_ms` is the rest of its wait, in milliseconds.
#[wasm_bindgen]
pub fn report_status(line: u32, in_wait: bool, left_ms: f64) {
    let now_ms = now_ms();
    if let Some(status) = with_engine(|engine| engine.changed_status(line, in_wait, left_ms, now_ms)) {
        post(&Reply::Script(ScriptEvent::Status(status)));
    }
}

/// Disarms the interrupt of a pin, whose handler has failed, and reports the error to the page.
#[wasm_bindgen]
pub fn handler_failed(pin: i32, error: String) {
    if let Some(pin) = with_engine(|engine| engine.handler_failed(pin)) {
        post(&Reply::Script(ScriptEvent::HandlerFailed { pin, error }));
    }
}

/// Reports to the page that the script uses another file, whose lines begin with this number.
#[wasm_bindgen]
pub fn file_used(number: u32, name: String) {
    post(&Reply::Script(ScriptEvent::FileUsed { number, name }));
}

/// Reports to the page the error with which `boot.py` has failed.
#[wasm_bindgen]
pub fn boot_failed(error: String) {
    post(&Reply::Script(ScriptEvent::BootFailed(error)));
}

/// Reports to the page that the script has written files, and which of them the bench cannot keep.
#[wasm_bindgen]
pub fn files_written(lost: String) {
    post(&Reply::Script(ScriptEvent::FilesWritten(lost)));
}

/// Sends a checkpoint to the page before Python runs, because it may never give the engine a turn.
#[wasm_bindgen]
pub fn send_checkpoint() {
    post(&with_engine(Engine::checkpoint));
}

/// Reports to the page at which line the script is blocked, and which line a handler has interrupted. 0 means that it
/// continues, or that no handler runs.
#[wasm_bindgen]
pub fn script_blocked(line: u32, interrupted: u32) {
    post(&Reply::Script(ScriptEvent::Blocked { line, interrupted }));
}

/// Sends the text that the script has printed to the page.
#[wasm_bindgen]
pub fn script_output(text: String) {
    post(&Reply::Script(ScriptEvent::Output(text)));
}

/// Reports to the page that the script has ended, with this error if there was one.
#[wasm_bindgen]
pub fn script_finished(error: Option<String>) {
    with_engine(Engine::end_step_with_script);
    post(&Reply::Script(ScriptEvent::Finished(error)));
}
