//! The window on the record: where it stands, how much it spans, how it is moved.

use pinscope_protocol::waveform::{Viewport, Waveform};

/// What a pixel stands for, in nanoseconds: to begin with, at min, at max.
const INITIAL_NS_PER_PX: f64 = 1e7;
const MIN_NS_PER_PX: f64 = 0.02;
const MAX_NS_PER_PX: f64 = 1e13;

/// Changes closer than this are waveform as one busy stretch, in pixels: less can neither be seen nor painted in time.
const MIN_EDGE_SEPARATION: f64 = 4.0;

/// What is kept free left and right of everything, as a share of the width.
const FIT_MARGIN: f64 = 0.02;

/// The window on the record. Lengths are CSS pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Window {
    /// Simulated nanoseconds at the left edge; `None` follows the present.
    from_ns: Option<f64>,
    ns_per_px: f64,
    width: f64,
    /// Device pixels a pixel.
    pub density: f64,
}

impl Default for Window {
    fn default() -> Self {
        Self { from_ns: None, ns_per_px: INITIAL_NS_PER_PX, width: 0.0, density: 1.0 }
    }
}

impl Window {
    /// Whether it follows the present.
    pub fn follows(&self) -> bool {
        self.from_ns.is_none()
    }

    /// What a pixel stands for, in nanoseconds.
    pub fn ns_per_px(&self) -> f64 {
        self.ns_per_px
    }

    /// How wide it is.
    pub fn width(&self) -> f64 {
        self.width
    }

    /// What the engine is to show.
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

    /// It has another size.
    pub fn resize(&mut self, width: f64, density: f64) {
        (self.width, self.density) = (width, density);
    }

    /// Zooms in by `factor` around a pixel; around the present where it follows that, else around the middle.
    pub fn zoom(&mut self, waveform: &Waveform, factor: f64, around: Option<f64>) {
        let ns_per_px = within(self.ns_per_px / factor, MIN_NS_PER_PX, MAX_NS_PER_PX);
        if around.is_some() || !self.follows() {
            let x = around.unwrap_or(self.width / 2.0);
            self.go_to(waveform, self.left(waveform) + x * (self.ns_per_px - ns_per_px));
        }
        self.ns_per_px = ns_per_px;
    }

    /// Moves what is seen to the right by `px`.
    pub fn pan(&mut self, waveform: &Waveform, px: f64) {
        self.go_to(waveform, self.left(waveform) - px * self.ns_per_px);
    }

    /// Shows everything that is kept.
    pub fn fit(&mut self, waveform: &Waveform) {
        let span_ns = (waveform.now_ns - waveform.kept_from_ns).max(1) as f64;
        self.ns_per_px = within(span_ns / self.width.max(1.0) * (1.0 + 2.0 * FIT_MARGIN), MIN_NS_PER_PX, MAX_NS_PER_PX);
        self.go_to(waveform, waveform.kept_from_ns as f64 - span_ns * FIT_MARGIN);
    }

    /// Shows the oldest that is kept.
    pub fn go_to_start(&mut self, waveform: &Waveform) {
        self.go_to(waveform, waveform.kept_from_ns as f64);
    }

    /// Follows the present, or stays where it is.
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

/// The number from `min` to `max` that is nearest. `f64::clamp` would bring along what writes its complaint.
pub fn within(number: f64, min: f64, max: f64) -> f64 {
    number.max(min).min(max)
}
