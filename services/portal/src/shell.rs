//! What surrounds every page: language, navigation by role, the tools in the header.

use kernel::{Person, Role};

use crate::{
    assets,
    form::FormKey,
    language::Language,
    text::{Phrase, Text},
    visit::Visit,
};

/// The frame of one page.
#[derive(Clone)]
pub(crate) struct Shell {
    t: Text,
    /// Nobody could be asked.
    unknown: bool,
    /// Who is signed in.
    pub role: Option<Role>,
    /// The path of the page; never a query.
    pub path: String,
    /// Where it was asked for, with its query: the switch of language leads back there.
    pub address: String,
    /// For the forms of the frame itself.
    pub token: String,
}

/// A way in the navigation.
pub(crate) struct Way {
    /// Where it leads.
    pub path: &'static str,
    /// The key of its name.
    pub key: &'static str,
}

/// Who sees a way.
enum For {
    /// Whoever is not signed in.
    Visitors,
    /// Whoever is.
    Everyone,
    /// Employees.
    Employees,
    /// Officers of every kind.
    Officers,
    /// Whoever is no officer.
    Public,
}

/// The navigation. A page that is to be found here gets a row.
const WAYS: &[(For, Way)] = &[
    (For::Visitors, Way { path: "/daftar", key: "nav-register" }),
    (For::Visitors, Way { path: "/status", key: "nav-status" }),
    (For::Visitors, Way { path: "/masuk", key: "nav-sign-in" }),
    (For::Everyone, Way { path: "/beranda", key: "nav-home" }),
    (For::Employees, Way { path: "/berkas", key: "nav-dossier" }),
    (For::Officers, Way { path: "/petugas", key: "nav-desk" }),
    (For::Public, Way { path: "/bantuan", key: "nav-help" }),
];

fn is_officer(role: Role) -> bool {
    !matches!(role, Role::Employee | Role::AgencySystem)
}

impl Shell {
    /// The frame for whoever looks.
    #[must_use]
    pub(crate) fn of(forms: &FormKey, visit: &Visit) -> Self {
        Self {
            t: Text(visit.language),
            unknown: visit.unknown.is_some(),
            role: visit.person.as_ref().map(|person: &Person| person.role),
            path: visit.path.clone(),
            address: visit.address.clone(),
            token: forms.token(visit, None),
        }
    }

    /// A sentence in the visitor's language.
    #[must_use]
    pub(crate) fn say<'a>(&self, key: &'a str) -> Phrase<'a> {
        self.t.say(key)
    }

    /// What is read.
    #[must_use]
    pub(crate) fn language(&self) -> Language {
        self.t.0
    }

    /// The language that the switch leads to.
    #[must_use]
    pub(crate) fn other_language(&self) -> &'static str {
        self.language().choose(Language::English, Language::Indonesian).as_str()
    }

    /// Whether somebody is signed in.
    #[must_use]
    pub(crate) fn signed_in(&self) -> bool {
        self.role.is_some()
    }

    /// The navigation of whoever looks.
    pub(crate) fn ways(&self) -> impl Iterator<Item = &'static Way> {
        let shows = |whom: &For| match whom {
            For::Visitors => !self.signed_in() && !self.unknown,
            For::Everyone => self.signed_in(),
            For::Employees => self.role == Some(Role::Employee),
            For::Officers => self.role.is_some_and(is_officer),
            For::Public => !self.role.is_some_and(is_officer),
        };
        WAYS.iter().filter(move |(whom, _)| shows(whom)).map(|(_, way)| way)
    }

    /// Whether this is the page of that path, or one below it.
    #[must_use]
    pub(crate) fn is_at(&self, path: &str) -> bool {
        self.path == path || self.path.strip_prefix(path).is_some_and(|rest| rest.starts_with('/'))
    }

    /// Where an asset is; empty where it was not built in.
    #[must_use]
    pub(crate) fn asset(&self, name: &str) -> String {
        assets::url(name).unwrap_or_default()
    }

    /// A frame for a sample of a page.
    #[cfg(test)]
    pub(crate) fn sample(language: Language, role: Option<Role>, path: &str) -> Self {
        let address = format!("{path}?dicari=a%2Bb&lanjut=%22");
        Self { t: Text(language), unknown: false, role, path: path.to_owned(), address, token: "sealed".to_owned() }
    }
}
