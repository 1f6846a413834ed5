//! Groups of pages: by the path of a page it is decided whether a session takes part, what a form draws from, and how long it
//! may take until the answer.

use std::time::Duration;

use http::Uri;

/// What is the same for everybody and kept by caches that many share.
const ASSETS: &str = "/aset/";
/// Of those who are signed in.
const AT_WORK: [&str; 2] = ["/berkas/", "/petugas/"];

/// The longest that any page may take.
pub const LONGEST: Duration = Duration::from_secs(10);
/// Kept back of what is left when the portal is asked: for the way there and back, and for the page to be written.
const ON_THE_WAY: Duration = Duration::from_millis(500);

/// What the portal may use of what is left here.
#[must_use]
pub fn for_the_portal(left: Duration) -> Duration {
    left.saturating_sub(ON_THE_WAY)
}

/// Path and query of what was asked for, as an address of this site that a page may lead to: a browser reads `//host` and
/// `/\host` as the address of another.
#[must_use]
pub fn here(asked: &Uri) -> String {
    let address = asked.path_and_query().map_or("/", |asked| asked.as_str());
    format!("/{}", address.trim_start_matches(['/', '\\']))
}

/// A group of paths.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Group {
    /// Sheets, scripts, pictures.
    Assets,
    /// Forms and desks of people at work: none of them checks a password or a code, and an office shares one address.
    AtWork,
    /// Every other page.
    Pages,
}

impl Group {
    /// The group of a page's path.
    #[must_use]
    pub fn of(path: &str) -> Self {
        if path.starts_with(ASSETS) {
            Self::Assets
        } else if AT_WORK.iter().any(|start| path.starts_with(start)) {
            Self::AtWork
        } else {
            Self::Pages
        }
    }

    /// How long a page may take, from the moment its request is whole to the moment its answer begins.
    #[must_use]
    pub fn budget(self) -> Duration {
        match self {
            Self::Assets => Duration::from_secs(5),
            Self::AtWork | Self::Pages => LONGEST,
        }
    }

    /// How much of it may go into finding out who looks: the portal needs the rest to say even that nobody knows.
    #[must_use]
    pub fn budget_of_session(self) -> Duration {
        self.budget() / 2
    }

    /// Whether it matters who looks.
    #[must_use]
    pub fn has_session(self) -> bool {
        self != Self::Assets
    }

    /// Whether what is posted there may check a password or a code.
    #[must_use]
    pub fn may_check_secrets(self) -> bool {
        self != Self::AtWork
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_belongs_to_the_group_that_its_beginning_names() {
        for (path, group) in [
            ("/aset/portal.css", Group::Assets),
            ("/aset", Group::Pages),
            ("/berkas/data-utama", Group::AtWork),
            ("/berkas", Group::Pages),
            ("/petugas/tiket", Group::AtWork),
            ("/petugas2", Group::Pages),
            ("/", Group::Pages),
            ("/masuk", Group::Pages),
            ("/bantuan/baru/berkas/", Group::Pages),
        ] {
            assert_eq!(Group::of(path), group, "{path}");
        }
    }

    #[test]
    fn nobody_is_led_to_another_site() {
        for asked in ["//evil.example/x", "/\\evil.example/x", "///evil.example/x"] {
            let asked = Uri::builder().path_and_query(asked).build().unwrap();
            assert_eq!(here(&asked), "/evil.example/x", "{asked}");
        }
        assert_eq!(here(&Uri::from_static("/masuk?x=//y")), "/masuk?x=//y");
    }

    #[test]
    fn the_portal_always_has_time_to_answer() {
        for group in [Group::Assets, Group::AtWork, Group::Pages] {
            assert!(group.budget() <= LONGEST);
            assert!(for_the_portal(group.budget() - group.budget_of_session()) >= Duration::from_secs(2), "{group:?}");
        }
        assert_eq!(for_the_portal(Duration::from_millis(499)), Duration::ZERO);
    }

    #[test]
    fn nobody_checks_a_password_where_an_office_shares_its_budget() {
        assert!(!Group::AtWork.may_check_secrets() && Group::Pages.may_check_secrets());
        assert!(Group::AtWork.has_session() && Group::Pages.has_session() && !Group::Assets.has_session());
    }
}
