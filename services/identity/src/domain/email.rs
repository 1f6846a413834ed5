//! Mail addresses.

use std::fmt;

use lettre::Address;

/// A mail address that mail can be sent to: P2.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Email(Address);

/// The longest path of SMTP (RFC 5321, 4.5.3.1.3) without its brackets.
const MAX_LENGTH: usize = 254;

impl Email {
    /// Reads an address as typed, spaces around it dropped: ASCII, `local@domain.tld`, at most 254 characters. `None` for
    /// anything else, quoted and bracketed forms among them: nobody here has one, and every mail header stays one line.
    #[must_use]
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let text = text.trim_matches(' ');
        let plain =
            |byte: u8| byte.is_ascii_graphic() && !matches!(byte, b'"' | b'[' | b']' | b'<' | b'>' | b',' | b';');
        if text.len() > MAX_LENGTH || !text.bytes().all(plain) {
            return None;
        }
        let address: Address = text.parse().ok()?;
        let named = address.domain().contains('.') && address.domain().parse::<std::net::IpAddr>().is_err();
        named.then_some(Self(address))
    }
    #[must_use]
    pub(crate) fn expose(&self) -> &str {
        self.0.as_ref()
    }

    /// The form in which two addresses are the same mailbox, as mail servers of our time see it.
    #[must_use]
    pub(crate) fn index_form(&self) -> String {
        self.expose().to_ascii_lowercase()
    }
}

impl fmt::Debug for Email {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Email(***)")
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn ordinary_addresses_are_taken() {
        for text in ["siti.aminah@bkd.jabarprov.go.id", " budi+pns@gmail.com ", "a@b.co"] {
            assert_eq!(Email::parse(text).unwrap().expose(), text.trim());
        }
    }

    #[test]
    fn what_could_leave_its_header_or_its_house_is_refused() {
        for text in [
            "",
            "budi",
            "@bkn.go.id",
            "budi@",
            "budi@localhost",
            "budi@127.0.0.1",
            "budi@[127.0.0.1]",
            "budi@bkn.go.id\r\nBcc: semua@bkn.go.id",
            "budi@bkn.go.id\n",
            "\"budi\\\" \"@bkn.go.id",
            "budi@bkn.go.id,siti@bkn.go.id",
            "Budi <budi@bkn.go.id>",
            "budi @bkn.go.id",
            "b\u{fc}di@bkn.go.id",
        ] {
            assert!(Email::parse(text).is_none(), "{text:?}");
        }
        assert!(Email::parse(&format!("{}@bkn.go.id", "a".repeat(250))).is_none());
    }

    #[test]
    fn the_case_of_an_address_makes_no_other_mailbox_and_its_debug_tells_nothing() {
        let email = Email::parse("Budi@BKN.go.id").unwrap();
        assert_eq!(email.index_form(), "budi@bkn.go.id");
        assert_eq!(format!("{email:?}"), "Email(***)");
    }

    proptest! {
        #[test]
        fn no_accepted_address_has_a_space_or_a_control_character(text in "[ -~\\r\\n\\t]{0,40}@[ -~\\r\\n]{1,20}") {
            if let Some(email) = Email::parse(&text) {
                prop_assert!(email.expose().bytes().all(|byte| byte.is_ascii_graphic()));
            }
        }
    }
}
