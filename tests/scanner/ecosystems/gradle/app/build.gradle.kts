val ktorVersion = "2.3.7"
dependencies {
    implementation(kotlin("stdlib", "1.9.22"))
    implementation("io.ktor:ktor-client-core:$ktorVersion")
    implementation("com.squareup.okhttp3:okhttp:" + okhttpVersion)
    implementation(group = "org.springframework", name = "spring-core", version = "6.1.2")
    implementation(libs.androidx.core.ktx)
    testImplementation(libs.bundles.testing)
    implementation("androidx.core:core-splash:${libs.versions.core.get()}")
    ksp(libs.room.compiler.get())
}
