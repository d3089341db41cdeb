"""All addresses of the application."""

from __future__ import annotations

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from khetane.api.service import urls as api_urls
from khetane.config.health import healthz
from khetane.desk.grievances.follow import follow
from khetane.desk.grievances.public import tell
from khetane.desk.referring.outside import outside_page
from khetane.desk.rights.outside import copy_page
from khetane.desk.today import today
from khetane.web.gallery import gallery

# By its name: Django looks it up here when an address shows nothing.
handler404 = "khetane.desk.rights.kept_time.not_found"
urlpatterns: list[URLPattern | URLResolver] = [
    # First, since patterns are tried in order and devices ask most often.
    path("key/", include("khetane.integrations.openrosa.urls")),
    path("healthz", healthz, name="healthz"),
    path("language/", include("django.conf.urls.i18n")),
    # Before allauth's: what it says of a lost password and of another address holds only where mail is sent.
    path("", include("khetane.access.urls")),
    path("account/", include("allauth.urls")),
    path("people/", include("khetane.desk.urls")),
    path("work/", include("khetane.desk.outreach_urls")),
    path("work/", include("khetane.desk.cases_urls")),
    path("work/visits/", include("khetane.visiting.urls")),
    path("reports/", include("khetane.reports.urls")),
    path("referred/<str:secret>/", outside_page, name="referred"),
    path("copy/<str:copy_secret>/", copy_page, name="copy"),
    path("tell/", tell, name="tell"),
    path("tell/answer/", follow, name="follow"),
    path("work/grievances/", include("khetane.desk.grievances.urls")),
    path("", include("khetane.desk.rights.urls")),
    path("directory/", include("khetane.desk.directory_urls")),
    path("work/", include("khetane.desk.schemes_urls")),
    path("settlements/", include("khetane.desk.upgrading.urls")),
    path("conflicts/", include("khetane.desk.history_urls")),
    path("import/", include("khetane.importing.urls")),
    path("", include("khetane.review.urls")),
    path("api/", api_urls),
    path("odata/", include("khetane.integrations.odata.urls")),
    path("", today, name="home"),
    path("", include("khetane.places.urls")),
    path("", include("khetane.operations.urls")),
    path("", include("khetane.subjects.urls")),
    path("organisations/", include("khetane.organisations.urls")),
]

if settings.ENVIRONMENT.is_test:
    urlpatterns.append(path("gallery/", gallery, name="gallery"))
