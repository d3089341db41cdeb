"""The addresses of visits and tasks."""

from __future__ import annotations

from django.urls import path

from khetane.desk import casework, finishing, visit
from khetane.desk.cases import overdue, tasks
from khetane.desk.reminding import feed, screen

app_name = "outreach"
urlpatterns = [
    path("visits/", casework.visits, name="visits"),
    path("visits/<uuid:visit_id>/", visit.visit_page, name="visit"),
    path("tasks/", casework.tasks, name="tasks"),
    path("reminders/", screen.reminders, name="reminders"),
    path("reminders/feed/new/", screen.new_feed, name="new_feed"),
    path("reminders/feed/end/", screen.end_feed, name="end_feed"),
    path("calendar/<str:calendar_secret>/tasks.ics", feed.feed, name="feed"),
    path("overdue/", overdue.overdue, name="overdue"),
    path("tasks/<uuid:task_id>/", tasks.task_page, name="task"),
    path("tasks/<uuid:task_id>/edit/", tasks.edit_task, name="edit_task"),
    path("tasks/<uuid:task_id>/<slug:name>/step/", tasks.task_step, name="task_step"),
    path("households/<uuid:household_id>/tasks/add/", tasks.add_task, name="add_task"),
    path("tasks/<uuid:task_id>/done/", finishing.task_done, name="task_done"),
]
