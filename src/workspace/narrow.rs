//! Which of the plans that are found a run wants: those that changed, or one share of them.

use std::path::Path;

use super::changed::Changed;

/// Which plans are wanted; all of them by default.
#[derive(Debug, Default)]
pub struct Narrow {
    /// Files that are named are left out too, where they are excluded.
    pub force_exclude: bool,
    /// Only these.
    pub changed: Option<Changed>,
    /// Only this share.
    pub shard: Option<Shard>,
}

impl Narrow {
    /// Whether a plan is wanted, by its path as the user knows it and by its path behind all links.
    pub(super) fn wants(&self, path: &Path, real: &Path) -> bool {
        let has = |changed: &Changed| changed.has(real);
        self.changed.as_ref().is_none_or(has) && self.is_in_shard(path)
    }

    pub(super) fn is_in_shard(&self, path: &Path) -> bool {
        self.shard.is_none_or(|shard| shard.has(path))
    }
}

/// Most shares.
const MOST: u32 = 100_000;

/// One share of the plans, `2/8`. A plan belongs to a share by its path, so that it stays there when others come and go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shard {
    /// From 1.
    number: u32,
    of: u32,
}

impl Shard {
    /// Reads `2/8`.
    ///
    /// # Errors
    /// It is no share, in words.
    pub fn parse(text: &str) -> Result<Self, String> {
        let read = text
            .split_once('/')
            .and_then(|(number, of)| Some((number.parse().ok()?, of.parse().ok()?)));
        match read {
            Some((number, of)) if 0 < number && number <= of && of <= MOST => {
                Ok(Self { number, of })
            }
            Some((number, of)) if number == 0 && of > 0 => {
                Err(format!("shares count from 1: `1/{of}` to `{of}/{of}`"))
            }
            Some((number, of)) if number > of => Err(format!("there is no share {number} of {of}")),
            Some(_) => Err(format!("there may be 1 to {MOST} shares")),
            None => {
                Err("write the number of the share and how many there are, like `2/8`".to_owned())
            }
        }
    }

    /// Whether a plan belongs to this share. The same on every machine and system.
    fn has(self, path: &Path) -> bool {
        let parts = path.components();
        let hash = parts.fold(FNV_START, |hash, part| {
            let part = part.as_os_str().as_encoded_bytes();
            fnv(fnv(hash, part), b"/")
        });
        // The high bits of such a hash are the well mixed ones.
        (u64::from(self.of) * (hash >> 32)) >> 32 == u64::from(self.number - 1)
    }
}

impl std::fmt::Display for Shard {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}/{}", self.number, self.of)
    }
}

/// The hash of Fowler, Noll and Vo (FNV-1a, 64 bits): what it gives is written down, so that it never changes.
const FNV_START: u64 = 0xcbf2_9ce4_8422_2325;

fn fnv(hash: u64, bytes: &[u8]) -> u64 {
    bytes.iter().fold(hash, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_hash_is_the_published_one() {
        assert_eq!(fnv(FNV_START, b""), 0xcbf2_9ce4_8422_2325);
        assert_eq!(fnv(FNV_START, b"a"), 0xaf63_dc4c_8601_ec8c);
        assert_eq!(fnv(FNV_START, b"foobar"), 0x8594_4171_f739_67e8);
    }

    #[test]
    fn shares_are_about_even() {
        let paths: Vec<PathBuf> = (0..8_000)
            .map(|number| format!("athletes/{}/week-{}.plan", number / 52, number % 52).into())
            .collect();
        for number in 1..=8 {
            let shard = Shard { number, of: 8 };
            let count = paths.iter().filter(|path| shard.has(path)).count();
            assert!((850..=1_150).contains(&count), "{shard}: {count}");
        }
    }

    proptest! {
        /// Each plan belongs to one share.
        #[test]
        fn shares_are_a_partition(path in "[a-z/. é]{0,30}", of in 1_u32..50) {
            let path = PathBuf::from(path);
            let shares = (1..=of).filter(|number| Shard { number: *number, of }.has(&path));
            prop_assert_eq!(shares.count(), 1);
        }
    }
}
