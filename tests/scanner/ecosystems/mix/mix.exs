defmodule Sluice.MixProject do
  use Mix.Project

  @version "1.4.0-dev"
  @phoenix "~> 1.7.10"

  def project do
    [
      app: :sluice,
      version: @version,
      elixir: "~> 1.14",
      deps: deps(),
      package: package(),
      description: "Opens and closes sluices",
      homepage_url: "https://sluice.example.org",
      aliases: [setup: ["deps.get", "ecto.setup"]]
    ]
  end

  def application, do: [mod: {Sluice.Application, []}, extra_applications: [:logger]]

  # {:commented, "~> 1.0"}
  defp deps do
    [
      {:phoenix, @phoenix},
      {:ecto_sql, "~> 3.11 and >= 3.11.2"},
      {:plug_cowboy, "2.7.1"},
      {:ex_doc, "~> 0.31", only: :dev, runtime: false},
      {:mox, ">= 0.0.0", only: [:test]},
      {:credo, "~> 1.7", only: [:dev, :test]},
      {:esbuild, "~> 0.8", runtime: Mix.env() == :dev},
      {:telemetry, "~> 1.2", optional: true},
      {:tides, git: "https://git.example.org/tides.git", tag: "v0.3.1"},
      {:gauge, github: "example/gauge", branch: "main"},
      {:renamed, "~> 2.0", hex: :original},
      {:sibling, in_umbrella: true}
    ]
  end

  defp package do
    [licenses: ["MIT", "Apache-2.0"], links: %{"Forge" => "https://forge.example.org"}]
  end

  defp result({:ok, "fine"}), do: {:error, :never}
end
