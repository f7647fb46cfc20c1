//! A quick hash for the catalogue's own words.
//!
//! The tables hold the catalogue's words and are only looked up with others, so nobody can fill them with collisions;
//! the standard library's stronger hash would cost most of the time that a name takes to resolve.

use std::hash::{BuildHasherDefault, Hasher};

/// Map with the quick hash.
pub(super) type QuickMap<K, V> = std::collections::HashMap<K, V, BuildHasherDefault<QuickHasher>>;

/// Mixes eight bytes at a time by rotation and multiplication.
#[derive(Clone, Copy, Default)]
pub(super) struct QuickHasher(u64);

impl QuickHasher {
    fn mix(&mut self, word: u64) {
        self.0 = (self.0.rotate_left(5) ^ word).wrapping_mul(0x517c_c1b7_2722_0a95);
    }
}

impl Hasher for QuickHasher {
    fn write(&mut self, bytes: &[u8]) {
        let (whole, rest) = bytes.as_chunks::<8>();
        for chunk in whole {
            self.mix(u64::from_le_bytes(*chunk));
        }
        if !rest.is_empty() {
            self.mix(
                rest.iter()
                    .fold(0, |word, &byte| (word << 8) | u64::from(byte)),
            );
        }
    }

    fn write_u8(&mut self, byte: u8) {
        self.mix(u64::from(byte));
    }

    fn write_u16(&mut self, number: u16) {
        self.mix(u64::from(number));
    }

    fn finish(&self) -> u64 {
        // The table takes its bucket from the low bits and multiplication mixes upward only.
        self.0 ^ (self.0 >> 32)
    }
}
