import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from kairan.attachments import fields
from kairan.attachments.fields import FilesField
from kairan.attachments.operations import attach
from kairan.attachments.responses import download


def test_a_page_that_was_uploaded_cannot_run_here(aiko):
    attachment = attach(SimpleUploadedFile("a.html", b"<script>alert(1)</script>"), by=aiko)

    response = download(attachment)

    assert response.content == b"<script>alert(1)</script>"
    assert response["Content-Type"] == "application/octet-stream"
    assert response["Content-Disposition"].startswith("attachment")
    assert "sandbox" in response["Content-Security-Policy"]


def test_a_japanese_file_name_survives_the_download(aiko):
    attachment = attach(SimpleUploadedFile("見積書.pdf", b"%PDF"), by=aiko)

    assert "filename*=utf-8''%E8%A6%8B" in download(attachment)["Content-Disposition"]


def test_several_files_come_as_a_list():
    files = [SimpleUploadedFile("a", b"a"), SimpleUploadedFile("b", b"b")]

    assert FilesField(required=False).clean(files) == files
    assert FilesField(required=False).clean(None) == []


def test_a_file_over_the_limit_is_named(monkeypatch):
    monkeypatch.setattr(fields, "LARGEST", 3)

    with pytest.raises(ValidationError, match=r"big\.bin"):
        FilesField().clean([SimpleUploadedFile("big.bin", b"four")])


def test_a_field_that_needs_a_file_says_so():
    with pytest.raises(ValidationError):
        FilesField(required=True).clean([])
