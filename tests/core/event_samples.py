"""Sample data of the papers of an activity. Names are invented."""

BADGES = {
    "agency": "Pemerintah Kabupaten Kolaka",
    "activity": "Sosialisasi netralitas pegawai",
    "when": "Senin, 14 Oktober 2024, 08.30 WITA, Aula Kantor Bupati",
    "badges": [
        {
            "name": name, "unit": unit, "part": part,
            "link": f"HTTPS://IKRAR.KOLAKA.EXAMPLE/B/IK1{number * 41}",
        }
        for number, (name, unit, part) in {
            "7QM": ("Sari Contohwati, S.Pd., M.M.", "SMP Negeri 14 Kolaka", "Peserta"),
            "2FK": ("Wati Tamurekaan", "Bawaslu Kabupaten Kolaka", "Tamu"),
        }.items()
    ],
}  # fmt: skip

DECLARATION = {
    "title": "Surat Pernyataan", "subject": "Hubungan keluarga dengan calon", "number": "800/12/2024", "place": "Kolaka",
    "date": "14 Oktober 2024", "opening": ["Saya yang bertanda tangan di bawah ini:"],
    "lines": [
        {"label": "Nama", "value": "Sari Contohwati, S.Pd., M.M."},
        {"label": "Tugas yang tertinggal", "value": "Mengajar kelas V, piket hari Selasa"},
    ],
    "middle": "menyatakan dengan sebenarnya:", "clauses": ["bahwa saya bersikap pasif;", "bahwa saya tidak ikut memutus."],
    "closing": ["Pernyataan ini saya buat tanpa paksaan."],
    "signer": {
        "role": ["Yang membuat pernyataan,"], "name": "Sari Contohwati, S.Pd., M.M.", "number": "NIP 19860926 202421 1 001",
        "note": "Dinyatakan dengan kode dan PIN, 14 Oktober 2024 pukul 09.12 WITA",
    },
    "foot": "Simpan sebagai bukti.",
}  # fmt: skip

INVITATION = {
    "number": "005/2098/2024", "date": "7 Oktober 2024", "place": "Kolaka", "at": "Tempat",
    "head": [
        {"label": "Sifat", "value": "Penting"}, {"label": "Lampiran", "value": "1 (satu) berkas"},
        {"label": "Hal", "value": "Undangan sosialisasi netralitas"},
    ],
    "to": ["Kepala Dinas Pendidikan, Kepemudaan, dan Olahraga"],
    "opening": ["Dalam rangka menjaga netralitas pegawai, mohon Saudara menugaskan nama pada lampiran untuk hadir pada:"],
    "facts": [
        {"label": "Hari, tanggal", "value": "Senin, 14 Oktober 2024"}, {"label": "Pukul", "value": "08.30 WITA"},
        {"label": "Tempat", "value": "Aula Kantor Bupati"},
    ],
    "closing": ["Mohon membawa lencana.", "Demikian disampaikan, atas kerja samanya diucapkan terima kasih."],
    "signer": {
        "role": ["Plt. Kepala Badan Kepegawaian,"], "name": "Drs. Budi Rekaan, M.Si.", "rank": "Pembina Tingkat I",
        "number": "NIP 19690721 199503 1 001",
    },
    "copies": ["Bupati Kolaka, sebagai laporan;", "Sekretaris Daerah."],
    "annex": {
        "title": "Daftar pegawai yang diundang", "unit": "Dinas Pendidikan, Kepemudaan, dan Olahraga",
        "rows": [
            {"name": "Sari Contohwati, S.Pd., M.M.", "position": "Guru Ahli Pertama"}, {"name": "Tono Rekaan"},
        ],
    },
}  # fmt: skip

CIRCULAR = {
    "number": "800/7/2024", "date": "14 Oktober 2024", "place": "Kolaka", "at": "Tempat",
    "to": ["Inspektur", "Kepala Dinas Pendidikan, Kepemudaan, dan Olahraga"],
    "about": "Netralitas pegawai pada pemilihan (contoh)", "draft": "KONSEP",
    "parts": [
        {"letter": "A", "title": "Latar Belakang", "text": "Setiap pegawai melayani tanpa membedakan."},
        {
            "letter": "B", "title": "Isi Edaran",
            "points": [
                {"text": "Kepala perangkat daerah agar:", "items": ["membacakan edaran ini;", "mengawasi kendaraan dinas."]},
                {"text": "Pegawai tetap berhak memilih."},
            ],
        },
    ],
    "signer": {"role": ["a.n. BUPATI CONTOH", "Sekretaris Daerah,"], "name": "Drs. Budi Rekaan, M.Si.", "rank": "Pembina"},
    "copies": ["Bupati Contoh, sebagai laporan;", "Ketua Bawaslu."],
}  # fmt: skip
SIGNING_MINUTES = {
    "title": "Berita Acara Penandatanganan",
    "about": "Ikrar Netralitas Pilkada 2024",
    "facts": [
        {"label": "Penandatanganan", "value": "Ikrar Netralitas Pilkada 2024 (kode 7Q4M2F)"},
        {"label": "Naskah", "value": "Ikrar Netralitas ASN, versi 2, sidik digital 41d7 e803 9f2c 10c0"},
        {"label": "Riwayat", "value": "Dibuka 14 Oktober 2024, pukul 08.00 WITA oleh Rahmawati Contohwati"},
    ],
    "counts": [
        {"label": "Sasaran saat dibuka", "value": "1.246"},
        {"label": "Tercatat", "value": "1.203"},
        {"label": "Dibatalkan", "value": "2"},
        {"label": "Dihitung", "value": "1.201"},
    ],
    "levels": [
        {"code": "L2", "label": "Kode dan PIN", "count": "1.150"},
        {"code": "L0+L1", "label": "Tinta di kertas + Disaksikan petugas", "count": "51"},
    ],
    "rule": "Angka ini sama dengan entri penutup di register. Tingkat di bawah 10 orang digabung, juga di sana.",
    "people": [
        {
            "label": "Sesi meja",
            "lines": ["Susulan, Dinas Contoh, 15 Oktober 2024, pukul 08.00 WITA, dibuka Budi Rekaan"],
        },
        {"label": "Pembuka", "lines": ["Plh. Sekretaris Daerah, Kota Contoh (nama tidak disebut)"]},
        {"label": "Saksi", "lines": ["Wati Pengamatrekaan, Bawaslu Kota Contoh"]},
    ],
    "remarks": ["Wati Pengamatrekaan: “Daftar di meja cocok.” (sidik digital 4850 212c 1404)"],
    "register": {
        "origin": "pilkada.contoh.example",
        "size": "1.372",
        "root": "qB5tV6m0Yq3Yk2n1mZb0mUqk0p8s3cB1yq3Yk2n1mZY=",
        "at": "21 Oktober 2024, pukul 16.00 WITA",
        "index": "1.371",
        "leaf": "9f2c41d7e8039f2c41d7e8039f2c41d7e8039f2c41d7e8039f2c41d7e8039f2c",
        "key": "pilkada.contoh.example+48436fb9+AU8ccSNd6jQLG2qfJ5q40Mk/nu+vjCMCbuj7bLsMDFTB",
        "check": {
            "address": "ikrar.contoh.example/register/pilkada.contoh.example/",
            "link": "HTTPS://IKRAR.CONTOH.EXAMPLE/register/pilkada.contoh.example/",
        },
    },
    "place": "Contoh",
    "date": "21 Oktober 2024",
    "signers": [
        {"role": ["Ketua Panitia,"], "name": "Budi Rekaan"},
        {"role": ["Saksi,"], "name": "Wati Pengamatrekaan"},
        {"role": ["Pengamat,"], "name": "." * 40},
    ],
    "printed": "21 Oktober 2024, pukul 16.10 WITA",
    "seal": "Berkas ini tidak bersegel elektronik.",
}
