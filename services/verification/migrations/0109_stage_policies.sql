-- How long a stage may take is data: another pace is an operator's decision, not a release.
create table verification.stage_policies (
    stage text primary key check (stage in ('skpd', 'bkd', 'kanreg_bkn')),
    hours integer not null check (hours between 1 and 8760)
);
insert into verification.stage_policies values ('skpd', 72), ('bkd', 72), ('kanreg_bkn', 120);
