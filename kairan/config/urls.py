"""Every URL of the office: each feature brings its own."""

from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path

from kairan.config import pages
from kairan.shell.feature import Feature, features


def _of(feature: Feature) -> list[URLPattern | URLResolver]:
    module = f"{feature.name}.urls"
    if find_spec(module) is None:
        return []
    return [path(f"{feature.prefix}/", include(module))]


urlpatterns: list[URLPattern | URLResolver] = [
    path("", pages.front, name="front"),
    path("health", pages.health, name="health"),
    path("account/", include("kairan.people.account_urls")),
    path("language/", include("django.conf.urls.i18n")),
    *[pattern for feature in features() for pattern in _of(feature)],
]

handler403 = "kairan.shell.errors.forbidden"
handler404 = "kairan.shell.errors.not_found"
handler500 = "kairan.shell.errors.broken"
