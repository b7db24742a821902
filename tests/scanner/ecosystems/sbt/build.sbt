ThisBuild / scalaVersion := "2.13.12"
val catsVersion = "2.10.0"

libraryDependencies ++= Seq(
  "org.typelevel" %% "cats-core" % catsVersion,
  // "org.commented" % "out" % "1.0",
  "org.apache.commons" % "commons-lang3" % "3.9",
  "org.scalatest" %% "scalatest" % "3.2.15" % Test
)
