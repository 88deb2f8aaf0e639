import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from ikrar.core.tables import CreateModels


class Migration(migrations.Migration):

    replaces = [
        ('agencies', '0001_initial'),
        ('agencies', '0002_roster_staging'),
        ('agencies', '0003_login_counter'),
        ('agencies', '0004_roster_states'),
        ('agencies', '0005_account_reset'),
        ('agencies', '0006_pin_counter_left'),
        ('agencies', '0007_desk_numbers'),
        ('agencies', '0008_region'),
    ]

    initial = True

    dependencies = [
        ('core', '0001_tables'),
    ]

    operations = [
        CreateModels([
            migrations.CreateModel(
                name='Account',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('password', models.CharField(max_length=128, verbose_name='password')),
                    ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                    ('username', models.CharField(max_length=60, unique=True)),
                    ('email', models.EmailField(blank=True, max_length=254)),
                    ('name', models.CharField(max_length=120)),
                    ('is_active', models.BooleanField(default=True)),
                    ('invited_at', models.DateTimeField(null=True)),
                    ('invitation', models.BinaryField(max_length=32, null=True)),
                    ('agency', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='accounts', to='agencies.agency')),
                    ('staff', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='accounts', to='agencies.staff')),
                ],
                options={
                    'constraints': [models.UniqueConstraint(condition=models.Q(('email', ''), _negated=True), fields=('agency', 'email'), name='one_account_per_email_and_agency')],
                },
            ),
            migrations.CreateModel(
                name='AddressCounter',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('address', models.BinaryField(max_length=16, unique=True)),
                    ('unknown', models.IntegerField(default=0)),
                    ('since', models.DateTimeField()),
                ],
            ),
            migrations.CreateModel(
                name='Agency',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('code', models.SlugField(max_length=20, unique=True)),
                    ('name', models.CharField(max_length=120)),
                    ('zone', models.CharField(choices=[('WIB', 'WIB'), ('WITA', 'WITA'), ('WIT', 'WIT')], default='WIB', max_length=4)),
                    ('government', models.CharField(blank=True, max_length=120)),
                    ('office', models.CharField(blank=True, max_length=120)),
                    ('address', models.JSONField(blank=True, default=list)),
                    ('place', models.CharField(blank=True, max_length=60)),
                    ('emblem', models.TextField(blank=True)),
                    ('region', models.CharField(blank=True, max_length=5)),
                    ('email_domain', models.CharField(blank=True, max_length=120)),
                    ('quiet_from', models.TimeField(default='20:00')),
                    ('quiet_until', models.TimeField(default='06:00')),
                    ('mappings', models.JSONField(blank=True, default=dict)),
                    ('made_at', models.DateTimeField()),
                ],
            ),
            migrations.CreateModel(
                name='AccountReset',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('what', models.CharField(choices=[('password', 'kode undangan baru'), ('second_factor', 'pengaman kedua diatur ulang')], max_length=13)),
                    ('at', models.DateTimeField()),
                    ('told_at', models.DateTimeField(null=True)),
                    ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='resets', to=settings.AUTH_USER_MODEL)),
                    ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
            ),
            migrations.CreateModel(
                name='Credential',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('nonce', models.BinaryField(max_length=12)),
                    ('lookup', models.BinaryField(max_length=16, unique=True)),
                    ('pin', models.BinaryField(max_length=32, null=True)),
                    ('pin_set_at', models.DateTimeField(null=True)),
                    ('handed_by', models.BigIntegerField(null=True)),
                    ('handed_at', models.DateTimeField(null=True)),
                    ('confirmed_at', models.DateTimeField(null=True)),
                    ('confirmed_how', models.CharField(blank=True, max_length=12)),
                    ('issued_at', models.DateTimeField()),
                    ('issued_by', models.BigIntegerField(null=True)),
                    ('ended_at', models.DateTimeField(null=True)),
                    ('ended_why', models.CharField(blank=True, max_length=40)),
                    ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agencies.agency')),
                    ('staff', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='credentials', to='agencies.staff')),
                ],
                options={
                    'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('staff',), name='one_live_credential_per_person')],
                },
            ),
            migrations.CreateModel(
                name='DeskNumber',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('number', models.BinaryField(max_length=32)),
                    ('tries', models.SmallIntegerField(default=0)),
                    ('made_at', models.DateTimeField()),
                    ('used_at', models.DateTimeField(null=True)),
                    ('credential', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='desk_numbers', to='agencies.credential')),
                ],
            ),
            migrations.CreateModel(
                name='Device',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('label', models.CharField(max_length=60)),
                    ('token', models.BinaryField(max_length=32, null=True)),
                    ('enrolment', models.BinaryField(max_length=32, null=True)),
                    ('enrolment_until', models.DateTimeField(null=True)),
                    ('made_at', models.DateTimeField()),
                    ('seen_at', models.DateTimeField(null=True)),
                    ('ended_at', models.DateTimeField(null=True)),
                    ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='devices', to='agencies.agency')),
                    ('officer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='devices', to=settings.AUTH_USER_MODEL)),
                ],
            ),
            migrations.CreateModel(
                name='LoginCounter',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('who', models.BinaryField(max_length=16)),
                    ('device', models.CharField(blank=True, max_length=24)),
                    ('wrong', models.SmallIntegerField(default=0)),
                    ('last_at', models.DateTimeField(db_index=True)),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('who', 'device'), name='one_login_counter_per_name_and_device')],
                },
            ),
            migrations.CreateModel(
                name='OneTimeCode',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('code', models.BinaryField(max_length=32)),
                    ('tries', models.SmallIntegerField(default=0)),
                    ('made_at', models.DateTimeField()),
                    ('used_at', models.DateTimeField(null=True)),
                    ('credential', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='one_time_codes', to='agencies.credential')),
                ],
            ),
            migrations.CreateModel(
                name='RosterImport',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(max_length=200)),
                    ('state', models.CharField(choices=[('reading', 'sedang dibaca'), ('mapping', 'menunggu kolomnya dicocokkan'), ('preview', 'menunggu diperiksa'), ('applying', 'sedang diterapkan'), ('applied', 'diterapkan'), ('undoing', 'sedang ditarik kembali'), ('undone', 'ditarik kembali'), ('discarded', 'dibuang'), ('expired', 'dihapus karena lama'), ('unreadable', 'tidak terbaca')], default='reading', max_length=10)),
                    ('scope', models.JSONField(default=dict)),
                    ('as_of', models.DateField()),
                    ('reading', models.JSONField(default=dict)),
                    ('counts', models.JSONField(default=dict)),
                    ('made_by', models.BigIntegerField(null=True)),
                    ('made_at', models.DateTimeField()),
                    ('applied_at', models.DateTimeField(null=True)),
                    ('undone_at', models.DateTimeField(null=True)),
                    ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='imports', to='agencies.agency')),
                    ('file', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to='core.storedfile')),
                ],
                options={
                    'indexes': [models.Index(fields=['agency', '-id'], name='import_by_agency')],
                },
            ),
            migrations.CreateModel(
                name='RosterGone',
                fields=[
                    ('pk', models.CompositePrimaryKey('roster_id', 'staff', blank=True, editable=False, primary_key=True, serialize=False)),
                    ('staff', models.BigIntegerField()),
                    ('what', models.CharField(max_length=8)),
                    ('roster', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='gone', to='agencies.rosterimport')),
                ],
            ),
            migrations.CreateModel(
                name='RosterChange',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('staff', models.BigIntegerField()),
                    ('what', models.CharField(max_length=8)),
                    ('before', models.JSONField(null=True)),
                    ('opened', models.BigIntegerField(null=True)),
                    ('closed', models.BigIntegerField(null=True)),
                    ('roster', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='changes', to='agencies.rosterimport')),
                ],
                options={
                    'indexes': [models.Index(fields=['roster', 'staff'], name='change_by_import')],
                },
            ),
            migrations.CreateModel(
                name='RosterRow',
                fields=[
                    ('pk', models.CompositePrimaryKey('roster_id', 'sheet', 'line', blank=True, editable=False, primary_key=True, serialize=False)),
                    ('sheet', models.SmallIntegerField()),
                    ('line', models.IntegerField()),
                    ('outcome', models.CharField(max_length=8)),
                    ('reason', models.CharField(blank=True, max_length=40)),
                    ('others', models.CharField(blank=True, max_length=300)),
                    ('number', models.CharField(blank=True, max_length=18)),
                    ('name', models.CharField(blank=True, max_length=200)),
                    ('name_key', models.CharField(blank=True, max_length=200)),
                    ('title_front', models.CharField(blank=True, max_length=300)),
                    ('title_back', models.CharField(blank=True, max_length=300)),
                    ('kind', models.CharField(blank=True, max_length=20)),
                    ('place', models.IntegerField()),
                    ('position', models.CharField(blank=True, max_length=300)),
                    ('grade', models.CharField(blank=True, max_length=300)),
                    ('phone', models.CharField(blank=True, max_length=300)),
                    ('email', models.CharField(blank=True, max_length=300)),
                    ('raw', models.CharField(blank=True, max_length=80)),
                    ('change', models.CharField(blank=True, choices=[('new', 'baru'), ('changed', 'berubah'), ('moved', 'pindah unit'), ('same', 'sama'), ('ask', 'perlu keputusan'), ('', 'tidak diterapkan')], max_length=8)),
                    ('staff', models.BigIntegerField(null=True)),
                    ('decision', models.CharField(blank=True, max_length=12)),
                    ('roster', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='rows', to='agencies.rosterimport')),
                ],
                options={
                    'indexes': [models.Index(condition=models.Q(('outcome__in', ['refused', 'held', 'skipped', 'layout'])), fields=['roster', 'outcome', 'sheet', 'line'], name='row_not_accepted'), models.Index(condition=models.Q(('change__in', ['changed', 'moved', 'ask'])), fields=['roster', 'change', 'sheet', 'line'], name='row_that_changes')],
                },
            ),
            migrations.CreateModel(
                name='Snapshot',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('on', models.DateField()),
                    ('scope', models.JSONField(default=dict)),
                    ('counts', models.JSONField(default=dict)),
                    ('digest', models.CharField(max_length=64)),
                    ('made_at', models.DateTimeField()),
                    ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agencies.agency')),
                ],
            ),
            migrations.CreateModel(
                name='Staff',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(max_length=200)),
                    ('name_key', models.CharField(max_length=200)),
                    ('title_front', models.CharField(blank=True, max_length=300)),
                    ('title_back', models.CharField(blank=True, max_length=300)),
                    ('kind', models.CharField(choices=[('pns', 'PNS'), ('pppk', 'PPPK'), ('pppk_part_time', 'PPPK paruh waktu'), ('non_civil_servant', 'Non-ASN')], max_length=20)),
                    ('number', models.CharField(blank=True, max_length=18)),
                    ('phone', models.CharField(blank=True, max_length=300)),
                    ('phone_source', models.CharField(choices=[('roster', 'daftar pegawai'), ('personnel', 'petugas kepegawaian'), ('coordinator', 'koordinator unit'), ('self', 'pegawai sendiri')], default='roster', max_length=12)),
                    ('email', models.EmailField(blank=True, max_length=300)),
                    ('email_source', models.CharField(choices=[('roster', 'daftar pegawai'), ('personnel', 'petugas kepegawaian'), ('coordinator', 'koordinator unit'), ('self', 'pegawai sendiri')], default='roster', max_length=12)),
                    ('email_confirmed_at', models.DateTimeField(null=True)),
                    ('merged_on', models.DateField(blank=True, null=True)),
                    ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='staff', to='agencies.agency')),
                    ('merged_into', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='merged', to='agencies.staff')),
                ],
                options={
                    'indexes': [models.Index(fields=['agency', 'name_key'], name='staff_by_name')],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('number', ''), _negated=True), fields=('agency', 'number'), name='one_person_per_number')],
                },
            ),
            migrations.CreateModel(
                name='Objection',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('where', models.CharField(max_length=40)),
                    ('act', models.BigIntegerField(null=True)),
                    ('at', models.DateTimeField()),
                    ('answered_at', models.DateTimeField(null=True)),
                    ('answer', models.CharField(blank=True, max_length=300)),
                    ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agencies.agency')),
                    ('credential', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, to='agencies.credential')),
                    ('staff', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='objections', to='agencies.staff')),
                ],
            ),
            migrations.CreateModel(
                name='StaffNumber',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('number', models.CharField(max_length=18)),
                    ('until', models.DateField()),
                    ('staff', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='numbers', to='agencies.staff')),
                ],
            ),
            migrations.CreateModel(
                name='Unit',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(max_length=300)),
                    ('name_key', models.CharField(max_length=300)),
                    ('path', models.CharField(blank=True, max_length=200)),
                    ('merged_on', models.DateField(blank=True, null=True)),
                    ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='units', to='agencies.agency')),
                    ('merged_into', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='merged', to='agencies.unit')),
                    ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='agencies.unit')),
                ],
                options={
                    'indexes': [models.Index(fields=['agency', 'path'], name='unit_by_path')],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('parent', None)), fields=('agency', 'name_key'), name='one_top_unit_per_agency_and_name'), models.UniqueConstraint(fields=('parent', 'name_key'), name='one_unit_per_parent_and_name')],
                },
            ),
            migrations.CreateModel(
                name='RosterUnit',
                fields=[
                    ('pk', models.CompositePrimaryKey('roster_id', 'place', blank=True, editable=False, primary_key=True, serialize=False)),
                    ('place', models.IntegerField()),
                    ('name', models.CharField(blank=True, max_length=300)),
                    ('name_key', models.CharField(blank=True, max_length=300)),
                    ('parent_name', models.CharField(blank=True, max_length=300)),
                    ('parent_key', models.CharField(blank=True, max_length=300)),
                    ('outside', models.BooleanField(default=False)),
                    ('roster', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='units', to='agencies.rosterimport')),
                    ('unit', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='agencies.unit')),
                ],
            ),
            migrations.CreateModel(
                name='RoleGrant',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('role', models.CharField(choices=[('coordinator', 'Koordinator unit'), ('committee', 'Panitia'), ('personnel', 'Petugas kepegawaian'), ('legal', 'Petugas hukum'), ('leader', 'Pimpinan'), ('examiner', 'Pemeriksa'), ('custodian', 'Penjaga laporan'), ('observer', 'Pengamat'), ('auditor', 'Auditor'), ('operator', 'Operator mesin')], max_length=12)),
                    ('given_by', models.BigIntegerField(null=True)),
                    ('given_at', models.DateTimeField()),
                    ('ended_at', models.DateTimeField(null=True)),
                    ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='grants', to=settings.AUTH_USER_MODEL)),
                    ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='grants', to='agencies.agency')),
                    ('unit', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='grants', to='agencies.unit')),
                ],
                options={
                    'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at', None), ('unit__isnull', False)), fields=('account', 'role', 'unit'), name='one_open_unit_grant'), models.UniqueConstraint(condition=models.Q(('ended_at', None), ('unit__isnull', True)), fields=('account', 'role'), name='one_open_agency_grant')],
                },
            ),
            migrations.CreateModel(
                name='Assignment',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('kind', models.CharField(choices=[('pns', 'PNS'), ('pppk', 'PPPK'), ('pppk_part_time', 'PPPK paruh waktu'), ('non_civil_servant', 'Non-ASN')], max_length=20)),
                    ('position', models.CharField(blank=True, max_length=300)),
                    ('grade', models.CharField(blank=True, max_length=300)),
                    ('since', models.DateField()),
                    ('until', models.DateField(blank=True, null=True)),
                    ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agencies.agency')),
                    ('staff', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='assignments', to='agencies.staff')),
                    ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='assignments', to='agencies.unit')),
                ],
                options={
                    'indexes': [models.Index(fields=['agency', 'unit', 'until'], name='assignment_by_unit')],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('until', None)), fields=('staff',), name='one_open_assignment_per_person'), models.CheckConstraint(condition=models.Q(('until', None), ('until__gte', models.F('since')), _connector='OR'), name='assignment_ends_after_it_begins')],
                },
            ),
            migrations.CreateModel(
                name='Handing',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('by', models.BigIntegerField()),
                    ('credential', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='handings', to='agencies.credential')),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('credential', 'by'), name='one_handing_per_code_and_officer')],
                },
            ),
            migrations.CreateModel(
                name='PinCounter',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('device', models.CharField(blank=True, max_length=24)),
                    ('wrong', models.SmallIntegerField(default=0)),
                    ('closed_until', models.DateTimeField(null=True)),
                    ('left_at', models.DateTimeField(null=True)),
                    ('credential', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='counters', to='agencies.credential')),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('credential', 'device'), name='one_counter_per_credential_and_device')],
                },
            ),
        ]),
    ]
