"""The addresses of forms and submissions."""

from __future__ import annotations

from django.urls import path

from khetane.review import catalogue, exporting, kept, names, submission, submissions

app_name = "forms"
urlpatterns = [
    path("submissions/", submissions.submissions, name="submissions"),
    path("submissions/map/", submissions.where, name="map"),
    path("submissions/map/points.json", submissions.points, name="points"),
    path("submissions/kept/", kept.kept_uploads, name="kept_uploads"),
    path("submissions/kept/<uuid:kept_id>/", kept.kept_upload, name="kept_upload"),
    path("submissions/kept/<uuid:kept_id>/content", kept.kept_content, name="kept_content"),
    path("submissions/kept/<uuid:kept_id>/take", kept.take, name="kept_take"),
    path("submissions/kept/<uuid:kept_id>/set-aside", kept.put_aside, name="kept_set_aside"),
    path("submissions/<uuid:submission_id>/", submission.submission_page, name="submission"),
    path("submissions/<uuid:submission_id>/apply", submission.apply_again, name="apply_again"),
    path("submissions/<uuid:submission_id>/raw", submission.raw, name="raw"),
    path(
        "submissions/<uuid:submission_id>/files/<uuid:attachment_id>",
        submission.attachment,
        name="attachment",
    ),
    path(
        "submissions/<uuid:submission_id>/files/<uuid:attachment_id>/as-it-came",
        submission.attachment_as_it_came,
        name="attachment_as_it_came",
    ),
    path("devices/names/", names.listed, name="names"),
    path("devices/names/<uuid:unit_id>/sign/", names.sign, name="sign_names"),
    path("devices/names/<uuid:unit_id>/end/", names.end, name="end_names"),
    path("forms/", catalogue.form_list, name="forms"),
    path("forms/upload/", catalogue.upload, name="upload"),
    path("forms/<uuid:form_id>/", catalogue.form_page, name="form"),
    path("forms/<uuid:form_id>/export.zip", exporting.export, name="export"),
    path("forms/versions/<uuid:version_id>/", catalogue.version_page, name="version"),
    path("forms/versions/<uuid:version_id>/state", catalogue.change_state, name="state"),
    path("forms/versions/<uuid:version_id>/source", catalogue.source, name="source"),
    path("forms/versions/<uuid:version_id>/xform", catalogue.xform, name="xform"),
    path("forms/versions/<uuid:version_id>/media/<str:name>", catalogue.media_file, name="media"),
]
