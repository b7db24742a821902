"""vendor/modules.txt, the list of vendored modules (Go). Source: https://go.dev/ref/mod#go-mod-vendor"""

from __future__ import annotations

from collections.abc import Iterator

from scanner.ecosystems._go import is_path, module_purl
from scanner.manifest.declaration import lockfile
from scanner.manifest.file import ManifestFile
from scanner.package import Package, Scope


@lockfile("vendor/modules.txt", ecosystem="golang")
def parse(file: ManifestFile) -> Iterator[Package]:
    """Yield each vendored module: `# path version [=> path version]`, then `## explicit` when go.mod names it.

    From Go 1.17 on go.mod names indirect modules too, so "explicit" does not tell what is direct; go.mod does.
    """
    lines = list(file.lines())
    for (number, line), (_, after) in zip(lines, [*lines[1:], (0, "")], strict=True):
        words = line.removeprefix("# ").split()
        if not line.startswith("# ") or len(words) < 2:
            continue
        path, version = _built(words)
        if is_path(path):
            yield Package(
                purl=module_purl(path, version),
                evidence=file.at_line(number),
                scope=Scope.RUNTIME,
                direct=None if after.startswith("##") and "explicit" in after else False,
            )


def _built(words: list[str]) -> tuple[str, str]:
    if "=>" not in words:
        return words[0], words[1]
    target = words[words.index("=>") + 1 :]
    return (target[0], target[1]) if len(target) == 2 else (words[0], "")
