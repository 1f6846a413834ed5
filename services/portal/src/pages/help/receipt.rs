use askama::Template;
use proto::helpdesk::v1::{OpenTicketResponse, TicketType};

use super::type_label;
use crate::{
    dates::{instant, written},
    shell::Shell,
};

/// "Nomor Laporan anda adalah: ...". Told here, and again only to the same form.
#[derive(Template)]
#[template(path = "help/receipt.html")]
pub(crate) struct Receipt {
    /// The frame.
    pub shell: Shell,
    /// Name of the type.
    pub label: String,
    /// 10 digits.
    pub number: String,
    /// In groups, as it is read out and typed.
    pub secret: String,
    /// When an answer is due, if that is known.
    pub due: Option<String>,
}

impl Receipt {
    /// What was opened.
    #[must_use]
    pub(crate) fn of(shell: Shell, of: &TicketType, opened: OpenTicketResponse) -> Self {
        let secret: Vec<char> = opened.receipt_secret.chars().collect();
        Self {
            label: type_label(&of.label_id, &of.label_en, shell.language()),
            number: opened.report_number,
            secret: secret.chunks(5).map(String::from_iter).collect::<Vec<_>>().join(" "),
            due: instant(opened.due_at).map(|at| written(at, shell.language())),
            shell,
        }
    }
}

#[cfg(test)]
pub(super) fn samples(all: &mut crate::samples::Samples) {
    let language = all.language;
    let of = &super::types()[0];
    for (role, seconds) in [(None, Some(1_798_736_400)), (Some(kernel::Role::Employee), None)] {
        let opened = OpenTicketResponse {
            report_number: "0427800048".to_owned(),
            receipt_secret: "ABCDEFGHIJKLMNOPQRSTUVWXYZ".to_owned(),
            due_at: seconds.map(|seconds| prost_types::Timestamp { seconds, nanos: 0 }),
        };
        all.add("receipt", Receipt::of(Shell::sample(language, role, "/bantuan/baru/nama_salah"), of, opened));
    }
}
