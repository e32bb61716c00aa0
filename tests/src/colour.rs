//! Computes the contrast and the difference of colours, also as people with colour blindness see them.

use anyhow::{Context as _, Result};

/// A colour as linear sRGB: red, green and blue from 0 to 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Colour([f64; 3]);

/// A form of complete colour blindness. The matrices are those of Machado, Oliveira and Fernandes, "A
/// Physiologically-based Model for Simulation of Color Vision Deficiency" (2009), at severity 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Blindness {
    pub name: &'static str,
    matrix: [[f64; 3]; 3],
}

impl Blindness {
    pub const ALL: [Self; 3] = [
        Self {
            name: "protanopia",
            matrix: [
                [0.152_286, 1.052_583, -0.204_868],
                [0.114_503, 0.786_281, 0.099_216],
                [-0.003_882, -0.048_116, 1.051_998],
            ],
        },
        Self {
            name: "deuteranopia",
            matrix: [
                [0.367_322, 0.860_646, -0.227_968],
                [0.280_085, 0.672_501, 0.047_413],
                [-0.011_820, 0.042_940, 0.968_881],
            ],
        },
        Self {
            name: "tritanopia",
            matrix: [
                [1.255_528, -0.076_749, -0.178_779],
                [-0.078_411, 0.930_809, 0.147_602],
                [0.004_733, 0.691_367, 0.303_900],
            ],
        },
    ];
}

impl Colour {
    /// Parses `#RRGGBB`.
    pub fn parse(hex: &str) -> Result<Self> {
        let digits = hex.strip_prefix('#').filter(|digits| digits.len() == 6);
        let number = digits.and_then(|digits| u32::from_str_radix(digits, 16).ok());
        let [_, rgb @ ..] = number.with_context(|| format!("`{hex}` is no colour"))?.to_be_bytes();
        Ok(Self(rgb.map(|byte| {
            let share = f64::from(byte) / 255.0;
            if share <= 0.040_45 { share / 12.92 } else { ((share + 0.055) / 1.055).powf(2.4) }
        })))
    }

    /// Returns the contrast of two colours, from 1 to 21, as WCAG 2 defines it.
    pub fn contrast(self, other: Self) -> f64 {
        let (a, b) = (self.luminance() + 0.05, other.luminance() + 0.05);
        a.max(b) / a.min(b)
    }

    /// Returns the colour as somebody with `blindness` sees it.
    pub fn seen_with(self, blindness: Blindness) -> Self {
        Self(blindness.matrix.map(|row| dot(row, self.0).clamp(0.0, 1.0)))
    }

    /// Returns how different two colours look, by CIEDE2000. A difference of 1 is barely noticeable.
    pub fn difference(self, other: Self) -> f64 {
        ciede2000(self.lab(), other.lab())
    }

    fn luminance(self) -> f64 {
        dot([0.2126, 0.7152, 0.0722], self.0)
    }

    /// Converts to CIELAB with sRGB's white point, D65.
    fn lab(self) -> [f64; 3] {
        const XYZ: [[f64; 3]; 3] = [
            [0.412_456_4, 0.357_576_1, 0.180_437_5],
            [0.212_672_9, 0.715_152_2, 0.072_175_0],
            [0.019_333_9, 0.119_192_0, 0.950_304_1],
        ];
        let [x, y, z] = XYZ.map(|row| {
            let share = dot(row, self.0) / row.iter().sum::<f64>();
            if share > 216.0 / 24_389.0 { share.cbrt() } else { (24_389.0 / 27.0 * share + 16.0) / 116.0 }
        });
        [116.0 * y - 16.0, 500.0 * (x - y), 200.0 * (y - z)]
    }
}

/// Returns the difference of two CIELAB colours by the formula CIEDE2000 of ISO/CIE 11664-6.
fn ciede2000([l1, a1, b1]: [f64; 3], [l2, a2, b2]: [f64; 3]) -> f64 {
    let weight = |chroma: f64| (chroma.powi(7) / (chroma.powi(7) + 25_f64.powi(7))).sqrt();
    let stretch = 1.0 + 0.5 * (1.0 - weight((a1.hypot(b1) + a2.hypot(b2)) / 2.0));
    let (c1, c2) = ((a1 * stretch).hypot(b1), (a2 * stretch).hypot(b2));
    let hue = |a: f64, b: f64| b.atan2(a * stretch).to_degrees().rem_euclid(360.0);
    let (h1, h2) = (hue(a1, b1), hue(a2, b2));
    let turn = (h2 - h1 + 180.0).rem_euclid(360.0) - 180.0;
    let (lightness, chroma, hue) = ((l1 + l2) / 2.0, (c1 + c2) / 2.0, (h1 + turn / 2.0).to_radians());
    let wave = |times: f64, shift: f64| (times * hue + shift.to_radians()).cos();
    let t = 1.0 - 0.17 * wave(1.0, -30.0) + 0.24 * wave(2.0, 0.0) + 0.32 * wave(3.0, 6.0) - 0.2 * wave(4.0, -63.0);
    let middle = (lightness - 50.0).powi(2);
    let dl = (l2 - l1) / (1.0 + 0.015 * middle / (20.0 + middle).sqrt());
    let dc = (c2 - c1) / (1.0 + 0.045 * chroma);
    let dh = 2.0 * (c1 * c2).sqrt() * (turn.to_radians() / 2.0).sin() / (1.0 + 0.015 * chroma * t);
    let blue = 60.0 * (-((hue.to_degrees().rem_euclid(360.0) - 275.0) / 25.0).powi(2)).exp();
    let rotation = -blue.to_radians().sin() * 2.0 * weight(chroma);
    (dl * dl + dc * dc + dh * dh + rotation * dc * dh).sqrt()
}

fn dot(a: [f64; 3], b: [f64; 3]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn colour(hex: &str) -> Colour {
        Colour::parse(hex).unwrap()
    }

    #[test]
    fn contrast_is_that_of_wcag() {
        assert!((colour("#000000").contrast(colour("#FFFFFF")) - 21.0).abs() < 1e-9);
        assert!((colour("#767676").contrast(colour("#FFFFFF")) - 4.54).abs() < 0.005);
        assert!(Colour::parse("#12345").is_err() && Colour::parse("red").is_err());
    }

    #[test]
    fn grey_looks_the_same_with_every_colour_blindness() {
        for blindness in Blindness::ALL {
            let grey = colour("#808080");
            assert!(grey.seen_with(blindness).difference(grey) < 0.01, "{}", blindness.name);
        }
    }

    #[test]
    fn colours_that_the_colour_blind_confuse_are_near() {
        let [protanopia, deuteranopia, tritanopia] = Blindness::ALL;
        let seen = |a: &str, b: &str, as_with: Blindness| {
            colour(a).seen_with(as_with).difference(colour(b).seen_with(as_with))
        };
        assert!(seen("#C00000", "#404000", protanopia) < 15.0);
        assert!(seen("#D07000", "#A09000", deuteranopia) < 8.0);
        assert!(seen("#0080A0", "#009060", tritanopia) < 15.0);
        assert!(colour("#D07000").difference(colour("#A09000")) > 20.0);
    }

    /// Pairs of Sharma, Wu and Dalal, "The CIEDE2000 color-difference formula" (2005), table 1.
    #[test]
    fn differences_are_those_of_the_published_pairs() {
        for (a, b, difference) in [
            ([50.0, 2.6772, -79.7751], [50.0, 0.0, -82.7485], 2.0425),
            ([50.0, 0.0, 0.0], [50.0, -1.0, 2.0], 2.3669),
            ([50.0, 2.5, 0.0], [73.0, 25.0, -18.0], 27.1492),
            ([50.0, 2.5, 0.0], [61.0, -5.0, 29.0], 22.8977),
            ([50.0, 2.5, 0.0], [56.0, -27.0, -3.0], 31.9030),
            ([50.0, 2.5, 0.0], [58.0, 24.0, 15.0], 19.4535),
        ] {
            assert!((ciede2000(a, b) - difference).abs() < 5e-5, "{a:?} and {b:?}");
        }
        assert!((colour("#000000").difference(colour("#FFFFFF")) - 100.0).abs() < 0.01);
    }
}
