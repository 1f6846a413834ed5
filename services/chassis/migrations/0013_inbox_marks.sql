-- By which events an aggregate came to its latest versions, eight bytes of each id: another one of a version that has passed is noticed.
-- A program that does not know the columns goes on with the version alone, so they say of which version they speak. They take the place
-- of latest_event_id, which older programs still write.
alter table {schema}.inbox_versions add column marks bytea, add column marked_version bigint;
