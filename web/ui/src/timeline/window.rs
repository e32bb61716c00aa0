//! The part of the record that the timeline shows: where it begins, how much it spans, and how it moves.

use pinscope_protocol::waveform::{Viewport, Waveform};

/// The simulated time that is shown at first, in nanoseconds.
const INITIAL_SPAN_NS: f64 = 10e9;

/// The nanoseconds per pixel: the minimum and the maximum number.
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
    /// The width. Before it is known it is 1, so that `ns_per_px` is the whole span.
    width: f64,
    is_measured: bool,
    /// Device pixels per pixel.
    pub density: f64,
}

impl Default for Window {
    fn default() -> Self {
        Self { from_ns: None, ns_per_px: INITIAL_SPAN_NS, width: 1.0, is_measured: false, density: 1.0 }
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

    /// Returns the simulated time that it spans, in nanoseconds.
    pub fn span_ns(&self) -> u64 {
        (self.ns_per_px * self.width) as u64
    }

    /// Returns the width.
    pub fn width(&self) -> f64 {
        self.width
    }

    /// Returns the viewport for the engine.
    pub fn view(&self) -> Viewport {
        let columns = |px: f64| (px * self.density).round() as u16;
        let (columns, min_separation) = (columns(self.width), columns(MIN_EDGE_SEPARATION));
        Viewport { from_ns: self.from_ns, ns_per_column: self.ns_per_px / self.density, columns, min_separation }
    }

    /// Sets the size. A window that is hidden has none, and keeps the last one.
    pub fn resize(&mut self, width: f64, density: f64) {
        if width > 0.0 {
            if !self.is_measured {
                self.ns_per_px /= width;
            }
            self.width = width;
            self.is_measured = true;
        }
        self.density = density;
    }

    /// Follows the present, and shows `span_ns` of simulated time or as much as at first.
    pub fn start_over(&mut self, span_ns: Option<u64>) {
        self.from_ns = None;
        self.ns_per_px = span_ns.map_or(INITIAL_SPAN_NS, |span_ns| span_ns as f64) / self.width;
    }

    /// Follows the present without another zoom.
    pub fn follow_present(&mut self) {
        self.from_ns = None;
    }

    /// Zooms in by `factor` around a pixel. Without a pixel, it zooms around the present while the window follows the
    /// present, and otherwise around the middle.
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

    /// Moves a time to the middle.
    pub fn center(&mut self, waveform: &Waveform, time_ns: u64) {
        self.go_to(waveform, time_ns as f64 - self.ns_per_px * self.width / 2.0);
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

/// Returns `number` limited to a range. `f64::clamp` would add its panic message to the program.
pub fn within(number: f64, min: f64, max: f64) -> f64 {
    number.max(min).min(max)
}

#[cfg(test)]
pub mod tests {
    use pinscope_protocol::waveform::Waveform;

    use super::{MAX_NS_PER_PX, MIN_NS_PER_PX, Window, within};

    /// Returns the waveform that a window of 1000 pixels shows at first: the last ten seconds up to the present.
    pub fn waveform() -> Waveform {
        Waveform {
            from_ns: 10e9,
            ns_per_column: 1e7,
            columns: 1_000,
            now_ns: 20_000_000_000,
            kept_from_ns: 1_000_000_000,
            lost: 0,
            touched: 0,
            lanes: Vec::new(),
            sleeps: Vec::new(),
        }
    }

    fn window() -> Window {
        let mut window = Window::default();
        window.resize(1_000.0, 2.0);
        window
    }

    #[test]
    fn a_new_bench_is_followed_with_its_own_span() {
        let (mut window, shown) = (window(), waveform());
        window.pan(&shown, 50.0);
        window.start_over(Some(200_000_000));
        assert_eq!((window.follows(), window.ns_per_px()), (true, 2e5));
        window.resize(0.0, 2.0);
        window.resize(500.0, 2.0);
        assert_eq!((window.width(), window.ns_per_px()), (500.0, 2e5), "hiding it changes no zoom");
        // An example may be opened before the width is known.
        let mut unmeasured = Window::default();
        unmeasured.start_over(Some(2_000_000));
        unmeasured.resize(1_000.0, 1.0);
        assert_eq!(unmeasured.ns_per_px(), 2e3);
    }

    #[test]
    fn a_time_is_moved_to_the_middle() {
        let (mut window, shown) = (window(), waveform());
        window.center(&shown, 8_000_000_000);
        assert_eq!(window.view().from_ns, Some(3e9));
    }

    #[test]
    fn the_viewport_is_in_device_pixels() {
        let view = window().view();
        assert_eq!((view.columns, view.min_separation), (2_000, 8));
        assert_eq!((view.from_ns, view.ns_per_column), (None, 5e6));
    }

    #[test]
    fn zooming_keeps_the_pixel_under_the_pointer() {
        let (mut window, shown) = (window(), waveform());
        window.zoom(&shown, 2.0, Some(400.0));
        assert_eq!(window.ns_per_px(), 5e6);
        assert_eq!(window.view().from_ns, Some(12e9), "14 s stays at pixel 400");
    }

    #[test]
    fn zooming_without_a_pointer_follows_the_present_further() {
        let (mut window, shown) = (window(), waveform());
        window.zoom(&shown, 2.0, None);
        assert!(window.follows());
        window.pan(&shown, 10.0);
        assert!(!window.follows(), "panning leaves the present");
        window.follow(&shown, true);
        assert!(window.follows());
    }

    #[test]
    fn zoom_and_pan_have_bounds() {
        let (mut window, shown) = (window(), waveform());
        window.zoom(&shown, 1e30, None);
        assert_eq!(window.ns_per_px(), MIN_NS_PER_PX);
        window.zoom(&shown, 1e-30, None);
        assert_eq!(window.ns_per_px(), MAX_NS_PER_PX);
        window.pan(&shown, -1e9);
        assert_eq!(window.view().from_ns, Some(20e9), "the present does not leave the window");
    }

    #[test]
    fn fit_shows_the_whole_record_with_a_margin() {
        let (mut window, shown) = (window(), waveform());
        window.fit(&shown);
        let from_ns = window.view().from_ns.unwrap();
        let to_ns = from_ns + window.ns_per_px() * window.width();
        assert!(from_ns < 1e9 && from_ns > 0.0, "{from_ns}");
        assert!(to_ns > 20e9 && to_ns < 21e9, "{to_ns}");
    }

    #[test]
    fn a_number_is_limited_to_its_range() {
        assert_eq!([within(-1.0, 0.0, 5.0), within(3.0, 0.0, 5.0), within(9.0, 0.0, 5.0)], [0.0, 3.0, 5.0]);
    }
}
