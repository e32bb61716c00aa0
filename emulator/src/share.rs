//! A bench as text: what a link carries behind its `#`, and what a browser keeps. Requires the feature `share`.
//!
//! `1.` and base64url of a checksum and the compressed bytes. The number is the version of all that follows it; where it
//! is 2, the script follows the bench.

use std::fmt;

use base64ct::{Base64UrlUnpadded, Encoding as _};
use lz4_flex::block;

use crate::Bench;

/// The versions this program writes: without a script, and with one.
const VERSIONS: [&str; 2] = ["1", "2"];
/// A longer text is not looked at.
pub const MAX_CHARS: usize = 65_536;
/// More bytes than this come out of no text.
const MAX_BYTES: usize = 49_152;
/// The longest script that a text holds, in bytes. What is left is more than any bench takes.
pub const MAX_SCRIPT_BYTES: usize = 32_768;

/// Why a text gives no bench. Nothing of it can be read then.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ShareError {
    /// It is none of ours, or something of it was lost or changed.
    Damaged,
    /// A newer program wrote it.
    Newer,
    /// It has more than [`MAX_CHARS`] characters.
    TooLong,
}

impl ShareError {
    /// `"DamagedLink"`, `"NewerLink"` or `"LinkTooLong"`.
    pub const fn kind(self) -> &'static str {
        ["DamagedLink", "NewerLink", "LinkTooLong"][self as usize]
    }
}

impl fmt::Display for ShareError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Damaged => "this link is damaged: nothing of it could be read",
            Self::Newer => "this link is from a newer Pinscope: nothing of it could be read",
            Self::TooLong => "this link is longer than any of ours: nothing of it was read",
        })
    }
}

impl std::error::Error for ShareError {}

/// The bench as text, without the `#`.
pub fn encode(bench: &Bench) -> String {
    // Plain data into a growing buffer: nothing can be missing.
    let mut plain = postcard::to_allocvec(bench).unwrap_or_default();
    plain.extend(bench.script.as_bytes());
    let packed = block::compress(&plain);
    let bytes = [&checksum(&packed).to_le_bytes(), packed.as_slice()].concat();
    let version = VERSIONS[usize::from(!bench.script.is_empty())];
    format!("{version}.{}", Base64UrlUnpadded::encode_string(&bytes))
}

/// The bench that a text holds: a whole link, or what follows its `#`.
///
/// # Errors
/// Those of [`ShareError`].
pub fn decode(text: &str) -> Result<Bench, ShareError> {
    let text = text.split_once('#').map_or(text, |(_, fragment)| fragment);
    if text.len() > MAX_CHARS {
        return Err(ShareError::TooLong);
    }
    let (version, rest) = text.split_once('.').ok_or(ShareError::Damaged)?;
    match version.parse::<u32>() {
        Ok(number) if VERSIONS.contains(&version) => unpack(rest, number == 2).ok_or(ShareError::Damaged),
        Ok(3..) => Err(ShareError::Newer),
        _ => Err(ShareError::Damaged),
    }
}

fn unpack(text: &str, has_script: bool) -> Option<Bench> {
    let bytes = Base64UrlUnpadded::decode_vec(text).ok()?;
    let (sum, packed) = bytes.split_first_chunk()?;
    // A place of fixed size, so that few bytes cannot become very many.
    let mut unpacked = vec![0; MAX_BYTES];
    let length =
        (*sum == checksum(packed).to_le_bytes()).then(|| block::decompress_into(packed, &mut unpacked).ok())??;
    let (bench, script): (Bench, _) = postcard::take_from_bytes(&unpacked[..length]).ok()?;
    let script = (script.is_empty() != has_script).then(|| String::from_utf8(script.to_vec()).ok())??;
    Some(Bench { script, ..bench })
}

/// FNV-1a: it need not withstand anybody, it only notices what was lost or mistyped.
fn checksum(bytes: &[u8]) -> u32 {
    bytes.iter().fold(0x811C_9DC5, |sum, &byte| (sum ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}
