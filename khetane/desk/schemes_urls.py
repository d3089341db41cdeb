"""The addresses of schemes, enrolments and sessions."""

from __future__ import annotations

from django.urls import path

from khetane.desk.schemes import enrolling, enrolment, overview, sessions, staff

app_name = "programmes"
urlpatterns = [
    path("schemes/", overview.schemes, name="schemes"),
    path("schemes/<slug:code>/", overview.scheme_page, name="scheme"),
    path("schemes/<slug:code>/sessions/new/", sessions.new_session, name="new_session"),
    path("schemes/<slug:code>/staff/", staff.staff, name="staff"),
    path("schemes/staff/<uuid:staff_id>/end/", staff.end_staff, name="end_staff"),
    path("sessions/<uuid:session_id>/", sessions.session_page, name="session"),
    path("enrolments/of/<uuid:household_id>/", enrolling.choose, name="choose_scheme"),
    path("enrolments/of/<uuid:household_id>/<slug:code>/", enrolling.enrol, name="enrol"),
    path("enrolments/<uuid:enrolment_id>/", enrolment.enrolment_page, name="enrolment"),
    path("enrolments/<uuid:enrolment_id>/answers/", enrolment.answers, name="answers"),
    path("enrolments/<uuid:enrolment_id>/steps/<slug:code>/", enrolment.step, name="step"),
    path("enrolments/<uuid:enrolment_id>/milestones/<slug:kind>/", enrolment.milestone, name="milestone"),
]
