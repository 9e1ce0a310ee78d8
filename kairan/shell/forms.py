"""How every form is drawn: the label above, the help and the error below, joined for readers."""

from django.forms.renderers import TemplatesSetting


class Fields(TemplatesSetting):
    """Draws each field from ``shell/forms/field.html``; templates never spell a field out."""

    form_template_name = "shell/forms/form.html"
    field_template_name = "shell/forms/field.html"
