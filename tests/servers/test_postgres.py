"""A private cluster answers on both of its addresses and leaves nothing behind."""

import psycopg
import pytest

from tests.servers.needed import require
from tests.servers.postgres import Postgres

pytestmark = pytest.mark.servers


def test_a_cluster_answers_over_tcp_and_its_socket_and_then_is_gone():
    require("postgresql")
    with Postgres(fsync=False, settings={"work_mem": "5MB"}) as server:
        for url in (server.url, server.socket_url):
            with psycopg.connect(url) as connection:
                assert connection.execute("SHOW fsync").fetchone() == ("off",)
                assert connection.execute("SHOW work_mem").fetchone() == ("5MB",)
                assert connection.execute("SHOW server_encoding").fetchone() == ("UTF8",)

    assert not server.process.is_running()
    assert not server.folder.exists()


def test_a_cluster_for_benchmarks_writes_through():
    require("postgresql")
    with Postgres() as server, psycopg.connect(server.url) as connection:
        assert connection.execute("SHOW fsync").fetchone() == ("on",)
