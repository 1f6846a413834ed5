//! What a program is told before it starts.

use std::collections::BTreeMap;

/// Settings of one program: environment variables by name.
pub type Settings = BTreeMap<String, String>;
