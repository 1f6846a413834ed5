-- A copy of registration's tree of units: "in this subtree" stands in every query of a level-1 officer, one look-up each.
create table verification.org_units (
    code text collate "C" primary key,
    agency_code text collate "C" not null,
    name text not null,
    -- The row's version at its owner; events come in any order, and the highest stays.
    version bigint not null check (version >= 0)
);

-- Every unit is its own ancestor. No foreign keys: a unit may be heard of before the units above it.
create table verification.org_unit_closure (
    ancestor_code text collate "C" not null,
    descendant_code text collate "C" not null,
    primary key (ancestor_code, descendant_code)
);
create index org_unit_closure_descendant on verification.org_unit_closure (descendant_code);
