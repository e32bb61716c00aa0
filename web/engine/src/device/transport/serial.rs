//! Web Serial: opens the port that a person has chosen in the page. Not every browser has it.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use js_sys::{Array, Object, Promise, Reflect, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::DedicatedWorkerGlobalScope;

use super::TransportEvent;

/// The speed of the line, in bits per second.
const BAUD_RATE: u32 = 115_200;

#[wasm_bindgen]
extern "C" {
    type Ports;
    #[wasm_bindgen(method, js_name = getPorts)]
    fn get_ports(this: &Ports) -> Promise;

    type Port;
    #[wasm_bindgen(method)]
    fn open(this: &Port, options: &Object) -> Promise;
    #[wasm_bindgen(method)]
    fn close(this: &Port) -> Promise;
    #[wasm_bindgen(method, getter)]
    fn readable(this: &Port) -> JsValue;
    #[wasm_bindgen(method, getter)]
    fn writable(this: &Port) -> JsValue;

    type Stream;
    #[wasm_bindgen(method, catch, js_name = getReader)]
    fn get_reader(this: &Stream) -> Result<Reader, JsValue>;
    #[wasm_bindgen(method, catch, js_name = getWriter)]
    fn get_writer(this: &Stream) -> Result<Writer, JsValue>;

    #[derive(Clone)]
    type Reader;
    #[wasm_bindgen(method)]
    fn read(this: &Reader) -> Promise;
    #[wasm_bindgen(method)]
    fn cancel(this: &Reader) -> Promise;
    #[wasm_bindgen(method, catch, js_name = releaseLock)]
    fn release(this: &Reader) -> Result<(), JsValue>;

    type Writer;
    #[wasm_bindgen(method)]
    fn write(this: &Writer, bytes: &Uint8Array) -> Promise;
    #[wasm_bindgen(method, catch, js_name = releaseLock)]
    fn release(this: &Writer) -> Result<(), JsValue>;
}

/// A serial port, which is closed when this is dropped.
pub struct Serial {
    state: Rc<SerialState>,
}

/// The state that the port shares with the task that reads it.
#[derive(Default)]
struct SerialState {
    open: RefCell<Option<(Reader, Writer)>>,
    is_dropped: Cell<bool>,
}

impl Serial {
    /// Opens the first port that can be opened, of those that a person has ever chosen for this page.
    pub fn open(scope: &DedicatedWorkerGlobalScope, on_event: impl Fn(TransportEvent) + 'static) -> Self {
        let state = Rc::new(SerialState::default());
        let (task, navigator) = (state.clone(), JsValue::from(scope.navigator()));
        spawn_local(async move {
            // An error has the same effect as the end of the stream: the connection is closed.
            let _ = task.run(&navigator, &on_event).await;
            if !task.is_dropped.get() {
                on_event(TransportEvent::Closed);
            }
        });
        Self { state }
    }

    /// Sends bytes, if the port is open.
    pub fn send(&self, bytes: &[u8]) {
        if let Some((_, writer)) = &*self.state.open.borrow() {
            let written = JsFuture::from(writer.write(&Uint8Array::from(bytes)));
            // The reader notices when the port is lost.
            spawn_local(async move {
                let _ = written.await;
            });
        }
    }
}

impl Drop for Serial {
    fn drop(&mut self) {
        self.state.is_dropped.set(true);
        if let Some((reader, _)) = &*self.state.open.borrow() {
            let cancelled = JsFuture::from(reader.cancel());
            spawn_local(async move {
                let _ = cancelled.await;
            });
        }
    }
}

impl SerialState {
    async fn run(&self, navigator: &JsValue, on_event: &impl Fn(TransportEvent)) -> Result<(), JsValue> {
        let ports = Reflect::get(navigator, &"serial".into())?;
        if ports.is_undefined() {
            return Ok(());
        }
        let options = Object::new();
        Reflect::set(&options, &"baudRate".into(), &BAUD_RATE.into())?;
        let ports = Array::from(&JsFuture::from(ports.unchecked_into::<Ports>().get_ports()).await?);
        for port in ports.iter().map(JsCast::unchecked_into::<Port>) {
            if JsFuture::from(port.open(&options)).await.is_ok() {
                let ended = self.read(&port, on_event).await;
                // Closing fails only if the port is gone.
                let _ = JsFuture::from(port.close()).await;
                return ended;
            }
        }
        Ok(())
    }

    async fn read(&self, port: &Port, on_event: &impl Fn(TransportEvent)) -> Result<(), JsValue> {
        let reader = port.readable().unchecked_into::<Stream>().get_reader()?;
        let writer = port.writable().unchecked_into::<Stream>().get_writer()?;
        *self.open.borrow_mut() = Some((reader.clone(), writer));
        on_event(TransportEvent::Opened);
        let ended = loop {
            match JsFuture::from(reader.read()).await {
                Err(error) => break Err(error),
                Ok(_) if self.is_dropped.get() => break Ok(()),
                Ok(chunk) => match Reflect::get(&chunk, &"value".into())?.dyn_into::<Uint8Array>() {
                    Ok(bytes) => on_event(TransportEvent::Data(bytes.to_vec())),
                    Err(_) => break Ok(()),
                },
            }
        };
        if let Some((reader, writer)) = self.open.borrow_mut().take() {
            reader.release()?;
            writer.release()?;
        }
        ended
    }
}
