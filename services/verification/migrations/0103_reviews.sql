-- A submitted dossier on its way through the stages. 4.6 million of them: what a list pages through stands in the row.
create table verification.reviews (
    dossier_id uuid primary key,
    registration_id uuid not null,
    registration_number text collate "C" not null check (registration_number ~ '^[2-9A-HJ-NP-Z]{8}$'),
    -- Whose dossier it is: an employee's person id is the employee id.
    subject_id uuid not null,
    -- P1, for lists; values of fields are never kept here.
    nip text collate "C" not null check (nip ~ '^[0-9]{18}$'),
    name text not null,
    active boolean not null,
    campaign_code text not null,
    -- Where the employee belonged when submitting: who decides.
    agency_code text collate "C" not null,
    unit_code text collate "C" not null,
    state text not null check (state in ('open', 'recalled', 'returned', 'completed', 'final')),
    -- The stage that decides now.
    stage text check (stage in ('skpd', 'bkd', 'kanreg_bkn')),
    submission integer not null check (submission >= 1),
    -- How many events tell of it.
    version bigint not null check (version >= 0),
    -- Riskiest first: the negative risk, so that one comparison of rows pages through rank, time and id.
    rank integer not null check (rank <= 0),
    -- What the stage has to decide, and how much of it is marked.
    due_fields integer not null check (due_fields >= 0),
    marked_fields integer not null check (marked_fields between 0 and due_fields),
    submitted_at timestamptz not null,
    due_at timestamptz,
    claimed_by uuid,
    claimed_account uuid,
    claim_expires_at timestamptz,
    unique (dossier_id, subject_id),
    check ((state = 'open') = (stage is not null)),
    check ((stage is null) = (due_at is null)),
    check (claimed_by is null or stage is not null),
    check ((claimed_by is null) = (claimed_account is null)),
    check ((claimed_by is null) = (claim_expires_at is null)),
    -- Nobody decides on themselves.
    check (claimed_by <> subject_id)
);
