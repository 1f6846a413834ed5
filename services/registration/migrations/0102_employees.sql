-- The master data (SAPK): what the nation believes of each civil servant until a dossier corrects it.
create table registration.employees (
    employee_id uuid primary key,
    nip text collate "C" not null unique check (nip ~ '^[0-9]{18}$'),
    old_nip text collate "C" check (old_nip ~ '^[0-9]{8,9}$'),
    -- P2. The tag finds (chassis BlindIndex "nik"), the sealed text (column "nik" under the agency's data key) tells.
    nik_index bytea check (octet_length(nik_index) = 16),
    nik_sealed bytea,
    name text not null,
    front_title text not null default '',
    back_title text not null default '',
    birth_place text not null,
    birth_date date not null,
    sex text not null check (sex in ('male', 'female')),
    religion text not null,
    grade text collate "C" not null check (grade ~ '^(I|II|III|IV)/[a-e]$'),
    grade_tmt date not null,
    education text not null,
    graduation_year smallint check (graduation_year between 1900 and 2099),
    agency_code text collate "C" not null references registration.agencies,
    work_agency_code text collate "C" not null references registration.agencies,
    unit_code text collate "C" not null references registration.org_units,
    position_type text not null check (position_type in ('structural', 'functional_specific', 'functional_general')),
    position text not null,
    echelon text collate "C" check (echelon ~ '^(I|II|III|IV|V)\.[ab]$'),
    tmt_cpns date not null,
    tmt_pns date,
    legal_status text not null check (legal_status in ('active', 'suspended', 'retired', 'deceased')),
    -- Counts the changes of this row from 1.
    version bigint not null default 1 check (version >= 1),
    -- The import that wrote it last.
    imported_by uuid not null,
    -- Doubts for the verifier (kernel's Flag codes, import rules); never a reason to refuse.
    flags text[] not null default '{}',
    check ((nik_index is null) = (nik_sealed is null))
);
create index employees_agency on registration.employees (agency_code);
create index employees_work_agency on registration.employees (work_agency_code);
create index employees_unit on registration.employees (unit_code);
