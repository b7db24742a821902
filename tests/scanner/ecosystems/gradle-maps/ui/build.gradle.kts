plugins {
    id("com.android.application") version "8.4.0" apply false
    kotlin("android") version "1.9.24"
    id("org.example.weir").version("${Versions.okio}")
    alias(libs.plugins.ksp)
    id("java-library")
}

val view = mapOf("coil" to "2.6.0", "moshi" to "1.15.1")

dependencies {
    implementation(Deps.okio)
    implementation(Deps.Kotlin.core)
    implementation("io.coil-kt:coil:${view["coil"]}")
}
