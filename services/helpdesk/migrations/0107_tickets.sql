-- A ticket: one row, which is also its lock. What its writer wrote is sealed under a key of its own.
create table helpdesk.tickets (
    ticket_id uuid primary key,
    report_number text collate "C" not null unique references helpdesk.report_numbers,
    type_code text collate "C" not null references helpdesk.ticket_types,
    -- Who was signed in when opening it; null: a stranger.
    opened_by uuid,
    -- The command that opened it, and whose commands are told apart by it; a keyed hash of what it said.
    request_by uuid not null,
    request_id uuid not null,
    request_fingerprint bytea not null check (octet_length(request_fingerprint) = 32),
    -- P2: with the ticket's data key they can be read, without it nobody can.
    text_sealed bytea not null,
    answers_sealed bytea not null,
    -- Whom it is about, where the master data or a registration know them; the person's id is the employee id.
    subject_id uuid,
    agency_code text collate "C",
    -- Who answers: a jurisdiction as the kernel writes it; null until it could be found out.
    desk text collate "C" check (desk ~ '^(agency:.+|kanreg:.+|nation)$'),
    state text not null check (state in ('open', 'approved', 'resolved', 'rejected')),
    -- Counts the approvals.
    attempt integer not null check (attempt >= 0),
    -- Why its owner refused the last one.
    refusal_code text check (refusal_code ~ '^[A-Z][A-Z_]{1,63}$'),
    -- How many events tell of it.
    version bigint not null check (version >= 0),
    opened_at timestamptz not null,
    -- Promised to the writer: never changes.
    due_at timestamptz not null,
    escalated_at timestamptz,
    decided_by uuid,
    resolved_at timestamptz,
    claimed_by uuid,
    claimed_account uuid,
    claim_expires_at timestamptz,
    unique (request_by, request_id),
    check (state = 'open' or (desk is not null and decided_by is not null)),
    check ((state in ('resolved', 'rejected')) = (resolved_at is not null)),
    check (escalated_at is null or desk is not null),
    check (state <> 'approved' or attempt > 0),
    check (claimed_by is null or desk is not null),
    check ((claimed_by is null) = (claimed_account is null)),
    check ((claimed_by is null) = (claim_expires_at is null)),
    -- Nobody decides on themselves: neither who wrote it nor whom it is about.
    constraint tickets_separation check (claimed_by <> opened_by and claimed_by <> subject_id
                                         and decided_by <> opened_by and decided_by <> subject_id)
);
