-- A copy of when verification ends, by campaign: nothing is decided after it. What has not been told does not end.
create table verification.campaigns (
    code text collate "C" primary key,
    verification_closes_at timestamptz not null,
    -- The row's version at its owner; events come in any order, and the highest stays.
    version bigint not null check (version >= 1)
);
