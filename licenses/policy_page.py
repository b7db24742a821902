"""A rule pack explained as a Markdown page, in either language: the pages in docs/packs/ are made by this.

`python -m licenses.policy_page docs/packs` writes them anew; a test holds them to the packs.
"""

from __future__ import annotations

import sys
from pathlib import Path

from licenses.language import Language, say
from licenses.policy import Rule, RulePack, load_pack, pack_names
from licenses.policy_conditions import Condition
from licenses.scenario import Scenario


def pack_page(pack: RulePack, language: Language) -> str:
    """The page: what the pack is for, and each rule with its reason and remedy."""
    lines = [
        f"# {pack.title.to(language)} · `{pack.name}` {pack.version}",
        "",
        pack.description.to(language),
        "",
        say("Judged by default for: {scenario}.", language, scenario=pack.scenario.label.to(language)),
        "",
        f"## {say('Rules', language)}",
        "",
    ]
    for rule in pack.rules:
        lines += _rule(rule, language)
    return "\n".join(lines).rstrip() + "\n"


def _rule(rule: Rule, language: Language) -> list[str]:
    lines = [
        f"### `{rule.id}` · {rule.severity.label.to(language)}",
        "",
        _words(rule.message.chinese if language == "zh" else rule.message.template),
        "",
        f"- {say('Remedy', language)}: {_words(rule.remedy.chinese if language == 'zh' else rule.remedy.template)}",
        f"- {say('Applies when', language)}: {_condition(rule.when)}",
    ]
    lines += [f"- {say('Except when', language)}: {_condition(block)}" for block in rule.unless]
    if rule.scenarios != frozenset(Scenario):
        names = "、" if language == "zh" else ", "
        listed = names.join(scenario.label.to(language) for scenario in Scenario if scenario in rule.scenarios)
        lines.append(f"- {say('Only for', language)}: {listed}")
    return [*lines, ""]


def _words(template: str) -> str:
    """A sentence whose placeholders a reader recognises."""
    return template.replace("{", "‹").replace("}", "›")


def _condition(block: Condition) -> str:
    return "; ".join(f"`{key}: {', '.join(values)}`" for key, values in block.stated)


def write_pages(folder: Path) -> None:
    """Write every shipped pack's page in both languages into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in pack_names():
        pack = load_pack(name)
        (folder / f"{name}.md").write_text(pack_page(pack, "en"), encoding="utf-8")
        (folder / f"{name}.zh-CN.md").write_text(pack_page(pack, "zh"), encoding="utf-8")


if __name__ == "__main__":
    write_pages(Path(sys.argv[1]))
