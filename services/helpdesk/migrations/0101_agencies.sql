-- A copy of registration's agencies: whose regional office is whose stands in our own queries, and lists show their names.
create table helpdesk.agencies (
    code text collate "C" primary key,
    name text not null,
    central boolean not null,
    -- Null for central agencies: BKN Pusat looks after them.
    kanreg_code text collate "C",
    -- The row's version at its owner; events come in any order, and the highest stays.
    version bigint not null check (version >= 0)
);
create index agencies_kanreg on helpdesk.agencies (kanreg_code);
