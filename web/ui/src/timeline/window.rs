//! The part of the record that the timeline shows: where it begins, how much it spans, and how it moves.

use pinscope_protocol::waveform::{Viewport, Waveform};

/// Nanoseconds per pixel: at first, at least and at most.
const INITIAL_NS_PER_PX: f64 = 1e7;
const MIN_NS_PER_PX: f64 = 0.02;
const MAX_NS_PER_PX: f64 = 1e13;

/// Changes closer than this are painted as one busy area, in pixels. More detail could not be seen.
const MIN_EDGE_SEPARATION: f64 = 4.0;

/// Margin on both sides when the whole record is shown, as a share of the width.
const FIT_MARGIN: f64 = 0.02;

/// The part of the record that is shown. Lengths are CSS pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Window {
    /// Simulated time at the left edge, in nanoseconds; `None` follows the present.
    from_ns: Option<f64>,
    ns_per_px: f64,
    width: f64,
    /// Device pixels per pixel.
    pub density: f64,
}

impl Default for Window {
    fn default() -> Self {
        Self { from_ns: None, ns_per_px: INITIAL_NS_PER_PX, width: 0.0, density: 1.0 }
    }
}

impl Window {
    /// Returns whether it follows the present.
    pub fn follows(&self) -> bool {
        self.from_ns.is_none()
    }

    /// Returns the nanoseconds per pixel.
    pub fn ns_per_px(&self) -> f64 {
        self.ns_per_px
    }

    /// Returns the width.
    pub fn width(&self) -> f64 {
        self.width
    }

    /// Returns the viewport for the engine.
    pub fn view(&self) -> Viewport {
        let columns = |px: f64| (px * self.density).round() as u16;
        let (columns, min_separation) = (columns(self.width), columns(MIN_EDGE_SEPARATION));
        Viewport {
            from_ns: self.from_ns,
            ns_per_column: self.ns_per_px / self.density,
            columns,
            min_separation: min_separation,
        }
    }

    /// Sets the size.
    pub fn resize(&mut self, width: f64, density: f64) {
        (self.width, self.density) = (width, density);
    }

    /// Zooms in by `factor` around a pixel. Without one, it zooms around the present while that is followed, and else
    /// around the middle.
    pub fn zoom(&mut self, waveform: &Waveform, factor: f64, around: Option<f64>) {
        let ns_per_px = within(self.ns_per_px / factor, MIN_NS_PER_PX, MAX_NS_PER_PX);
        if around.is_some() || !self.follows() {
            let x = around.unwrap_or(self.width / 2.0);
            self.go_to(waveform, self.left(waveform) + x * (self.ns_per_px - ns_per_px));
        }
        self.ns_per_px = ns_per_px;
    }

    /// Pans to the right by `px`.
    pub fn pan(&mut self, waveform: &Waveform, px: f64) {
        self.go_to(waveform, self.left(waveform) - px * self.ns_per_px);
    }

    /// Shows the whole record.
    pub fn fit(&mut self, waveform: &Waveform) {
        let span_ns = (waveform.now_ns - waveform.kept_from_ns).max(1) as f64;
        self.ns_per_px = within(span_ns / self.width.max(1.0) * (1.0 + 2.0 * FIT_MARGIN), MIN_NS_PER_PX, MAX_NS_PER_PX);
        self.go_to(waveform, waveform.kept_from_ns as f64 - span_ns * FIT_MARGIN);
    }

    /// Shows the oldest part of the record.
    pub fn go_to_start(&mut self, waveform: &Waveform) {
        self.go_to(waveform, waveform.kept_from_ns as f64);
    }

    /// Follows the present, or stays.
    pub fn follow(&mut self, waveform: &Waveform, on: bool) {
        self.from_ns = (!on).then(|| self.left(waveform));
    }

    fn left(&self, waveform: &Waveform) -> f64 {
        self.from_ns.unwrap_or(waveform.from_ns)
    }

    fn go_to(&mut self, waveform: &Waveform, from_ns: f64) {
        self.from_ns = Some(within(from_ns, -self.ns_per_px * self.width, waveform.now_ns as f64));
    }
}

/// Returns `number` limited to a range. `f64::clamp` would add its panic message to the program.
pub fn within(number: f64, min: f64, max: f64) -> f64 {
    number.max(min).min(max)
}
