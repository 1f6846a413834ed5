//! What the contract enumerates, in the words of the JSON.

use proto::{
    helpdesk::v1 as helpdesk, registration::v1 as registration, reporting::v1 as reporting,
    verification::v1 as verification,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

macro_rules! words {
    ($($(#[$about:meta])* $name:ident of $wire:ty { $($(#[$meaning:meta])* $word:ident,)* })*) => {$(
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
        #[serde(rename_all = "snake_case")]
        pub(super) enum $name {
            $($(#[$meaning])* $word,)*
        }

        impl From<$name> for $wire {
            fn from(word: $name) -> Self {
                match word {
                    $($name::$word => <$wire>::$word,)*
                }
            }
        }

        impl $name {
            /// `None` when the service told none.
            pub(super) fn of(wire: $wire) -> Option<Self> {
                match wire {
                    <$wire>::Unspecified => None,
                    $(<$wire>::$word => Some(Self::$word),)*
                }
            }
        }
    )*};
}

words! {
    /// A level of verification, in the order in which a dossier passes them.
    Stage of registration::Stage {
        /// Level 1: the org unit.
        Skpd,
        /// Level 2: the agency.
        Bkd,
        /// Level 3: the regional office, or BKN Pusat for central agencies.
        KanregBkn,
    }

    /// Where a dossier stands with its owner.
    DossierState of registration::DossierState {
        /// Being filled in.
        Open,
        /// Submitted and locked; verification decides.
        Submitted,
        /// Came back: only the returned fields are open.
        Returned,
        /// Accepted corrections are master data.
        Final,
    }

    /// What an employee's answer to a field is.
    Answer of registration::AnswerKind {
        /// CEK: the database value is right.
        Check,
        /// PERBAIKAN: it should be another value.
        Correction,
    }

    /// How a value is typed.
    FieldType of registration::FieldType {
        /// One line of text, 1 to `max_length` code points.
        Text,
        /// A day, `YYYY-MM-DD`, 1900 to 2100.
        Date,
        /// A year, 1900 to 2100.
        Year,
        /// ASCII digits, at most `max_length` of them.
        Digits,
        /// The code of a value of `reference_table`.
        Reference,
        /// A mail address.
        Email,
        /// 16 digits with a real date.
        Nik,
        /// 8 or 9 digits.
        OldNip,
    }

    /// What became of a field at the end.
    FieldOutcome of registration::FieldOutcome {
        /// The database value was right.
        Unchanged,
        /// The correction is master data.
        Applied,
        /// The correction was rejected; the database value stays.
        Rejected,
        /// The master data changed meanwhile: the field came back.
        Conflict,
    }

    /// Where a review stands.
    ReviewState of verification::ReviewState {
        /// A stage has to decide.
        Open,
        /// The employee took it back.
        Recalled,
        /// A stage sent fields back to the employee.
        Returned,
        /// Decided; the corrections are being applied to the master data.
        Completed,
        /// Applied: final status.
        Final,
    }

    /// What a stage says of one field.
    Verdict of verification::Verdict {
        /// Accepted.
        Ok,
        /// Back to the employee, with reason and note.
        Return,
        /// The database value stays; only the field's last deciding stage, with reason and note.
        Reject,
    }

    /// What a file holds.
    ExportKind of reporting::ExportKind {
        /// PNS yang sudah daftar: a row per live registration.
        RegisteredEmployees,
        /// Belum daftar: a row per active employee without one.
        UnregisteredEmployees,
    }

    /// Where an export stands.
    ExportState of reporting::ExportState {
        /// Waits for its turn.
        Waiting,
        /// Being written.
        Running,
        /// Can be read until it expires.
        Ready,
        /// Could not be written.
        Failed,
    }

    /// Where a ticket stands.
    TicketState of helpdesk::TicketState {
        /// Waits for an officer.
        Open,
        /// An officer works on it.
        Claimed,
        /// Approved; it is being carried out.
        Approved,
        /// Done, or answered where nothing was to be carried out.
        Resolved,
        /// Rejected with a note.
        Rejected,
    }

    /// What carrying out a type of ticket does.
    TicketAction of helpdesk::TicketAction {
        /// The value is added to the type's `reference_table`.
        AddReferenceValue,
    }

    /// Who answers tickets of a type at first.
    TicketDestination of helpdesk::TicketDestination {
        /// The agency that it concerns.
        Agency,
        /// BKN Pusat.
        Bkn,
        /// Whoever has the dossier at this moment.
        Stage,
    }

    /// What a type of ticket asks for beside the text.
    TicketField of helpdesk::TicketField {
        /// NIP.
        Nip,
        /// NIP lama.
        OldNip,
        /// Full name.
        Name,
        /// An agency: code of the table `instansi`.
        Agency,
        /// Registration number.
        RegistrationNumber,
        /// The value that is missing from the type's `reference_table`.
        WantedValue,
    }
}
