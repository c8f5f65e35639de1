"""The sums behind `./hva bench`."""

import pytest

from tools.dev.bench import figures
from tools.dev.bench.client import Answer, Refused
from tools.dev.bench.closed_loop import Round
from tools.dev.bench.cpu import spent

LOG = """
12:00:00,001 7 INFO db werkzeug: 127.0.0.1 - - [now] "GET /p/*** HTTP/1.0" 200 - 4 0.003 0.006
12:00:00,002 7 INFO db werkzeug: 127.0.0.1 - - [now] "POST /p/*** HTTP/1.0" 303 - 9 0.003 0.006
12:00:00,003 7 INFO db werkzeug: 127.0.0.1 - - [now] "POST /p/*** HTTP/1.0" 422 - 5 0.003 0.006
12:00:00,004 7 INFO db werkzeug: 127.0.0.1 - - [now] "GET /p/kiitos HTTP/1.0" 200 - 1 0.0 0.0
12:00:00,005 7 INFO db odoo.http: no "GET /p/*** at all
""".splitlines()


def test_percentile_is_a_value_that_occurred():
    values = [float(value) for value in range(1, 101)]
    assert figures.percentile(values, 0.95) == 95
    assert figures.percentile([3.0, 1.0, 2.0], 0.5) == 2
    assert figures.percentile([7.0], 0.95) == 7


def test_percentile_of_nothing_is_an_error():
    with pytest.raises(ValueError):
        figures.percentile([], 0.95)


def test_statements_are_counted_per_method_path_and_status():
    assert figures.queries(LOG, "GET", "/p/***", 200) == [4]
    assert figures.queries(LOG, "POST", "/p/***", 303) == [9]
    assert figures.queries(LOG, "POST", "/p/***", 404) == []


def test_the_result_is_one_line_of_short_figures():
    line = figures.result_line({"answers_per_s": 151.26, "ratio": 10.04, "cpu_ms": 9.876, "bytes_gz": 4046})
    assert line == "RESULT answers_per_s=151 ratio=10 cpu_ms=9.88 bytes_gz=4046"


def test_processor_time_counts_a_backend_that_came_in_between():
    assert spent({1: 2.0, 2: 1.0}, {1: 2.5, 3: 0.25}) == 0.75


def test_a_round_without_answers_has_no_rate():
    assert (Round(4).per_second, Round(4).cpu_ms()) == (0.0, 0.0)
    done = Round(1, seconds=2.0, latencies=[0.1] * 10, odoo_cpu=0.05, database_cpu=0.05)
    assert (done.per_second, done.cpu_ms()) == (5.0, pytest.approx(10.0))


def test_a_redirect_is_followed_on_this_server_only():
    answer = Answer(303, "HTTP/1.0 303 SEE OTHER\r\nLocation: http://elsewhere/fi/survey/x?y=1", b"")
    assert answer.location == "/fi/survey/x?y=1"
    with pytest.raises(Refused):
        _ = Answer(200, "HTTP/1.0 200 OK", b"").location
