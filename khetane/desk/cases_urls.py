"""The addresses of needs, referrals, services and procedures."""

from __future__ import annotations

from django.urls import include, path

from khetane.desk import casework
from khetane.desk.cases import caseload, needs, plan_steps, plans
from khetane.desk.referring import letter, lists, page, refer, sealed
from khetane.desk.services import delivering, figures, groups

app_name = "cases"
urlpatterns = [
    path("needs/", casework.needs, name="needs"),
    path("needs/<uuid:need_id>/", needs.need_page, name="need"),
    path("needs/<uuid:need_id>/edit/", needs.edit_need, name="edit_need"),
    path("needs/<uuid:need_id>/<slug:name>/", needs.need_step, name="need_step"),
    path("households/<uuid:household_id>/needs/add/", needs.add_need, name="add_need"),
    path("households/<uuid:household_id>/plan/", plans.household_plan, name="household_plan"),
    path("households/<uuid:household_id>/plan/draw-up/", plans.draw_up_plan, name="draw_up_plan"),
    path("plans/", casework.plans, name="plans"),
    path("caseload/", caseload.caseload, name="caseload"),
    path("plans/<uuid:plan_id>/", plans.plan_page, name="plan"),
    path("plans/<uuid:plan_id>/print/", plans.print_plan, name="print_plan"),
    path("plans/<uuid:plan_id>/edit/", plans.edit_plan, name="edit_plan"),
    path("plans/<uuid:plan_id>/steps/add/", plan_steps.add_step, name="add_step"),
    path("plans/<uuid:plan_id>/<slug:name>/", plans.plan_step, name="plan_step"),
    path("plan-steps/<uuid:step_id>/edit/", plan_steps.edit_step, name="edit_step"),
    path("plan-steps/<uuid:step_id>/<slug:name>/", plan_steps.step_step, name="step_step"),
    path("referrals/", lists.referrals, name="referrals"),
    path("referrals/sent/", lists.sent_referrals, name="sent_referrals"),
    path("households/<uuid:household_id>/refer/", refer.refer, name="refer"),
    path("referrals/<uuid:referral_id>/", page.referral_page, name="referral"),
    path("referrals/<uuid:referral_id>/step/<slug:name>/", page.take_step, name="referral_step"),
    path("referrals/<uuid:referral_id>/extend/", page.extend, name="extend_referral"),
    path("referrals/<uuid:referral_id>/letter/", letter.letter_page, name="referral_letter"),
    path("referrals/<uuid:referral_id>/page/", sealed.make_page, name="seal_referral"),
    path("referrals/pages/<uuid:page_id>/close/", sealed.close_page, name="close_page"),
    path("services/", casework.services, name="services"),
    path("services/figures/", figures.figures, name="service_figures"),
    path("services/of/<uuid:household_id>/", delivering.choose, name="choose_service"),
    path("services/of/<uuid:household_id>/<slug:code>/", delivering.deliver, name="deliver"),
    path("groups/", groups.groups, name="groups"),
    path("groups/new/", groups.choose, name="choose_group"),
    path("groups/new/<slug:code>/", groups.new_group, name="new_group"),
    path("groups/<uuid:group_id>/", groups.group_page, name="group"),
    path("groups/<uuid:group_id>/participants/", groups.participants, name="participants"),
    path("", include("khetane.desk.legal.urls")),
]
