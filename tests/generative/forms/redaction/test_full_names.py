"""Properties of finding a full name: she is found however her name is written, and nobody else is."""

from __future__ import annotations

import unicodedata
from typing import Literal
from urllib.parse import quote

from hypothesis import given
from hypothesis import strategies as st

from khetane.engine.linkage.folding import fold
from khetane.forms.redaction.full_names import FullNames
from khetane.forms.redaction.naming import Names, folds, sounds_like
from khetane.forms.redaction.neutral import Neutral
from khetane.web.scripts import serbian_cyrillic

GIVEN = ("Zlatija", "Đurđa", "Šaban", "Džemile", "Ramiz", "Ljubica")
FAMILY = ("Arsić", "Jovanović", "Šainović", "Hasani", "Gjorgieva", "Bećirović")
OTHERS = ("Petar", "Milena", "Kostić", "Todorova", "Nikolić", "Emin")
WORDS = ("škola", "razred", "dete", "pita", "dolazi", "ulica", "sestra")
JOINED = (" ", "_", "-", ".", "  ")


def bare(text: str) -> str:
    """As typed by who has no such keys."""
    for letter, plain in zip("čćšžđČĆŠŽĐ", "ccszdCCSZD", strict=True):
        text = text.replace(letter, plain)
    return text


WRITTEN = (str, str.lower, str.upper, bare, serbian_cyrillic)


def whom(given_name: str, family: str) -> FullNames:
    names = Names()
    names.add(given=given_name, family=family)
    return FullNames(names)


names = st.tuples(st.sampled_from(GIVEN), st.sampled_from(FAMILY))


@given(
    name=names,
    turned=st.booleans(),
    joined=st.sampled_from(JOINED),
    written=st.sampled_from(WRITTEN),
    around=st.tuples(
        st.lists(st.sampled_from(WORDS), max_size=3), st.lists(st.sampled_from(WORDS), max_size=3)
    ),
)
def test_a_full_name_is_found_in_every_order_script_and_spelling(
    name: tuple[str, str], turned: bool, joined: str, written: object, around: tuple[list[str], list[str]]
) -> None:
    said = joined.join(name[::-1] if turned else name)
    text = " ".join([*around[0], written(said), *around[1]])  # type: ignore[operator]  # one of WRITTEN
    plain = whom(*name).covered(text, "▒")
    assert plain == " ".join([*around[0], "▒", *around[1]])


@given(
    name=names,
    lines=st.lists(
        st.one_of(
            st.tuples(st.sampled_from(GIVEN), st.sampled_from(OTHERS)),
            st.tuples(st.sampled_from(OTHERS), st.sampled_from(FAMILY)),
            st.tuples(st.sampled_from(OTHERS), st.sampled_from(OTHERS)),
        ),
        max_size=6,
    ),
    parted=st.sampled_from([", ", "; ", " / ", "\n", " | "]),
)
def test_a_list_of_people_who_share_one_name_with_her_stays_as_it_is(
    name: tuple[str, str], lines: list[tuple[str, str]], parted: str
) -> None:
    whole = [
        line
        for line in lines
        if not (sounds_like(line[0], folds(name[0])) and sounds_like(line[1], folds(name[1])))
    ]
    text = parted.join(map(" ".join, whole))
    assert whom(*name).covered(text, "▒") == text


@given(name=names, text=st.text(max_size=60))
def test_any_text_is_taken_and_what_is_covered_is_not_found_again(name: tuple[str, str], text: str) -> None:
    found = whom(*name)
    plain = found.covered(text, "(erased)")
    assert found.covered(plain, "(erased)") == plain
    begins = [span[0] for span in found.spans(text)]
    assert begins == sorted(set(begins))


@given(name=names, text=st.text(alphabet="abcdđčšž ,._-()", max_size=40))
def test_a_text_without_her_sounds_stays(name: tuple[str, str], text: str) -> None:
    said = fold(text)
    if not any(one in said for one in (*folds(name[0]), *folds(name[1]))):
        assert whom(*name).covered(text, "▒") == text


@given(
    name=names,
    joined=st.sampled_from(("_", " ", "-", "")),
    form=st.sampled_from(("NFC", "NFD", "NFKC", "NFKD")),
    share=st.floats(0, 1),
    ending=st.sampled_from((".jpg", ".csv", "")),
)
def test_a_file_called_by_her_name_is_found_in_every_normal_form_and_percent_encoding(
    name: tuple[str, str], joined: str, form: Literal["NFC", "NFD", "NFKC", "NFKD"], share: float, ending: str
) -> None:
    """As many of its signs encoded as the share says, and those that must be."""
    stem = unicodedata.normalize(form, joined.join(name))
    encoded = "".join(quote(one, safe="") if at / len(stem) < share else one for at, one in enumerate(stem))
    neutral = Neutral(whom(*name))
    for written in (stem + ending, encoded + ending, quote(stem + ending)):
        assert neutral.filename(written) == "erased_1" + ending
        assert neutral.expression(f"jr://images/{written}", "(erased)") == f"jr://images/erased_1{ending}"


@given(
    form=st.sampled_from(("NFC", "NFD")),
    given_name=st.sampled_from(GIVEN),
    family=st.sampled_from(FAMILY),
    other=st.sampled_from(OTHERS),
)
def test_a_file_of_somebody_else_keeps_its_name_as_it_is(
    form: Literal["NFC", "NFD"], given_name: str, family: str, other: str
) -> None:
    written = quote(unicodedata.normalize(form, f"{given_name}_{other}.jpg"))
    assert Neutral(whom(given_name, family)).filename(written) == written
