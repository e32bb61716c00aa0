//! Paints the characters of UARTs above the levels of their lanes.

use pinscope_protocol::waveform::Lane;

use super::surface::Surface;
use crate::text;

/// Distance of the text's base line and of the line below it from the top of a lane, in pixels.
const BASE_LINE: f64 = 7.0;
const LINE: f64 = 8.0;

/// Width of a digit and distance between two characters, in pixels.
const DIGIT_WIDTH: f64 = 6.2;
const GAP: f64 = 2.0;

/// Paints the characters of a lane whose top is at `top`.
pub fn paint(surface: &Surface, lane: &Lane, top: f64) {
    if lane.characters.is_empty() {
        return;
    }
    surface.context.set_font(&surface.inks.small_font);
    for character in &lane.characters {
        let (from, to) = (f64::from(character.from), f64::from(character.to));
        let colour = if character.is_damaged { &surface.inks.contention } else { &surface.inks.text };
        surface.fill(colour, from, top + surface.px(LINE), (to - from - surface.px(GAP)).max(1.0), surface.px(1.0));
        let text = text::character(character.data);
        if to - from >= surface.px(DIGIT_WIDTH * text.chars().count() as f64 + GAP) {
            surface.text(&text, from, top + surface.px(BASE_LINE));
        }
    }
}
