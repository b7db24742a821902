"""The vocabulary of what licences permit, ask and exclude, each with what it means for the person who must act.

The catalogue states, licence by licence, which of these apply and where the licence says so. What triggers a duty is an
act (passing on source, passing on binaries, offering a service, …), and a scenario is a set of acts.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from licenses.language import Text, text
from licenses.scenario import Scenario


class Permission(StrEnum):
    """What a licence allows."""

    USE = "use"  # any use, commercial use included
    NONCOMMERCIAL_USE = "noncommercial-use"
    MODIFY = "modify"
    DISTRIBUTE = "distribute"
    SUBLICENSE = "sublicense"
    PATENT_USE = "patent-use"


class Duty(StrEnum):
    """What a licence asks for in return, and the uses that it excludes."""

    KEEP_COPYRIGHT = "keep-copyright"
    INCLUDE_LICENSE = "include-license"
    KEEP_NOTICE_FILE = "keep-notice-file"
    STATE_CHANGES = "state-changes"
    ATTRIBUTE = "attribute"  # name the author, title, source and licence where the work is shown
    DISCLOSE_SOURCE = "disclose-source"  # of the whole work
    DISCLOSE_SOURCE_OF_FILES = "disclose-source-of-files"  # of the covered files or library and changes to them
    SAME_LICENSE = "same-license"  # the whole work
    SAME_LICENSE_FOR_FILES = "same-license-for-files"  # the covered files or library
    SHARE_ALIKE = "share-alike"  # adapted content or derived databases
    NETWORK_SOURCE = "network-source"  # source for those who use it over a network
    ALLOW_RELINKING = "allow-relinking"
    INSTALLATION_INFORMATION = "installation-information"  # no lock against changed versions (anti-tivoisation)
    NO_TECHNICAL_LOCK = "no-technical-lock"  # no DRM that takes away what the licence gives
    RENAME_CHANGED = "rename-changed"
    ADVERTISING_NOTICE = "advertising-notice"
    DISPLAY_NOTICE = "display-notice"  # in the program's own interface
    NAMED_MARK = "named-mark"  # "Built with …", a prescribed prefix in names
    NO_ENDORSEMENT = "no-endorsement"
    PASS_ON_USE_LIMITS = "pass-on-use-limits"  # noqa: S105
    USE_LIMITS = "use-limits"  # fields or purposes are excluded
    NONCOMMERCIAL = "noncommercial"
    NO_DERIVATIVES = "no-derivatives"
    NO_COMPETING_SERVICE = "no-competing-service"
    SCALE_LIMIT = "scale-limit"  # above a number of users or revenue another licence is needed
    PRODUCTION_LIMIT = "production-limit"  # production use is limited until the change date
    NOTIFY_LICENSOR = "notify-licensor"
    NO_SALE_ALONE = "no-sale-alone"
    PAY = "pay"

    @property
    def restricts_use(self) -> bool:
        """Whether it excludes uses, which no open-source licence does."""
        return self in _RESTRICTIONS


_RESTRICTIONS = {
    *{Duty.USE_LIMITS, Duty.NONCOMMERCIAL, Duty.NO_DERIVATIVES, Duty.NO_COMPETING_SERVICE, Duty.SCALE_LIMIT},
    *{Duty.PRODUCTION_LIMIT, Duty.PAY},
}


class Limitation(StrEnum):
    """What a licence does not give."""

    NO_WARRANTY = "no-warranty"
    NO_LIABILITY = "no-liability"
    NO_TRADEMARK = "no-trademark"
    NO_PATENT = "no-patent"


class Act(StrEnum):
    """What somebody does with the work."""

    USE = "use"
    SOURCE = "pass-on-source"
    BINARY = "pass-on-binaries"
    NETWORK = "offer-over-a-network"
    DEVICE = "sell-inside-a-device"
    PUBLISH = "publish-data-or-content"


ACTS = {
    Scenario.INTERNAL_USE: frozenset({Act.USE}),
    Scenario.NETWORK_SERVICE: frozenset({Act.USE, Act.NETWORK}),
    Scenario.BINARY_DISTRIBUTION: frozenset({Act.USE, Act.BINARY}),
    Scenario.SOURCE_DISTRIBUTION: frozenset({Act.USE, Act.SOURCE}),
    Scenario.EMBEDDED_DEVICE: frozenset({Act.USE, Act.BINARY, Act.DEVICE}),
    Scenario.GOVERNMENT_PROCUREMENT: frozenset({Act.USE, Act.SOURCE, Act.BINARY}),
    Scenario.OPEN_PUBLIC_DATA: frozenset({Act.USE, Act.PUBLISH, Act.SOURCE}),
}

_PASSING_ON = frozenset({Act.SOURCE, Act.BINARY, Act.DEVICE, Act.PUBLISH})
_ALWAYS = frozenset(Act)


@dataclass(frozen=True, slots=True)
class Task:
    """A duty as something to do."""

    label: Text
    action: Text
    acts: frozenset[Act]  # any of these triggers it


@cache
def tasks() -> dict[Duty, Task]:
    """What each duty means in practice."""
    binaries = frozenset({Act.BINARY, Act.DEVICE})
    return {
        Duty.KEEP_COPYRIGHT: Task(
            text("keep copyright notices"),
            text("Leave copyright notices in the source, and reproduce them in the NOTICE document."),
            _PASSING_ON,
        ),
        Duty.INCLUDE_LICENSE: Task(
            text("include the licence text"),
            text("Ship the full licence text with the work, for example in the NOTICE document."),
            _PASSING_ON,
        ),
        Duty.KEEP_NOTICE_FILE: Task(
            text("pass on the NOTICE file"),
            text("Reproduce the content of the upstream NOTICE file."),
            _PASSING_ON,
        ),
        Duty.STATE_CHANGES: Task(
            text("state changes"),
            text("Mark changed files as changed, where the licence asks for it with the date."),
            _PASSING_ON,
        ),
        Duty.ATTRIBUTE: Task(
            text("attribute"),
            text("Name author, title, source and licence wherever the work is shown or passed on."),
            _PASSING_ON | {Act.NETWORK},
        ),
        Duty.DISCLOSE_SOURCE: Task(
            text("disclose the source of the whole work"),
            text("Give recipients the complete corresponding source, or a valid written offer of it."),
            binaries,
        ),
        Duty.DISCLOSE_SOURCE_OF_FILES: Task(
            text("disclose the source of the covered files"),
            text("Give recipients the source of the covered files or library and of changes to them."),
            binaries,
        ),
        Duty.SAME_LICENSE: Task(
            text("keep the whole work under the licence"),
            text("Pass the whole combined work on under this licence."),
            _PASSING_ON,
        ),
        Duty.SAME_LICENSE_FOR_FILES: Task(
            text("keep the covered files under the licence"),
            text("Pass the covered files or library, changed or not, on under this licence."),
            _PASSING_ON,
        ),
        Duty.SHARE_ALIKE: Task(
            text("share alike"),
            text("Publish adapted content or derived databases under the same or a compatible licence."),
            _PASSING_ON,
        ),
        Duty.NETWORK_SOURCE: Task(
            text("offer the source to network users"),
            text("Offer the corresponding source to everyone who uses the service over the network."),
            frozenset({Act.NETWORK}),
        ),
        Duty.ALLOW_RELINKING: Task(
            text("allow relinking"),
            text("Let recipients replace the library: link dynamically or supply object files, and permit debugging."),
            binaries,
        ),
        Duty.INSTALLATION_INFORMATION: Task(
            text("give installation information"),
            text("For consumer devices, give what is needed to install and run a changed version."),
            frozenset({Act.DEVICE}),
        ),
        Duty.NO_TECHNICAL_LOCK: Task(
            text("no technical locks"),
            text("Do not apply technical measures that take away what the licence gives."),
            _PASSING_ON,
        ),
        Duty.RENAME_CHANGED: Task(
            text("rename changed versions"),
            text("Give a changed version another name."),
            _PASSING_ON,
        ),
        Duty.ADVERTISING_NOTICE: Task(
            text("acknowledge in advertising"),
            text("Carry the prescribed acknowledgement in advertising that mentions the work."),
            _PASSING_ON,
        ),
        Duty.DISPLAY_NOTICE: Task(
            text("show notices in the program"),
            text("Keep the legal notices or attribution that the program's interface shows."),
            _PASSING_ON | {Act.NETWORK},
        ),
        Duty.NAMED_MARK: Task(
            text("carry the prescribed name"),
            text("Show the prescribed words or name prefix."),
            _PASSING_ON | {Act.NETWORK},
        ),
        Duty.NO_ENDORSEMENT: Task(
            text("no endorsement"),
            text("Do not use the authors' names to promote the product."),
            _ALWAYS,
        ),
        Duty.PASS_ON_USE_LIMITS: Task(
            text("pass the use limits on"),
            text("Bind recipients to the same limits on use by an enforceable term."),
            _PASSING_ON | {Act.NETWORK},
        ),
        Duty.USE_LIMITS: Task(
            text("limited purposes"),
            text("Check the intended use against the licence's list of excluded uses."),
            _ALWAYS,
        ),
        Duty.NONCOMMERCIAL: Task(
            text("no commercial use"),
            text("Use it for non-commercial purposes only, or obtain another licence."),
            _ALWAYS,
        ),
        Duty.NO_DERIVATIVES: Task(
            text("no changed versions"),
            text("Pass on only unchanged copies."),
            _PASSING_ON,
        ),
        Duty.NO_COMPETING_SERVICE: Task(
            text("no competing service"),
            text("Do not offer it as a competing product or hosted service."),
            frozenset({Act.NETWORK}) | _PASSING_ON,
        ),
        Duty.SCALE_LIMIT: Task(
            text("limited scale"),
            text("Check the number of users or the revenue against the licence's threshold."),
            _ALWAYS,
        ),
        Duty.PRODUCTION_LIMIT: Task(
            text("limited production use"),
            text("Check the licence's parameters (additional use grant, change date) before production use."),
            _ALWAYS,
        ),
        Duty.NOTIFY_LICENSOR: Task(
            text("notify or return changes to the licensor"),
            text("Send the licensor the notice or the changes that the licence asks for."),
            _PASSING_ON,
        ),
        Duty.NO_SALE_ALONE: Task(
            text("no sale on its own"),
            text("Do not sell it by itself; bundle it with other software."),
            _PASSING_ON,
        ),
        Duty.PAY: Task(text("pay"), text("Obtain a paid licence."), _ALWAYS),
    }


def triggered(duty: Duty, scenario: Scenario) -> bool:
    """Whether a scenario makes the duty due."""
    return bool(tasks()[duty].acts & ACTS[scenario])


def permission_label(permission: Permission) -> Text:
    """A permission's name for people."""
    return {
        Permission.USE: text("use for any purpose"),
        Permission.NONCOMMERCIAL_USE: text("use for non-commercial purposes"),
        Permission.MODIFY: text("modify"),
        Permission.DISTRIBUTE: text("pass on"),
        Permission.SUBLICENSE: text("sublicense"),
        Permission.PATENT_USE: text("use the contributors' patents"),
    }[permission]


def limitation_label(limitation: Limitation) -> Text:
    """A limitation's name for people."""
    return {
        Limitation.NO_WARRANTY: text("no warranty"),
        Limitation.NO_LIABILITY: text("no liability"),
        Limitation.NO_TRADEMARK: text("no right to trademarks"),
        Limitation.NO_PATENT: text("no right to patents"),
    }[limitation]
