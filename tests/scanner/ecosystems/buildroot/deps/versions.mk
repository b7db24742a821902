# what the build fetches
TIDES_VER := 0.9.1
TIDES_URL := https://downloads.example.org/tides-$(TIDES_VER).tar.gz

GAUGE_VERSION ?= v2.3.0   # the newest
GAUGE_GIT_URL := https://github.com/example/gauge.git

CURL_VERSION = 8.5.0
CURL_SITE = https://github.com/curl/curl/releases/download/curl-8_5_0/curl-8.5.0.tar.gz

# of the project itself
PROJECT_VERSION = 7.1.0
