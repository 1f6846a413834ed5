-- Verification keeps a copy of a campaign's dates: of two tellings it keeps the later one.
-- 0 before it has been told.
alter table registration.campaigns add column version bigint not null default 0 check (version >= 0);
