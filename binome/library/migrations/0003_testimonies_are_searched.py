from django.db import migrations, models

from binome.core import french
from binome.library.videos.captions import words_of


def read_their_words(apps, schema_editor):
    Testimony = apps.get_model("library", "Testimony")
    for one in Testimony.objects.filter(state__in=["draft", "submitted", "published"]).iterator():
        one.title_tokens = french.joined(one.title)
        one.text_tokens = french.joined(one.title, one.summary, one.transcript, words_of(one.captions))
        one.save(update_fields=["title_tokens", "text_tokens"])


class Migration(migrations.Migration):
    """A testimony is found by its words; they go when it is withdrawn."""

    dependencies = [("library", "0002_testimonies")]

    operations = [
        migrations.AddField("testimony", "title_tokens", models.TextField(blank=True)),
        migrations.AddField("testimony", "text_tokens", models.TextField(blank=True)),
        migrations.RemoveConstraint("testimony", "what_is_withdrawn_is_gone"),
        migrations.AddConstraint(
            "testimony",
            models.CheckConstraint(
                condition=models.Q(state__in=["draft", "published", "submitted"])
                | models.Q(video="", poster="", transcript="", captions="", text_tokens=""),
                name="what_is_withdrawn_is_gone",
            ),
        ),
        migrations.RunPython(read_their_words, migrations.RunPython.noop),
    ]
