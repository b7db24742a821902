val v: String by project
val w = providers.gradleProperty("w").get()
val u by extra { calc() }
dependencies {
    implementation("k.b:by:$v")
    implementation("k.b:prov:${w}")
    implementation("k.b:fn:${calc("x")}")
    implementation("k.b:inline:${findProperty("q") ?: "1.0"}")
    implementation("k.b", "three", calc())
    implementation("k.b", "three2", "1.0")
    implementation(group = "k.b", name = "named", version = calc())
    implementation(group = "k.b", name = "named2", version = "2.0")
    implementation("k.b:str:" + calc())
    implementation(kotlin("stdlib", kotlinVersion()))
    implementation(kotlin("reflect"))
    implementation(libs.unknown.thing)
    implementation(dependencyNotation("k.b:call:1"))
    implementation("k.b:sv") { version { strictly("1.7") } }
    implementation("k.b:pref") { version { prefer(calc()) } }
}
