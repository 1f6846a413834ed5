-- What is left of a rejected registration: enough to answer its number and to prove the decision, nothing of the person.
create table registration.registration_tombstones (
    registration_id uuid primary key,
    registration_number text collate "C" not null unique references registration.registration_numbers,
    campaign_code text collate "C" not null references registration.campaigns,
    -- Who registered, as a keyed tag (chassis BlindIndex "tombstone-nip"): found by whoever has the NIP, told to nobody.
    nip_index bytea not null check (octet_length(nip_index) = 16),
    -- Within whose scope it was.
    agency_code text collate "C" not null references registration.agencies,
    unit_code text collate "C" not null references registration.org_units,
    request_id uuid not null unique,
    reason_code text not null check (reason_code in ('NOT_EMPLOYED_HERE', 'NOT_MADE_BY_EMPLOYEE', 'DUPLICATE', 'OTHER')),
    decided_by uuid not null,
    decided_at timestamptz not null,
    decision_request_id uuid not null,
    seen text not null check (seen in ('untold', 'paper', 'qr'))
);
create index registration_tombstones_nip on registration.registration_tombstones (nip_index);
create index registration_tombstones_campaign on registration.registration_tombstones (campaign_code);
create index registration_tombstones_agency on registration.registration_tombstones (agency_code);
create index registration_tombstones_unit on registration.registration_tombstones (unit_code);
