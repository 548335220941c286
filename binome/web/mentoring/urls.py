"""Addresses of mentoring: the directory, the requests, the pairs, her space."""

from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = []
