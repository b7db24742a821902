// swift-tools-version: 5.9
import PackageDescription

let package = Package(
    name: "Weir",
    dependencies: [
        .package(url: "https://github.com/apple/swift-collections.git", from: "1.0.4"),
        .package(name: "Old", url: "git@gitee.com:example/old.git", .exact("0.2.0")),
        // .package(url: "https://github.com/example/commented", from: "1.0.0"),
        .package(path: "../Local"),
    ]
)
