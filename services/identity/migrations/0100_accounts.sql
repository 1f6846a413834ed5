-- Who may sign in: an employee by registration number, an officer by username; the row itself holds nothing personal.
create table identity.accounts (
    account_id uuid primary key,
    person_id uuid not null,
    state text not null,
    role text not null,
    -- Text form of kernel::Jurisdiction: own, unit:CODE, agency:CODE, kanreg:CODE, nation.
    jurisdiction text not null,
    registration_number text,
    username text,
    -- Events told of this account so far.
    version bigint not null default 0 check (version >= 0),
    created_at timestamptz not null,
    constraint accounts_state check (state in ('prepared', 'awaiting_confirmation', 'open', 'disabled')),
    constraint accounts_role check (role in
        ('employee', 'verifier_1', 'verifier_2', 'verifier_3', 'helpdesk', 'agency_admin', 'bkn_admin')),
    constraint accounts_login check (
        (role = 'employee') = (registration_number is not null) and (role = 'employee') = (username is null)),
    constraint accounts_jurisdiction check ((role = 'employee') = (jurisdiction = 'own')),
    constraint accounts_registration_number unique (registration_number),
    constraint accounts_username unique (username)
);
create index accounts_person on identity.accounts (person_id);
create index accounts_prepared on identity.accounts (created_at) where state = 'prepared';
