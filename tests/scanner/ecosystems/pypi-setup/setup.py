"""Nothing of this is run."""

import os

from setuptools import find_packages, setup

VERSION = "1.2"
NAME = "valve" + "-" + "box"
REQUIRES = ["requests>=2.0", "attrs"]
REQUIRES.append("idna==3.6")
extras = {"test": ["pytest"], ':sys_platform == "win32"': ["colorama"]}
extras["plot"] = ["matplotlib", "numpy>=1.20"]

if os.name == "nt":
    REQUIRES += ["pywin32"]


def main():
    settings = dict(tests_require=["mock"])
    setup(
        name=NAME,
        version="%s.%s" % (VERSION, 3),
        license="MulanPSL-2.0",
        author="Liu Yang",
        url="https://valve.example",
        classifiers=["License :: OSI Approved :: MIT License"],
        packages=find_packages(),
        install_requires=REQUIRES + ["six"],
        setup_requires=[os.environ["X"], "wheel"],
        extras_require=extras,
        **settings,
    )


main()
