//! Paints a waveform on two canvases: the lanes, and the header above them. All shapes of one colour are one path.

mod characters;
mod header;
mod levels;
mod service;
mod surface;

use pinscope_core::PinId;
use pinscope_protocol::waveform::{SleepEnd, Waveform};
use web_sys::{HtmlCanvasElement, Path2d};

use super::theme::Inks;
use levels::Levels;
use service::Service;
use surface::Surface;

/// Paints `waveform`, with a lane for each of `pins`.
pub fn paint(header: &HtmlCanvasElement, lanes: &HtmlCanvasElement, waveform: &Waveform, pins: &[PinId], inks: &Inks) {
    if let Some(surface) = Surface::clear(header, waveform, inks) {
        header::paint(&surface);
    }
    if let Some(surface) = Surface::clear(lanes, waveform, inks) {
        paint_lanes(&surface, pins);
    }
}

fn paint_lanes(surface: &Surface, pins: &[PinId]) {
    let Surface { waveform, inks, width, .. } = surface;
    let top = |lane: usize| surface.px(lane as f64 * inks.lane);
    // A lane may be higher than its content.
    let content_top = |lane: usize| top(lane) + surface.px((inks.lane - 24.0) / 2.0);
    let bottom = top(pins.len());
    for sleep in &waveform.sleeps {
        let (from, to) = surface.extent(sleep);
        surface.fill(&inks.asleep, from, 0.0, to - from, bottom);
    }
    let (grid, ticks) = (path(), surface.ticks());
    let long_ticks = surface.tick_times(ticks).filter(|(time_ns, _)| time_ns.is_multiple_of(ticks.long_ns));
    long_ticks.for_each(|(_, x)| grid.rect(x, 0.0, surface.px(1.0), surface.height));
    (0..=pins.len()).for_each(|lane| grid.rect(0.0, top(lane), *width, surface.px(1.0)));
    surface.fill_path(&inks.line, &grid);

    let (mut levels, mut service) = (Levels::new(inks), Service::new(inks));
    for (index, pin) in pins.iter().enumerate() {
        let Some(lane) = waveform.lanes.get(pin.index()) else { continue };
        levels.add(lane, content_top(index));
        service.add(lane, content_top(index));
    }
    levels.paint(&surface.context);
    service.paint(surface);
    for (index, pin) in pins.iter().enumerate() {
        if let Some(lane) = waveform.lanes.get(pin.index()) {
            characters::paint(surface, lane, content_top(index));
        }
    }

    for sleep in &waveform.sleeps {
        let (from, to) = surface.extent(sleep);
        surface.fill(&inks.wake, from, 0.0, to - from, surface.px(3.0));
        if let SleepEnd::Woken(pin, _) = sleep.end
            && let Some(lane) = pins.iter().position(|&other| other == pin)
        {
            surface.crescent(to - surface.px(8.0), top(lane) + surface.px(6.0));
        }
    }
    surface.present(0.0, bottom);
}

/// Returns an empty path.
fn path() -> Path2d {
    Path2d::new().expect("an empty path can be made")
}
