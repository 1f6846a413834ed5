-- Every word of every officer on every field, append-only: the latest of a stage counts once the stage is completed.
create table verification.decisions (
    position bigint generated always as identity,
    dossier_id uuid not null,
    submission integer not null check (submission >= 1),
    stage text not null check (stage in ('skpd', 'bkd', 'kanreg_bkn')),
    person_id uuid not null,
    key text collate "C" not null,
    verdict text not null check (verdict in ('ok', 'return', 'reject')),
    reason_code text check (reason_code in ('DOCUMENT_MISSING', 'VALUE_WRONG', 'VALUE_UNCLEAR', 'OTHER')),
    -- In the officer's words, for the employee; may be P1.
    note text not null check (char_length(note) <= 250),
    decided_at timestamptz not null,
    primary key (dossier_id, position),
    foreign key (dossier_id, key) references verification.review_items,
    foreign key (dossier_id, person_id, stage)
        references verification.stage_officers (dossier_id, person_id, stage),
    check ((verdict = 'ok') = (reason_code is null)),
    check ((verdict = 'ok') = (note = ''))
);

revoke update, delete, truncate on verification.decisions from verification_app;
