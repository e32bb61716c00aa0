//! Runs a command in numbered steps, each with its title, its duration and advice for a failure.

use std::fmt;
use std::fs;
use std::io::ErrorKind;
use std::time::Instant;

use anyhow::{Context, Error, Result, anyhow};

use crate::paths;

/// One step of a command.
pub struct Step {
    /// The title of the step: "compiling the page's programs".
    pub title: &'static str,
    /// The duration of the step on two cores when nothing has been fetched or built yet, if it is more than some
    /// seconds.
    pub first_time: Option<&'static str>,
    /// Runs the step. Does nothing if its result already exists.
    pub run: fn() -> Result<()>,
    /// The advice for a failure whose message does not say what to do. See [`Explained`].
    pub advice: &'static str,
}

/// The message of a failure that says what to do, so that the advice of a step is not added.
#[derive(Debug)]
pub struct Explained(pub String);

impl fmt::Display for Explained {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Explained {}

impl Step {
    /// Runs the step.
    ///
    /// # Errors
    /// The step fails. The message names the cause and says what to do.
    pub fn run(&self) -> Result<()> {
        (self.run)().map_err(|error| explain(error, self.advice))
    }
}

/// Runs the steps one after the other.
///
/// # Errors
/// A step fails. The message names the step, the cause and what to do.
pub fn run(steps: &[&Step]) -> Result<()> {
    let count = steps.len();
    for (index, step) in steps.iter().enumerate() {
        let number = index + 1;
        let first_time = step.first_time.map(|time| format!(", {time} the first time")).unwrap_or_default();
        println!("\nstep {number} of {count}: {}{first_time}", step.title);
        let start = Instant::now();
        step.run()
            .map_err(|error| anyhow!("{error:#}\nThen run the same command again: it continues where it stopped."))
            .with_context(|| format!("step {number} of {count} ({}) failed", step.title))?;
        println!("step {number} of {count} took {:.1} s", start.elapsed().as_secs_f64());
    }
    Ok(())
}

/// Adds the advice, unless the error says what to do. A full disk makes every program fail with a message of its own,
/// so the disk is checked here.
fn explain(error: Error, advice: &str) -> Error {
    if error.chain().any(|cause| cause.is::<Explained>()) {
        return error;
    }
    let advice = if is_disk_full() { "The disk is full: `target` needs some gigabytes." } else { advice };
    Explained(format!("{error:#}\n{advice}")).into()
}

fn is_disk_full() -> bool {
    const PROBE_BYTES: usize = 1 << 20;
    let probe = paths::target().join("disk-probe");
    let written = fs::write(&probe, vec![0; PROBE_BYTES]);
    // The file does not exist if nothing could be written.
    let _ = fs::remove_file(&probe);
    written.is_err_and(|error| error.kind() == ErrorKind::StorageFull)
}

#[cfg(test)]
mod tests {
    use super::*;
    use anyhow::bail;

    const GOOD: Step = Step { title: "doing nothing", first_time: None, run: || Ok(()), advice: "" };
    const BAD: Step =
        Step { title: "fetching it", first_time: None, run: || bail!("no response"), advice: "Check the network." };
    const NO_TOOL: Step = Step {
        title: "fetching it",
        first_time: None,
        run: || Err(Explained("The tool is missing: install it.".to_owned()).into()),
        advice: "Check the network.",
    };

    #[test]
    fn a_failed_step_names_itself_the_cause_and_the_way_out() {
        let error = format!("{:#}", run(&[&GOOD, &BAD, &GOOD]).unwrap_err());
        for part in ["step 2 of 3", "fetching it", "no response", "Check the network.", "continues where it stopped"] {
            assert!(error.contains(part), "{part}: {error}");
        }
    }

    #[test]
    fn a_failure_that_says_what_to_do_gets_no_other_advice() {
        let error = format!("{:#}", run(&[&NO_TOOL]).unwrap_err());
        assert!(error.contains("install it.") && error.contains("continues where it stopped"), "{error}");
        assert!(!error.contains("Check the network."), "{error}");
    }

    #[test]
    fn a_step_within_a_step_keeps_its_own_advice() {
        const OUTER: Step =
            Step { title: "building it", first_time: None, run: || BAD.run(), advice: "Read the code." };
        let error = format!("{:#}", run(&[&OUTER]).unwrap_err());
        assert!(error.contains("Check the network.") && !error.contains("Read the code."), "{error}");
    }
}
