def test_the_front_door_leads_to_the_top_page(as_, aiko):
    assert as_(aiko).get("/")["Location"] == "/portal/"


def test_a_stranger_is_led_to_the_sign_in(client, aiko):
    assert client.get("/")["Location"].startswith("/account/login/")


def test_health_says_in_sentences_what_does_not_work(as_, aiko):
    response = as_(aiko).get("/health")

    said = response.json()
    assert (response.status_code, said["status"]) == (503, "trouble")
    assert any("worker" in sentence for sentence in said["alarms"])


def test_strangers_learn_from_health_only_whether_it_works(client, aiko, chidi, as_):
    assert client.get("/health").json() == {"status": "trouble"}
    assert as_(chidi).get("/health").json() == {"status": "trouble"}


def test_every_answer_carries_a_strict_policy(client, aiko):
    policy = client.get("/account/login/")["Content-Security-Policy"]

    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
