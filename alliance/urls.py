"""Addresses of the alliance app."""

from django.urls import path

from alliance.views import entry

urlpatterns = [
    path("", entry.home, name="home"),
    path("a/<slug:slug>/", entry.today, name="today"),
]
