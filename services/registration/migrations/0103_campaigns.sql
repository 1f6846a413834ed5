-- A campaign's dates are data: extending it is an operator's decision, not a release.
create table registration.campaigns (
    code text collate "C" primary key check (code ~ '^[A-Za-z0-9-]{1,20}$'),
    name text not null,
    opens_at timestamptz not null,
    registration_closes_at timestamptz not null,
    submission_closes_at timestamptz not null,
    verification_closes_at timestamptz not null,
    check (opens_at < registration_closes_at),
    check (registration_closes_at <= submission_closes_at),
    check (submission_closes_at <= verification_closes_at)
);
create index campaigns_opens_at on registration.campaigns (opens_at);
