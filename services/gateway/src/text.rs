//! Text as a client typed it: bounded, opaque, never printed.

use std::{borrow::Cow, fmt};

use serde::{Deserialize, Deserializer, de::Error as _};
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{ObjectBuilder, RefOr, Schema, Type},
};

use crate::body::TOO_LONG;

/// At most `MAX` code points, handed on as they came: the services behind know the rules of what is in it.
#[derive(Clone, Default, PartialEq, Eq)]
pub(crate) struct Text<const MAX: usize>(String);

impl<const MAX: usize> Text<MAX> {
    /// The text, which may be personal or secret.
    #[must_use]
    pub(crate) fn expose(&self) -> &str {
        &self.0
    }

    /// The text, given away.
    #[must_use]
    pub(crate) fn into_exposed(self) -> String {
        self.0
    }
}

impl<const MAX: usize> fmt::Debug for Text<MAX> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Text(***)")
    }
}

impl<'de, const MAX: usize> Deserialize<'de> for Text<MAX> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        if text.chars().count() > MAX { Err(D::Error::custom(TOO_LONG)) } else { Ok(Self(text)) }
    }
}

impl<const MAX: usize> PartialSchema for Text<MAX> {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new().schema_type(Type::String).max_length(Some(MAX)).into()
    }
}

impl<const MAX: usize> ToSchema for Text<MAX> {
    fn name() -> Cow<'static, str> {
        Cow::Owned(format!("Text{MAX}"))
    }
}
