class Sluice < Formula
  include Language::Python::Virtualenv

  desc "Opens and closes sluices by tide"
  homepage "https://sluice.example.org/"
  url "https://github.com/example/sluice/archive/refs/tags/v2.4.1.tar.gz"
  sha256 "5a7d2e4b7f0c7c5d0c3e3ea4f15e9be7ea0e1cf4f2f2bd5ed5a1a3a1f0a7b9c1"
  license any_of: ["MIT", "Apache-2.0"]
  head "https://github.com/example/sluice.git", branch: "main"

  bottle do
    sha256 cellar: :any, arm64_sonoma: "1111111111111111111111111111111111111111111111111111111111111111"
  end

  depends_on "cmake" => :build
  depends_on "pkgconf" => [:build, :test]
  depends_on "openssl@3"
  depends_on macos: :monterey
  # depends_on "commented"
  uses_from_macos "zlib"

  on_linux do
    depends_on "example/tap/systemd-stub"
  end

  resource "tides" do
    url "https://downloads.example.org/tides-1.0.3.tar.gz"
    sha256 "2222222222222222222222222222222222222222222222222222222222222222"
  end

  resource "gauge" do
    url "https://github.com/example/gauge.git",
        tag:      "v0.9.0",
        revision: "0123456789abcdef0123456789abcdef01234567"
  end

  def install
    system "cmake", "-S", ".", "-B", "build", *std_cmake_args
  end

  test do
    resource "testdata" do
      url "https://downloads.example.org/testdata-3.tar.gz"
    end
    assert_match "2.4.1", shell_output("#{bin}/sluice --version")
  end
end
