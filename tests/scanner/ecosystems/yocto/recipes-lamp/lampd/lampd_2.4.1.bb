SUMMARY = "Keeps the lamps on"
require lampd.inc

SRC_URI = "https://files.lamp.example/${BP}.tar.xz;name=tar \
           file://init \
"
SRC_URI[tar.sha256sum] = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"

DEPENDS += "openssl glow-native virtual/kernel"
DEPENDS:append:class-target = " zlib"
RDEPENDS:${PN} = "bash (>= 4.4) ${PN}-data ${@bb.utils.contains('DISTRO_FEATURES', 'tls', 'libtls', '', d)}"
