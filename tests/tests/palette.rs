//! The colours of the style sheets have enough contrast, and colour-blind people can distinguish them.
#![cfg(not(target_arch = "wasm32"))]

use std::fs;

use anyhow::{Context as _, Result};
use pinscope_tests::colour::{Blindness, Colour};

/// Minimum contrast of text in WCAG 2.1.
const MIN_TEXT_CONTRAST: f64 = 4.5;
/// Minimum contrast of graphical objects in WCAG 2.1.
const MIN_MARK_CONTRAST: f64 = 3.0;

/// Minimum difference of two meanings by CIEDE2000, unless their shapes distinguish them.
const MIN_DIFFERENCE: f64 = 9.0;

/// The meanings that have a colour of their own.
const MEANINGS: [&str; 7] = ["high", "low", "floating", "contention", "interrupt", "wake", "accent"];

/// Pairs of meanings that may have similar colours, because they are drawn in different shapes.
const DISTINGUISHED_BY_SHAPE: [(&str, &str); 5] = [
    // A full pad and half a pad; a line over an area and a zigzag in a box.
    ("high", "contention"),
    // A hollow pad or a thin line; a ring, a triangle or the symbol of an edge.
    ("low", "interrupt"),
    // Hatching; brackets or flags.
    ("floating", "accent"),
    // A triangle or the symbol of an edge; a moon.
    ("interrupt", "wake"),
    // A moon; brackets or flags.
    ("wake", "accent"),
];

/// The colours that the rules of one colour scheme set.
struct Palette {
    name: &'static str,
    rules: String,
}

impl Palette {
    fn colour(&self, token: &str) -> Result<Colour> {
        let missing = || format!("--{token} is no colour in {}", self.name);
        let (_, value) = self.rules.split_once(&format!("--{token}: ")).with_context(missing)?;
        Colour::parse(value.split(';').next().unwrap_or_default()).with_context(missing)
    }

    fn assert_contrast(&self, token: &str, ground: &str, least: f64) -> Result<()> {
        let contrast = self.colour(token)?.contrast(self.colour(ground)?);
        assert!(contrast >= least, "{}: --{token} on --{ground} has {contrast:.2} of {least}", self.name);
        Ok(())
    }
}

fn style(name: &str) -> Result<String> {
    let path = format!("{}/../web/ui/src/{name}", env!("CARGO_MANIFEST_DIR"));
    fs::read_to_string(&path).with_context(|| format!("cannot read {path}"))
}

/// Reads the two colour schemes of the page.
fn schemes() -> Result<[Palette; 2]> {
    let rules = style("page.css")?;
    let (dark, light) = rules.split_once("(prefers-color-scheme: light)").context("page.css has no light scheme")?;
    Ok([Palette { name: "dark", rules: dark.to_owned() }, Palette { name: "light", rules: light.to_owned() }])
}

/// Reads the colours of the board, which both schemes share.
fn board() -> Result<Palette> {
    Ok(Palette { name: "the board", rules: style("board.css")? })
}

/// Returns the smallest difference of two colours with full sight and with each colour blindness, and names that sight.
fn difference(a: Colour, b: Colour) -> (f64, &'static str) {
    let blind = Blindness::ALL.map(|with| (a.seen_with(with).difference(b.seen_with(with)), with.name));
    blind
        .into_iter()
        .fold((a.difference(b), "full sight"), |least, other| if other.0 < least.0 { other } else { least })
}

/// Asserts that any two meanings look different to everyone or have different shapes.
fn assert_apart(palette: &Palette, prefix: &str) -> Result<()> {
    for (place, a) in MEANINGS.iter().enumerate() {
        for b in MEANINGS[..place].iter().filter(|b| !DISTINGUISHED_BY_SHAPE.contains(&(b, a))) {
            let colour = |meaning| palette.colour(&format!("{prefix}{meaning}"));
            let (least, sight) = difference(colour(a)?, colour(b)?);
            assert!(
                least >= MIN_DIFFERENCE,
                "{}: with {sight} {a} and {b} differ by {least:.1} of {MIN_DIFFERENCE}",
                palette.name
            );
        }
    }
    Ok(())
}

#[test]
fn text_and_marks_have_enough_contrast_in_both_schemes() -> Result<()> {
    for palette in schemes()? {
        for ground in ["bg", "bg2"] {
            for token in ["text", "text2", "contention", "interrupt", "wake", "accent"] {
                // Text is drawn in these colours.
                palette.assert_contrast(
                    token,
                    ground,
                    if ground == "bg" { MIN_TEXT_CONTRAST } else { MIN_MARK_CONTRAST },
                )?;
            }
            for token in ["strong", "high", "low", "floating"] {
                palette.assert_contrast(token, ground, MIN_MARK_CONTRAST)?;
            }
        }
        palette.assert_contrast("text", "bg2", MIN_TEXT_CONTRAST)?;
        palette.assert_contrast("text2", "bg2", MIN_TEXT_CONTRAST)?;
    }
    Ok(())
}

#[test]
fn pads_can_be_seen_and_silkscreen_read_on_the_board() -> Result<()> {
    let board = board()?;
    for meaning in MEANINGS {
        board.assert_contrast(&format!("pad-{meaning}"), "pcb", MIN_MARK_CONTRAST)?;
        board.assert_contrast(&format!("pad-{meaning}"), "hole", MIN_MARK_CONTRAST)?;
    }
    board.assert_contrast("silk", "pcb", MIN_TEXT_CONTRAST)?;
    board.assert_contrast("copper", "pcb", MIN_MARK_CONTRAST)?;
    Ok(())
}

#[test]
fn the_colour_blind_can_distinguish_any_two_meanings() -> Result<()> {
    for palette in schemes()? {
        assert_apart(&palette, "")?;
    }
    assert_apart(&board()?, "pad-")
}

#[test]
fn every_pair_distinguished_by_shape_needs_to_be() -> Result<()> {
    let palettes = schemes()?;
    for (a, b) in DISTINGUISHED_BY_SHAPE {
        let least = |palette: &Palette| Ok::<_, anyhow::Error>(difference(palette.colour(a)?, palette.colour(b)?).0);
        let look_alike =
            palettes.iter().map(least).collect::<Result<Vec<_>>>()?.into_iter().any(|least| least < MIN_DIFFERENCE);
        assert!(look_alike, "{a} and {b} look different to everyone: the exception is not needed");
    }
    Ok(())
}
