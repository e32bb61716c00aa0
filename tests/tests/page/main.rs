//! The built page, tested end to end in headless browsers.
#![cfg(not(target_arch = "wasm32"))]

mod accessibility;
mod announcements;
mod anywhere;
mod automation;
mod axe;
mod blocks;
mod board;
mod bridge;
mod cable;
mod device;
mod failure_modes;
mod firmware;
mod first_minute;
mod input;
mod inspector;
mod layout;
mod lesson;
mod network;
mod panels;
mod persistence;
mod rails;
mod refusals;
mod script;
mod serial;
mod sleep;
mod start;
mod time;
mod timeline;
mod ui_text;
mod undo;
mod views;
