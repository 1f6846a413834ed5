-- How many people stand where, kept with each change, so that a report reads hundreds of rows and not millions.
create table reporting.view_counts (
    generation bigint not null,
    -- Empty for what belongs to no campaign.
    campaign_code text not null,
    -- `*` for the whole agency.
    unit_code text not null,
    agency_code text not null,
    measure text not null,
    count bigint not null,
    primary key (generation, campaign_code, unit_code, agency_code, measure)
);
