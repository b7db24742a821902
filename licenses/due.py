"""Which of a licence's duties a use makes due."""

from __future__ import annotations

from licenses.catalogue import standing_of
from licenses.classes import LicenseClass, class_of_license
from licenses.expression import License
from licenses.obligations import Duty, triggered
from licenses.scenario import Scenario


def due(license_: License, scenario: Scenario) -> frozenset[Duty] | None:
    """The duties that are due in a scenario; None when nobody examined the licence.

    Notices in a program's interface: the GPL asks for them of whoever passes the program on (2(c) of version 2, 5(d) of
    version 3), not of whoever offers it as a service; licences that cover network use ask it of both.
    """
    duties = standing_of(license_).duties
    if duties is None:
        return None
    found = frozenset(duty for duty in duties if triggered(duty, scenario))
    covered = class_of_license(license_) is LicenseClass.NETWORK_COPYLEFT
    return found if scenario is not Scenario.NETWORK_SERVICE or covered else found - {Duty.DISPLAY_NOTICE}
