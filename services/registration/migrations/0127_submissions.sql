-- What was handed in, frozen: verification decides about these rows, and accepted corrections are applied from them.
create table registration.submissions (
    dossier_id uuid not null references registration.dossiers,
    -- 1, 2, 3: the one before must be there.
    submission integer not null check (submission >= 1),
    previous integer generated always as (nullif(submission - 1, 0)) stored,
    -- The command that made it, so that the same one sent again finds its own answer.
    request_id uuid not null unique,
    declaration_version integer not null references registration.declarations,
    submitted_at timestamptz not null,
    -- Carries what had come back, not the whole dossier.
    partial boolean not null,
    primary key (dossier_id, submission),
    foreign key (dossier_id, previous) references registration.submissions (dossier_id, submission),
    check (not (partial and submission = 1))
);

-- The dossier counts no submission that is not there.
alter table registration.dossiers add column latest integer generated always as (nullif(submission, 0)) stored;
alter table registration.dossiers add foreign key (dossier_id, latest)
    references registration.submissions (dossier_id, submission);

create table registration.submission_fields (
    dossier_id uuid not null,
    submission integer not null,
    key text collate "C" not null check (key ~ '^[a-z][a-z0-9_]{1,39}$'),
    answer text not null check (answer in ('check', 'correction')),
    -- What the master data said at that time. P2 is sealed under the person's data key.
    database_value text check (database_value <> ''),
    database_value_sealed bytea,
    correction text check (correction <> ''),
    correction_sealed bytea,
    marks text[] not null default '{}',
    stages text[] not null check (cardinality(stages) between 1 and 3),
    primary key (dossier_id, submission, key),
    foreign key (dossier_id, submission) references registration.submissions,
    check (num_nonnulls(database_value, database_value_sealed) <= 1),
    check (num_nonnulls(correction, correction_sealed) = (answer = 'correction')::integer)
);
create index submission_fields_latest on registration.submission_fields (dossier_id, key, submission desc);

-- Frozen means frozen.
revoke update, delete on registration.submissions, registration.submission_fields from registration_app;
