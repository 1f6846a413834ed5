//! What somebody has typed, when it comes back into a page: all but secrets.

/// A name that says that its value is a secret, or was typed for one look only.
const SECRET: [&str; 9] = ["password", "secret", "answer", "mother", "nik", "ticket", "challenge", TOKEN, "totp"];
/// What every form carries: sealed, for this browser alone.
pub const TOKEN: &str = "form_token";
/// More than any page has; looking a name up goes through all of them.
const MOST: usize = 4096;

/// The fields of an `application/x-www-form-urlencoded` body, as many as a page can have.
#[must_use]
pub fn fields(body: &[u8]) -> Vec<(String, String)> {
    form_urlencoded::parse(body).into_owned().take(MOST).collect()
}

/// Whether the value of this name never stands in a page again. A name with a dot is an answer of a dossier (`nilai.nik`): what
/// its owner declares is no secret to them.
#[must_use]
pub fn is_secret(name: &str) -> bool {
    if name.contains('.') {
        return false;
    }
    SECRET.iter().any(|secret| name.contains(secret)) || name == "code"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_known_by_their_names() {
        for name in ["password", "new_password", "nik", "code", "challenge_code", "form_token", "mother_name"] {
            assert!(is_secret(name), "{name}");
        }
        for name in ["nip", "login", "agency_code", "nilai.alamat", "nilai.nik"] {
            assert!(!is_secret(name), "{name}");
        }
    }

    #[test]
    fn nobody_makes_a_page_of_more_fields_than_one_has() {
        assert_eq!(fields(b"a=1&a=+2").len(), 2);
        assert_eq!(fields("a=1&".repeat(MOST + 1).as_bytes()).len(), MOST);
    }
}
