val view = mapOf("coil" to "2.6.0", "moshi" to "1.15.1")

dependencies {
    implementation(Deps.okio)
    implementation(Deps.Kotlin.core)
    implementation("io.coil-kt:coil:${view["coil"]}")
}
