//! Who did it, as the audit trail names them. P0.

use kernel::Caller;

/// `person:<id>`, `service:<name>`, `operator:<name>` or `public`.
pub(super) fn actor(caller: &Caller) -> String {
    match caller {
        Caller::Person(person) => format!("person:{}", person.person_id),
        Caller::Service(name) => format!("service:{name}"),
        Caller::Operator(name) => format!("operator:{name}"),
        Caller::Public => "public".to_owned(),
    }
}
