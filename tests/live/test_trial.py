"""The page to try a phone with: it says that it works, and tells the laptop who came."""

import http.client
from collections.abc import Iterator

import pytest

from kompas.live.trial import Trial, Visit, device


@pytest.fixture
def trial() -> Iterator[Trial]:
    """A page that is being served."""
    with Trial() as trial:
        yield trial


def asked(trial: Trial, path: str = "/", method: str = "GET") -> tuple[http.client.HTTPResponse, str]:
    """What a browser on this laptop gets."""
    connection = http.client.HTTPConnection("127.0.0.1", trial.port, timeout=5)
    connection.request(method, path, headers={"User-Agent": "Mozilla/5.0 (Linux; Android 9; A3) Mobile"})
    response = connection.getresponse()
    text = response.read().decode()
    connection.close()
    return response, text


def test_who_gets_the_page_is_told(trial: Trial) -> None:
    """The phone says that it works, and so does the laptop; the laptop itself is no phone."""
    response, text = asked(trial)
    assert response.status == 200
    assert "Het werkt" in text
    assert 'lang="nl"' in text
    assert next(trial.news()) == Visit("127.0.0.1", "een Android-telefoon", is_self=True)


@pytest.mark.parametrize(("path", "method"), [("/x", "GET"), ("/../kompas.yaml", "GET"), ("/", "POST")])
def test_there_is_nothing_else(trial: Trial, path: str, method: str) -> None:
    """No other page, nothing of the laptop, and no news of who tried."""
    response, text = asked(trial, path, method)
    assert response.status == 404
    assert text == "Deze pagina is er niet."
    assert not isinstance(next(trial.news()), Visit)


def test_nothing_about_us(trial: Trial) -> None:
    """Strangers on the same Wi-Fi learn no version, and nothing can be put into the page."""
    for path in ("/", "/x"):
        headers = {name.lower() for name, _ in asked(trial, path)[0].getheaders()}
        assert not headers & {"server", "date", "x-powered-by"}
        assert "content-security-policy" in headers


def test_it_stops(trial: Trial) -> None:
    """After the end nobody gets in."""
    trial.__exit__(None, None, None)
    with pytest.raises(ConnectionError):
        asked(trial)


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 12_5 like Mac OS X)", "een iPhone"),
        (
            "Mozilla/5.0 (Linux; Android 14; Pixel 8) Chrome/120.0 Mobile Safari",
            "een Android-telefoon",
        ),
        ("Mozilla/5.0 (Linux; Android 14; SM-X200) Chrome/120.0 Safari/537.36", "een Android-tablet"),
        ("curl/8", "een apparaat"),
        ("\x1b[31miPhone", "een iPhone"),
    ],
)
def test_what_a_device_is_called(agent: str, words: str) -> None:
    """In Dutch, and never in the words of a stranger."""
    assert device(agent) == words
