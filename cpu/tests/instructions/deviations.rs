//! The encodings in which the interpreter differs from `rsemu`, with the reasons.

/// A known difference.
struct Deviation {
    encoding: &'static str,
    reason: &'static str,
}

/// All known differences. A row that no longer differs fails the test.
const TABLE: [Deviation; 0] = [];

/// The rows that have been seen to differ.
#[derive(Default)]
pub struct Deviations {
    seen: Vec<&'static str>,
}

impl Deviations {
    /// Returns true if `encoding` is known to differ.
    pub fn is_known(&mut self, encoding: &str) -> bool {
        let row = TABLE.iter().find(|row| row.encoding == encoding);
        self.seen.extend(row.map(|row| row.encoding));
        row.is_some()
    }

    /// Fails if a row has not differed.
    pub fn check(&self) {
        for Deviation { encoding, reason } in &TABLE {
            assert!(self.seen.contains(encoding), "{encoding} no longer differs, although: {reason}");
        }
    }
}
