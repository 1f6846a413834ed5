//! The cookies of this host, by name. Each is `__Host-`: for this host only, over HTTPS, for every path.

use http::HeaderValue;

use speech::Language;

/// The access token of a session; set and read by the gateway.
pub const ACCESS: &str = "__Host-epupns";
/// What renews it; set and read by the gateway.
pub const REFRESH: &str = "__Host-epupns-refresh";
/// The browser's random name; set and read by the gateway.
pub const BROWSER: &str = "__Host-epupns-browser";
/// What people read; set by the portal when somebody chooses, read by the gateway.
pub const LANGUAGE: &str = "__Host-epupns-language";

/// The choice of a language, for a year.
///
/// # Panics
/// Never: the words are ours and plain ASCII.
#[must_use]
pub fn language(chosen: Language) -> HeaderValue {
    let chosen = chosen.as_str();
    let cookie = format!("{LANGUAGE}={chosen}; Path=/; Max-Age=31536000; Secure; HttpOnly; SameSite=Lax");
    HeaderValue::from_str(&cookie).expect("two letters among plain ASCII")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_cookie_belongs_to_this_host_alone() {
        for name in [ACCESS, REFRESH, BROWSER, LANGUAGE] {
            assert!(name.starts_with("__Host-"), "{name}");
        }
        let chosen = language(Language::English);
        let chosen = chosen.to_str().unwrap();
        for part in ["__Host-epupns-language=en;", "Path=/;", "Secure;", "HttpOnly;", "SameSite=Lax"] {
            assert!(chosen.contains(part), "{chosen}");
        }
        assert!(!chosen.contains("Domain"), "{chosen}");
    }
}
