//! A number for what some texts say, which no other texts have: BLAKE3, 256 bits. Nobody can write a plan whose number is
//! that of another one, so what was found in the one is never said of the other.

/// The number.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Digest([u8; 32]);

impl Digest {
    /// From its bytes.
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// Its bytes.
    pub fn bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// Its first bytes, against accidents.
    pub fn short(&self) -> u64 {
        let bytes = self.0.iter().take(8);
        bytes.fold(0, |number, byte| number << 8 | u64::from(*byte))
    }
}

impl std::fmt::Debug for Digest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{self}")
    }
}

impl std::fmt::Display for Digest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

/// Takes texts one by one.
pub struct Digester(blake3::Hasher);

impl Digester {
    /// `purpose` keeps numbers for one thing apart from those for another.
    pub fn new(purpose: &str) -> Self {
        let mut digester = Self(blake3::Hasher::new());
        digester.add(purpose.as_bytes());
        digester
    }

    /// Takes a text. Where one ends and the next begins is part of the number.
    pub fn add(&mut self, text: &[u8]) {
        self.0.update(&(text.len() as u64).to_le_bytes());
        self.0.update(text);
    }

    /// The same, from one text to the next.
    #[must_use]
    pub fn with(mut self, text: impl AsRef<[u8]>) -> Self {
        self.add(text.as_ref());
        self
    }

    /// The number.
    pub fn finish(&self) -> Digest {
        Digest(*self.0.finalize().as_bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_text_and_every_border_counts() {
        let digests = [
            Digester::new("a").finish(),
            Digester::new("a").with("").finish(),
            Digester::new("a").with("bc").finish(),
            Digester::new("a").with("b").with("c").finish(),
            Digester::new("ab").with("c").finish(),
            Digester::new("b").with("bc").finish(),
        ];
        for (place, one) in digests.iter().enumerate() {
            assert!(!digests[..place].contains(one), "{place}");
        }
        assert_eq!(Digester::new("a").with("bc").finish(), digests[2]);
    }

    #[test]
    fn it_is_the_published_function() {
        let plain = Digest::from_bytes(*blake3::hash(b"").as_bytes());
        assert_eq!(
            plain.to_string(),
            "af1349b9f5f9a1a6a0404dea36dcc9499bcb25c9adc112b7cc9a93cae41f3262"
        );
        assert_eq!(plain.short(), 0xaf13_49b9_f5f9_a1a6);
    }
}
