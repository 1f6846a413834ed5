//! The description of the agencies' feed (`proto/asyncapi.yaml`) tells of every fact that the code tells, and invents none.

use std::collections::{BTreeMap, BTreeSet};

use prost::Message as _;
use prost_types::{FieldDescriptorProto, FileDescriptorSet, field_descriptor_proto::Type};
use serde_json::Value;

use crate::{
    contract::snake,
    finding::Finding,
    tokens::{Token, tokens},
    tree::Tree,
};

const DOCUMENT: &str = "proto/asyncapi.yaml";
const TOLD: &str = "services/reporting/src/app/feed_facts.rs";

/// Messages of the feed with their fields in JSON: name and JSON type.
type Messages = BTreeMap<String, BTreeMap<String, &'static str>>;

/// What `agency_feed.proto` says; apart, what only stands inside of others.
fn compiled() -> (Messages, Messages) {
    let files = FileDescriptorSet::decode(proto::DESCRIPTORS).expect("encoded by the build of proto");
    let of_feed = files.file.iter().filter(|file| file.package() == "epupns.agency.v1");
    let messages: Vec<_> = of_feed.flat_map(|file| &file.message_type).collect();
    let inside: BTreeSet<&str> = messages.iter().flat_map(|message| &message.field).map(|f| f.type_name()).collect();
    let fields = |fields: &[FieldDescriptorProto]| fields.iter().map(|f| (f.name().to_owned(), kind(f))).collect();
    let all = messages.iter().map(|message| (message.name().to_owned(), fields(&message.field)));
    all.partition(|(name, _)| !inside.contains(format!(".epupns.agency.v1.{name}").as_str()))
}

fn kind(field: &FieldDescriptorProto) -> &'static str {
    match field.r#type() {
        _ if field.label() == prost_types::field_descriptor_proto::Label::Repeated => "array",
        Type::String => "string",
        Type::Uint32 => "integer",
        Type::Bool => "boolean",
        // 64 bits are text in JSON, and fractions have no canonical form: a feed has neither.
        other => panic!("{}: {other:?} has no place in the feed", field.name()),
    }
}

/// `dossier.stage-completed` of `DossierStageCompleted`.
fn entity_and_fact(message: &str) -> String {
    let snake = snake(message);
    let (entity, fact) = snake.split_once('_').unwrap_or((&snake, ""));
    format!("{entity}.{}", fact.replace('_', "-"))
}

/// What reporting tells: two strings in a row, as in `one(heard, about, "dossier", "final", ...)`.
fn told(source: &str) -> BTreeSet<String> {
    let tokens = tokens(TOLD, source);
    let pair = |row: &[Token]| match row {
        [entity, comma, fact] if comma.is(',') => Some(format!("{}.{}", entity.text()?, fact.text()?)),
        _ => None,
    };
    tokens.windows(3).filter_map(pair).collect()
}

fn check(source: &str, document: &Value, (messages, inside): &(Messages, Messages)) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut differ = |what: &str, expected: BTreeSet<String>, found: BTreeSet<String>| {
        if expected != found {
            let [missing, invented] = [&expected - &found, &found - &expected];
            let rule = format!("{what}: missing {missing:?}, invented {invented:?}");
            findings.push(Finding::new(DOCUMENT, rule, "write there what agency_feed.proto and feed_facts.rs say"));
        }
    };
    let facts: BTreeSet<String> = messages.keys().map(|name| entity_and_fact(name)).collect();
    differ("facts that reporting tells", facts.clone(), told(source));
    differ("messages", messages.keys().cloned().collect(), names(&document["components"]["messages"]));
    let mut on_channels = BTreeSet::new();
    for (entity, channel) in members(&document["channels"]) {
        let address = format!("{}.{{agency}}.{entity}.{{fact}}", kernel::agency_feed::SUBJECT_PREFIX);
        differ("address", [address].into(), texts(&channel["address"]));
        let of_channel = names(&channel["messages"]);
        differ("facts of an address", of_channel.clone(), texts(&channel["parameters"]["fact"]["enum"]));
        for (fact, message) in members(&channel["messages"]) {
            let name = message["$ref"].as_str().and_then(|path| path.rsplit('/').next()).unwrap_or_default();
            let told = format!("{entity}.{fact}");
            differ("messages on their channels", [entity_and_fact(name)].into(), [told.clone()].into());
            let narrowed = &document["components"]["messages"][name]["payload"]["allOf"][1]["properties"];
            differ("types", [format!("id.go.epupns.v1.{told}")].into(), texts(&narrowed["type"]["const"]));
            differ("data", [format!("#/components/schemas/{name}")].into(), texts(&narrowed["data"]["$ref"]));
            on_channels.insert(told);
        }
    }
    differ("facts on channels", facts, on_channels);
    for (name, fields) in messages.iter().chain(inside) {
        let schema = &document["components"]["schemas"][name];
        let declared = fields.iter().map(|(field, kind)| format!("{name}.{field} is {kind}")).collect();
        let kind = |(field, schema)| format!("{name}.{field} is {}", json_kind(document, schema));
        differ("fields", declared, members(&schema["properties"]).map(kind).collect());
        differ("every field is always there", fields.keys().cloned().collect(), texts(&schema["required"]));
    }
    findings
}

/// The JSON type of a schema, behind references.
fn json_kind<'a>(document: &'a Value, schema: &'a Value) -> &'a str {
    match schema["$ref"].as_str() {
        Some(path) => document.pointer(path.trim_start_matches('#')).map_or("nothing", |s| json_kind(document, s)),
        None if schema["enum"].is_array() => "string",
        None => schema["type"].as_str().unwrap_or("nothing"),
    }
}

fn members(value: &Value) -> impl Iterator<Item = (&String, &Value)> {
    value.as_object().into_iter().flatten()
}

fn names(value: &Value) -> BTreeSet<String> {
    members(value).map(|(name, _)| name.clone()).collect()
}

fn texts(value: &Value) -> BTreeSet<String> {
    let one = std::slice::from_ref(value);
    value.as_array().map_or(one, Vec::as_slice).iter().filter_map(Value::as_str).map(str::to_owned).collect()
}

fn ours() -> (String, Value) {
    let source = Tree::ours().read(TOLD).expect("reporting tells agencies");
    (source, serde_yaml::from_str(proto::ASYNCAPI).expect("YAML"))
}

#[test]
fn the_feeds_description_tells_what_the_code_tells() {
    let (source, document) = ours();
    let contract = compiled();
    assert!(contract.0.len() >= 12 && contract.1.contains_key("DecidedField"), "the feed has messages");
    crate::finding::none(&check(&source, &document, &contract));
}

#[cfg(test)]
mod can_fail {
    use super::*;
    use crate::finding;

    fn found(change: impl FnOnce(&mut Value)) -> Vec<Finding> {
        let (source, mut document) = ours();
        change(&mut document);
        check(&source, &document, &compiled())
    }

    #[test]
    fn a_fact_that_is_told_and_not_described_is_found() {
        let (source, document) = ours();
        let more = format!("{source}\nfn more() {{ one(heard, about, \"dossier\", \"lost\", &data) }}");
        finding::one(&check(&more, &document, &compiled()), DOCUMENT);
    }

    #[test]
    fn an_invented_message_and_an_invented_field_are_found() {
        finding::one(&found(|document| document["components"]["messages"]["DossierLost"] = Value::Null), DOCUMENT);
        let nik =
            |document: &mut Value| document["components"]["schemas"]["DossierFinal"]["properties"]["nik"] = Value::Null;
        finding::one(&found(nik), DOCUMENT);
    }

    #[test]
    fn another_type_address_or_kind_is_found() {
        let of_type = "/components/messages/DossierFinal/payload/allOf/1/properties/type/const";
        for (place, value) in [
            (of_type, "id.go.epupns.v1.dossier.done"),
            ("/channels/dossier/address", "epupns.v2.{agency}.dossier.{fact}"),
            ("/components/schemas/DossierFinal/properties/submission/$ref", "#/components/schemas/Key"),
            ("/components/schemas/DossierFinal/required/0", "nik"),
        ] {
            let change = |document: &mut Value| *document.pointer_mut(place).unwrap() = value.into();
            finding::one(&found(change), DOCUMENT);
        }
    }
}
