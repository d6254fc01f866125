"""Addresses of windows and appointments."""

from __future__ import annotations

from django.urls import path

from jianghai.web.views.windows import booking, desk, load, own, week

urlpatterns = [
    path("appointments/", own.mine, name="appointments"),
    path("appointments/book/", booking.book, name="book"),
    path("appointments/<int:pk>/", own.one, name="appointment"),
    path("appointments/<int:pk>/move/", booking.move, name="appointment_move"),
    path("appointments/<int:pk>/cancel/", own.cancel, name="appointment_cancel"),
    path("appointments/<int:pk>/appointment.ics", own.calendar_file, name="appointment_file"),
    path("appointments/<int:pk>/step/", desk.step, name="appointment_step"),
    path("windows/", desk.windows, name="windows"),
    path("windows/load/", load.load, name="windows_load"),
    path("windows/<int:pk>/", desk.window, name="window"),
    path("windows/<int:pk>/next/", desk.call, name="window_next"),
    path("windows/<int:pk>/week/", week.week, name="window_week"),
    path("windows/<int:pk>/extra/", week.extra, name="window_extra"),
    path("windows/<int:pk>/close/", week.close, name="window_close"),
    path("windows/sessions/<int:pk>/drop/", week.drop, name="session_drop"),
    path("windows/sessions/<int:pk>/log/", week.log, name="session_log"),
    path("windows/closures/<int:pk>/lift/", week.lift, name="closure_lift"),
]
