//! VCD files. The program `vcd` reads and writes them; the worker loads it when the first file is wanted.

use pinscope_emulator::Change;

/// A file to read or to write.
#[derive(Debug, PartialEq, Eq)]
pub enum VcdJob {
    /// Writes these bytes, an encoded [`TraceExport`](pinscope_protocol::TraceExport), as a file.
    Write(Vec<u8>),
    /// Reads this file.
    Read(String),
}

/// The result of a job.
#[derive(Debug)]
pub enum VcdResult {
    /// The file that was written.
    Written(String),
    /// The changes of pins that the file contains.
    Read(Vec<Change>),
}

/// The receiver of a result.
#[derive(Clone, Copy, Debug)]
pub enum Requester {
    /// The page, which saves the file.
    Export,
    /// The page, which has received a file from a person.
    Import,
    /// The call of `window.pinscope` with this number.
    Call(f64),
}

/// The job of the engine. There is at most one, because the engine receives nothing until it is finished.
#[derive(Debug, Default)]
pub struct VcdSlot {
    /// The job that the worker has not begun.
    queued: Option<VcdJob>,
    requester: Option<Requester>,
}

impl VcdSlot {
    /// Queues a job.
    pub fn start(&mut self, job: VcdJob, requester: Requester) {
        self.queued = Some(job);
        self.requester = Some(requester);
    }

    /// Returns whether a job is queued or has begun.
    pub fn is_busy(&self) -> bool {
        self.requester.is_some()
    }

    /// Takes the queued job, which the worker then begins.
    pub fn begin(&mut self) -> Option<VcdJob> {
        self.queued.take()
    }

    /// Ends the job and returns the receiver of its result.
    pub fn finish(&mut self) -> Option<Requester> {
        self.requester.take()
    }
}
