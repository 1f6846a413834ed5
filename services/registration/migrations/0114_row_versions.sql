-- Other services keep copies of agencies and units; events may reach them out of order, and the highest version is the newest.
-- Counts the changes of the row from 1; of a unit also those of its place in the tree.
alter table registration.agencies add column version bigint not null default 1 check (version >= 1);
alter table registration.org_units add column version bigint not null default 1 check (version >= 1);
