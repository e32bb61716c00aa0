//! The built page, end to end, in headless browsers.
#![cfg(not(target_arch = "wasm32"))]

mod anywhere;
mod automation;
mod axe;
mod board;
mod bridge;
mod device;
mod accessibility;
mod failure_modes;
mod input;
mod inspector;
mod persistence;
mod network;
mod panels;
mod refusals;
mod script;
mod ui_text;
mod serial;
mod sleep;
mod start;
mod time;
mod timeline;
mod views;
