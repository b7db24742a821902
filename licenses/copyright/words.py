"""The vocabulary of copyright lines: closed classes of words, all in lower case without final punctuation.

What is in no class is told apart by its shape (`token.py`): capitals, digits, dots, signs.
"""

from __future__ import annotations


def _set(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


COPYRIGHT = _set(
    """
    (c) (c)opyleft (c)opyright copyleft (c)opyrights appcopyright assemblycopyright bundle-copyright copr copyirght
    copyright copyrighted copyrights copyrighy copyrigth copyritght cppyright opyleft opylefted opyright
    opyrighted opyrights spdx-filecopyrighttext spdx-snippetcopyrighttext
    """
)
RIGHT = _set("derechos direitos diritti droit droits recht rechte rechten right rights")
RESERVED = _set("reservados reserved reserves reversed rezerve riservati réservés voorbehouden vorbehalten")

# Forms of companies, bodies and teams: they end a name and make it one.
COMPANY = _set(
    """
    a.s a.s. a/s ab abp ag alliance aps asa association b.v bv bvba center centre co committee communications
    communities community companies company consortium corp corporation corporations council district division e.k
    e.kfm e.v ehf ev facility forum foundation gmbh government group inc incorporated inria institut institute
    instituto instituts k.k kft kg kgaa l.l.c l.p lab laboratoire laboratories laboratory labs limited llc llp lp
    ltd mbh microsystems n.v nv o.o ohg organisation organization oy oyj oü partners plc project projects pty pvt
    research s.a s.a.r.l s.a.s s.p.a s.r.l s.r.o sa sarl sas societe society société sp spa sprl srl subsidiary
    team teams tech technologies technology tecnologia z.o.o z.s.p.o zrt
    """
)
# Of these, the ones that are ordinary words or syllables when written small.
COMPANY_IF_CAPITAL = _set(
    """
    a.s ab ag as association center centre co committee council district division ek ev facility government inria
    kg lab labs limited nv organisation organization partners research sa society sp spa
    """
)
UNIVERSITY = _set(
    """
    academia academy akademie college politecnico univ universidad universidade universita universitat universite
    university università universität université
    """
)
PORTIONS = _set("part parts portion portions")
CONTRIBUTORS = _set(
    """
    affiliate(s) affiliates committers contributor(s) contributors licensors subsidiaries subsidiary(-ies)
    """
)
AUTHORS = _set("__author__ __authors__ author(s) authors")
AUTHOR = _set("spdx-filecontributor @author @authors author moduleauthor")
WRITTEN = _set(
    """
    authored coded contributed-by created debianized designed developed maintained modified ported recoded
    rewritten writen writte writted written
    """
)
MAINTAINER = _set(
    """
    admin admins co-maintainer co-maintainers developer developers maintainer maintainers programmers
    """
)
OTHERS = _set("al et.al et.al. oth others")
AND = _set("& , and and/or at e et und y")
BY = frozenset(("by", "par", "por"))
OF = _set("aan del della di from of")
IN = _set("en in")
TO = frozenset(("to", "through", "thru", "until"))
# Particles of family names.
PARTICLE = _set("v af al av da de den der dos du el la le ten ter van von zu zur")
NOTICE = frozenset(("notice",))
HELD = frozenset(("held", "owned"))
BE = _set("are is")
HOLDER = frozenset(("holder", "holder(s)", "holders"))

MONTHS = _set(
    """
    jan january feb february mar march apr april may jun june jul july aug august sep sept september oct october nov
    november dec december
    """
)
# Of the words below, the ones that are family names too.
SURNAMES = _set(
    "case do first grant have high how law laws low may must new next see self to try void we when will you"
)
# Words of `COMMON` that are a name's when they are written in capitals between other words.
ACRONYMS = _set("api cpu css gpu html http it pci sql usb xml")
# Names of licences, as they stand before the word "license".
LICENSES = _set("agpl apache artistic bsd cddl epl eupl gpl isc lgpl mit mozilla mpl mulan unlicense wtfpl zlib")

# Words that no statement contains: prose about licences, code, headings. A statement ends before them.
STOP = _set(
    """
    abstract acknowledgement acknowledgements acknowledgment acknowledgments act agreement agreements
    alternately alternatively although analyzer analyzers another anyone applicable application applied applies
    apply assignment assignments async author's authors' available await based be because been begin behalf
    being binary boolean both break build builds caller can cannot case catch civil claim claimed claims class
    cleaned collectively comparing condition conditions config configuration configure const constitute
    constitutes contents contribute contributed contribution contributions copies copy copying could date dated
    def define definition definitions derivative derivatives derived description did disclaimed disclaimer
    disclaims distribute distributes distributing distribution distributions do document documents does dual
    duties e-mail earlier elif else elsif email end endif eula everyone except execute fall false file filename
    files final first fixed fixes fixing function functionality functions funded generate generated generates
    grant granted grants had has have he high how however identification identify identifying if ifndef
    implementing implements import imports include included includes including information infringe infringement
    infringements infringes install installs interface interfaces introduction issue issues keyword keywords
    last law laws let liability liable licence licenced licences licensable license licensed licensee licensees
    licenses licensing licensor low many may me means might modification modifications modifies modify module
    modules more much must my namespace neither new next no none nor not nothing notices notwithstanding null
    obtain obtained off official originally our owner owners ownership package packages param parameter params
    parser parties party passes permission permissions permit permits permitted please policy practices privacy
    private procedure procedures protected provided provides providing public rant recipient redistribute
    redistributed redistribution redistributions refer regulations release released releases relicensed remains
    representation representations reproduce reproduced reproduces restriction restrictions retain retains
    return returned returns rewrote section sections see self sell sells servants servlet shall she should since
    specifically statement statements static string struct subject sublicense such summary support supported
    supports switch template tested terms than thank thanks that thats their then therein these they this those
    though throw title tokenizer tokenizers trademark trademarks translated translator translators true try type
    typedef typename typeof types undef under unless unzip updates url urls us usage use used user users uses
    using var version versions violation violations visit void voluntary warning warnings warrant warranties
    warrants warranty was we were what when where whether which while who whom whose why will within without
    would you your yourself
    """
)
# Stop words that are fine inside a body's name when written with a capital.
NAME_AFTER_ALL = _set(
    """
    he first application applied applies bill case data design end function functions grant her information interface
    interfaces international law may my package private public research software source trust us user users
    will
    """
)

# Capitalised words that are no names: openers of sentences, headings, things. Part of a holder only before a company.
COMMON = _set(
    """
    a about above adapted added addition additional after against agpl all also although always am among an any
    api appropriate archive archiver are as asset assets ast at atomic attribution basic battery before below
    between bsd bugfix bugfixes builder builders but category cell change changelog changelogs changes charger
    child code collator commercial common commons compilation compile compute contact contains content contracts
    convention convert copying cpu css custom customer data date debian-packaging delay direct disclaimed do doc
    docs documentation dom double download downstream driver drivers during dynamic each education entity every
    example examples exception exhibit expander experimental extended extra faq final flags for foreign fragments
    free from full further general generic get gpl gpld gpu header headers help here highlight holds html http i
    id identification if image images immediate immediately implementation improvement improvements in
    indemnification index initial initials install intended interrupt interview into is it its java javascript
    joint json just kernel legal level lexer lgpl libraries library like likes line lines linux-kernel list locker
    log logo logos loop main make manual manuals message messages misc most multiply name names network news note
    notes number numbers object objects of on once one onto option options or other over page pages patch pci per
    port processor program programs property python queue read readme replacement report required returns run
    sample script scripts server set short show simple single so some special specification specifications sql
    standard start state status sub supplier symbol symbols system tape test tests text the there this three tick
    time to todo token tokens tool tools total two unified unlike update updated usage usb utility value values
    version via volume volumes way web well when where with without word write xml year yes
    """
)
