-- Agencies and units with their tree: names for reports, and jurisdiction as a condition of a query.
create table reporting.view_agencies (
    generation bigint not null,
    code text not null,
    name text not null,
    central boolean not null,
    kanreg_code text,
    version bigint not null,
    primary key (generation, code)
);
create index view_agencies_kanreg on reporting.view_agencies (generation, kanreg_code, code);

create table reporting.view_org_units (
    generation bigint not null,
    code text not null,
    agency_code text not null,
    parent_code text,
    name text not null,
    level_1 boolean not null,
    version bigint not null,
    primary key (generation, code)
);
create index view_org_units_agency on reporting.view_org_units (generation, agency_code, code);

-- Every unit below every unit, itself included.
create table reporting.view_org_unit_closure (
    generation bigint not null,
    ancestor_code text not null,
    descendant_code text not null,
    primary key (generation, ancestor_code, descendant_code)
);
create index view_org_unit_closure_descendant on reporting.view_org_unit_closure (generation, descendant_code);
