//! Whatever is typed is kept as text or refused by name: never altered, never interpreted.

use proto::helpdesk::v1::{OpenTicketRequest, Resolution, ResolveTicketRequest, TicketAnswer, TicketField};

use super::{
    fixtures::Someone,
    harness::{World, about, answer, approval, bkn, broken_fields, desk_of, missing_place, resolution, ticket},
};

#[tokio::test]
async fn a_text_is_kept_as_it_is_or_refused() {
    let world = World::new("hostile_text").await;
    let longest = "é".repeat(250);
    let kept = [
        "'; DROP TABLE tickets; --",
        "=HYPERLINK(\"http://x\")",
        "{{7*7}}",
        "<script>alert(1)</script>",
        "😀 tolong",
        &longest,
    ];
    for text in kept {
        let id = world.opened(OpenTicketRequest { text: text.into(), ..about(Someone::Teacher) }).await;
        assert_eq!(world.get(&desk_of("A1"), id).await.unwrap().text, text);
    }
    let stacked = format!("a{}", "\u{0301}".repeat(249));
    let refused = [
        ("", "TEXT_EMPTY"),
        ("  ", "TEXT_EMPTY"),
        ("baris\nbaru", "TEXT_CONTROL"),
        ("nol\0", "TEXT_CONTROL"),
        ("a\u{202e}b", "TEXT_BIDI"),
        ("a\u{200b}b", "TEXT_INVISIBLE"),
        ("a\u{feff}b", "TEXT_INVISIBLE"),
        (&stacked, "TEXT_COMBINING"),
        (&format!("{longest}x"), "TEXT_TOO_LONG"),
        (&"\u{0301}".repeat(5000), "TEXT_TOO_LONG"),
    ];
    for (text, rule) in refused {
        let outcome = world.open(None, OpenTicketRequest { text: text.into(), ..about(Someone::Teacher) }).await;
        assert_eq!(broken_fields(outcome), [("text".into(), rule.into())], "{text:?}");
    }
}

#[tokio::test]
async fn identifiers_are_read_by_their_rules() {
    let world = World::new("hostile_ids").await;
    let id = world.opened(ticket("lupa_ibu_kandung", &[(TicketField::Nip, "19800101 200501.1-001")])).await;
    assert_eq!(world.get(&desk_of("A1"), id).await.unwrap().answers[0].value, Someone::Teacher.nip());
    let nips = [
        ("19800101200501100", "NIP_LENGTH"),
        ("1980010120050110011", "NIP_LENGTH"),
        ("١٩٨٠٠١٠١٢٠٠٥٠١١٠٠١", "NIP_DIGITS"),
        ("１９８００１０１２００５０１１００１", "NIP_DIGITS"),
        ("198002302005011001", "NIP_BIRTH_DATE"),
        ("198001012005013001", "NIP_SEX"),
        ("", "FIELD_MISSING"),
    ];
    for (nip, rule) in nips {
        let outcome = world.open(None, ticket("lupa_ibu_kandung", &[(TicketField::Nip, nip)])).await;
        assert_eq!(broken_fields(outcome), [("nip".into(), rule.into())], "{nip}");
    }
    let outcome = world.open(None, ticket("turun_status", &[(TicketField::RegistrationNumber, "C8Y9GVRQ")])).await;
    assert_eq!(broken_fields(outcome), [("registration_number".into(), "REGISTRATION_NUMBER_CHECK".into())]);
    for agency in ["A9", "agency:A1", "nation", "A1' or '1'='1"] {
        let request = ticket("referensi_lokasi", &[(TicketField::Agency, agency), (TicketField::WantedValue, "x")]);
        let expected = [("agency".into(), "REFERENCE_UNKNOWN".into())];
        assert_eq!(broken_fields(world.open(None, request).await), expected, "{agency}");
    }
}

#[tokio::test]
async fn forged_types_and_answers_to_no_question_are_refused_all_at_once() {
    let world = World::new("hostile_types").await;
    for code in ["", "NAMA_SALAH", "nama_salah ", "x'; --", "approve"] {
        let refused = world.open(None, OpenTicketRequest { type_code: code.into(), ..about(Someone::Teacher) }).await;
        assert_eq!(broken_fields(refused), [("type_code".into(), "TICKET_TYPE_UNKNOWN".into())], "{code}");
    }
    let mut request = about(Someone::Teacher);
    request.text = String::new();
    request.answers.extend([
        answer(TicketField::Agency, "A3"),
        answer(TicketField::Nip, &Someone::Nurse.nip()),
        TicketAnswer { field: 99, value: "nation".into() },
    ]);
    let expected = [
        ("text", "TEXT_EMPTY"),
        ("answers", "ANSWER_UNASKED"),
        ("agency", "ANSWER_UNASKED"),
        ("nip", "FIELD_REPEATED"),
    ];
    let expected = expected.map(|(field, rule)| (field.to_owned(), rule.to_owned()));
    assert_eq!(broken_fields(world.open(None, request).await), expected);
    let flood = OpenTicketRequest {
        answers: (0..100_000).map(|_| answer(TicketField::Nip, "1")).collect(),
        ..about(Someone::Teacher)
    };
    assert_eq!(broken_fields(world.open(None, flood).await), [("answers".into(), "ANSWER_UNASKED".into())]);
    let nameless = OpenTicketRequest { request_id: "1".into(), ..about(Someone::Teacher) };
    assert_eq!(broken_fields(world.open(None, nameless).await), [("request_id".into(), "ID_INVALID".into())]);
    assert_eq!(world.count("select count(*) from helpdesk.tickets").await, 0);
}

#[tokio::test]
async fn what_an_officer_types_is_read_by_rules_too() {
    let world = World::new("hostile_officer").await;
    let (id, officer) = (world.opened(missing_place("A1")).await, desk_of("A1"));
    world.claim(&officer, id).await.unwrap();
    let cases: [(ResolveTicketRequest, &str, &str); 9] = [
        (ResolveTicketRequest { note: String::new(), ..approval(id) }, "note", "TEXT_EMPTY"),
        (ResolveTicketRequest { note: "x".repeat(1001), ..approval(id) }, "note", "TEXT_TOO_LONG"),
        (ResolveTicketRequest { note: "a\u{202e}".into(), ..approval(id) }, "note", "TEXT_BIDI"),
        (
            ResolveTicketRequest { reference_code: "=1+1".into(), ..approval(id) },
            "reference_code",
            "REFERENCE_CODE_FORM",
        ),
        (ResolveTicketRequest { reference_label: String::new(), ..approval(id) }, "reference_label", "TEXT_EMPTY"),
        (
            ResolveTicketRequest { reference_code: "1".into(), ..resolution(id, Resolution::Reject) },
            "reference_code",
            "ANSWER_UNASKED",
        ),
        (
            ResolveTicketRequest { resolution: 77, ..resolution(id, Resolution::Reject) },
            "resolution",
            "RESOLUTION_UNFIT",
        ),
        (ResolveTicketRequest { request_id: "x".into(), ..approval(id) }, "request_id", "ID_INVALID"),
        (ResolveTicketRequest { ticket_id: "1; --".into(), ..approval(id) }, "ticket_id", "ID_INVALID"),
    ];
    for (request, field, rule) in cases {
        assert_eq!(broken_fields(world.resolve(&officer, request).await), [(field.into(), rule.into())]);
    }
    assert_eq!(
        broken_fields(
            world
                .search(
                    &bkn(),
                    proto::helpdesk::v1::SearchTicketsRequest {
                        query: "' or 1=1".into(),
                        page_size: 101,
                        ..Default::default()
                    }
                )
                .await
        ),
        [("query".into(), "QUERY_FORM".into()), ("page_size".into(), "PAGE_SIZE_RANGE".into())]
    );
}
