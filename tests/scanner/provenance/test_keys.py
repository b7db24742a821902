"""The node's key: made once, kept private, read back."""

from __future__ import annotations

import stat
import subprocess
import sys
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from licenses.errors import InputUnreadable
from scanner.provenance.keys import PRIVATE_NAME, PUBLIC_NAME, node_key, read_public_key

ASK = """
import pathlib, sys
from scanner.provenance.keys import node_key
print(node_key(pathlib.Path(sys.argv[1])).public.key_id)
"""


def test_the_key_is_made_once(tmp_path: Path) -> None:
    assert node_key(tmp_path / "keys").public.key_id == node_key(tmp_path / "keys").public.key_id


def test_only_the_owner_may_read_the_private_key(tmp_path: Path) -> None:
    node_key(tmp_path)

    assert stat.S_IMODE((tmp_path / PRIVATE_NAME).stat().st_mode) == 0o600


def test_nothing_else_is_left_in_the_folder(tmp_path: Path) -> None:
    node_key(tmp_path)

    assert sorted(each.name for each in tmp_path.iterdir()) == [PRIVATE_NAME, PUBLIC_NAME]


def test_the_public_half_reads_back(tmp_path: Path) -> None:
    key = node_key(tmp_path)

    assert read_public_key(tmp_path / PUBLIC_NAME).key_id == key.public.key_id


def test_processes_that_ask_at_the_same_time_get_the_same_key(tmp_path: Path) -> None:
    asking = [
        subprocess.Popen([sys.executable, "-c", ASK, str(tmp_path / "keys")], stdout=subprocess.PIPE, text=True)
        for _ in range(4)
    ]

    assert len({process.communicate()[0] for process in asking}) == 1


def test_a_private_key_that_others_may_read_is_refused(tmp_path: Path) -> None:
    node_key(tmp_path)
    (tmp_path / PRIVATE_NAME).chmod(0o644)

    with pytest.raises(InputUnreadable, match="others on this machine may read"):
        node_key(tmp_path)


@pytest.mark.parametrize(
    "content", [b"", b"-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n", b"x" * 100_000]
)
def test_what_is_no_public_key_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "odd.pem").write_bytes(content)

    with pytest.raises(InputUnreadable):
        read_public_key(tmp_path / "odd.pem")


def test_another_kind_of_key_is_refused(tmp_path: Path) -> None:
    public = generate_private_key(SECP256R1()).public_key()
    (tmp_path / "ec.pem").write_bytes(public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo))

    with pytest.raises(InputUnreadable, match="not an Ed25519 key"):
        read_public_key(tmp_path / "ec.pem")
