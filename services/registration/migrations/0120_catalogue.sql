-- What a dossier asks is data, not code: another version is an insert, and a dossier keeps the version it was opened with.
create table registration.catalogue_versions (
    version integer primary key check (version >= 1),
    -- From then on dossiers are opened with it.
    published_at timestamptz not null
);

create table registration.catalogue_fields (
    version integer not null references registration.catalogue_versions,
    key text collate "C" not null check (key ~ '^[a-z][a-z0-9_]{1,39}$'),
    -- The order in which people see the fields.
    position smallint not null check (position >= 1),
    section text not null check (section in ('data_utama', 'data_posisi', 'data_riwayat', 'data_lainnya')),
    label_id text not null check (label_id <> ''),
    label_en text not null check (label_en <> ''),
    type text not null
        check (type in ('text', 'date', 'year', 'digits', 'reference', 'email', 'nik', 'old_nip')),
    -- In code points, or digits.
    min_length smallint not null default 1 check (min_length >= 1),
    max_length smallint not null check (max_length between 1 and 254),
    -- The table of its values (`reference_values`, or `instansi` and `unor`).
    reference_table text collate "C" check (reference_table ~ '^[a-z][a-z_]{1,39}$'),
    required boolean not null default false,
    -- Follows from something else: shown, never answered.
    read_only boolean not null default false,
    document_required boolean not null default false,
    -- Who decides it, in order.
    stages text[] not null default '{skpd,bkd,kanreg_bkn}'
        check (stages in ('{skpd}', '{skpd,bkd}', '{skpd,bkd,kanreg_bkn}')),
    pii_class text not null check (pii_class in ('P0', 'P1', 'P2')),
    -- The master value that it compares with: a column of `employees` (`parent_unit_code`: of the unit), or `attribute`.
    master text collate "C" not null check (master ~ '^[a-z][a-z_]{1,39}$'),
    primary key (version, key),
    unique (version, position),
    check (min_length <= max_length),
    check ((type = 'reference') = (reference_table is not null)),
    check (not (required and read_only))
);

-- What people declare when they submit; its wordings are kept as they were agreed to.
create table registration.declarations (
    version integer primary key check (version >= 1),
    text text not null check (text <> ''),
    published_at timestamptz not null
);
