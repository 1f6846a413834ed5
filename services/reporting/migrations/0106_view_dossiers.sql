-- Where every dossier stands: the furthest step of its latest submission, whichever of its two publishers was heard first.
create table reporting.view_dossiers (
    generation bigint not null,
    dossier_id uuid not null,
    registration_id uuid not null,
    employee_id uuid not null,
    campaign_code text not null,
    submission bigint not null check (submission > 0),
    step smallint not null,
    state text not null
        check (state in ('submitted', 'recalled', 'returned', 'completed', 'applied', 'conflict', 'final')),
    -- The stage that decides now.
    stage text check (stage in ('skpd', 'bkd', 'kanreg_bkn')),
    stage_entered_at timestamptz not null,
    agency_code text not null,
    unit_code text not null,
    primary key (generation, dossier_id),
    check ((state = 'submitted') = (stage is not null))
);
create index view_dossiers_employee on reporting.view_dossiers (generation, employee_id);
