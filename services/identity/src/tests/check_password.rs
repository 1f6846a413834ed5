use proto::identity::v1::{CheckPasswordRequest, PrepareAccountRequest};
use tonic::Status;

use super::harness::{PASSWORD, World, number, person, reason};

async fn check(world: &World, whose: &PrepareAccountRequest, device: &str, password: &str) -> Result<(), Status> {
    let request = CheckPasswordRequest {
        registration_id: whose.registration_id.clone(),
        password: password.into(),
        client_key: device.into(),
        address_key: device.into(),
    };
    world.client.clone().check_password(request).await.map(|_| ())
}

#[tokio::test]
async fn the_right_password_is_enough_before_confirmation() {
    let world = World::new("check_password").await;
    world.submitted(&person(1)).await;
    assert_eq!(reason(check(&world, &person(1), "d", PASSWORD).await), "OK");
    assert_eq!(reason(check(&world, &person(1), "d", "salah sekali 99 x").await), "SIGN_IN_REFUSED");
    assert_eq!(reason(check(&world, &person(2), "d", PASSWORD).await), "SIGN_IN_REFUSED", "nobody's");
    world.prepare(person(3)).await.unwrap();
    assert_eq!(reason(check(&world, &person(3), "d", PASSWORD).await), "SIGN_IN_REFUSED", "not complete");
}

#[tokio::test]
async fn it_counts_as_a_sign_in_attempt() {
    let world = World::new("check_password_counts").await;
    world.confirmed(&person(1)).await;
    for guess in 0..10 {
        let device = format!("d{guess}");
        assert_eq!(reason(check(&world, &person(1), &device, "salah sekali 99 x").await), "SIGN_IN_REFUSED");
    }
    assert_eq!(reason(check(&world, &person(1), "d10", PASSWORD).await), "TOO_MANY_ATTEMPTS");
    let sign_in = world.sign_in_from("d11", &number(1).to_string(), PASSWORD).await;
    assert_eq!(reason(sign_in), "TOO_MANY_ATTEMPTS");
}
