//! Why a call of `window.pinscope` was refused.

use std::borrow::Cow;

use pinscope_core::Error;
use pinscope_emulator::share::ShareError;
use serde::Serialize;
use wasm_bindgen::JsValue;

use crate::json;

/// What a promise rejects with.
#[derive(Serialize)]
pub struct ApiError {
    kind: Cow<'static, str>,
    message: String,
}

impl ApiError {
    /// A refusal of this name, in these words.
    pub fn new(kind: impl Into<Cow<'static, str>>, message: String) -> Self {
        Self { kind: kind.into(), message }
    }

    /// The words.
    pub fn message(self) -> String {
        self.message
    }

    /// An argument that names no pin and no setting of one, so that the core never sees it.
    pub fn bad_argument(message: String) -> Self {
        Self::new("BadArgument", message)
    }

    /// `{kind, message}`.
    pub fn to_js(&self) -> JsValue {
        json::plain(self)
    }
}

impl From<Error> for ApiError {
    fn from(error: Error) -> Self {
        Self::new(error.kind(), error.to_string())
    }
}

impl From<ShareError> for ApiError {
    fn from(error: ShareError) -> Self {
        Self::new(error.kind(), error.to_string())
    }
}
