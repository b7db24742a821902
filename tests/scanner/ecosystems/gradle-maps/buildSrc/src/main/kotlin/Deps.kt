object Versions {
    const val okio: String = "3.9.0"
    val coroutines = "1.8.1"
}

object Deps {
    const val okio = "com.squareup.okio:okio:${Versions.okio}"
    val coroutines by lazy { "unread" }

    object Kotlin {
        val core = "org.jetbrains.kotlinx:kotlinx-coroutines-core:${Versions.coroutines}"
    }
}
