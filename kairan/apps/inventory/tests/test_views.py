def test_smoke(as_, aiko, ben, chidi, paper, moved, sales):
    for person in (aiko, ben, chidi):
        client = as_(person)
        for url in [
            "",
            "export/",
            f"{paper.pk}/",
            f"{paper.pk}/messages/",
            f"messages/new/?item={paper.pk}",
        ]:
            assert client.get(f"/inventory/{url}").status_code == 200, url
    client = as_(aiko)
    for url in [
        "new/",
        f"{paper.pk}/details/",
        "administration/",
        f"administration/groups/{sales.pk}/",
    ]:
        assert client.get(f"/inventory/{url}").status_code == 200, url
