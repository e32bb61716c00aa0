//! The page: what people see and the engine behind it.

#![cfg(target_arch = "wasm32")]

pub mod protocol;

pub mod ring;

pub mod mail;

pub mod engine;

pub mod device_switch;

pub mod ui;
