-- The draft, a row per field that has ever been answered; a field without a row has revision 0.
create table registration.dossier_fields (
    dossier_id uuid not null references registration.dossiers,
    key text collate "C" not null check (key ~ '^[a-z][a-z0-9_]{1,39}$'),
    -- Counts the saves: a device that shows an older one is told so.
    revision bigint not null check (revision >= 1),
    answer text not null check (answer in ('check', 'correction')),
    correction text check (correction <> ''),
    -- P2: under the person's data key, never in clear.
    correction_sealed bytea,
    -- Of a check: a keyed tag of the database value that was found right. When the master data change, the check lapses.
    checked_tag bytea check (octet_length(checked_tag) = 16),
    saved_at timestamptz not null,
    -- What came back with the latest return, or conflict: all that is open while the dossier is returned, and all that the
    -- next submission carries.
    reopened boolean not null default false,
    return_stage text check (return_stage in ('skpd', 'bkd', 'kanreg_bkn')),
    return_reason_code text collate "C" check (return_reason_code ~ '^[A-Z][A-Z0-9_]{0,39}$'),
    outcome text check (outcome in ('unchanged', 'applied', 'rejected', 'conflict')),
    primary key (dossier_id, key),
    check ((answer = 'check') = (checked_tag is not null)),
    check (num_nonnulls(correction, correction_sealed) = (answer = 'correction')::integer),
    check ((return_stage is null) = (return_reason_code is null)),
    check (reopened or return_stage is null),
    -- What is settled does not open again.
    check (not reopened or outcome is null or outcome = 'conflict')
);
