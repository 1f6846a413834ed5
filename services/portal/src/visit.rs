//! Who looks at a page and what they read, by what only the gateway can say. Every page begins with one of these; how they come is
//! read in `arrival`.

use std::time::Duration;

use doorway::told::ClientKey;
use kernel::Person;

use crate::language::Language;

/// One look at a page. Personal: no `Debug`.
#[derive(Clone)]
pub(crate) struct Visit {
    /// The person with a passport for the portal, or nobody.
    pub person: Option<Person>,
    /// Nobody could be asked who it is, and when that may have passed: then it is neither a person nor a stranger.
    pub unknown: Option<Duration>,
    /// The passport itself, which `App::as_person` exchanges.
    pub(crate) passport: Option<String>,
    /// What is read.
    pub language: Language,
    /// Whose throttles count.
    pub client: ClientKey,
    /// The path of the page, without its query.
    pub path: String,
    /// Where it was asked for, with its query: where to look again. Codes and sealed places only, as every address of ours.
    pub address: String,
    /// Whether the picture was asked for instead of the computing challenge.
    pub wants_image: bool,
}

/// A look of somebody who is signed in; others are led to the sign-in, but never because nobody could be asked.
#[derive(Clone)]
pub(crate) struct SignedIn {
    /// The look.
    pub visit: Visit,
    /// Who it is.
    pub person: Person,
}
