################################################################################
#
# libsluice
#
################################################################################

LIBSLUICE_VERSION_MAJOR = 1.4
LIBSLUICE_VERSION = $(LIBSLUICE_VERSION_MAJOR).2
LIBSLUICE_SITE = https://downloads.example.org/libsluice/$(LIBSLUICE_VERSION_MAJOR)
LIBSLUICE_SOURCE = libsluice-$(LIBSLUICE_VERSION).tar.xz
LIBSLUICE_LICENSE = LGPL-2.1+, MIT (docs)
LIBSLUICE_LICENSE_FILES = COPYING
LIBSLUICE_INSTALL_STAGING = YES
LIBSLUICE_DEPENDENCIES = host-pkgconf zlib \
	openssl

ifeq ($(BR2_PACKAGE_TIDES),y)
LIBSLUICE_CONF_OPTS += --with-tides
endif

HOST_LIBSLUICE_DEPENDENCIES = host-zlib

$(eval $(autotools-package))
$(eval $(host-autotools-package))
