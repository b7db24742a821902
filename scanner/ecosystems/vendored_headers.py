"""Copies of C and C++ libraries, by the version that their own headers state.

Many projects carry such libraries without any manifest. What is read are the macros and title lines that these
libraries document as their version; a header that states none is no evidence of anything.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from scanner.manifest.declaration import manifest
from scanner.manifest.file import ManifestFile, decoded
from scanner.manifest.vendored import is_vendored
from scanner.package import Package
from scanner.purl import purl

# Library: the macros whose values, joined by dots, are its version.
_MACROS = {
    "argtable3": "ARG_VERSION_MAJOR ARG_VERSION_MINOR ARG_VERSION_PATCH",
    "boost": "BOOST_LIB_VERSION",
    "brotli": "BROTLI_VERSION_MAJOR BROTLI_VERSION_MINOR BROTLI_VERSION_PATCH",
    "c-ares": "ARES_VERSION_STR",
    "cairo": "CAIRO_VERSION_MAJOR CAIRO_VERSION_MINOR CAIRO_VERSION_MICRO",
    "capstone": "CS_VERSION_MAJOR CS_VERSION_MINOR CS_VERSION_EXTRA",
    "catch2": "CATCH_VERSION_MAJOR CATCH_VERSION_MINOR CATCH_VERSION_PATCH",
    "cJSON": "CJSON_VERSION_MAJOR CJSON_VERSION_MINOR CJSON_VERSION_PATCH",
    "civetweb": "CIVETWEB_VERSION",
    "cli11": "CLI11_VERSION",
    "cpp-httplib": "CPPHTTPLIB_VERSION",
    "curl": "LIBCURL_VERSION",
    "cxxopts": "CXXOPTS__VERSION_MAJOR CXXOPTS__VERSION_MINOR CXXOPTS__VERSION_PATCH",
    "doctest": "DOCTEST_VERSION_MAJOR DOCTEST_VERSION_MINOR DOCTEST_VERSION_PATCH",
    "eigen": "EIGEN_WORLD_VERSION EIGEN_MAJOR_VERSION EIGEN_MINOR_VERSION",
    "expat": "XML_MAJOR_VERSION XML_MINOR_VERSION XML_MICRO_VERSION",
    "flatbuffers": "FLATBUFFERS_VERSION_MAJOR FLATBUFFERS_VERSION_MINOR FLATBUFFERS_VERSION_REVISION",
    "freetype": "FREETYPE_MAJOR FREETYPE_MINOR FREETYPE_PATCH",
    "glfw": "GLFW_VERSION_MAJOR GLFW_VERSION_MINOR GLFW_VERSION_REVISION",
    "glm": "GLM_VERSION_MAJOR GLM_VERSION_MINOR GLM_VERSION_PATCH GLM_VERSION_REVISION",
    "gmp": "__GNU_MP_VERSION __GNU_MP_VERSION_MINOR __GNU_MP_VERSION_PATCHLEVEL",
    "harfbuzz": "HB_VERSION_MAJOR HB_VERSION_MINOR HB_VERSION_MICRO",
    "hiredis": "HIREDIS_MAJOR HIREDIS_MINOR HIREDIS_PATCH",
    "http-parser": "HTTP_PARSER_VERSION_MAJOR HTTP_PARSER_VERSION_MINOR HTTP_PARSER_VERSION_PATCH",
    "icu": "U_ICU_VERSION",
    "imgui": "IMGUI_VERSION",
    "inih": "INI_VERSION",
    "jansson": "JANSSON_MAJOR_VERSION JANSSON_MINOR_VERSION JANSSON_MICRO_VERSION",
    "json-c": "JSON_C_MAJOR_VERSION JSON_C_MINOR_VERSION JSON_C_MICRO_VERSION",
    "libarchive": "ARCHIVE_VERSION_ONLY_STRING",
    "libgit2": "LIBGIT2_VERSION_MAJOR LIBGIT2_VERSION_MINOR LIBGIT2_VERSION_REVISION",
    "libjpeg": "JVERSION",
    "libpng": "PNG_LIBPNG_VER_STRING",
    "libressl": "LIBRESSL_VERSION_TEXT",
    "libsodium": "SODIUM_VERSION_STRING",
    "libssh2": "LIBSSH2_VERSION",
    "libtiff": "TIFFLIB_VERSION_STR",
    "libusb": "LIBUSB_MAJOR LIBUSB_MINOR LIBUSB_MICRO",
    "libuv": "UV_VERSION_MAJOR UV_VERSION_MINOR UV_VERSION_PATCH",
    "libxml2": "LIBXML_DOTTED_VERSION",
    "llhttp": "LLHTTP_VERSION_MAJOR LLHTTP_VERSION_MINOR LLHTTP_VERSION_PATCH",
    "lmdb": "MDB_VERSION_MAJOR MDB_VERSION_MINOR MDB_VERSION_PATCH",
    "luajit": "LUAJIT_VERSION",
    "lz4": "LZ4_VERSION_MAJOR LZ4_VERSION_MINOR LZ4_VERSION_RELEASE",
    "mbedtls": "MBEDTLS_VERSION_STRING",
    "mongoose": "MG_VERSION",
    "mruby": "MRUBY_RELEASE_MAJOR MRUBY_RELEASE_MINOR MRUBY_RELEASE_TEENY",
    "nghttp2": "NGHTTP2_VERSION",
    "nlohmann-json": "NLOHMANN_JSON_VERSION_MAJOR NLOHMANN_JSON_VERSION_MINOR NLOHMANN_JSON_VERSION_PATCH",
    "oniguruma": "ONIGURUMA_VERSION_MAJOR ONIGURUMA_VERSION_MINOR ONIGURUMA_VERSION_TEENY",
    "parson": "PARSON_VERSION_MAJOR PARSON_VERSION_MINOR PARSON_VERSION_PATCH",
    "pcre": "PCRE_MAJOR PCRE_MINOR",
    "pcre2": "PCRE2_MAJOR PCRE2_MINOR",
    "rapidjson": "RAPIDJSON_MAJOR_VERSION RAPIDJSON_MINOR_VERSION RAPIDJSON_PATCH_VERSION",
    "rocksdb": "ROCKSDB_MAJOR ROCKSDB_MINOR ROCKSDB_PATCH",
    "simdjson": "SIMDJSON_VERSION",
    "snappy": "SNAPPY_MAJOR SNAPPY_MINOR SNAPPY_PATCHLEVEL",
    "spdlog": "SPDLOG_VER_MAJOR SPDLOG_VER_MINOR SPDLOG_VER_PATCH",
    "sqlite": "SQLITE_VERSION",
    "tinyxml2": "TINYXML2_MAJOR_VERSION TINYXML2_MINOR_VERSION TINYXML2_PATCH_VERSION",
    "utf8proc": "UTF8PROC_VERSION_MAJOR UTF8PROC_VERSION_MINOR UTF8PROC_VERSION_PATCH",
    "uthash": "UTHASH_VERSION",
    "wolfssl": "LIBWOLFSSL_VERSION_STRING",
    "xxhash": "XXH_VERSION_MAJOR XXH_VERSION_MINOR XXH_VERSION_RELEASE",
    "xz": "LZMA_VERSION_MAJOR LZMA_VERSION_MINOR LZMA_VERSION_PATCH",
    "zlib": "ZLIB_VERSION",
    "zlib-ng": "ZLIBNG_VERSION",
    "zstd": "ZSTD_VERSION_MAJOR ZSTD_VERSION_MINOR ZSTD_VERSION_RELEASE",
}
# The same library in another of its ages; the first form that is complete counts.
_MORE = (
    ("openssl", "OPENSSL_VERSION_MAJOR OPENSSL_VERSION_MINOR OPENSSL_VERSION_PATCH"),
    ("openssl", "OPENSSL_VERSION_TEXT"),
    ("lua", "LUA_VERSION_MAJOR_N LUA_VERSION_MINOR_N LUA_VERSION_RELEASE_N"),
    ("lua", "LUA_VERSION_MAJOR LUA_VERSION_MINOR LUA_VERSION_RELEASE"),
    ("lua", "LUA_RELEASE"),
    ("sdl", "SDL_MAJOR_VERSION SDL_MINOR_VERSION SDL_PATCHLEVEL"),
    ("sdl", "SDL_MAJOR_VERSION SDL_MINOR_VERSION SDL_MICRO_VERSION"),
)
_RULES = tuple((name, tuple(macros.split())) for name, macros in (*_MACROS.items(), *_MORE))
_NUMBERED = (("fmt", "FMT_VERSION", 100),)  # one number of three, each below the last number here
# Libraries whose title line states the version.
_TITLES = re.compile(
    r"^[ \t]*+(?:/\*|//)?+[ \t*]*+(?:"
    r"(?P<dash>(?:stb|dr)_\w+|miniaudio) - v(?P<v1>\d[\w.]*)|(?P<miniz>miniz)\.[ch] v?(?P<v2>\d[\w.]*)"
    r"|bzip2/lib(?P<bzip2>bzip2) version (?P<v3>\d[\w.]*)|(?P<duktape>Duktape) public API for Duktape (?P<v4>\d[\w.]*)"
    r"|(?P<linenoise>linenoise)\.h -- VERSION (?P<v5>\d[\w.]*)|(?P<pugixml>pugixml) parser - version (?P<v6>\d[\w.]*))",
    re.MULTILINE,
)
_DEFINE = re.compile(
    r"""^[ \t]*+\#[ \t]*+define[ \t]++(\w++)[ \t]++\(?[ \t]*+(?:"[^"\n\d]{0,60})?(\d[\w.+~-]*+)""", re.MULTILINE
)
_READ = 1 << 18  # bytes; all of these state their version near their beginning
_TITLED = 1 << 12
_PROJECTS = ("CMakeLists.txt", "configure.ac", "configure.in", "meson.build")


@manifest(
    "argtable3.h", "version.hpp", "version.h", "ares_version.h", "cairo-version.h", "capstone.h", "catch.hpp",
    "catch_version_macros.hpp", "cJSON.h", "civetweb.h", "CLI11.hpp", "core.h", "httplib.h", "curlver.h",
    "cxxopts.hpp", "doctest.h", "Macros.h", "expat.h", "base.h", "flatbuffers.h", "freetype.h", "glfw3.h", "setup.hpp",
    "gmp.h", "hb-version.h", "hiredis.h", "http_parser.h", "uvernum.h", "imgui.h", "ini.h", "jansson.h",
    "json_c_version.h", "archive.h", "jversion.h", "png.h", "opensslv.h", "libssh2.h", "tiffvers.h", "libusb.h",
    "xmlversion.h", "llhttp.h", "lmdb.h", "luajit.h", "lz4.h", "build_info.h", "mongoose.h", "nghttp2ver.h",
    "json.hpp", "abi_macros.hpp", "oniguruma.h", "parson.h", "pcre.h", "pcre2.h", "rapidjson.h", "simdjson.h",
    "snappy-stubs-public.h", "sqlite3.h", "sqlite3.c", "tinyxml2.h", "utf8proc.h", "uthash.h", "xxhash.h", "zlib.h",
    "zlib-ng.h", "zstd.h", "lua.h", "SDL_version.h", "stb_image.h", "stb_image_write.h", "stb_image_resize.h",
    "stb_image_resize2.h", "stb_truetype.h", "stb_rect_pack.h", "stb_sprintf.h", "stb_ds.h", "stb_vorbis.c",
    "dr_wav.h", "dr_mp3.h", "dr_flac.h", "miniaudio.h", "miniz.h", "miniz.c", "bzlib.h", "duktape.h", "linenoise.h",
    "pugixml.hpp",
    ecosystem="generic",
)  # fmt: skip
def parse(file: ManifestFile) -> Iterator[Package]:
    """Yield each library whose version the header states. In the library's own repository it is
    the project itself.
    """
    text = decoded(file.content[:_READ])
    macros = {found[1]: found for found in _DEFINE.finditer(text)}
    known: set[str] = set()
    for name, wanted in _RULES:
        stated = [macros[macro] for macro in wanted if macro in macros]
        if len(stated) == len(wanted) and name not in known:
            known.add(name)
            version = ".".join(found[2] for found in stated).replace("_", ".")
            yield _library(file, text, stated[0].start(1), name, version)
    for name, macro, base in _NUMBERED:
        if macro in macros and (number := macros[macro][2]).isdigit() and len(number) < 10:
            parts = int(number) // base**2, int(number) // base % base, int(number) % base
            yield _library(file, text, macros[macro].start(1), name, ".".join(map(str, parts)))
    for found in _TITLES.finditer(text[:_TITLED]):
        told = {key: value for key, value in found.groupdict().items() if value}
        version = next(value for key, value in told.items() if key[1:].isdigit())
        name = next(value for key, value in told.items() if not key[1:].isdigit())
        yield _library(file, text, found.start(), name.lower(), version.rstrip("."))
        return


def _library(file: ManifestFile, text: str, at: int, name: str, version: str) -> Package:
    evidence = file.at_line(text.count("\n", 0, at) + 1)
    own = is_vendored(file.path) or any(_is_project(file, script, name) for script in _PROJECTS)
    return Package(purl("generic", name, version), evidence, first_party=own)


def _is_project(file: ManifestFile, script: str, name: str) -> bool:
    """Whether the build script at the top of the tree is that of the library itself."""
    top = file.at_root(script)
    head = top.content[:_READ].decode("latin-1") if top else ""
    return re.search(rf"\b(?:project|AC_INIT)\s*\(\s*[\['\"]*{re.escape(name)}\b", head, re.IGNORECASE) is not None
