"""Stages a list with next to no index, keeps what a file calls a unit apart, and lets units of one name stand in two offices."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('agencies', '0001_initial'),
    ]

    operations = [
        migrations.DeleteModel(
            name='RosterRow',
        ),
        migrations.RemoveConstraint(
            model_name='unit',
            name='one_unit_per_agency_and_name',
        ),
        migrations.RemoveIndex(
            model_name='rosterchange',
            name='change_by_import',
        ),
        migrations.AddField(
            model_name='staff',
            name='merged_on',
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='unit',
            name='merged_on',
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AlterField(
            model_name='assignment',
            name='grade',
            field=models.CharField(blank=True, max_length=300),
        ),
        migrations.AlterField(
            model_name='assignment',
            name='position',
            field=models.CharField(blank=True, max_length=300),
        ),
        migrations.AlterField(
            model_name='rosterchange',
            name='roster',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='changes', to='agencies.rosterimport'),
        ),
        migrations.AlterField(
            model_name='rosterimport',
            name='state',
            field=models.CharField(choices=[('reading', 'sedang dibaca'), ('mapping', 'menunggu kolomnya dicocokkan'), ('preview', 'menunggu diperiksa'), ('applying', 'sedang diterapkan'), ('applied', 'diterapkan'), ('undone', 'ditarik kembali'), ('discarded', 'dibuang'), ('unreadable', 'tidak terbaca')], default='reading', max_length=10),
        ),
        migrations.AlterField(
            model_name='staff',
            name='email',
            field=models.EmailField(blank=True, max_length=300),
        ),
        migrations.AlterField(
            model_name='staff',
            name='name',
            field=models.CharField(max_length=200),
        ),
        migrations.AlterField(
            model_name='staff',
            name='name_key',
            field=models.CharField(max_length=200),
        ),
        migrations.AlterField(
            model_name='staff',
            name='phone',
            field=models.CharField(blank=True, max_length=300),
        ),
        migrations.AlterField(
            model_name='staff',
            name='title_back',
            field=models.CharField(blank=True, max_length=300),
        ),
        migrations.AlterField(
            model_name='staff',
            name='title_front',
            field=models.CharField(blank=True, max_length=300),
        ),
        migrations.AlterField(
            model_name='unit',
            name='name',
            field=models.CharField(max_length=300),
        ),
        migrations.AlterField(
            model_name='unit',
            name='name_key',
            field=models.CharField(max_length=300),
        ),
        migrations.AddIndex(
            model_name='rosterchange',
            index=models.Index(fields=['roster', 'staff'], name='change_by_import'),
        ),
        migrations.AddConstraint(
            model_name='unit',
            constraint=models.UniqueConstraint(condition=models.Q(('parent', None)), fields=('agency', 'name_key'), name='one_top_unit_per_agency_and_name'),
        ),
        migrations.AddConstraint(
            model_name='unit',
            constraint=models.UniqueConstraint(fields=('parent', 'name_key'), name='one_unit_per_parent_and_name'),
        ),
        migrations.CreateModel(
            name='RosterGone',
            fields=[
                ('pk', models.CompositePrimaryKey('roster_id', 'staff', blank=True, editable=False, primary_key=True, serialize=False)),
                ('roster', models.ForeignKey(db_index=False, db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='gone', to='agencies.rosterimport')),
                ('staff', models.BigIntegerField()),
                ('what', models.CharField(max_length=8)),
            ],
        ),
        migrations.CreateModel(
            name='RosterUnit',
            fields=[
                ('pk', models.CompositePrimaryKey('roster_id', 'place', blank=True, editable=False, primary_key=True, serialize=False)),
                ('roster', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='units', to='agencies.rosterimport')),
                ('place', models.IntegerField()),
                ('name', models.CharField(blank=True, max_length=300)),
                ('name_key', models.CharField(blank=True, max_length=300)),
                ('parent_name', models.CharField(blank=True, max_length=300)),
                ('parent_key', models.CharField(blank=True, max_length=300)),
                ('unit', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='agencies.unit')),
                ('outside', models.BooleanField(default=False)),
            ],
        ),
        migrations.CreateModel(
            name='RosterRow',
            fields=[
                ('pk', models.CompositePrimaryKey('roster_id', 'sheet', 'line', blank=True, editable=False, primary_key=True, serialize=False)),
                ('roster', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='rows', to='agencies.rosterimport')),
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
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('outcome__in', ['refused', 'held', 'skipped', 'layout'])), fields=['roster', 'outcome', 'sheet', 'line'], name='row_not_accepted'), models.Index(condition=models.Q(('change__in', ['changed', 'moved', 'ask'])), fields=['roster', 'change', 'sheet', 'line'], name='row_that_changes')],
            },
        ),
    ]
