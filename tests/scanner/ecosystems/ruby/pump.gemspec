# frozen_string_literal: true
require_relative "lib/pump/version"

Gem::Specification.new do |spec|
  spec.name = "pump"
  spec.version = Pump::VERSION
  spec.licenses = ["MIT", "Ruby"]
  spec.authors = ["Shen Yi"]
  spec.summary = %q{Pumps}
  spec.homepage = "https://pump.example"
  spec.add_dependency "nokogiri", ">= 1.15", "< 2"
  spec.add_development_dependency(%q<rake>, ["~> 13.0"])
end
