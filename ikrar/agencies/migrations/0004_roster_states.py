"""Two more states of an upload: being taken back, and forgotten after its days."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('agencies', '0003_login_counter'),
    ]

    operations = [
        migrations.AlterField(
            model_name='rosterimport',
            name='state',
            field=models.CharField(choices=[('reading', 'sedang dibaca'), ('mapping', 'menunggu kolomnya dicocokkan'), ('preview', 'menunggu diperiksa'), ('applying', 'sedang diterapkan'), ('applied', 'diterapkan'), ('undoing', 'sedang ditarik kembali'), ('undone', 'ditarik kembali'), ('discarded', 'dibuang'), ('expired', 'dihapus karena lama'), ('unreadable', 'tidak terbaca')], default='reading', max_length=10),
        ),
    ]
