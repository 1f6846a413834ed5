-- Who employs: scope, routing and reports all start from the agency, so it is kept once, here.
create table registration.kanreg (
    code text collate "C" primary key check (code ~ '^[A-Za-z0-9.-]{1,36}$'),
    name text not null,
    city text not null
);

create table registration.agencies (
    code text collate "C" primary key check (code ~ '^[A-Za-z0-9.-]{1,36}$'),
    name text not null,
    central boolean not null,
    -- Empty for central agencies: BKN Pusat looks after them.
    kanreg_code text collate "C" references registration.kanreg,
    -- Owner of the data key (registration.data_keys) that seals the NIKs of this agency's people.
    data_key_owner uuid not null unique default gen_random_uuid(),
    check (central = (kanreg_code is null))
);
create index agencies_kanreg on registration.agencies (kanreg_code);
