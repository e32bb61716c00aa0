//! A hash of a file.

/// Returns the 64-bit FNV-1a hash of a file (RFC 9923). Files of different builds have different hashes. It is no
/// protection against a file that somebody has made to have the same hash.
pub fn image_hash(file: &[u8]) -> u64 {
    file.iter().fold(0xCBF2_9CE4_8422_2325, |hash, &byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3))
}

#[cfg(test)]
mod tests {
    use super::image_hash;

    /// The values are those of the test vectors of RFC 9923.
    #[test]
    fn the_hash_is_fnv_1a() {
        assert_eq!(image_hash(b""), 0xCBF2_9CE4_8422_2325);
        assert_eq!(image_hash(b"a"), 0xAF63_DC4C_8601_EC8C);
        assert_eq!(image_hash(b"foobar"), 0x8594_4171_F739_67E8);
    }
}
