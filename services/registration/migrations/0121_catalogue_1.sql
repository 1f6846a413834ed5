-- The first version of the catalogue, and the deck's declaration. The application reads both and changes neither.
insert into registration.catalogue_versions (version, published_at) values (1, '2000-01-01 00:00+07');
insert into registration.declarations (version, text, published_at) values (
    1,
    'Dengan ini saya menyatakan bahwa data yang saya sampaikan adalah benar, jika di kemudian hari ditemukan ada '
    'pemalsuan data maka saya bersedia dikenakan sanksi sesuai dengan ketentuan yang berlaku.',
    '2000-01-01 00:00+07'
);
revoke insert, update, delete on registration.catalogue_versions, registration.catalogue_fields, registration.declarations
    from registration_app;
