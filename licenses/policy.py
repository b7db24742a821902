"""Rule packs: the rules of an organisation as one versioned YAML file, loaded into a frozen value.

The format is described in docs/packs/README.md. A pack may extend others and override their rules by id. Every mistake
is reported at its line; nothing that a pack says is silently ignored.
"""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from msgspec import Struct

from licenses.bilingual import Bilingual, bilingual
from licenses.errors import BadUsage
from licenses.language import text
from licenses.policy_conditions import Condition, condition
from licenses.policy_severity import Severity
from licenses.scenario import Scenario
from licenses.yaml_lines import Marked, read_document

PACKS = Path(__file__).resolve().parent / "packs"
MAX_ANCESTRY = 10  # packs above a pack
# what a message may say of the thing that it is about
PLACEHOLDERS = frozenset(
    {"subject", "expression", "class", "outbound", "declared", "detected", "relation", "scenario", "advisories"}
)

_NAME = re.compile(r"[a-z0-9][a-z0-9.-]{0,63}")
_VERSION = re.compile(r"\d+\.\d+\.\d+")


class Rule(Struct, frozen=True):
    """One rule: when it applies, what it says and what to do then."""

    id: str
    severity: Severity
    when: Condition
    unless: tuple[Condition, ...]  # any of these lifts it
    scenarios: frozenset[Scenario]
    topic: str  # of the rules of one topic, only the gravest that applies to a subject speaks; "" for its own
    message: Bilingual
    remedy: Bilingual


class RulePack(Struct, frozen=True):
    """A pack and the rules that it inherits, in the order in which they are asked."""

    name: str
    version: str
    sha256: str  # hex, over its own bytes and those of the packs that it extends
    title: Bilingual
    description: Bilingual
    scenario: Scenario  # judged when nobody names one
    rules: tuple[Rule, ...]


def pack_names() -> tuple[str, ...]:
    """The packs that come with trustpool."""
    return tuple(sorted(path.stem for path in PACKS.glob("*.yaml")))


def load_pack(name_or_path: str) -> RulePack:
    """The pack of that name, or in that file (a name with a `/`, or ending in `.yaml` or `.yml`).

    Raises:
        BadUsage: there is no pack of that name.
        BadDocument: the pack, or one that it extends, is wrong; says where.
    """
    path = _locate(name_or_path)
    if path is None:
        raise BadUsage(
            text("there is no rule pack named {name}", name=name_or_path),
            hint=text("packs: {known}; or give the path of a .yaml file", known=", ".join(pack_names())),
        )
    return _read(path, ())


def _locate(name_or_path: str, home: Path | None = None) -> Path | None:
    if "/" in name_or_path or name_or_path.endswith((".yaml", ".yml")):
        return (home or Path()) / name_or_path
    shipped = PACKS / f"{name_or_path}.yaml"
    return shipped if _NAME.fullmatch(name_or_path) and shipped.is_file() else None


def _read(path: Path, below: tuple[Path, ...]) -> RulePack:
    document, content = read_document(path)
    keys = document.mapping(
        required={"pack", "version", "title", "description", "rules"}, optional={"extends", "scenario", "without"}
    )
    parents = _parents(keys.get("extends"), path, (*below, path.resolve()))
    digest = hashlib.sha256(content)
    for parent in parents:
        digest.update(bytes.fromhex(parent.sha256))
    return RulePack(
        name=_matching(keys["pack"], _NAME),
        version=_matching(keys["version"], _VERSION),
        sha256=digest.hexdigest(),
        title=bilingual(keys["title"]),
        description=bilingual(keys["description"]),
        scenario=_scenario(keys.get("scenario"), parents),
        rules=_merged(parents, keys["rules"], keys.get("without")),
    )


def _parents(extends: Marked | None, path: Path, chain: tuple[Path, ...]) -> list[RulePack]:
    if extends is None:
        return []
    parents = []
    for name in extends.items():
        found = _locate(name.string(), path.parent)
        if found is None:
            name.refuse(text("there is no rule pack named {name}", name=name.string()))
        if found.resolve() in chain:
            circle = " → ".join(step.stem for step in (*chain, found))
            name.refuse(text("rule packs extend each other in a circle: {circle}", circle=circle))
        if len(chain) > MAX_ANCESTRY:
            name.refuse(text("more than {limit} rule packs extend one another", limit=MAX_ANCESTRY))
        if not found.is_file():
            name.refuse(text("a file cannot be read: {reason}", reason=str(found)))
        parents.append(_read(found, chain))
    return parents


def _scenario(value: Marked | None, parents: list[RulePack]) -> Scenario:
    if value is not None:
        return value.choice(Scenario)
    return parents[-1].scenario if parents else Scenario.SOURCE_DISTRIBUTION


def _merged(parents: list[RulePack], own: Marked, without: Marked | None) -> tuple[Rule, ...]:
    """The parents' rules, overridden by id in their place, then the new ones."""
    rules = {rule.id: rule for parent in parents for rule in parent.rules}
    for name in without.items() if without else ():
        if name.string() not in rules:
            name.refuse(text("no inherited rule is named {name}", name=name.string()))
        del rules[name.string()]
    fresh: set[str] = set()
    for value in _rule_list(own):
        rule = _rule(value, rules)
        if rule.id in fresh:
            value.refuse(text("the rule {name} appears twice", name=rule.id))
        fresh.add(rule.id)
        rules[rule.id] = rule
    return tuple(rules.values())


def _rule_list(own: Marked) -> list[Marked]:
    items = own.items()
    return [] if len(items) == 1 and items[0].node is own.node and own.node.value == "none" else items


_RULE_KEYS = {"severity", "when", "unless", "scenarios", "topic", "message", "remedy"}


def _rule(value: Marked, inherited: dict[str, Rule]) -> Rule:
    """One rule; a rule with an inherited id states only what it changes."""
    named = dict(value.pairs()).get("rule")
    base = inherited.get(named.string()) if named else None
    required = {"rule"} if base else {"rule", "severity", "when", "message", "remedy"}
    keys = value.mapping(required=required, optional=_RULE_KEYS - required)
    return Rule(
        id=_matching(keys["rule"], _NAME),
        severity=keys["severity"].choice(Severity) if "severity" in keys else _of(base).severity,
        when=condition(keys["when"]) if "when" in keys else _of(base).when,
        unless=_exceptions(keys, base),
        scenarios=_scenarios(keys, base),
        topic=keys["topic"].string() if "topic" in keys else (base.topic if base else ""),
        message=bilingual(keys["message"], PLACEHOLDERS) if "message" in keys else _of(base).message,
        remedy=bilingual(keys["remedy"], PLACEHOLDERS) if "remedy" in keys else _of(base).remedy,
    )


def _of(base: Rule | None) -> Rule:
    if base is None:  # `mapping(required=…)` has refused such a rule already
        raise AssertionError("a new rule without a required key")
    return base


def _exceptions(keys: dict[str, Marked], base: Rule | None) -> tuple[Condition, ...]:
    if "unless" in keys:
        return tuple(condition(item) for item in keys["unless"].items())
    return base.unless if base else ()


def _scenarios(keys: dict[str, Marked], base: Rule | None) -> frozenset[Scenario]:
    if "scenarios" in keys:
        return keys["scenarios"].choices(Scenario)
    return base.scenarios if base else frozenset(Scenario)


def _matching(value: Marked, pattern: re.Pattern[str]) -> str:
    if not pattern.fullmatch(value.string()):
        value.refuse(text("{value} does not have the form {form}", value=value.string(), form=pattern.pattern))
    return value.string()
