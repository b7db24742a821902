from conan import ConanFile


class Sluice(ConanFile):
    name = "sluice"
    version = "1.4.0"
    license = "MIT"
    url = "https://gitee.com/example/sluice"
    description = "Opens gates"
    tool_requires = "cmake/3.27.7"
    requires = ("zlib/1.3", "fmt/[>=9 <11]", ("spdlog/1.12.0", "private"))

    def requirements(self):
        self.requires("openssl/3.2.0@corp/stable")
        self.requires(f"boost/{self.boost}")

    def build_requirements(self):
        self.test_requires("gtest/1.14.0")
