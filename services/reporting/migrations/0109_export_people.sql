-- Whose data left in which file: outlives the file, because a breach is found later.
create table reporting.fact_export_people (
    export_id uuid not null references reporting.fact_exports,
    employee_id uuid not null,
    primary key (export_id, employee_id)
);
create index fact_export_people_employee on reporting.fact_export_people (employee_id);
