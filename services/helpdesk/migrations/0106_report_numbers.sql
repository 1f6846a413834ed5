-- Every report number ever drawn, whatever became of its ticket: the primary key is "never reused".
create sequence helpdesk.report_number_sequence minvalue 0 start 0;

create table helpdesk.report_numbers (
    report_number text collate "C" primary key check (report_number ~ '^[0-9]{10}$'),
    sequence bigint not null unique,
    drawn_at timestamptz not null
);
