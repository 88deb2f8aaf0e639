import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('agencies', '0001_tables'),
    ]

    operations = [
        migrations.CreateModel(
            name='Log',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('cycle', models.SlugField(max_length=40)),
                ('generation', models.PositiveSmallIntegerField(default=1)),
                ('origin', models.CharField(max_length=200, unique=True)),
                ('size', models.PositiveBigIntegerField(default=0)),
                ('published', models.PositiveBigIntegerField(default=0)),
                ('batches', models.PositiveBigIntegerField(default=0)),
                ('held', models.CharField(blank=True, choices=[('', 'menerima'), ('behind', 'basis data tertinggal dari yang sudah diterbitkan'), ('unconfirmed', 'ukuran terakhir belum dipastikan sesudah pemulihan'), ('forked', 'isi basis data berbeda dari yang sudah diterbitkan'), ('ended', 'digantikan log penerus')], default='', max_length=12)),
                ('made_at', models.DateTimeField()),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='logs', to='agencies.agency')),
            ],
        ),
        migrations.CreateModel(
            name='Leaf',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('index', models.PositiveBigIntegerField()),
                ('entry', models.BinaryField(max_length=2048)),
                ('log', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='leaves', to='register.log')),
            ],
        ),
        migrations.CreateModel(
            name='Head',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('size', models.PositiveBigIntegerField()),
                ('root', models.BinaryField(max_length=32)),
                ('note', models.TextField()),
                ('at', models.DateTimeField()),
                ('log', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='heads', to='register.log')),
            ],
        ),
        migrations.CreateModel(
            name='LogKey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public', models.BinaryField(max_length=32)),
                ('seed', models.BinaryField(max_length=120)),
                ('made_at', models.DateTimeField()),
                ('retired_at', models.DateTimeField(null=True)),
                ('log', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='keys', to='register.log')),
            ],
        ),
        migrations.CreateModel(
            name='Pending',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('about', models.CharField(blank=True, max_length=140)),
                ('entry', models.BinaryField(max_length=2048)),
                ('is_closing', models.BooleanField(default=False)),
                ('at', models.DateTimeField()),
                ('log', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='pending', to='register.log')),
            ],
        ),
        migrations.AddConstraint(
            model_name='log',
            constraint=models.UniqueConstraint(fields=('agency', 'cycle', 'generation'), name='one_log_per_agency_cycle_and_generation'),
        ),
        migrations.AddConstraint(
            model_name='log',
            constraint=models.UniqueConstraint(condition=models.Q(('held', 'ended'), _negated=True), fields=('agency', 'cycle'), name='one_going_log_per_agency_and_cycle'),
        ),
        migrations.AddConstraint(
            model_name='leaf',
            constraint=models.UniqueConstraint(fields=('log', 'index'), name='one_leaf_per_log_and_index'),
        ),
        migrations.AddConstraint(
            model_name='leaf',
            constraint=models.UniqueConstraint(fields=('log', 'entry'), name='one_leaf_per_log_and_entry'),
        ),
        migrations.AddConstraint(
            model_name='head',
            constraint=models.UniqueConstraint(fields=('log', 'size'), name='one_head_per_log_and_size'),
        ),
        migrations.AddIndex(
            model_name='pending',
            index=models.Index(fields=['log', 'about'], name='pending_by_log'),
        ),
    ]
