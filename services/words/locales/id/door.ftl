# Halaman pintu itu sendiri, ketika portal tidak ditanya atau sedang tidak dapat dihubungi.

door-refused = Permintaan ditolak
door-come-back = Silakan coba lagi setelah { $seconds } detik.
door-back-button = Tombol kembali pada peramban membawa Anda ke isian yang sudah diketik.
door-front = Halaman depan
door-away = Layanan sedang tidak dapat dihubungi
door-try-again = Coba lagi
door-still-typed = Isian Anda masih ada di halaman ini; tidak ada yang tercatat dua kali.
door-secrets-again = Kata sandi dan isian rahasia lainnya akan diminta lagi.
door-once-more = Kirim sekali lagi
