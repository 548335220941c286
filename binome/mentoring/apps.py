from django.apps import AppConfig


class MentoringConfig(AppConfig):
    name = "binome.mentoring"
