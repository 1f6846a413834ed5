-- A copy of registration's agencies: which of them an officer of level 3 decides for is a condition in our own queries.
create table verification.agencies (
    code text collate "C" primary key,
    name text not null,
    central boolean not null,
    -- Null for central agencies: BKN Pusat looks after them.
    kanreg_code text collate "C",
    -- The row's version at its owner; events come in any order, and the highest stays.
    version bigint not null check (version >= 0)
);
create index agencies_kanreg on verification.agencies (kanreg_code);
create index agencies_central on verification.agencies (code) where central;
