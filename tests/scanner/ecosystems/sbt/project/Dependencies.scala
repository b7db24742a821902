import sbt._

object Dependencies {
  val streamVersion: String = sys.props.getOrElse("stream.version", "2.0.1")
  val jsonVersion = "3.1.0"

  val streams = Seq("stream-core", "stream-slf4j").map("org.example.streams" %% _ % streamVersion)
  val jsons = Seq(
    "org.example.json" % "json-core",
    "org.example.json" % "json-time"
  ).map(_ % jsonVersion)
  val tests = Seq("check-junit").map("org.example.check" % _ % "1.2" % Test)
  val managed = "org.example" %% "by-the-platform"
  val computed = "org.example" % "tool" % BuildInfo.toolVersion
}
