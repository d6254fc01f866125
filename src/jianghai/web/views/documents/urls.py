"""Addresses of documents, their versions and the remarks on them."""

from __future__ import annotations

from django.urls import path

from jianghai.web.views.documents import comparing, files, live, pages, remarks, sending

urlpatterns = [
    path("documents/<int:pk>/", pages.document, name="document"),
    path("documents/<int:pk>/review/", pages.newest, name="document_review"),
    path("documents/<int:pk>/compare/", comparing.compare, name="document_compare"),
    path("documents/<int:pk>/live/", live.live, name="document_live"),
    path("documents/<int:pk>/remarks.<slug:kind>", files.table, name="document_table"),
    path("documents/<int:pk>/v<int:number>/", pages.review, name="review"),
    path("documents/<int:pk>/v<int:number>/file/", files.file, name="document_file"),
    path("documents/<int:pk>/v<int:number>/read/", live.read, name="document_read"),
    path("documents/<int:pk>/v<int:number>/readers/", live.readers, name="document_readers"),
    path("documents/<int:pk>/v<int:number>/remarks/", remarks.make, name="remark_make"),
    path("remarks/<int:pk>/", remarks.remark, name="remark"),
    path("cases/<str:case>/materials/<slug:material>/", sending.upload, name="document_upload"),
]
