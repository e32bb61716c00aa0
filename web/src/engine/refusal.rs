//! Why a call of `window.pinscope` was refused.

use pinscope_core::Error;
use pinscope_emulator::share::LinkError;
use pinscope_emulator::trace::vcd::VcdError;
use serde::Serialize;
use wasm_bindgen::JsValue;

use super::present;

/// What a promise rejects with.
#[derive(Serialize)]
pub struct CallError {
    kind: &'static str,
    message: String,
}

impl CallError {
    /// An argument that names no pin and no setting of one, so that the core never sees it.
    pub fn bad_argument(message: String) -> Self {
        Self { kind: "BadArgument", message }
    }

    /// `{kind, message}`.
    pub fn to_js(&self) -> JsValue {
        present::plain(self)
    }
}

impl From<Error> for CallError {
    fn from(error: Error) -> Self {
        Self { kind: error.kind(), message: error.to_string() }
    }
}

impl From<LinkError> for CallError {
    fn from(error: LinkError) -> Self {
        Self { kind: error.kind(), message: error.to_string() }
    }
}

impl From<VcdError> for CallError {
    fn from(error: VcdError) -> Self {
        Self { kind: error.kind(), message: error.to_string() }
    }
}
