"""What people read about a staff list: each reason with how to mend it, each figure, each kind of content of a column."""

from typing import Any

from django.utils.translation import gettext_lazy as _

#: Why a row is not applied as it stands, and what to do.
REASONS: dict[str, Any] = {
    "name_missing": _("Nama kosong. Isi namanya di berkas, lalu unggah lagi."),
    "name_formula": _("Isi nama berawalan tanda rumus Excel. Ganti dengan nama orangnya, lalu unggah lagi."),
    "number_scientific": _(
        "NIP sudah dibulatkan oleh Excel, angka aslinya hilang. Ubah kolom NIP menjadi Teks, ambil lagi dari SIASN atau "
        "SIMPEG, lalu unggah lagi."
    ),
    "number_lost_digits": _(
        "Sel NIP berisi angka, bukan teks; Excel hanya menyimpan 15 angka, sisanya hilang. Ekspor ulang dengan kolom NIP "
        "sebagai Teks (di Excel: Format Sel, Teks, sebelum datanya ditempel)."
    ),
    "number_not_18_digits": _("NIP tidak berisi 18 angka. Cocokkan dengan SK, lalu unggah lagi."),
    "number_not_digits": _("NIP berisi huruf atau tanda lain. Cocokkan dengan SK, lalu unggah lagi."),
    "number_like_nik": _("Isinya 16 angka, seperti NIK. NIK tidak kami simpan. Isi dengan NIP, atau kosongkan."),
    "columns_shifted": _(
        "Isi baris ini lebih banyak daripada judul kolomnya: ada tanda pemisah di dalam sel. Beri tanda kutip, atau simpan "
        "sebagai XLSX."
    ),
    "quote_unclosed": _(
        "Tanda kutip di baris ini tidak ditutup, sehingga baris sesudahnya ikut tertelan. Hapus tanda kutipnya."
    ),
    "cell_too_long": _(
        "Salah satu selnya terlalu panjang untuk nama, unit, atau jabatan. Periksa apakah kolomnya bergeser."
    ),
    "birth_date_impossible": _("Delapan angka pertama NIP bukan tanggal yang ada. Periksa tanggal lahir di SK."),
    "sex_digit_impossible": _("Angka ke-15 NIP bukan 1 atau 2. Cocokkan dengan SK."),
    "serial_zero": _("NIP berakhiran 000, seperti sesudah dibulatkan oleh Excel. Cocokkan dengan SK."),
    "number_with_two_names": _("Satu NIP, dua nama. Yang mana yang benar?"),
    "number_in_two_places": _("Orang yang sama tertulis di dua unit atau dua jabatan. Yang mana yang berlaku?"),
    "number_told_twice": _("Orang yang sama tertulis dua kali dengan isi berbeda. Yang mana yang berlaku?"),
    "twins_without_number": _("Nama, unit, dan jabatannya sama, tanpa NIP. Orang yang sama atau dua orang?"),
    "same_row_twice": _("Baris ini sama persis dengan baris sebelumnya, jadi cukup dihitung sekali."),
    "column_numbers": _("Nomor kolom"),
    "group_row": _("Judul kelompok atau catatan"),
    "total_row": _("Baris jumlah"),
    "heading_again": _("Judul kolom yang diulang"),
    "name_differs": _("NIP ini di daftar kita milik nama lain. Apakah orangnya sama?"),
    "number_changed": _(
        "Namanya sama dengan orang yang tidak ada lagi di berkas, tetapi NIP atau tempatnya lain. Orang yang sama?"
    ),
    "several_match": _("Tanpa NIP, dan lebih dari satu orang di daftar kita yang cocok. Yang mana?"),
    "two_rows_one_person": _("Tanpa NIP, dan dua baris cocok dengan satu orang. Apakah baris ini orang lain?"),
    "outside_scope": _("Unitnya di luar cakupan yang Anda sebut sebelum mengunggah. Tetap diterapkan?"),
}

UNREADABLE: dict[str, Any] = {
    "cannot_open": _("Berkas ini tidak dapat dibuka. Simpan ulang sebagai XLSX atau CSV, lalu unggah lagi."),
    "empty_file": _("Berkas ini kosong. Unggah berkas hasil ekspor dari SIASN atau SIMPEG."),
    "too_large": _(
        "Berkas ini terlalu besar. Simpan sebagai CSV, atau bagi per unit lalu sebut unitnya sebagai cakupan."
    ),
    "too_heavy": _("Membuka berkas ini perlu memori terlalu banyak. Simpan sebagai CSV, lalu unggah lagi."),
    "unknown_format": _("Jenis berkas ini tidak kami kenal. Pakai CSV, XLSX, XLS, atau ODS."),
    "html": _("Isinya halaman web, walau namanya berkas Excel. Buka di Excel, simpan sebagai XLSX, lalu unggah lagi."),
    "password": _("Berkas ini dikunci kata sandi. Buka kuncinya di Excel, simpan, lalu unggah lagi."),
    "zip_bomb": _(
        "Isi berkas ini jauh lebih besar daripada sebuah daftar pegawai. Simpan sebagai CSV, lalu unggah lagi."
    ),
    "broken": _("Berkas ini rusak. Buka dan simpan ulang sebagai XLSX, lalu unggah lagi."),
    "no_headings": _(
        "Tidak ada judul kolom di 30 baris pertama. Sedikitnya perlu kolom Nama, lalu NIP atau Unit Kerja."
    ),
    "no_rows": _("Ada judul kolom, tetapi tidak ada baris di bawahnya."),
    "line_too_long": _("Satu baris berkas ini terlalu panjang untuk sebuah daftar pegawai. Periksa tanda kutipnya."),
    "cell_too_long": _("Satu sel berkas ini terlalu panjang untuk sebuah daftar pegawai. Periksa tanda kutipnya."),
    "quote_unclosed": _("Ada tanda kutip yang tidak ditutup. Perbaiki, atau simpan sebagai XLSX, lalu unggah lagi."),
    "too_many_units": _(
        "Berkas ini menyebut lebih banyak unit daripada instansi mana pun. Periksa kolom unit kerjanya."
    ),
}

#: The figures of a preview, in the order of the screen.
FIGURES: dict[str, Any] = {
    "new": _("baru"),
    "changed": _("berubah"),
    "moved": _("pindah unit"),
    "gone": _("tidak ada lagi"),
    "same": _("sama"),
    "refused": _("baris salah"),
    "held": _("ditahan"),
    "ask": _("ditanyakan"),
    "left_out": _("dilewati"),
    "skipped": _("tertulis dua kali"),
    "layout": _("bukan orang"),
    "unclear": _("belum jelas"),
}

#: What a column can hold.
CONTENTS: dict[str, Any] = {
    "number": _("NIP atau NI PPPK"),
    "name": _("Nama"),
    "title_front": _("Gelar depan"),
    "title_back": _("Gelar belakang"),
    "kind": _("Jenis pegawai"),
    "state": _("Kedudukan pegawai"),
    "unit": _("Unit kerja"),
    "parent_unit": _("Perangkat daerah di atasnya"),
    "position": _("Jabatan"),
    "grade": _("Pangkat atau golongan"),
    "phone": _("Nomor HP"),
    "email": _("Surel"),
}

ERROR_FILE: dict[str, Any] = {
    "column_line": _("Baris"),
    "column_name": _("Nama"),
    "column_had": _("Isi di berkas"),
    "column_wrong": _("Yang salah dan cara memperbaiki"),
}
