//! The table of types is data.

use proto::helpdesk::v1::{ListTicketTypesRequest, TicketAction, TicketField, TicketType};

use super::harness::{World, broken_fields, ticket};

async fn types(world: &World) -> Vec<TicketType> {
    world.client.clone().list_ticket_types(ListTicketTypesRequest {}).await.unwrap().into_inner().types
}

#[tokio::test]
async fn every_type_of_the_regulation_is_listed_in_the_order_of_choice() {
    let world = World::new("types").await;
    let types = types(&world).await;
    let codes: Vec<_> = types.iter().map(|of| of.code.as_str()).collect();
    let expected = [
        "lupa_ibu_kandung",
        "instansi_salah",
        "nama_salah",
        "tidak_ada_dalam_database",
        "nip_didaftarkan_orang_lain",
        "lupa_kata_kunci",
        "referensi_unit_organisasi",
        "referensi_lokasi",
        "referensi_sekolah",
        "referensi_unit_kesehatan",
        "referensi_pendidikan",
        "referensi_jabatan_fungsional_tertentu",
        "referensi_jabatan_fungsional_umum",
        "turun_status",
        "verifikasi_nomor_registrasi",
        "penambahan_verifikator_1",
    ];
    assert_eq!(codes, expected);
    for of in &types {
        let texts = [&of.label_id, &of.label_en, &of.hint_id, &of.hint_en];
        assert!(texts.iter().all(|text| !text.is_empty()) && !of.fields.is_empty() && of.due_hours > 0, "{}", of.code);
        assert!(of.optional_fields.iter().all(|field| of.fields.contains(field)), "{}", of.code);
        let acts = of.action() != TicketAction::Unspecified;
        // A unit needs its place in the tree, which a ticket does not name.
        assert_eq!(acts, !["", "unor"].contains(&of.reference_table.as_str()), "{}", of.code);
    }
    let unknown = types.iter().find(|of| of.code == "tidak_ada_dalam_database").unwrap();
    assert!(unknown.optional().eq([TicketField::OldNip]), "who was appointed lately has none");
}

trait Optional {
    fn optional(&self) -> impl Iterator<Item = TicketField>;
}

impl Optional for TicketType {
    fn optional(&self) -> impl Iterator<Item = TicketField> {
        self.optional_fields.iter().map(|field| TicketField::try_from(*field).unwrap())
    }
}

#[tokio::test]
async fn a_type_that_was_taken_away_is_neither_listed_nor_taken() {
    let world = World::new("types_inactive").await;
    world.execute("update helpdesk.ticket_types set active = false where code = 'nama_salah'").await;
    assert!(types(&world).await.iter().all(|of| of.code != "nama_salah"));
    let nip = (TicketField::Nip, "198001012005011001");
    let refused = world.open(None, ticket("nama_salah", &[nip])).await;
    assert_eq!(broken_fields(refused), [("type_code".into(), "TICKET_TYPE_UNKNOWN".into())]);
}
