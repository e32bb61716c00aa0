//! The part of a text that follows the bench from version 5 on: the script, its files and the lesson. The board knows
//! none of them.

use serde::{Deserialize, Serialize};

use crate::files::{File, Files};
use crate::{Bench, Lesson};

/// The part as it is serialized. Its fields never change, because links are decoded by position.
#[derive(Serialize, Deserialize)]
struct PagePart {
    script: String,
    files: Vec<File>,
    lesson: Lesson,
}

/// Returns `true` if the bench has something that only this part can hold.
pub fn is_needed(bench: &Bench) -> bool {
    !bench.files.is_empty() || bench.lesson != Lesson::default()
}

/// Returns the part of the bench as bytes.
pub fn encode(bench: &Bench) -> Vec<u8> {
    let Bench { script, files, lesson, .. } = bench.clone();
    // Plain data always serializes into a growing buffer.
    postcard::to_allocvec(&PagePart { script, files: files.iter().cloned().collect(), lesson }).unwrap_or_default()
}

/// Returns the bench with the part at the beginning of `bytes`, and the bytes after it. Returns `None` if the part is
/// damaged.
pub fn decode(bench: Bench, bytes: &[u8]) -> Option<(Bench, &[u8])> {
    let (part, rest): (PagePart, _) = postcard::take_from_bytes(bytes).ok()?;
    let mut files = Files::default();
    for File { name, text } in part.files {
        files.set(&name, text, part.script.len()).ok()?;
    }
    let bench = Bench { script: part.script, files, lesson: part.lesson, ..bench };
    bench.lesson.is_valid().then_some((bench, rest))
}
