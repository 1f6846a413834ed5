-- The people, as the master data last told of each: whom a report counts, and whose they are.
create table reporting.view_employees (
    generation bigint not null,
    employee_id uuid not null,
    nip text not null,
    agency_code text not null,
    unit_code text not null,
    active boolean not null,
    version bigint not null,
    primary key (generation, employee_id)
);
-- The list of an agency's people, page by page.
create index view_employees_agency on reporting.view_employees (generation, agency_code, employee_id) where active;
