"""The licences of each folder."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from licenses.detection import LicenseMatch, MatchKind
from scanner.folders import Folder, FolderLicense, by_folder
from scanner.inventory import FileRecord, Treatment


def file(path: str, *expressions: str, kind: MatchKind = MatchKind.TAG) -> FileRecord:
    matches = tuple(LicenseMatch(each, "rule", kind, line, line, 1.0, 1.0) for line, each in enumerate(expressions, 1))
    return FileRecord(path, "0" * 40, 1, Treatment.TEXT, licenses=matches)


FILES = [
    file("LICENSE", "MIT"),
    file("src/a.c", "MIT", "MIT"),
    file("src/b.c", "MIT"),
    file("src/vendor/x/x.c", "BSD-3-Clause"),
    file("src/vendor/y.c", "MIT", "BSD-3-Clause"),
    file("docs/index.md"),
    file("docs/logo.svg", "CC0-1.0", kind=MatchKind.CLUE),
]


def test_each_folder_has_its_own_files_and_those_below() -> None:
    assert by_folder(FILES) == (
        Folder("", 1, 7, (FolderLicense("MIT", 1, 4), FolderLicense("BSD-3-Clause", 0, 2))),
        Folder("src", 2, 4, (FolderLicense("MIT", 2, 3), FolderLicense("BSD-3-Clause", 0, 2))),
        Folder("src/vendor", 1, 2, (FolderLicense("BSD-3-Clause", 1, 2), FolderLicense("MIT", 1, 1))),
        Folder("src/vendor/x", 1, 1, (FolderLicense("BSD-3-Clause", 1, 1),)),
    )


def test_folders_that_lie_deeper_count_as_below_those_shown() -> None:
    shown = by_folder(FILES, 1)

    assert [folder.path for folder in shown] == ["", "src"]
    assert shown == by_folder(FILES)[:2]


def test_a_tree_without_licences_has_no_folder_to_show() -> None:
    assert by_folder([file("a/b.txt")]) == ()
    assert by_folder([]) == ()


paths = st.lists(st.sampled_from("abc"), min_size=1, max_size=5).map("/".join)
licences = st.lists(st.sampled_from(["MIT", "ISC", "GPL-2.0-only"]), max_size=3)


@given(st.dictionaries(paths, licences, max_size=20))
def test_a_folder_has_what_it_has_itself_and_what_the_folders_in_it_have(tree: dict[str, list[str]]) -> None:
    # a path is a file or a folder, not both
    files = [file(f"{path}/file", *said) for path, said in tree.items()]

    folders = {folder.path: folder for folder in by_folder(files)}

    for path, folder in folders.items():
        within = [each for each in folders.values() if each.path and each.path.rpartition("/")[0] == path]
        added = Counter({each.expression: each.own for each in folder.licenses})
        for inner in within:
            added.update({each.expression: each.below for each in inner.licenses})
        assert added == Counter({each.expression: each.below for each in folder.licenses})
    assert not folders or folders[""].below == len(files)
