-- The files of one agency are removed with it, when a rehearsal ends: they must be found without reading all others.
create index fact_exports_agency on reporting.fact_exports (agency_code) where agency_code is not null;
