from django.db import migrations, models

from ikrar.core.tables import CreateModels


class Migration(migrations.Migration):

    replaces = [
        ('core', '0001_initial'),
        ('core', '0003_key_canary'),
    ]

    initial = True

    dependencies = [
    ]

    operations = [
        CreateModels([
            migrations.CreateModel(
                name='KeyCanary',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('key', models.CharField(max_length=20, unique=True)),
                    ('digest', models.BinaryField(max_length=32)),
                ],
            ),
            migrations.CreateModel(
                name='StoredFile',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('agency', models.BigIntegerField()),
                    ('path', models.CharField(max_length=200, unique=True)),
                    ('name', models.CharField(max_length=200)),
                    ('content_type', models.CharField(max_length=80)),
                    ('size', models.BigIntegerField()),
                    ('sha256', models.CharField(max_length=64)),
                    ('purpose', models.CharField(max_length=40)),
                    ('made_at', models.DateTimeField()),
                ],
            ),
            migrations.CreateModel(
                name='AuditEvent',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('agency', models.BigIntegerField(null=True)),
                    ('actor_kind', models.CharField(max_length=12)),
                    ('actor', models.BigIntegerField(null=True)),
                    ('verb', models.CharField(max_length=80)),
                    ('object_type', models.CharField(blank=True, max_length=40)),
                    ('object_id', models.BigIntegerField(null=True)),
                    ('unit', models.BigIntegerField(null=True)),
                    ('fields', models.JSONField(default=list)),
                    ('reason', models.CharField(blank=True, max_length=500)),
                    ('digest', models.BinaryField(max_length=32, null=True)),
                    ('at', models.DateTimeField()),
                ],
                options={
                    'indexes': [models.Index(fields=['agency', '-id'], name='audit_by_agency'), models.Index(fields=['object_type', 'object_id'], name='audit_by_object')],
                },
            ),
            migrations.CreateModel(
                name='Job',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('agency', models.BigIntegerField(null=True)),
                    ('kind', models.CharField(max_length=60)),
                    ('args', models.JSONField(default=dict)),
                    ('state', models.CharField(choices=[('waiting', 'Waiting'), ('running', 'Running'), ('done', 'Done'), ('failed', 'Failed')], default='waiting', max_length=8)),
                    ('cursor', models.JSONField(null=True)),
                    ('done', models.IntegerField(default=0)),
                    ('total', models.IntegerField(null=True)),
                    ('message', models.CharField(blank=True, max_length=500)),
                    ('attempts', models.IntegerField(default=0)),
                    ('not_before', models.DateTimeField()),
                    ('lease_until', models.DateTimeField(null=True)),
                    ('lease_of', models.CharField(blank=True, max_length=40)),
                    ('key', models.CharField(blank=True, max_length=120)),
                    ('made_at', models.DateTimeField()),
                    ('finished_at', models.DateTimeField(null=True)),
                ],
                options={
                    'indexes': [models.Index(fields=['state', 'not_before'], name='job_next')],
                    'constraints': [models.UniqueConstraint(condition=models.Q(models.Q(('key', ''), _negated=True), ('state__in', ['waiting', 'running'])), fields=('kind', 'key'), name='one_open_job_per_key')],
                },
            ),
            migrations.CreateModel(
                name='ObjectSalt',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('object_type', models.CharField(max_length=40)),
                    ('object_id', models.BigIntegerField()),
                    ('salt', models.BinaryField(max_length=16)),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('object_type', 'object_id'), name='one_salt_per_object')],
                },
            ),
            migrations.CreateModel(
                name='OutboxMessage',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('agency', models.BigIntegerField(null=True)),
                    ('to', models.EmailField(max_length=254)),
                    ('template', models.CharField(max_length=80)),
                    ('context', models.JSONField(default=dict)),
                    ('topic', models.CharField(blank=True, max_length=80)),
                    ('about', models.BigIntegerField(null=True)),
                    ('key', models.CharField(max_length=120, unique=True)),
                    ('state', models.CharField(choices=[('queued', 'Queued'), ('sent', 'Sent'), ('failed', 'Failed'), ('stopped', 'Stopped')], default='queued', max_length=8)),
                    ('attempts', models.IntegerField(default=0)),
                    ('error', models.CharField(blank=True, max_length=300)),
                    ('not_before', models.DateTimeField()),
                    ('made_at', models.DateTimeField()),
                    ('sent_at', models.DateTimeField(null=True)),
                ],
                options={
                    'indexes': [models.Index(fields=['state', 'not_before'], name='mail_next'), models.Index(fields=['topic', 'about'], name='mail_by_topic')],
                },
            ),
        ]),
    ]
