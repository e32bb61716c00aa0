//! The page that a person sees, drawn with Yew on the main thread. It shows what the engine reports and sends requests;
//! it never computes the state of the board.

mod animation;
mod app;
mod board;
mod callbacks;
mod controls;
mod device_switch;
mod dom;
mod engine_client;
mod engine_replies;
mod geometry;
mod gestures;
mod inspector;
mod irq_stats;
mod legend;
mod live_region;
mod log;
mod menu;
mod notice;
mod panels;
mod press;
mod radio_group;
mod scene;
mod script_session;
mod select;
mod shortcuts;
mod symbols;
mod text;
mod time;
mod timeline;
mod toolbar;
mod unit_input;
mod units;
mod window_events;

pub use app::start;
