-- An id is its publisher's own: two publishers' events under one id are two. What a program of before remembers names no
-- publisher, and counts as anybody's.
alter table reporting.rebuild_events add column source text not null default '';
alter table reporting.rebuild_events drop constraint rebuild_events_pkey;
alter table reporting.rebuild_events add primary key (generation, event_id, source);
