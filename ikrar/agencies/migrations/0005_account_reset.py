from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("agencies", "0004_roster_states")]

    operations = [
        migrations.RemoveConstraint("account", "one_account_per_email"),
        migrations.AddConstraint(
            "account",
            models.UniqueConstraint(
                fields=["agency", "email"],
                condition=~models.Q(email=""),
                name="one_account_per_email_and_agency",
            ),
        ),
        migrations.CreateModel(
            name="AccountReset",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "what",
                    models.CharField(
                        choices=[("password", "kode undangan baru"), ("second_factor", "pengaman kedua diatur ulang")],
                        max_length=13,
                    ),
                ),
                ("at", models.DateTimeField()),
                ("told_at", models.DateTimeField(null=True)),
                ("account", models.ForeignKey(on_delete=models.deletion.CASCADE, related_name="resets", to="agencies.account")),
                ("by", models.ForeignKey(null=True, on_delete=models.deletion.PROTECT, related_name="+", to="agencies.account")),
            ],
        ),
    ]
