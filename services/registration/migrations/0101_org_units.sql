-- The tree of units, and its closure: "in this subtree" must be one index look-up, for it stands in every officer's query.
create table registration.org_units (
    code text collate "C" primary key check (code ~ '^[A-Za-z0-9.-]{1,36}$'),
    agency_code text collate "C" not null references registration.agencies,
    parent_code text collate "C" references registration.org_units,
    name text not null,
    -- Flag: verifies at level 1.
    level_1 boolean not null,
    check (parent_code <> code)
);
create index org_units_agency on registration.org_units (agency_code);
create index org_units_parent on registration.org_units (parent_code);

-- Every unit is its own ancestor at depth 0.
create table registration.org_unit_closure (
    ancestor_code text collate "C" not null references registration.org_units on delete cascade,
    descendant_code text collate "C" not null references registration.org_units on delete cascade,
    depth integer not null check (depth >= 0),
    primary key (ancestor_code, descendant_code),
    check ((depth = 0) = (ancestor_code = descendant_code))
);
create index org_unit_closure_descendant on registration.org_unit_closure (descendant_code);
