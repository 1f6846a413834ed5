//! What was posted, name by name.

use doorway::typed;

/// Fields as the browser sent them. Personal and secret: no `Debug`.
#[derive(Clone, Default)]
pub(crate) struct Fields(Vec<(String, String)>);

impl Fields {
    /// Reads an `application/x-www-form-urlencoded` body, as many fields as a page can have.
    #[must_use]
    pub(crate) fn read(body: &[u8]) -> Self {
        Self(typed::fields(body))
    }

    /// A field as it was typed; empty when it was not sent.
    #[must_use]
    pub(crate) fn raw(&self, name: &str) -> &str {
        self.0.iter().find(|(sent, _)| sent == name).map(|(_, value)| value.as_str()).unwrap_or_default()
    }

    /// A field without the blanks around it; passwords are taken by [`Fields::raw`].
    #[must_use]
    pub(crate) fn text(&self, name: &str) -> &str {
        self.raw(name).trim()
    }

    /// Every value of a name, in its order.
    pub(crate) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0.iter().filter(move |(sent, _)| sent == name).map(|(_, value)| value.as_str())
    }

    /// Whether a box was ticked or a button of that name pressed.
    #[must_use]
    pub(crate) fn has(&self, name: &str) -> bool {
        self.all(name).next().is_some()
    }

    /// Whether something was typed that never stands in a page again.
    #[must_use]
    pub(crate) fn has_secret(&self) -> bool {
        let typed = |name: &str| typed::is_secret(name) && name != typed::TOKEN && !name.starts_with("challenge");
        self.0.iter().any(|(name, value)| typed(name) && !value.is_empty())
    }

    /// What may stand in a page again, whatever page it was.
    pub(crate) fn not_secret(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().filter(|(name, _)| !typed::is_secret(name)).map(|(name, value)| (name.as_str(), value.as_str()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_may_repeat_and_blanks_around_a_text_do_not_matter() {
        let fields = Fields::read(b"a=1&a=2&b=+x+y+&password=+p+");
        assert_eq!(fields.all("a").collect::<Vec<_>>(), ["1", "2"]);
        assert_eq!((fields.text("b"), fields.raw("password"), fields.text("c")), ("x y", " p ", ""));
    }

    #[test]
    fn who_typed_a_secret_is_told_that_it_is_not_kept() {
        for (body, has) in [("nip=1&form_token=2&challenge=3", false), ("login=1&password=", false), ("nik=4", true)] {
            assert_eq!(Fields::read(body.as_bytes()).has_secret(), has, "{body}");
        }
    }

    #[test]
    fn secrets_never_go_back() {
        let fields = Fields::read(b"nip=1&password=2&new_password=3&nik=4&code=5&challenge_code=6&agency_code=7");
        assert_eq!(fields.not_secret().collect::<Vec<_>>(), [("nip", "1"), ("agency_code", "7")]);
    }
}
