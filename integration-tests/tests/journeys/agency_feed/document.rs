//! The description of the feed as strangers get it, used to check what is told.

use integration_tests::{Told, World};
use jsonschema::{Validator, draft7};
use serde_json::{Value, json};

/// AsyncAPI 3, parsed.
pub(super) struct Document(Value);

impl Document {
    /// Fetched like a stranger does.
    pub(super) async fn served(world: &World) -> Self {
        let text = world.door().get("/v1/asyncapi.yaml").await.expect(200).bytes;
        let document = Self(serde_yaml::from_slice(&text).unwrap());
        assert_eq!(document.0["asyncapi"], "3.0.0");
        document
    }

    /// `type` of every message, sorted.
    pub(super) fn types(&self) -> Vec<String> {
        let messages = self.0["components"]["messages"].as_object().unwrap().values();
        let of = |message: &Value| {
            message["payload"]["allOf"][1]["properties"]["type"]["const"].as_str().unwrap().to_owned()
        };
        let mut types: Vec<String> = messages.map(of).collect();
        types.sort();
        types
    }

    /// The reference to the message that belongs to a subject.
    fn message_of(&self, subject: &str) -> String {
        let given: Vec<&str> = subject.split('.').collect();
        let [.., fact] = given[..] else { panic!("no subject: {subject}") };
        let fits = |channel: &&Value| {
            let address: Vec<&str> = channel["address"].as_str().unwrap().split('.').collect();
            let same = |(of_address, token): (&&str, &&str)| of_address.starts_with('{') || of_address == token;
            address.len() == given.len() && address.iter().zip(&given).all(same)
        };
        let channels = self.0["channels"].as_object().unwrap().values().filter(fits).collect::<Vec<_>>();
        assert_eq!(channels.len(), 1, "one channel has the address {subject}");
        let named = channels[0]["messages"][fact]["$ref"].as_str();
        named.unwrap_or_else(|| panic!("no message has the subject {subject}")).to_owned()
    }

    fn validator(&self, reference: &str) -> Validator {
        let schema = json!({ "$ref": reference, "components": self.0["components"] });
        draft7::options().should_validate_formats(true).build(&schema).unwrap()
    }

    fn fits(&self, told: &Told) -> Result<(), String> {
        let message = self.message_of(&told.subject);
        let errors: Vec<String> = self
            .validator(&format!("{message}/payload"))
            .iter_errors(&told.event)
            .map(|error| format!("{}: {error}", error.instance_path()))
            .collect();
        if errors.is_empty() { Ok(()) } else { Err(errors.join("\n")) }
    }

    /// The event is what its subject promises, nothing is told that is not described, and the headers are there.
    pub(super) fn assert_fits(&self, told: &Told) {
        assert_eq!(self.fits(told), Ok(()), "{}", told.subject);
        let message = self.message_of(&told.subject);
        let name = message.rsplit('/').next().unwrap();
        let members =
            |value: &Value| value.as_object().unwrap().keys().cloned().collect::<std::collections::BTreeSet<_>>();
        let schemas = &self.0["components"]["schemas"];
        assert_eq!(members(&told.event), members(&schemas["CloudEvent"]["properties"]), "{name}");
        assert_eq!(members(&told.event["data"]), members(&schemas[name]["properties"]), "{name}");
        let headers = &self.0["components"]["messageTraits"]["event"]["headers"]["required"];
        for header in headers.as_array().unwrap().iter().filter_map(Value::as_str) {
            assert!(told.headers.iter().any(|told| told.starts_with(&format!("{header}: "))), "{:?}", told.headers);
        }
    }

    /// The description can say no.
    pub(super) fn assert_refuses_what_does_not_fit(&self, told: &Told) {
        for (place, value) in [
            ("/specversion", json!("0.3")),
            ("/type", json!("id.go.epupns.v1.dossier.lost")),
            ("/agencyseq", json!(7)),
            ("/epupnssig", json!("short")),
            ("/time", json!("2026-11-23T10:00:00+07:00")),
            ("/data/nip", json!("1975")),
            ("/data/version", json!("1")),
        ] {
            let mut changed = told.clone();
            *changed.event.pointer_mut(place).unwrap() = value;
            assert!(self.fits(&changed).is_err(), "{place}");
        }
        let mut less = told.clone();
        less.event["data"].as_object_mut().unwrap().remove("nip");
        assert!(self.fits(&less).is_err());
    }
}
