cask "sluice-viewer" do
  version "4.0.1,1234"
  sha256 "3333333333333333333333333333333333333333333333333333333333333333"

  url "https://downloads.example.org/viewer/#{version.csv.first}/Viewer.dmg"
  name "Sluice Viewer"
  desc "Shows sluices"
  homepage "https://sluice.example.org/viewer/"

  depends_on cask: "xquartz"
  depends_on formula: "sluice"

  app "Viewer.app"
end
