SUMMARY ?= "Glow"
LICENSE = 'Apache-2.0'
PV = "1.1+git"
SRCREV = "4b825dc642cb6eb9a060e54bf8d69288fbee4904"
SRC_URI = "git://git.example/lamp/glow.git;protocol=https;branch=main"
