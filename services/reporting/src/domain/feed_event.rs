//! An event as an agency gets it: CloudEvents 1.0 in JSON.

use kernel::AgencyCode;
use serde_json::{Map, Value, json};
use sha2::{Digest as _, Sha256};
use time::{OffsetDateTime, format_description::well_known::Rfc3339};
use uuid::{Builder, Uuid};

/// What an agency is told, before it has its number.
#[derive(Clone, Debug)]
pub(crate) struct Fact {
    pub(crate) agency: AgencyCode,
    /// Which service told it inside: `registration`, `verification`.
    pub(crate) source: String,
    /// `registration`, `dossier`, `employee`.
    pub(crate) entity: &'static str,
    /// What happened: `submitted`, `stage-completed`, ...
    pub(crate) fact: &'static str,
    /// Id of the registration, dossier or employee. P0.
    pub(crate) aggregate_id: Uuid,
    pub(crate) at: OffsetDateTime,
    /// Ids and what changed; the NIP is all that is personal.
    pub(crate) data: Value,
}

impl Fact {
    /// The CloudEvent with everything but the signature.
    #[must_use]
    pub(crate) fn cloud_event(&self, event_id: Uuid, agency_seq: i64) -> Map<String, Value> {
        let Self { agency, source, entity, fact, aggregate_id, at, data } = self;
        let event = json!({
            "specversion": "1.0",
            "id": event_id,
            "source": format!("/epupns/{source}"),
            "type": format!("id.go.epupns.v1.{entity}.{fact}"),
            "subject": aggregate_id,
            "time": at.format(&Rfc3339).unwrap_or_default(),
            "datacontenttype": "application/json",
            "agencycode": agency.as_str(),
            // A CloudEvents Integer ends at 2^31: as digits, without leading zeros.
            "agencyseq": agency_seq.to_string(),
            "data": data,
        });
        match event {
            Value::Object(members) => members,
            _ => Map::new(),
        }
    }
}

/// The id of what an agency is told of an event inside: the same whenever it is asked for, another for another agency (the
/// stream knows duplicates by it).
#[must_use]
pub(crate) fn event_id(source_event_id: Uuid, agency: &AgencyCode) -> Uuid {
    let digest = Sha256::digest([source_event_id.as_bytes(), agency.as_str().as_bytes()].concat());
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&digest[..16]);
    Builder::from_custom_bytes(bytes).into_uuid()
}

/// Canonical JSON (RFC 8785) of a value whose numbers are whole and below 2^53, as in all of our events: members sorted by
/// the UTF-16 of their names, nothing between the tokens.
#[must_use]
pub(crate) fn canonical(value: &Value) -> String {
    match value {
        Value::Object(members) => canonical_object(members),
        Value::Array(items) => format!("[{}]", items.iter().map(canonical).collect::<Vec<_>>().join(",")),
        // serde_json escapes exactly what RFC 8785 escapes, and in its way.
        plain => plain.to_string(),
    }
}

/// The same of an object's members.
#[must_use]
pub(crate) fn canonical_object(members: &Map<String, Value>) -> String {
    let mut members: Vec<(&String, &Value)> = members.iter().collect();
    members.sort_by(|(one, _), (other, _)| one.encode_utf16().cmp(other.encode_utf16()));
    let member = |(name, value): &(&String, &Value)| format!("{}:{}", json!(name), canonical(value));
    format!("{{{}}}", members.iter().map(member).collect::<Vec<_>>().join(","))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn agency(code: &str) -> AgencyCode {
        AgencyCode::parse(code).unwrap()
    }

    #[test]
    fn an_event_has_the_attributes_of_cloud_events() {
        let fact = Fact {
            agency: agency("35.73"),
            source: "registration".to_owned(),
            entity: "registration",
            fact: "submitted",
            aggregate_id: Uuid::from_u128(7),
            at: OffsetDateTime::from_unix_timestamp(1_794_000_000).unwrap(),
            data: json!({ "version": 1 }),
        };
        let event = fact.cloud_event(Uuid::from_u128(9), 3_000_000_000);
        assert_eq!(
            Value::Object(event.clone()),
            json!({
                "specversion": "1.0",
                "id": "00000000-0000-0000-0000-000000000009",
                "source": "/epupns/registration",
                "type": "id.go.epupns.v1.registration.submitted",
                "subject": "00000000-0000-0000-0000-000000000007",
                "time": "2026-11-06T21:20:00Z",
                "datacontenttype": "application/json",
                "agencycode": "35.73",
                "agencyseq": "3000000000",
                "data": { "version": 1 },
            })
        );
        let subject = kernel::agency_feed::subject(&fact.agency, fact.entity, fact.fact);
        assert_eq!(subject, "epupns.v1.35_73.registration.submitted");
        let attribute = |name: &String| name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit());
        assert!(event.keys().all(attribute), "names of CloudEvents attributes");
    }

    #[test]
    fn an_event_inside_has_one_id_for_each_agency() {
        let source = Uuid::from_u128(1);
        assert_eq!(event_id(source, &agency("1001")), event_id(source, &agency("1001")));
        assert_ne!(event_id(source, &agency("1001")), event_id(source, &agency("3573")));
        assert_ne!(event_id(source, &agency("1001")), event_id(Uuid::from_u128(2), &agency("1001")));
        assert_eq!(event_id(source, &agency("1001")).get_version_num(), 8);
    }

    /// The text is what Python's `json.dumps(sample, sort_keys=True, separators=(",", ":"), ensure_ascii=False)` prints.
    #[test]
    fn canonical_json_is_what_others_make_of_the_same_object() {
        let sample = json!({
            "z": [3, 2, { "b": true, "a": null }],
            "A": "tab\t, newline\n, quote \", backslash \\, slash /, bell \u{7}, delete \u{7f}",
            "a": "\u{e9}\u{2028}\u{1f600}<&>",
            "": 9_007_199_254_740_991_u64,
            "a1": -1,
            "\u{20ac}": {},
            "aa": [],
        });
        let python = concat!(
            "{\"\":9007199254740991,",
            "\"A\":\"tab\\t, newline\\n, quote \\\", backslash \\\\, slash /, bell \\u0007, delete \u{7f}\",",
            "\"a\":\"\u{e9}\u{2028}\u{1f600}<&>\",\"a1\":-1,\"aa\":[],",
            "\"z\":[3,2,{\"a\":null,\"b\":true}],\"\u{20ac}\":{}}",
        );
        assert_eq!(canonical(&sample), python);
    }

    /// RFC 8785, 3.2.3: by UTF-16, where a surrogate (U+1F600) comes before U+FB33.
    #[test]
    fn members_are_sorted_by_their_utf_16() {
        let sample = json!({ "\u{fb33}": 1, "\u{1f600}": 2, "\u{20ac}": 3, "\r": 4, "1": 5 });
        assert_eq!(canonical(&sample), "{\"\\r\":4,\"1\":5,\"\u{20ac}\":3,\"\u{1f600}\":2,\"\u{fb33}\":1}");
    }
}
