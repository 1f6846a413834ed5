//! People, and requests as the gate hands them on.

use chassis::ambient::{Clock, new_id};
use kernel::{AccountId, Caller, Jurisdiction, Person, Role, SessionId};
use tonic::Request;
use uuid::Uuid;

/// Whoever calls.
pub trait Calls {
    /// As the gate names them.
    fn caller(self) -> Caller;
}

impl Calls for Caller {
    fn caller(self) -> Caller {
        self
    }
}

impl Calls for &Person {
    fn caller(self) -> Caller {
        Caller::Person(self.clone())
    }
}

/// What the gate would let in.
pub fn by<T>(caller: impl Calls, message: T) -> Request<T> {
    let mut request = Request::new(message);
    request.extensions_mut().insert(caller.caller());
    request
}

/// A person of their own.
#[must_use]
pub fn someone_as(role: Role, jurisdiction: Jurisdiction) -> Person {
    Person {
        person_id: some_id().into(),
        account_id: AccountId::from(some_id()),
        session_id: SessionId::from(some_id()),
        role,
        jurisdiction,
    }
}

/// The same person in another role and place, under another account.
#[must_use]
pub fn also(person: &Person, other: Person) -> Person {
    Person { person_id: person.person_id, ..other }
}

/// An employee, signed in: whose id the person's is.
#[must_use]
pub fn themselves(employee_id: Uuid) -> Person {
    Person { person_id: employee_id.into(), ..someone_as(Role::Employee, Jurisdiction::OwnFile) }
}

/// An id that nothing else has.
#[must_use]
pub fn some_id() -> Uuid {
    new_id(&Clock::system())
}
