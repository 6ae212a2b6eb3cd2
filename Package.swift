// swift-tools-version: 6.2
import PackageDescription

// The map: targets in dependency order. Nothing imports a target that stands below it.
let house: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
  .treatAllWarnings(as: .error),
]

func library(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: house)
}

func command(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .executableTarget(name: name, dependencies: dependencies, swiftSettings: house)
}

func tests(
  _ name: String, _ dependencies: [Target.Dependency], exclude: [String] = []
) -> Target {
  .testTarget(
    name: name + "Tests", dependencies: dependencies + ["TestSupport"], exclude: exclude,
    swiftSettings: house)
}

let package = Package(
  name: "cms",
  products: [
    .executable(name: "cms-ee", targets: ["cms-ee"]),
    .executable(name: "cms-cc", targets: ["cms-cc"]),
    .library(name: "EECore", targets: ["EECore"]),
    .library(name: "CCWorkflow", targets: ["CCWorkflow"]),
  ],
  targets: [
    // The C libraries of the system, and the GNU calls that Swift's Glibc hides.
    .systemLibrary(name: "CYAML", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"])]),
    .systemLibrary(name: "CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),
    .systemLibrary(name: "CXXHash", pkgConfig: "libxxhash", providers: [.apt(["libxxhash-dev"])]),
    .systemLibrary(name: "CPCRE2", pkgConfig: "libpcre2-8", providers: [.apt(["libpcre2-dev"])]),
    .systemLibrary(name: "CLibUUID", pkgConfig: "uuid", providers: [.apt(["uuid-dev"])]),
    .target(name: "CLinux"),

    // Pure: values and functions, no disk, clock or process.
    library("EETemplate", []),
    library("EECore", ["EETemplate", "CYAML", "CSQLite", "CXXHash", "CPCRE2", "CLibUUID"]),
    library("CommandTable", ["EECore"]),

    // The shell: this machine, the campaign database, and what stands on both.
    library("HostIO", ["CLinux"]),
    library("CampaignStore", ["EECore", "HostIO", "CSQLite"]),
    library("EECampaign", ["EECore", "HostIO", "CampaignStore"]),
    library("CCResults", ["CLinux", "EECore", "HostIO"]),
    library("CCWorkflow", ["EECore", "HostIO", "CampaignStore", "EECampaign", "CCResults"]),

    // The two commands: parse, call, print. CommandShell is what they share around a verb.
    library(
      "CommandShell",
      ["EECore", "CommandTable", "HostIO", "CampaignStore", "EECampaign", "CCWorkflow"]),
    command(
      "cms-ee",
      [
        "EECore", "CommandTable", "CommandShell", "HostIO", "CampaignStore", "EECampaign",
        "CCResults", "CCWorkflow",
      ]),
    command(
      "cms-cc",
      [
        "EECore", "CommandTable", "CommandShell", "HostIO", "CampaignStore", "EECampaign",
        "CCResults", "CCWorkflow",
      ]),

    // Not installed: `make bench` builds and runs it.
    command("cms-bench", ["EETemplate", "EECore", "CampaignStore", "CCWorkflow", "CYAML"]),

    library("TestSupport", ["EECore", "HostIO"]),
    tests("EETemplate", ["EETemplate"]),
    tests("EECore", ["EECore", "EETemplate"]),
    tests("CommandTable", ["CommandTable", "EECore"]),
    tests("HostIO", ["HostIO"]),
    tests("CampaignStore", ["CampaignStore", "EECore", "HostIO"]),
    tests("EECampaign", ["EECampaign", "EECore", "HostIO", "CampaignStore"]),
    tests("CCResults", ["CCResults", "EECore", "HostIO"], exclude: ["SciPy"]),
    tests("CCWorkflow", ["CCWorkflow", "EECore", "HostIO", "CampaignStore", "EECampaign"]),
    tests(
      "Command", ["cms-ee", "cms-cc", "EECore", "HostIO", "CampaignStore"],
      exclude: ["ExperimentExecutor/Golden"]),
  ]
)
