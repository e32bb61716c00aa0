//! The error with which a call of `window.pinscope` is rejected.

use std::borrow::Cow;

use pinscope_core::Error;
use pinscope_emulator::FileError;
use pinscope_emulator::share::{FilesTooLong, ShareError};
use serde::Serialize;

/// An error of a call. It is sent as `{kind, message}`.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct ApiError {
    kind: Cow<'static, str>,
    message: String,
}

impl ApiError {
    /// Creates an error of this kind with this message.
    pub fn new(kind: impl Into<Cow<'static, str>>, message: impl Into<String>) -> Self {
        Self { kind: kind.into(), message: message.into() }
    }

    /// Creates the error for an argument that the core does not check, because it is neither a pin nor a setting of
    /// one.
    pub fn bad_argument(message: impl Into<String>) -> Self {
        Self::new("BadArgument", message)
    }

    /// Returns the message.
    pub fn into_message(self) -> String {
        self.message
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

impl From<FileError> for ApiError {
    fn from(error: FileError) -> Self {
        Self::new(error.kind(), error.to_string())
    }
}

impl From<FilesTooLong> for ApiError {
    fn from(error: FilesTooLong) -> Self {
        Self::new("FilesTooLong", error.to_string())
    }
}
