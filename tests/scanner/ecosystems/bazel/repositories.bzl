load("@bazel_tools//tools/build_defs/repo:http.bzl", "http_archive")
load("@bazel_tools//tools/build_defs/repo:utils.bzl", "maybe")

def weir_dependencies():
    maybe(
        http_archive,
        name = "bazel_skylib",
        url = "https://github.com/bazelbuild/bazel-skylib/releases/download/1.5.0/bazel-skylib-1.5.0.tar.gz",
    )
    http_archive(
        name = "zlib",
        url = "https://downloads.example.org/zlib-1.3.1.tar.gz",
        integrity = "sha256-mpOyt9/ax3zrpaVYpYDnRmfdb+3kWFuR7vtg8Dty3yM=",
    )

def computed_dependencies():
    version = VERSIONS["SLUICE"]
    maybe(
        http_archive,
        name = "sluice",
        sha256 = VERSIONS["SLUICE_SHA256"],
        urls = ["https://downloads.example.org/sluice-" + version + "/sluice.tar.gz"],
    )
    http_archive(
        name = "locks",
        url = "https://github.com/weirs/locks/archive/{}.tar.gz".format(version),
    )
