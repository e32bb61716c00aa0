//! A worker of the page.

use js_sys::Array;
use wasm_bindgen::prelude::{Closure, JsCast as _, JsValue};
use web_sys::{ErrorEvent, Event, MessageEvent, MessagePort, Worker, WorkerOptions, WorkerType};
use yew::Callback;

/// A worker, which is terminated when this is dropped.
#[derive(Debug)]
pub struct ModuleWorker {
    worker: Worker,
    _message: Closure<dyn FnMut(MessageEvent)>,
    _error: Closure<dyn FnMut(Event)>,
}

impl ModuleWorker {
    /// Starts a worker with the given script. `on_error` is called with the message of an error, if it has one. A
    /// script that could not be loaded has none.
    ///
    /// # Errors
    /// Returns the browser's error if it cannot start a worker.
    pub fn start(
        script: &str,
        on_message: Callback<JsValue>,
        on_error: Callback<Option<String>>,
    ) -> Result<Self, JsValue> {
        let options = WorkerOptions::new();
        options.set_type(WorkerType::Module);
        let worker = Worker::new_with_options(script, &options)?;
        let message = Closure::<dyn FnMut(_)>::new(move |event: MessageEvent| on_message.emit(event.data()));
        let error = Closure::<dyn FnMut(_)>::new(move |event: Event| {
            let message = event.dyn_ref::<ErrorEvent>().map(ErrorEvent::message);
            on_error.emit(message.filter(|message| !message.is_empty()));
        });
        worker.set_onmessage(Some(message.as_ref().unchecked_ref()));
        worker.set_onerror(Some(error.as_ref().unchecked_ref()));
        Ok(Self { worker, _message: message, _error: error })
    }

    /// Sends a message.
    pub fn post(&self, message: &JsValue) {
        // Plain data can always be posted.
        let _ = self.worker.post_message(message);
    }

    /// Sends a message that contains a port, which then belongs to the worker.
    pub fn transfer(&self, message: &JsValue, port: &MessagePort) {
        // This fails only if the port was given away before.
        let _ = self.worker.post_message_with_transfer(message, &Array::of1(port));
    }
}

impl Drop for ModuleWorker {
    fn drop(&mut self) {
        self.worker.set_onmessage(None);
        self.worker.set_onerror(None);
        self.worker.terminate();
    }
}
