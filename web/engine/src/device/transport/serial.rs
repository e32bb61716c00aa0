//! Web Serial: the port that the person has chosen in the page, opened here. Not every browser has it.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use js_sys::{Array, Object, Promise, Reflect, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::DedicatedWorkerGlobalScope;

use super::transport::Said;

/// The link's speed, in bits a second.
const BAUD: u32 = 115_200;

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

/// A serial port.
#[derive(Clone, Default)]
pub struct Serial {
    open: Rc<RefCell<Option<(Reader, Writer)>>>,
    is_dropped: Rc<Cell<bool>>,
}

impl Serial {
    /// Opens the first port that was ever chosen for this page and can be opened.
    pub fn open(scope: &DedicatedWorkerGlobalScope, told: impl Fn(Said) + 'static) -> Self {
        let serial = Self::default();
        let (carrying, navigator) = (serial.clone(), JsValue::from(scope.navigator()));
        spawn_local(async move {
            // However it ends, it has.
            let _ = carrying.carry(&navigator, &told).await;
            if !carrying.is_dropped.get() {
                told(Said::Ended);
            }
        });
        serial
    }

    /// Sends bytes, if it is open.
    pub fn send(&self, bytes: &[u8]) {
        if let Some((_, writer)) = &*self.open.borrow() {
            let written = JsFuture::from(writer.write(&Uint8Array::from(bytes)));
            // A port that is lost is told of by what reads it.
            spawn_local(async move { drop(written.await) });
        }
    }

    async fn carry(&self, navigator: &JsValue, told: &impl Fn(Said)) -> Result<(), JsValue> {
        let ports = Reflect::get(navigator, &"serial".into())?;
        if ports.is_undefined() {
            return Ok(());
        }
        let options = Object::new();
        Reflect::set(&options, &"baudRate".into(), &BAUD.into())?;
        let ports = Array::from(&JsFuture::from(ports.unchecked_into::<Ports>().get_ports()).await?);
        for port in ports.iter().map(JsCast::unchecked_into::<Port>) {
            if JsFuture::from(port.open(&options)).await.is_ok() {
                let ended = self.read(&port, told).await;
                // It fails only where the port is gone.
                let _ = JsFuture::from(port.close()).await;
                return ended;
            }
        }
        Ok(())
    }

    async fn read(&self, port: &Port, told: &impl Fn(Said)) -> Result<(), JsValue> {
        let reader = port.readable().unchecked_into::<Stream>().get_reader()?;
        let writer = port.writable().unchecked_into::<Stream>().get_writer()?;
        *self.open.borrow_mut() = Some((reader.clone(), writer));
        told(Said::Opened);
        let ended = loop {
            match JsFuture::from(reader.read()).await {
                Err(error) => break Err(error),
                Ok(_) if self.is_dropped.get() => break Ok(()),
                Ok(piece) => match Reflect::get(&piece, &"value".into())?.dyn_into::<Uint8Array>() {
                    Ok(bytes) => told(Said::Bytes(bytes.to_vec())),
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

    /// Closes it.
    pub fn close(&self) {
        self.is_dropped.set(true);
        if let Some((reader, _)) = &*self.open.borrow() {
            let cancelled = JsFuture::from(reader.cancel());
            spawn_local(async move { drop(cancelled.await) });
        }
    }
}
