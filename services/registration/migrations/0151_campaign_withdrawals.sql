-- A withdrawn campaign is gone. What stays is how often it was told: who keeps a copy keeps the highest version, and a campaign
-- that is put under the same code again goes on counting.
create table registration.campaign_withdrawals (
    code text collate "C" primary key check (code ~ '^[A-Za-z0-9-]{1,20}$'),
    version bigint not null check (version >= 1),
    withdrawn_at timestamptz not null
);
