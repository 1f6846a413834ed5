-- A campaign that was taken back ends nothing. Its row stays, so that an older telling of it that comes late is known as such.
alter table verification.campaigns add column withdrawn boolean not null default false;
