-- The units of one agency are removed with it, when a rehearsal ends: they must be found without reading all others.
create index org_units_agency on verification.org_units (agency_code);
