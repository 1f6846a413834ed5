-- A stage's last word on a submission; the command finds its own answer here when it is sent again.
create table verification.completions (
    dossier_id uuid not null,
    submission integer not null check (submission >= 1),
    stage text not null check (stage in ('skpd', 'bkd', 'kanreg_bkn')),
    completed_by uuid not null,
    request_id uuid not null,
    -- Whether what was undecided was accepted: part of what the command said.
    rest_ok boolean not null,
    completed_at timestamptz not null,
    -- Where the review stood afterwards.
    state text not null check (state in ('open', 'returned', 'completed')),
    next_stage text check (next_stage in ('skpd', 'bkd', 'kanreg_bkn')),
    primary key (dossier_id, submission, stage),
    unique (completed_by, request_id),
    foreign key (dossier_id, completed_by, stage)
        references verification.stage_officers (dossier_id, person_id, stage),
    check ((state = 'open') = (next_stage is not null))
);

revoke update, delete, truncate on verification.completions from verification_app;
