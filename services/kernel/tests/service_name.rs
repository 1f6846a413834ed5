use kernel::{Coded, ServiceName};

#[test]
fn each_service_reads_back_and_no_other_name_does() {
    for service in ServiceName::ALL {
        assert_eq!(ServiceName::parse(service.as_str()), Ok(service));
    }
    for text in ["", "Identity", "identity.local", "operator", "postgres"] {
        assert_eq!(ServiceName::parse(text).expect_err("no service").code(), "SERVICE_UNKNOWN", "{text:?}");
    }
}
