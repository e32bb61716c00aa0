//! A chore in numbered steps: each is announced when it begins and timed when it ends.

use std::fs;
use std::io::ErrorKind;
use std::time::Instant;

use anyhow::{Context, Result, anyhow};

use crate::project;

/// One step of a chore.
pub struct Step {
    /// The step as it is announced: "compiling the page's programs".
    pub title: &'static str,
    /// How long the step takes on two cores where nothing has been fetched or built, if that is more than some seconds.
    pub first_time: Option<&'static str>,
    /// Carries the step out. Does nothing if it has been carried out before.
    pub run: fn() -> Result<()>,
    /// A sentence that says what a person can do when the step fails.
    pub advice: &'static str,
}

/// Carries the steps out one after the other.
///
/// # Errors
/// The first step that fails, with the sentence that says what to do.
pub fn run(steps: &[&Step]) -> Result<()> {
    let count = steps.len();
    for (index, step) in steps.iter().enumerate() {
        let number = index + 1;
        let first_time = step.first_time.map(|time| format!(", {time} the first time")).unwrap_or_default();
        println!("\nstep {number} of {count}: {}{first_time}", step.title);
        let start = Instant::now();
        (step.run)()
            .map_err(|error| with_cause(error, step))
            .with_context(|| format!("step {number} of {count} ({}) failed", step.title))?;
        println!("step {number} of {count} took {:.1} s", start.elapsed().as_secs_f64());
    }
    Ok(())
}

/// Adds what a person can do. A full disk makes any program fail, each in words of its own, so it is looked for here.
fn with_cause(error: anyhow::Error, step: &Step) -> anyhow::Error {
    let advice = if is_disk_full() { "The disk is full: `target` needs some gigabytes of room." } else { step.advice };
    anyhow!("{error:#}\n{advice} Then give the same command again: it continues where it stopped.")
}

fn is_disk_full() -> bool {
    const PROBE_BYTES: usize = 1 << 20;
    let probe = project::target().join("disk-probe");
    let written = fs::write(&probe, vec![0; PROBE_BYTES]);
    // It may not exist, if nothing could be written.
    let _ = fs::remove_file(&probe);
    written.is_err_and(|error| error.kind() == ErrorKind::StorageFull)
}

#[cfg(test)]
mod tests {
    use super::*;
    use anyhow::bail;

    const GOOD: Step = Step { title: "doing well", first_time: None, run: || Ok(()), advice: "" };
    const BAD: Step =
        Step { title: "fetching it", first_time: None, run: || bail!("no answer"), advice: "Check the network." };

    #[test]
    fn a_failed_step_names_itself_the_cause_and_the_way_out() {
        let error = format!("{:#}", run(&[&GOOD, &BAD, &GOOD]).unwrap_err());
        for part in ["step 2 of 3", "fetching it", "no answer", "Check the network.", "continues where it stopped"] {
            assert!(error.contains(part), "{part}: {error}");
        }
    }
}
