"""Django's own form rendering, drawn with our templates: ``{{ form }}`` is all a page needs."""

from functools import cached_property
from pathlib import Path
from typing import cast

import django.forms
from django.conf import settings
from django.forms.renderers import DjangoTemplates
from django.template.backends.django import DjangoTemplates as Engine

from foundation.forms.fields import PortalBoundField


class PortalRenderer(DjangoTemplates):
    """Labels, hints, errors and fields in GOV.UK order, from ``templates/forms/``.

    Looks for templates in the project's folders before Django's own, so that ``django.forms`` need
    not be an installed app for a widget's template to be replaced.
    """

    form_template_name = "forms/form.html"
    formset_template_name = "forms/formset.html"
    field_template_name = "forms/field.html"
    bound_field_class = PortalBoundField

    @cached_property
    def engine(self) -> Engine:
        folders = [
            Path(folder) for options in settings.TEMPLATES for folder in cast(list[str], options["DIRS"])
        ]
        builtin = Path(django.forms.__file__).parent / "templates"
        return Engine(
            {
                "NAME": "portal-forms",
                "DIRS": [*folders, builtin],
                "APP_DIRS": False,
                "OPTIONS": {},
            }
        )
