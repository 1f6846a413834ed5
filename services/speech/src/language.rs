//! What people read: Indonesian, or English where they chose it.

/// A language of the pages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Language {
    /// Everybody's, until they choose.
    #[default]
    Indonesian,
    /// On request.
    English,
}

impl Language {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Indonesian, Self::English];

    /// As HTML, the cookie and the gateway name it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Indonesian => "id",
            Self::English => "en",
        }
    }

    /// The language of that name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|language| language.as_str() == name)
    }

    /// One of two texts.
    #[must_use]
    pub fn choose<T>(self, indonesian: T, english: T) -> T {
        match self {
            Self::Indonesian => indonesian,
            Self::English => english,
        }
    }
}
