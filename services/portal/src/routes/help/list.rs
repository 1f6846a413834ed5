//! Places in lists, as addresses hold them: sealed, nothing personal.

use axum::http::Uri;

/// Where a list goes on.
pub(super) const PLACE: &str = "lanjut";

/// What an address says of a name; empty when it says nothing.
pub(super) fn asked(uri: &Uri, name: &str) -> String {
    let mut query = form_urlencoded::parse(uri.query().unwrap_or_default().as_bytes());
    query.find(|(found, _)| found == name).map(|(_, value)| value.into_owned()).unwrap_or_default()
}

/// The address with what is said; what is empty is left out.
pub(super) fn address(path: &str, said: &[(&str, &str)]) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    for (name, value) in said.iter().filter(|(_, value)| !value.is_empty()) {
        query.append_pair(name, value);
    }
    let query = query.finish();
    if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") }
}

/// The address of the next page, unless this is the last.
pub(super) fn next(path: &str, said: &[(&str, &str)], cursor: &str) -> Option<String> {
    let said: Vec<_> = said.iter().copied().chain([(PLACE, cursor)]).collect();
    (!cursor.is_empty()).then(|| address(path, &said))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_an_address_says_is_read_as_it_was_written() {
        let next = next("/petugas/tiket", &[("jenis", ""), ("x", "a b")], "more+of/it==&jenis=y").unwrap();
        assert_eq!(next, "/petugas/tiket?x=a+b&lanjut=more%2Bof%2Fit%3D%3D%26jenis%3Dy");
        let uri: Uri = next.parse().unwrap();
        assert_eq!((asked(&uri, PLACE).as_str(), asked(&uri, "jenis").as_str()), ("more+of/it==&jenis=y", ""));
        assert_eq!(super::next("/bantuan/saya", &[], ""), None);
    }
}
