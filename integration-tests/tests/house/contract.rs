//! The contract as compiled: services with their rpcs, events.

use std::collections::BTreeSet;

use prost::Message as _;
use prost_types::FileDescriptorSet;

/// What the contract holds.
#[derive(Clone, Debug, Default)]
pub(crate) struct Contract {
    /// All rpcs, in the order of the files.
    pub(crate) rpcs: Vec<Rpc>,
    /// All events: messages of `*_events.proto` that no other message contains.
    pub(crate) events: Vec<Event>,
}

/// One rpc.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Rpc {
    /// `registration` of `epupns.registration.v1`.
    pub(crate) package: String,
    /// With its package: `epupns.registration.v1.RegistrationService`.
    pub(crate) service: String,
    /// As in the file: `Register`.
    pub(crate) name: String,
}

/// One event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Event {
    /// `registration` of `epupns.registration.v1`.
    pub(crate) package: String,
    /// As in the file: `RegistrationSubmitted`.
    pub(crate) name: String,
}

impl Contract {
    /// The one that every crate is compiled with.
    ///
    /// # Panics
    /// Never: it was encoded by the build.
    pub(crate) fn compiled() -> Self {
        let files = FileDescriptorSet::decode(proto::DESCRIPTORS).expect("encoded by the build of proto");
        let contained: BTreeSet<String> = files
            .file
            .iter()
            .flat_map(|file| &file.message_type)
            .flat_map(|message| &message.field)
            .map(|field| field.type_name().to_owned())
            .collect();
        let mut contract = Self::default();
        for file in &files.file {
            let Some(package) = package(file.package()) else { continue };
            for service in &file.service {
                let full = format!("{}.{}", file.package(), service.name());
                let rpcs = service.method.iter();
                contract.rpcs.extend(rpcs.map(|rpc| Rpc {
                    package: package.to_owned(),
                    service: full.clone(),
                    name: rpc.name().to_owned(),
                }));
            }
            if file.name().ends_with("_events.proto") {
                let events = file.message_type.iter();
                let events =
                    events.filter(|message| !contained.contains(&format!(".{}.{}", file.package(), message.name())));
                contract
                    .events
                    .extend(events.map(|event| Event { package: package.to_owned(), name: event.name().to_owned() }));
            }
        }
        contract
    }

    /// A small one for made-up trees: `("identity", "SignIn")` is `/epupns.identity.v1.IdentityService/SignIn`.
    #[cfg(test)]
    pub(crate) fn made_up(rpcs: &[(&str, &str)], events: &[(&str, &str)]) -> Self {
        let owned = |(package, name): &(&str, &str)| ((*package).to_owned(), (*name).to_owned());
        Self {
            rpcs: rpcs
                .iter()
                .map(owned)
                .map(|(package, name)| {
                    let (first, rest) = package.split_at(1);
                    let service = format!("epupns.{package}.v1.{}{rest}Service", first.to_uppercase());
                    Rpc { package, service, name }
                })
                .collect(),
            events: events.iter().map(owned).map(|(package, name)| Event { package, name }).collect(),
        }
    }
}

/// `registration` of `epupns.registration.v1`; `None` for packages of others.
fn package(full: &str) -> Option<&str> {
    full.strip_prefix("epupns.")?.split('.').next()
}

/// `SubmitDossier` is `submit_dossier`.
pub(crate) fn snake(name: &str) -> String {
    let mut snake = String::new();
    for (index, character) in name.char_indices() {
        if character.is_ascii_uppercase() && index > 0 {
            snake.push('_');
        }
        snake.push(character.to_ascii_lowercase());
    }
    snake
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_compiled_contract_is_read() {
        let contract = Contract::compiled();
        assert!(contract.rpcs.contains(&Rpc {
            package: "registration".into(),
            service: "epupns.registration.v1.RegistrationService".into(),
            name: "Register".into()
        }));
        assert!(contract.events.contains(&Event { package: "identity".into(), name: "AccountOpened".into() }));
        assert!(!contract.events.iter().any(|event| event.name == "Agency"), "a part of an event is none");
    }

    #[test]
    fn names_turn_into_file_names() {
        assert_eq!(snake("LookUpEmployee"), "look_up_employee");
    }
}
