//! Prints the table of figures with their targets.

/// One figure.
#[derive(Clone, Debug)]
pub struct Row {
    name: &'static str,
    figure: f64,
    unit: &'static str,
    target: Target,
}

/// The target of a figure.
#[derive(Clone, Copy, Debug)]
pub enum Target {
    /// The figure is at least this.
    AtLeast(f64),
    /// The figure is at most this.
    AtMost(f64),
    /// The figure has no target.
    None,
}

impl Row {
    /// Makes a row of a figure with its name, its unit and its target.
    pub const fn new(name: &'static str, figure: f64, unit: &'static str, target: Target) -> Self {
        Self { name, figure, unit, target }
    }

    fn verdict(&self) -> String {
        let (sign, bound, is_met) = match self.target {
            Target::AtLeast(bound) => (">=", bound, self.figure >= bound),
            Target::AtMost(bound) => ("<=", bound, self.figure <= bound),
            Target::None => return String::new(),
        };
        format!("{sign} {bound:<4} {}", if is_met { "met" } else { "MISSED" })
    }
}

/// Prints the table.
pub fn print(rows: &[Row]) {
    println!("\n{:<44} {:>10}      target", "figure", "median");
    for row in rows {
        let line = format!("{:<44} {:>10.2} {:<4} {}", row.name, row.figure, row.unit, row.verdict());
        println!("{}", line.trim_end());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_verdict_names_the_target_and_if_it_is_met() {
        let verdict = |figure, target| Row::new("a", figure, "s", target).verdict();
        assert_eq!(verdict(10.0, Target::AtLeast(10.0)), ">= 10   met");
        assert_eq!(verdict(9.9, Target::AtLeast(10.0)), ">= 10   MISSED");
        assert_eq!(verdict(1.1, Target::AtMost(1.0)), "<= 1    MISSED");
        assert_eq!(verdict(f64::NAN, Target::AtMost(1.0)), "<= 1    MISSED");
        assert_eq!(verdict(1.0, Target::None), "");
    }
}
