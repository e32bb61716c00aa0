//! Reads colours and measures from the style sheets, once and not for every picture.

use std::rc::Rc;

use wasm_bindgen::JsCast as _;
use web_sys::{CanvasPattern, CanvasRenderingContext2d, HtmlCanvasElement};

/// Distance between two lines of the hatching, in pixels.
const HATCH: f64 = 6.0;

/// Colours and measures for the painter. Two themes are equal only if one is a clone of the other.
#[derive(Clone, Debug)]
pub struct Theme(Rc<Inks>);

/// Colours and measures, which `page.css` and `timeline.css` describe.
#[derive(Debug)]
pub struct Inks {
    pub(super) ground: String,
    pub(super) text: String,
    pub(super) text2: String,
    pub(super) line: String,
    pub(super) high: String,
    pub(super) under_high: String,
    pub(super) low: String,
    pub(super) contention: String,
    pub(super) interrupt: String,
    pub(super) wake: String,
    pub(super) asleep: String,
    pub(super) hatch: CanvasPattern,
    pub(super) font: String,
    /// The font of the numbers at marks.
    pub(super) small_font: String,
    /// Height of a lane in pixels.
    pub lane: f64,
    /// Device pixels per pixel.
    pub density: f64,
}

impl Theme {
    /// Reads the style sheets, for a screen with this many device pixels per pixel.
    pub fn read(density: f64) -> Option<Self> {
        let window = web_sys::window()?;
        let style = window.get_computed_style(&window.document()?.document_element()?).ok()??;
        let token = |name: &str| style.get_property_value(name).unwrap_or_default().trim().to_owned();
        Some(Self(Rc::new(Inks {
            ground: token("--bg"),
            text: token("--text"),
            text2: token("--text2"),
            line: token("--line"),
            high: token("--high"),
            under_high: token("--under-high"),
            low: token("--low"),
            contention: token("--contention"),
            interrupt: token("--interrupt"),
            wake: token("--wake"),
            asleep: token("--asleep"),
            hatch: hatch(&token("--floating"), density)?,
            font: format!("{}px {}", (12.0 * density) as u32, token("--mono")),
            small_font: format!("bold {}px {}", (10.0 * density) as u32, token("--mono")),
            lane: js_sys::parse_float(&token("--lane")),
            density,
        })))
    }
}

impl PartialEq for Theme {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl std::ops::Deref for Theme {
    type Target = Inks;

    fn deref(&self) -> &Inks {
        &self.0
    }
}

/// Returns the drawing context of a canvas.
pub fn context(canvas: &HtmlCanvasElement) -> Option<CanvasRenderingContext2d> {
    canvas.get_context("2d").ok()??.dyn_into().ok()
}

/// Returns a pattern of sloping lines without seams.
fn hatch(colour: &str, density: f64) -> Option<CanvasPattern> {
    let tile = web_sys::window()?.document()?.create_element("canvas").ok()?.dyn_into::<HtmlCanvasElement>().ok()?;
    let size = (HATCH * density).round();
    tile.set_width(size as u32);
    tile.set_height(size as u32);
    let context = context(&tile)?;
    context.set_stroke_style_str(colour);
    context.set_line_width(1.3 * density);
    // The line itself, and the ends of its neighbours in the corners.
    for x in [-size, 0.0, size] {
        context.move_to(x - 1.0, size + 1.0);
        context.line_to(x + size + 1.0, -1.0);
    }
    context.stroke();
    context.create_pattern_with_html_canvas_element(&tile, "repeat").ok()?
}
