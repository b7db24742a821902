from __future__ import annotations

import pytest

from licenses.compatibility import Answer, compatible
from licenses.compatibility_facts_reader import facts
from licenses.expression import License, parse
from licenses.subject import Relation

# Each row: inbound, outbound, relation, answer, and whose word it is.
FACTS = [
    # FSF, https://www.gnu.org/licenses/license-list.html
    ("Apache-2.0", "GPL-3.0-only", "copied", "yes", "gnu.org"),
    ("Apache-2.0", "GPL-3.0-or-later", "static-link", "yes", "gnu.org"),
    ("Apache-2.0", "GPL-2.0-only", "copied", "no", "gnu.org"),
    ("Apache-2.0", "GPL-2.0-or-later", "copied", "check", "gnu.org"),
    ("Apache-1.1", "GPL-3.0-only", "copied", "no", "gnu.org"),
    ("BSD-4-Clause", "GPL-2.0-only", "copied", "no", "gnu.org"),
    ("OpenSSL", "GPL-2.0-only", "dynamic-link", "no", "gnu.org"),
    ("PHP-3.01", "GPL-2.0-or-later", "copied", "no", "gnu.org"),
    ("CDDL-1.0", "GPL-2.0-only", "static-link", "no", "gnu.org"),
    ("CPL-1.0", "GPL-2.0-only", "copied", "no", "gnu.org"),
    ("MPL-1.1", "GPL-2.0-only", "copied", "no", "gnu.org"),
    ("EPL-1.0", "GPL-3.0-only", "copied", "no", "gnu.org"),
    ("EPL-2.0", "GPL-3.0-only", "copied", "check", "gnu.org"),
    ("MS-PL", "GPL-3.0-only", "copied", "no", "gnu.org"),
    ("AFL-3.0", "GPL-3.0-only", "copied", "no", "gnu.org"),
    ("OSL-3.0", "GPL-3.0-only", "copied", "no", "gnu.org"),
    ("APSL-2.0", "GPL-2.0-only", "copied", "no", "gnu.org"),
    ("MIT", "GPL-2.0-only", "copied", "yes", "gnu.org"),
    ("X11", "GPL-3.0-only", "copied", "yes", "gnu.org"),
    ("BSD-3-Clause", "GPL-2.0-only", "copied", "yes", "gnu.org"),
    ("Artistic-2.0", "GPL-3.0-only", "copied", "yes", "gnu.org"),
    ("Python-2.0", "GPL-2.0-or-later", "copied", "yes", "gnu.org"),
    ("CC0-1.0", "GPL-3.0-only", "copied", "yes", "gnu.org"),
    ("FTL", "GPL-3.0-only", "copied", "yes", "gnu.org"),
    ("XFree86-1.1", "GPL-3.0-only", "copied", "yes", "gnu.org"),
    ("XFree86-1.1", "GPL-2.0-only", "copied", "no", "gnu.org"),
    ("LGPL-3.0-only", "GPL-3.0-or-later", "copied", "check", "gnu.org"),
    ("FTL", "GPL-2.0-only", "copied", "no", "gnu.org"),
    ("CC-BY-NC-4.0", "GPL-3.0-only", "copied", "no", "gnu.org"),
    ("GFDL-1.3-or-later", "GPL-3.0-only", "copied", "no", "gnu.org"),
    # FSF, https://www.gnu.org/licenses/gpl-faq.html
    ("GPL-2.0-only", "GPL-3.0-only", "copied", "no", "gnu.org"),
    ("GPL-3.0-only", "GPL-2.0-only", "copied", "no", "gnu.org"),
    ("GPL-2.0-or-later", "GPL-3.0-only", "copied", "yes", "gnu.org"),
    ("LGPL-3.0-only", "GPL-2.0-only", "dynamic-link", "no", "gnu.org"),
    ("LGPL-2.1-only", "GPL-2.0-only", "static-link", "yes", "gnu.org"),
    ("LGPL-2.1-or-later", "GPL-3.0-only", "copied", "yes", "gnu.org"),
    ("GPL-3.0-only", "AGPL-3.0-only", "copied", "yes", "gnu.org"),
    ("AGPL-3.0-only", "GPL-3.0-only", "static-link", "check", "gnu.org"),
    ("GPL-3.0-only", "MIT", "dynamic-link", "no", "gnu.org"),
    ("GPL-2.0-only", "MIT", "separate-process", "yes", "gnu.org"),
    # Mozilla, https://www.mozilla.org/en-US/MPL/2.0/FAQ/
    ("MPL-2.0", "GPL-2.0-or-later", "copied", "yes", "mozilla.org"),
    ("MPL-2.0", "AGPL-3.0-only", "copied", "yes", "mozilla.org"),
    ("MPL-2.0-no-copyleft-exception", "GPL-2.0-only", "copied", "no", "mozilla.org"),
    ("MPL-2.0", "Apache-2.0", "copied", "check", "mozilla.org"),
    ("Apache-2.0", "MPL-2.0", "copied", "yes", "mozilla.org"),
    ("MPL-2.0", "MIT", "static-link", "yes", "mozilla.org"),
    # Apache Software Foundation, https://www.apache.org/legal/resolved.html
    ("MIT", "Apache-2.0", "copied", "yes", "apache.org"),
    ("BSD-3-Clause", "Apache-2.0", "copied", "yes", "apache.org"),
    ("GPL-3.0-only", "Apache-2.0", "copied", "no", "apache.org"),
    ("LGPL-2.1-only", "Apache-2.0", "copied", "no", "apache.org"),
    ("CDDL-1.0", "Apache-2.0", "copied", "check", "apache.org"),
    ("JSON", "Apache-2.0", "copied", "no", "apache.org"),
    # Mulan, https://license.coscl.org.cn/faq.html and the texts
    ("MIT", "MulanPSL-2.0", "copied", "yes", "coscl.org.cn"),
    ("BSD-3-Clause", "MulanPSL-1.0", "copied", "yes", "coscl.org.cn"),
    ("MulanPSL-1.0", "Apache-2.0", "copied", "yes", "coscl.org.cn"),
    ("MulanPSL-2.0", "GPL-3.0-only", "copied", "yes", "coscl.org.cn"),
    ("MulanPSL-1.0", "GPL-2.0-only", "copied", "yes", "coscl.org.cn"),
    ("MulanPSL-2.0", "GPL-2.0-only", "copied", "check", "coscl.org.cn"),
    ("MulanPubL-2.0", "AGPL-3.0-only", "copied", "yes", "coscl.org.cn"),
    ("MulanPubL-2.0", "GPL-3.0-only", "copied", "no", "coscl.org.cn"),
    ("MulanPubL-1.0", "GPL-3.0-only", "copied", "yes", "coscl.org.cn"),
    ("MulanPubL-2.0", "MulanPSL-2.0", "dynamic-link", "no", "coscl.org.cn"),
    ("MulanPubL-2.0", "MIT", "separate-process", "yes", "coscl.org.cn"),
    # Eclipse, https://www.eclipse.org/legal/epl-2.0/faq/
    ("EPL-2.0", "Apache-2.0", "dynamic-link", "yes", "eclipse.org"),
    # Creative Commons, https://creativecommons.org/compatiblelicenses/
    ("CC-BY-SA-4.0", "GPL-3.0-only", "copied", "yes", "creativecommons.org"),
    ("GPL-3.0-only", "CC-BY-SA-4.0", "copied", "no", "creativecommons.org"),
    ("CC-BY-SA-3.0", "CC-BY-SA-4.0", "copied", "yes", "creativecommons.org"),
    ("CC-BY-SA-4.0", "CC-BY-SA-3.0", "copied", "no", "creativecommons.org"),
    ("CC-BY-4.0", "CC-BY-SA-4.0", "data", "yes", "creativecommons.org"),
    ("CC-BY-NC-4.0", "CC-BY-SA-4.0", "copied", "no", "creativecommons.org"),
    # Open data
    ("CC0-1.0", "ODbL-1.0", "data", "yes", "opendatacommons.org"),
    ("ODbL-1.0", "CC-BY-4.0", "data", "no", "opendatacommons.org"),
    ("CC-BY-4.0", "ODbL-1.0", "data", "check", "osmfoundation.org"),
    ("OGL-UK-3.0", "CC-BY-4.0", "data", "yes", "nationalarchives.gov.uk"),
    # Europe
    ("EUPL-1.2", "GPL-3.0-only", "copied", "yes", "joinup.ec.europa.eu"),
    ("CECILL-2.1", "AGPL-3.0-only", "copied", "yes", "cecill.info"),
    # From the terms in the catalogue
    ("LGPL-3.0-only", "MIT", "dynamic-link", "yes", "gnu.org"),
    ("LGPL-2.1-only", "Apache-2.0", "static-link", "check", "gnu.org"),
    ("MIT", "LicenseRef-Ours", "copied", "yes", "opensource.org"),
    ("SSPL-1.0", "MIT", "dynamic-link", "no", "mongodb.com"),
    ("Elastic-2.0", "Apache-2.0", "dynamic-link", "no", "elastic.co"),
    # OSADL's matrix
    ("Zlib", "EPL-2.0", "copied", "yes", "osadl.org"),
    ("EFL-2.0", "MIT", "copied", "yes", "osadl.org"),
    ("CDDL-1.1", "0BSD", "copied", "no", "osadl.org"),
]


@pytest.mark.parametrize(("inbound", "outbound", "relation", "answer", "source"), FACTS)
def test_a_known_fact_is_reproduced_with_its_source(
    inbound: str, outbound: str, relation: str, answer: str, source: str
) -> None:
    license_ = parse(inbound)
    assert isinstance(license_, License)

    found = compatible(license_, parse(outbound), Relation(relation))

    assert found.answer is Answer(answer)
    assert any(source in opinion.source for opinion in found.opinions if opinion.answer is Answer(answer))


def test_nothing_known_is_an_answer() -> None:
    found = compatible(License("LicenseRef-Ours"), parse("MIT"), Relation.COPIED)

    assert found.answer is Answer.UNKNOWN
    assert found.opinions[0].because.english() == "no source that we know says anything about LicenseRef-Ours into MIT"


def test_sources_that_disagree_are_all_shown() -> None:
    found = compatible(License("MulanPSL-1.0"), parse("GPL-2.0-only"), Relation.COPIED)

    assert [(opinion.answer, opinion.source) for opinion in found.opinions] == [
        (Answer.YES, "https://license.coscl.org.cn/faq.html"),
        (Answer.CHECK, "https://license.coscl.org.cn/MulanPSL2"),
    ]


def test_an_outbound_choice_must_be_possible_in_every_alternative() -> None:
    found = compatible(License("GPL-2.0-only"), parse("GPL-2.0-only OR MIT"), Relation.COPIED)

    assert found.answer is Answer.CHECK
    assert found.opinions[0].because.english() == ("possible only under GPL-2.0-only, not under every licence offered")


def test_of_outbound_licences_that_all_apply_one_that_takes_it_up_is_enough() -> None:
    assert compatible(License("GPL-2.0-only"), parse("MIT AND GPL-2.0-only"), Relation.COPIED).answer is Answer.YES


def test_the_licence_of_a_projects_documents_does_not_take_up_code() -> None:
    assert compatible(License("GPL-3.0-only"), parse("MIT AND CC-BY-4.0"), Relation.DYNAMIC).answer is Answer.NO


def test_every_stated_fact_names_a_source_and_speaks_both_languages() -> None:
    assert all(fact.opinion.source.startswith("https://") for fact in facts())
    assert all(fact.opinion.because.to("zh") != fact.opinion.because.to("en") for fact in facts())
