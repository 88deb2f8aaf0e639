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
