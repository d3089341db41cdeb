"""What was sealed opens with its own key and context, and with nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khetane.core.sealing import SealBroken, WrappedKey, new_key, seal, unseal, unwrap

MASTERS = {"k2": b"2" * 32, "k1": b"1" * 32}
contexts = st.binary(max_size=40)


@given(content=st.binary(max_size=2000), context=contexts)
def test_what_was_sealed_is_what_is_opened(content: bytes, context: bytes) -> None:
    key, wrapped = new_key(MASTERS, context)
    sealed = seal(key, content, context)
    assert unseal(unwrap(MASTERS, wrapped, context), sealed, context) == content


@given(content=st.binary(max_size=200), at=st.integers(0, 10_000), bit=st.integers(0, 7), context=contexts)
def test_one_changed_bit_is_refused(content: bytes, at: int, bit: int, context: bytes) -> None:
    key, _ = new_key(MASTERS, context)
    sealed = bytearray(seal(key, content, context))
    sealed[at % len(sealed)] ^= 1 << bit
    with pytest.raises(SealBroken):
        unseal(key, bytes(sealed), context)


def test_a_sealed_value_cannot_be_moved_to_another_record() -> None:
    key, _ = new_key(MASTERS, b"one")
    with pytest.raises(SealBroken):
        unseal(key, seal(key, b"name", b"one"), b"other")


def test_a_lost_master_key_is_named() -> None:
    with pytest.raises(SealBroken, match="k0"):
        unwrap(MASTERS, WrappedKey("k0", b""), b"")
