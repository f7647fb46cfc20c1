//! Hash maps whose hash is quick for short keys and random enough that no plan can be written to slow them down.

use std::collections::HashMap;

/// A map with the quick hash.
pub type Map<K, V> = HashMap<K, V, foldhash::fast::RandomState>;
