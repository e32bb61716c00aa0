//! Encodes a bench as text, for the fragment of a link and for the storage of a browser. It requires the feature
//! `share`.
//!
//! The text consists of a version number, a dot, and the base64url form of a checksum and the compressed bytes. In
//! version 1 the bytes are the bench alone; in version 2 the script follows the bench. Version 3 is for a bench with a
//! handler that older programs do not know; the script follows the bench too, and may be empty. Version 5 is for a bench
//! with a wire to a rail or a button between two points, and has the form of version 3. Each bench has the lowest version
//! that can hold it, so that older programs can read as many as possible.

use base64ct::{Base64UrlUnpadded, Encoding as _};
use lz4_flex::block;
use pinscope_core::{Command, Reaction};

use crate::{Bench, Stimulus};

/// The version of a text without a script.
const BENCH_VERSION: &str = "1";
/// The version of a text with a script.
const SCRIPT_VERSION: &str = "2";
/// The version of a text with a handler that follows or opposes its pin.
const FOLLOW_VERSION: &str = "3";
/// The version of a text with a wire to a rail or a button between two points.
const RAIL_VERSION: &str = "5";
/// Maximum length of a text.
pub const MAX_CHARS: usize = 65_536;
/// Maximum number of bytes that a text decompresses to.
const MAX_BYTES: usize = 49_152;
/// Maximum length of the script in a text, in bytes. The rest of `MAX_BYTES` is more than any bench needs.
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

/// Returns the bench as text, without the `#`.
pub fn encode(bench: &Bench) -> String {
    // Plain data always serializes into a growing buffer.
    let mut plain = postcard::to_allocvec(bench).unwrap_or_default();
    plain.extend(bench.script.as_bytes());
    let packed = block::compress(&plain);
    let bytes = [&checksum(&packed).to_le_bytes(), packed.as_slice()].concat();
    let version = if bench.stimuli.iter().any(needs_rails) {
        RAIL_VERSION
    } else if bench.commands.iter().any(follows) {
        FOLLOW_VERSION
    } else if bench.script.is_empty() {
        BENCH_VERSION
    } else {
        SCRIPT_VERSION
    };
    format!("{version}.{}", Base64UrlUnpadded::encode_string(&bytes))
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
    let may_have_script: fn(&str) -> bool = match version {
        BENCH_VERSION => str::is_empty,
        SCRIPT_VERSION => |script| !script.is_empty(),
        FOLLOW_VERSION | RAIL_VERSION => |_| true,
        _ if matches!(version.parse::<u32>(), Ok(4..)) => return Err(ShareError::Newer),
        _ => return Err(ShareError::Damaged),
    };
    unpack(rest).filter(|bench| may_have_script(&bench.script)).ok_or(ShareError::Damaged)
}

/// Returns `true` if the handler of the command follows or opposes its pin.
fn follows(command: &Command) -> bool {
    matches!(command, Command::Irq { reaction: Reaction::Follow(_) | Reaction::Oppose(_), .. })
}

/// Returns `true` if the stimulus is about a wire to a rail or the place of a button.
fn needs_rails(stimulus: &Stimulus) -> bool {
    matches!(stimulus, Stimulus::WireToRail { .. } | Stimulus::UnwireFromRail { .. } | Stimulus::PlaceButton { .. })
}

fn unpack(text: &str) -> Option<Bench> {
    let bytes = Base64UrlUnpadded::decode_vec(text).ok()?;
    let (sum, packed) = bytes.split_first_chunk()?;
    if *sum != checksum(packed).to_le_bytes() {
        return None;
    }
    // The buffer has a fixed size, so that a short text cannot decompress to a huge one.
    let mut unpacked = vec![0; MAX_BYTES];
    let length = block::decompress_into(packed, &mut unpacked).ok()?;
    let (bench, script): (Bench, _) = postcard::take_from_bytes(&unpacked[..length]).ok()?;
    let script = String::from_utf8(script.to_vec()).ok()?;
    Some(Bench { script, ..bench })
}

/// Returns the FNV-1a checksum. It detects accidental damage only, not manipulation.
fn checksum(bytes: &[u8]) -> u32 {
    bytes.iter().fold(0x811C_9DC5, |sum, &byte| (sum ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}
