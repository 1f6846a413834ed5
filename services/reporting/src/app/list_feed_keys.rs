//! The public keys of the feed.

use super::App;

impl App {
    /// The key that signs events and those that signed earlier ones, as a JSON Web Key Set.
    #[must_use]
    pub(crate) fn list_feed_keys(&self) -> String {
        self.feed.key.jwks_json()
    }
}
