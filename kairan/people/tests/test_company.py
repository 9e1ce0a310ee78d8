from kairan.people.models import Company


def test_an_administrator_mends_the_name_of_the_company(as_, aiko):
    client = as_(aiko)

    client.post("/people/company/", {"name": "Lantern Works"})

    assert Company.current_name() == "Lantern Works"
    assert "Lantern Works" in client.get("/people/company/").content.decode()


def test_a_name_with_a_line_break_gets_a_sentence(as_, aiko):
    response = as_(aiko).post("/people/company/", {"name": "Lantern\r\nBcc: x@example.test"})

    assert 'aria-invalid="true"' in response.content.decode()
    assert Company.current_name() == ""


def test_nobody_else_renames_the_company(as_, chidi):
    assert as_(chidi).post("/people/company/", {"name": "Mine"}).status_code == 403
