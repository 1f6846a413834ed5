use kernel::{AgencyCode, Coded, Jurisdiction, KanregCode, Role, UnitCode};

#[test]
fn each_role_reads_back() {
    for role in Role::ALL {
        assert_eq!(Role::parse(role.as_str()), Ok(role));
    }
    for text in ["", "Employee", "verifier_4", "admin", "employee "] {
        assert_eq!(Role::parse(text).expect_err("no role").code(), "ROLE_UNKNOWN", "{text:?}");
    }
}

/// Rows: roles in the order of `Role::ALL`; columns: own file, unit, agency, region, nation, rehearsal.
#[test]
fn each_role_holds_where_the_regulation_puts_it() {
    let jurisdictions = [
        Jurisdiction::OwnFile,
        Jurisdiction::Unit(UnitCode::parse("u").expect("a code")),
        Jurisdiction::Agency(AgencyCode::parse("a").expect("a code")),
        Jurisdiction::Kanreg(KanregCode::parse("k").expect("a code")),
        Jurisdiction::Nation,
        Jurisdiction::Rehearsal,
    ];
    let table = Role::ALL.map(|role| {
        let fits = jurisdictions.iter().map(|area| if role.fits(area) { 'x' } else { '.' });
        (role.as_str(), fits.collect::<String>())
    });
    let expected = [
        ("employee", "x....."),
        ("verifier_1", ".x...."),
        ("verifier_2", "..x..."),
        ("verifier_3", "...xxx"),
        ("helpdesk", "..xxx."),
        ("agency_admin", "..x..."),
        ("bkn_admin", "....x."),
        ("agency_system", "..x..."),
    ];
    assert_eq!(table, expected.map(|(role, fits)| (role, fits.to_owned())));
}
