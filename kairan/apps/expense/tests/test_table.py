"""The table as a spreadsheet opens it."""

import csv
import io
import shutil
import subprocess
from datetime import date

import pytest
from django.utils.translation import override

from kairan.apps.expense.models import Entry
from kairan.apps.expense.table import of_entries, of_lines

SOFFICE = shutil.which("soffice")


def entry(**fields):
    return Entry(
        **{
            "line": 1,
            "spent_on": date(2026, 5, 12),
            "category": ("Transport", "交通費"),
            "description": "新幹線 東京～大阪",
            "amount": 14_520,
            "note": "往復\n指定席",
            "receipts": (7,),
            **fields,
        }
    )


def written(*entries, currency="JPY", language="ja"):
    with override(language):
        return of_entries(entries, currency=currency, file_names={7: "領収書.pdf"})


def rows(data):
    return list(csv.reader(data.decode("utf-8-sig").splitlines()))


def test_excel_sees_that_it_is_utf_8():
    assert written(entry()).startswith(b"\xef\xbb\xbf")


def test_headings_are_in_the_language_and_amounts_are_plain():
    [headings, row] = rows(written(entry(amount=123_456, note=""), currency="GBP", language="en"))

    assert headings == [
        "No.",
        "Date",
        "Category",
        "Description",
        "Amount",
        "Currency",
        "Receipts",
        "Note",
    ]
    assert row == [
        "1",
        "2026-05-12",
        "Transport",
        "新幹線 東京～大阪",
        "1234.56",
        "GBP",
        "領収書.pdf",
        "",
    ]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_a_cell_that_begins_like_a_formula_is_defused(start):
    data = written(entry(description=f"{start}1+1", note=f"{start}cmd", category=(start, start)))

    [_headings, row] = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""))
    assert [row[2], row[3], row[7]] == [f"'{start}", f"'{start}1+1", f"'{start}cmd"]


def test_my_own_lines_say_their_state(spend):
    with override("ja"):
        [headings, row] = rows(of_lines([spend(1200)]))

    assert headings == ["日付", "費目", "内容", "金額", "通貨", "状態", "経費精算書", "備考"]
    assert row[3:6] == ["1200", "JPY", "未申請"]


@pytest.mark.servers
@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed (soffice).")
def test_libreoffice_reads_the_same_cells(tmp_path):
    formula = '=HYPERLINK("https://evil.test","税")'
    source = tmp_path / "report.csv"
    source.write_bytes(written(entry(), entry(description=formula, note="", receipts=())))

    # 44,34,76: comma, quotes, UTF-8; the same again for what it writes.
    subprocess.run(
        [
            SOFFICE,
            "--headless",
            f"-env:UserInstallation=file://{tmp_path}/profile",
            "--infilter=CSV:44,34,76",
            "--convert-to",
            "csv:Text - txt - csv (StarCalc):44,34,76",
            "--outdir",
            str(tmp_path / "out"),
            str(source),
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )

    with (tmp_path / "out" / "report.csv").open(encoding="utf-8-sig", newline="") as file:
        found = list(csv.reader(file))
    assert found[0] == ["番号", "日付", "費目", "内容", "金額", "通貨", "領収書", "備考"]
    assert found[1][2:] == [
        "交通費",
        "新幹線 東京～大阪",
        "14520",
        "JPY",
        "領収書.pdf",
        "往復\n指定席",
    ]
    assert found[2][3].lstrip("'") == formula
