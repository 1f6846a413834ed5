-- Numbers without gaps: whoever tells an agency something holds its row until the commit, and a rollback gives the number back.
create table reporting.fact_agency_counters (
    agency_code text primary key,
    newest_seq bigint not null check (newest_seq > 0)
);
