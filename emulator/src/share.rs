//! Encodes a bench as text, for the fragment of a link and for the storage of a browser. It requires the feature
//! `share`.
//!
//! The text consists of a version number, a dot, and the base64url form of a checksum and the compressed bytes. In
//! version 1 the bytes are the bench alone; in version 2 the script follows the bench. Version 3 is for a bench with a
//! handler that older programs do not know; the script follows the bench too, and may be empty. Version 4 is for a
//! bench with a wire to a rail or a button between two points, and has the form of version 3. In version 5 the bench
//! is followed by a part with the script, its files and the lesson (`page_part.rs`), also if the bench has the source
//! of a voltage, for which there is version 6. In version 7 that part is followed by the name and the hash of an
//! image. Each bench has the lowest version that can hold it, so that older programs can read as many as possible.

mod page_part;

use base64ct::{Base64UrlUnpadded, Encoding as _};
use lz4_flex::block;
use pinscope_core::{Command, Reaction};

use crate::{Bench, ImageReference, Stimulus, files};

/// The version of a text without a script.
const BENCH_VERSION: u32 = 1;
/// The version of a text with a script.
const SCRIPT_VERSION: u32 = 2;
/// The version of a text with a handler that follows or opposes its pin.
const FOLLOW_VERSION: u32 = 3;
/// The version of a text with a wire to a rail or a button between two points.
const RAIL_VERSION: u32 = 4;
/// The version of a text with files or a lesson.
const PAGE_VERSION: u32 = 5;
/// The version of a text with the source of a voltage.
const VOLTAGE_VERSION: u32 = 6;
/// The version of a text with the name and the hash of an image.
const IMAGE_VERSION: u32 = 7;
/// Maximum length of a text.
pub const MAX_CHARS: usize = 262_144;
/// Maximum number of bytes that a text decompresses to. The part beside the files is more than any bench needs.
const MAX_BYTES: usize = files::MAX_BYTES + 32_768;
/// Maximum size of the script and all files in a link, in bytes. A browser stores longer ones too.
pub const MAX_SCRIPT_BYTES: usize = 32_768;

/// The error of a text that cannot be decoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ShareError {
    /// The text was not encoded by Pinscope, or it was truncated or changed.
    #[error("this link is damaged: nothing of it could be read")]
    Damaged,
    /// The text has a newer version.
    #[error("this link is from a newer Pinscope: nothing of it could be read")]
    Newer,
    /// The text is longer than [`MAX_CHARS`].
    #[error("this link is longer than any of ours: nothing of it was read")]
    TooLong,
}

impl ShareError {
    /// Returns the name of the error: `"DamagedLink"`, `"NewerLink"` or `"LinkTooLong"`.
    pub const fn kind(self) -> &'static str {
        match self {
            Self::Damaged => "DamagedLink",
            Self::Newer => "NewerLink",
            Self::TooLong => "LinkTooLong",
        }
    }
}

/// The error of a bench whose files are too long for a link.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "{name} is too long for a link: it has {bytes} bytes, and all files of a link together have at most \
     {MAX_SCRIPT_BYTES}"
)]
pub struct FilesTooLong {
    /// The name of the longest file.
    pub name: String,
    /// Its size, in bytes.
    pub bytes: usize,
}

/// Checks that the files of a bench are short enough for a link.
///
/// # Errors
/// [`FilesTooLong`] with the longest file if all of them together have more than [`MAX_SCRIPT_BYTES`].
pub fn check_length(bench: &Bench) -> Result<(), FilesTooLong> {
    if bench.script.len() + bench.files.bytes() <= MAX_SCRIPT_BYTES {
        return Ok(());
    }
    let files = bench.files.iter().map(|file| (file.text.len(), file.name.as_str()));
    let (bytes, name) = files.fold((bench.script.len(), files::MAIN), |longest, file| longest.max(file));
    Err(FilesTooLong { name: name.to_owned(), bytes })
}

/// Returns the bench as text, without the `#`.
pub fn encode(bench: &Bench) -> String {
    let version = version(bench);
    // Plain data always serializes into a growing buffer.
    let mut plain = postcard::to_allocvec(bench).unwrap_or_default();
    plain.extend(if version < PAGE_VERSION { bench.script.clone().into_bytes() } else { page_part::encode(bench) });
    if version >= IMAGE_VERSION {
        plain.extend(postcard::to_allocvec(&bench.image).unwrap_or_default());
    }
    let packed = block::compress(&plain);
    let bytes = [&checksum(&packed).to_le_bytes(), packed.as_slice()].concat();
    format!("{version}.{}", Base64UrlUnpadded::encode_string(&bytes))
}

/// Returns the lowest version that can hold the bench.
fn version(bench: &Bench) -> u32 {
    if bench.image.is_some() {
        IMAGE_VERSION
    } else if bench.stimuli.iter().any(|stimulus| matches!(stimulus, Stimulus::Voltage { .. })) {
        VOLTAGE_VERSION
    } else if page_part::is_needed(bench) {
        PAGE_VERSION
    } else if bench.stimuli.iter().any(needs_rails) {
        RAIL_VERSION
    } else if bench.commands.iter().any(follows) {
        FOLLOW_VERSION
    } else if bench.script.is_empty() {
        BENCH_VERSION
    } else {
        SCRIPT_VERSION
    }
}

/// Returns the bench that a text encodes. The text is a whole link, or the part after its `#`.
///
/// # Errors
/// [`ShareError`] for a text that is too long, damaged, or of a newer version.
pub fn decode(text: &str) -> Result<Bench, ShareError> {
    let text = text.split_once('#').map_or(text, |(_, fragment)| fragment);
    if text.len() > MAX_CHARS {
        return Err(ShareError::TooLong);
    }
    let (version, rest) = text.split_once('.').ok_or(ShareError::Damaged)?;
    let version = version.parse().map_err(|_| ShareError::Damaged)?;
    if version > IMAGE_VERSION {
        return Err(ShareError::Newer);
    }
    let bench = unpack(rest).and_then(|bytes| read_bench(version, &bytes));
    bench.ok_or(ShareError::Damaged)
}

/// Returns the bench in the bytes of a text of this version.
fn read_bench(version: u32, bytes: &[u8]) -> Option<Bench> {
    let (bench, rest) = postcard::take_from_bytes(bytes).ok()?;
    if version >= PAGE_VERSION {
        let (bench, rest) = page_part::decode(bench, rest)?;
        return with_image(version, bench, rest);
    }
    let script = String::from_utf8(rest.to_vec()).ok()?;
    let is_of_version = match version {
        BENCH_VERSION => script.is_empty(),
        SCRIPT_VERSION => !script.is_empty(),
        version => version >= FOLLOW_VERSION,
    };
    is_of_version.then_some(Bench { script, ..bench })
}

/// Returns the bench with the image in `bytes`, which end with it. Before version 7 there is none.
fn with_image(version: u32, bench: Bench, bytes: &[u8]) -> Option<Bench> {
    if version < IMAGE_VERSION {
        return bytes.is_empty().then_some(bench);
    }
    let (image, rest): (Option<ImageReference>, _) = postcard::take_from_bytes(bytes).ok()?;
    let is_valid = rest.is_empty() && image.as_ref().is_none_or(ImageReference::is_valid);
    is_valid.then_some(Bench { image, ..bench })
}

/// Returns `true` if the handler of the command follows or opposes its pin.
fn follows(command: &Command) -> bool {
    matches!(command, Command::Irq { reaction: Reaction::Follow(_) | Reaction::Oppose(_), .. })
}

/// Returns `true` if the stimulus is about a wire to a rail or the place of a button.
fn needs_rails(stimulus: &Stimulus) -> bool {
    matches!(stimulus, Stimulus::WireToRail { .. } | Stimulus::UnwireFromRail { .. } | Stimulus::PlaceButton { .. })
}

/// Returns the decompressed bytes of a text, unless it is damaged.
fn unpack(text: &str) -> Option<Vec<u8>> {
    let bytes = Base64UrlUnpadded::decode_vec(text).ok()?;
    let (sum, packed) = bytes.split_first_chunk()?;
    if *sum != checksum(packed).to_le_bytes() {
        return None;
    }
    // The buffer has a fixed size, so that a short text cannot decompress to a huge one.
    let mut unpacked = vec![0; MAX_BYTES];
    let length = block::decompress_into(packed, &mut unpacked).ok()?;
    unpacked.truncate(length);
    Some(unpacked)
}

/// Returns the FNV-1a checksum. It detects accidental damage only, not manipulation.
fn checksum(bytes: &[u8]) -> u32 {
    bytes.iter().fold(0x811C_9DC5, |sum, &byte| (sum ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}
