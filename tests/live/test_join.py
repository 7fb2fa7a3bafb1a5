"""Codes that people can type, and tokens that nobody can make."""

from hypothesis import given
from hypothesis import strategies as st

from kompas.live.join import ALPHABET, as_typed, device, new_code, new_key, new_paper, token
from kompas.live.room import PAPER

ANY = st.text()


def test_a_code_can_be_read_from_a_wall() -> None:
    """Eight characters, 40 bits, and no two that look alike among those there can be."""
    codes = {new_code() for _ in range(500)}
    assert len(codes) == 500
    assert {len(code) for code in codes} == {8}
    assert len(set(ALPHABET)) == 32
    assert set("".join(codes)) == set(ALPHABET)
    assert not set(ALPHABET) & set("oil")


def test_a_code_as_people_type_it() -> None:
    """Capitals, a space in the middle and what was misread lead to the code that stood there."""
    for code in ("5k01mnpq", "1111aaaa", new_code()):
        assert as_typed(code) == code
        typed = f" {code[:4]} - {code[4:]} ".upper().replace("0", "O").replace("1", "I")
        assert as_typed(typed) == code
        assert as_typed(code.replace("1", "l")) == code


def test_keys_are_never_the_same() -> None:
    """A key is 128 bits, in letters that an address can have."""
    keys = {new_key() for _ in range(500)}
    assert len(keys) == 500
    assert all(len(key) == 22 and key.replace("-", "").replace("_", "").isalnum() for key in keys)


def test_a_device_is_known_again() -> None:
    """By the round that let it in, and by no other."""
    secret = new_key()
    tokens = [token(secret) for _ in range(500)]
    found = {device(secret, one) for one in tokens}
    assert len(found) == 500
    assert None not in found
    assert {device(new_key(), one) for one in tokens} == {None}


def test_a_token_says_nothing() -> None:
    """It holds no order: of two tokens nobody can tell which was first."""
    secret = new_key()
    ids = [str(device(secret, token(secret))) for _ in range(200)]
    assert sorted(ids) != ids
    assert {len(one) for one in ids} == {16}


def test_a_phone_cannot_pass_for_paper() -> None:
    """No token gives an id as answers on paper have; those are all different."""
    secret = new_key()
    assert len({new_paper() for _ in range(500)}) == 500
    assert new_paper().startswith(PAPER)
    assert device(secret, new_paper()) is None
    for _ in range(500):
        found = device(secret, token(secret))
        assert found
        assert not found.startswith(PAPER)


@given(ANY)
def test_whatever_a_stranger_sends(text: str) -> None:
    """Is no token, and breaks nothing."""
    assert device("geheim", text) is None
    as_typed(text)


@given(st.integers(0, 48), st.characters())
def test_one_other_character(place: int, character: str) -> None:
    """A token that was changed anywhere is nobody's."""
    ours = token("geheim")
    changed = ours[:place] + character + ours[place + 1 :]
    assert (device("geheim", changed) is None) == (changed != ours)
