use askama::Template;
use proto::identity::v1::{AccessLogEntry, Role, jurisdiction::Area};

use crate::{
    dates::{instant, written},
    shell::Shell,
};

/// Who has looked at one's data.
#[derive(Template)]
#[template(path = "public/access.html")]
pub(crate) struct Access {
    /// The frame.
    pub shell: Shell,
    /// Newest first.
    pub looks: Vec<Look>,
    /// Where the list goes on.
    pub older: Option<String>,
    /// Whether this is not its beginning.
    pub later: bool,
}

/// Somebody looked.
pub(crate) struct Look {
    /// When.
    pub at: String,
    /// The key of the viewer's role.
    pub role: &'static str,
    /// Where that role held; may be empty.
    pub area: String,
    /// The key of what was shown.
    pub what: &'static str,
    /// The key of why.
    pub why: &'static str,
}

impl Look {
    /// An entry for reading.
    #[must_use]
    pub(crate) fn of(shell: &Shell, entry: AccessLogEntry) -> Self {
        let role = match entry.viewer_role() {
            Role::Employee => "role-employee",
            Role::Verifier1 => "role-verifier-1",
            Role::Verifier2 => "role-verifier-2",
            Role::Verifier3 => "role-verifier-3",
            Role::Helpdesk => "role-helpdesk",
            Role::AgencyAdmin => "role-agency-admin",
            Role::BknAdmin => "role-bkn-admin",
            Role::AgencySystem => "role-agency-system",
            Role::Unspecified => "access-somebody",
        };
        let what = match entry.field_group.as_str() {
            "registration" => "access-registration",
            "worklist" => "access-worklist",
            "dossier" => "access-dossier",
            "ticket" => "access-ticket",
            _ => "access-something",
        };
        let why = match entry.purpose.as_str() {
            "confirmation" => "access-confirmation",
            "verification" => "access-verification",
            "helpdesk" => "access-helpdesk",
            _ => "access-other",
        };
        let at = instant(entry.viewed_at).map(|at| written(at, shell.language())).unwrap_or_default();
        let coded = |key: &'static str, code: String| shell.say(key).with("code", code).to_string();
        let area = match entry.viewer_jurisdiction.and_then(|held| held.area) {
            Some(Area::UnitCode(code)) => coded("area-unit", code),
            Some(Area::AgencyCode(code)) => coded("area-agency", code),
            Some(Area::KanregCode(code)) => coded("area-kanreg", code),
            Some(Area::Nation(_)) => shell.say("area-nation").to_string(),
            Some(Area::Rehearsal(_)) => shell.say("area-rehearsal").to_string(),
            None => String::new(),
        };
        Self { at, role, area, what, why }
    }
}

#[cfg(test)]
pub(super) fn samples(all: &mut crate::samples::Samples) {
    let shell = Shell::sample(all.language, Some(kernel::Role::Employee), "/akses");
    let entry = |group: &str, purpose: &str| AccessLogEntry {
        viewed_at: Some(prost_types::Timestamp { seconds: 1_798_736_400, nanos: 0 }),
        viewer_role: Role::Verifier1.into(),
        viewer_jurisdiction: Some(proto::identity::v1::Jurisdiction {
            area: Some(Area::UnitCode("<A501>".to_owned())),
        }),
        field_group: group.to_owned(),
        purpose: purpose.to_owned(),
    };
    let entries = [
        entry("registration", "confirmation"),
        entry("worklist", "verification"),
        entry("dossier", "verification"),
        entry("ticket", "helpdesk"),
        AccessLogEntry::default(),
    ];
    let looks = entries.into_iter().map(|entry| Look::of(&shell, entry)).collect();
    all.add("access", Access { shell: shell.clone(), looks, older: Some("/akses?lanjut=x".to_owned()), later: false });
    all.add("access, nobody", Access { shell, looks: Vec::new(), older: None, later: true });
}
