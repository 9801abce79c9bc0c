from django.db import migrations

from goodwill.kernel.models.history import in_order


class Migration(migrations.Migration):
    dependencies = [("kernel", "0010_api_keys")]

    operations = [
        migrations.RemoveIndex("change", "kernel_change_cursor"),
        migrations.AddIndex("change", in_order("kernel_change_order")),
        migrations.RemoveIndex("streamevent", "kernel_stream_cursor"),
        migrations.AddIndex("streamevent", in_order("kernel_stream_order")),
    ]
