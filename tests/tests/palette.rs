//! The palette, as the style sheets have it: contrast on its grounds, and what is left of it for the colour-blind.
#![cfg(not(target_arch = "wasm32"))]

use std::fs;

use anyhow::{Context as _, Result};
use pinscope_tests::colour::{Blindness, Colour};

/// What WCAG 2.1 asks of text, and of marks.
const TEXT: f64 = 4.5;
const MARK: f64 = 3.0;

/// How different two meanings must look to everyone, by CIEDE2000, unless their shapes tell them apart.
const APART: f64 = 9.0;

/// What a colour of its own stands for.
const MEANINGS: [&str; 7] = ["high", "low", "floating", "contention", "interrupt", "wake", "accent"];

/// Meanings that may look alike to somebody, because nothing means both and their shapes differ.
const TOLD_BY_SHAPE: [(&str, &str); 5] = [
    // A full pad, and half a one; a line over an area, and a boxed zigzag.
    ("high", "contention"),
    // A hollow pad or a thin line, and a ring, a triangle or the glyph of an edge.
    ("low", "interrupt"),
    // Hatching, and brackets or flags.
    ("floating", "accent"),
    // A triangle or the glyph of an edge, and a moon.
    ("interrupt", "wake"),
    // A moon, and brackets or flags.
    ("wake", "accent"),
];

/// The colours that one scheme's rules set.
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

/// Both schemes of the page.
fn schemes() -> Result<[Palette; 2]> {
    let rules = style("page.css")?;
    let (dark, light) = rules.split_once("(prefers-color-scheme: light)").context("page.css has no light scheme")?;
    Ok([Palette { name: "dark", rules: dark.to_owned() }, Palette { name: "light", rules: light.to_owned() }])
}

/// The board, which is the same in both.
fn board() -> Result<Palette> {
    Ok(Palette { name: "the board", rules: style("board.css")? })
}

/// How different two colours look to the eyes that tell them apart least, and whose these are.
fn difference(a: Colour, b: Colour) -> (f64, &'static str) {
    let blind = Blindness::ALL.map(|with| (a.seen_with(with).difference(b.seen_with(with)), with.name));
    blind
        .into_iter()
        .fold((a.difference(b), "full sight"), |least, other| if other.0 < least.0 { other } else { least })
}

/// Each two meanings look different to everyone, or have shapes of their own.
fn assert_apart(palette: &Palette, prefix: &str) -> Result<()> {
    for (place, a) in MEANINGS.iter().enumerate() {
        for b in MEANINGS[..place].iter().filter(|b| !TOLD_BY_SHAPE.contains(&(b, a))) {
            let colour = |meaning| palette.colour(&format!("{prefix}{meaning}"));
            let (least, eyes) = difference(colour(a)?, colour(b)?);
            assert!(least >= APART, "{}: with {eyes} {a} and {b} differ by {least:.1} of {APART}", palette.name);
        }
    }
    Ok(())
}

#[test]
fn words_can_be_read_and_marks_seen_in_both_schemes() -> Result<()> {
    for palette in schemes()? {
        for ground in ["bg", "bg2"] {
            for token in ["text", "text2", "contention", "interrupt", "wake", "accent"] {
                // A sentence, a count or a name can have these colours.
                palette.assert_contrast(token, ground, if ground == "bg" { TEXT } else { MARK })?;
            }
            for token in ["strong", "high", "low", "floating"] {
                palette.assert_contrast(token, ground, MARK)?;
            }
        }
        palette.assert_contrast("text", "bg2", TEXT)?;
        palette.assert_contrast("text2", "bg2", TEXT)?;
    }
    Ok(())
}

#[test]
fn pads_can_be_seen_and_silkscreen_read_on_the_board() -> Result<()> {
    let board = board()?;
    for meaning in MEANINGS {
        board.assert_contrast(&format!("pad-{meaning}"), "pcb", MARK)?;
        board.assert_contrast(&format!("pad-{meaning}"), "hole", MARK)?;
    }
    board.assert_contrast("silk", "pcb", TEXT)?;
    board.assert_contrast("copper", "pcb", MARK)?;
    Ok(())
}

#[test]
fn the_colour_blind_tell_every_two_meanings_apart() -> Result<()> {
    for palette in schemes()? {
        assert_apart(&palette, "")?;
    }
    assert_apart(&board()?, "pad-")
}

#[test]
fn what_is_told_by_shape_needs_to_be() -> Result<()> {
    let palettes = schemes()?;
    for (a, b) in TOLD_BY_SHAPE {
        let least = |palette: &Palette| Ok::<_, anyhow::Error>(difference(palette.colour(a)?, palette.colour(b)?).0);
        let look_alike = palettes.iter().map(least).collect::<Result<Vec<_>>>()?.into_iter().any(|least| least < APART);
        assert!(look_alike, "{a} and {b} look different to everyone: the exception is not needed");
    }
    Ok(())
}
