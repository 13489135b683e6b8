import Foundation
import Subprocess
import TestSupport
import Testing

#if canImport(System)
  import System
#else
  import SystemPackage
#endif

@testable import publish_gate

/// Where the reports go: files, links, devices and pipes, and more than one run at a time.
@Suite struct ReportFileTests {
  struct Kind: Sendable, CustomTestStringConvertible {
    let flag: String
    let name: String
    /// A part of every such report.
    let mark: String

    var testDescription: String { "\(flag) \(name)" }

    /// With a report that is a file in any case.
    var options: String {
      flag == "--junit" ? "\(flag) \(name)" : "--junit other.xml \(flag) \(name)"
    }

    static let all = [
      Kind(flag: "--junit", name: "report.xml", mark: "<testsuites>"),
      Kind(flag: "--summary", name: "summary.html", mark: "</html>"),
      Kind(flag: "--summary", name: "summary.md", mark: "## ✅ Passed"),
      Kind(flag: "--dotenv", name: "gate.env", mark: "PUBLISH_GATE_OUTCOME=passed"),
    ]
  }

  // MARK: What stands there already

  @Test(arguments: Kind.all)
  func aLinkIsFollowed(_ kind: Kind) async throws {
    let folder = try TemporaryFolder()
    try FileManager.default.createDirectory(
      atPath: "\(folder.path)/real/more", withIntermediateDirectories: true)
    _ = try folder.write("before", to: "real/file")
    try link(kind.name, to: "real/second", in: folder)
    try link("real/second", to: "../real/file", in: folder)
    #expect(try await demo([kind.flag, kind.name], in: folder) == 0)
    #expect(folder.read("real/file")?.contains(kind.mark) == true)
    #expect(try isLink(kind.name, in: folder) && isLink("real/second", in: folder))
  }

  @Test(arguments: Kind.all)
  func aLinkToNothingCreatesWhatItPointsTo(_ kind: Kind) async throws {
    let folder = try TemporaryFolder()
    try link(kind.name, to: "new/file", in: folder)
    #expect(try await demo([kind.flag, kind.name], in: folder) == 0)
    #expect(folder.read("new/file")?.contains(kind.mark) == true)
    #expect(try isLink(kind.name, in: folder))
  }

  @Test(arguments: Kind.all)
  func aLinkToADeviceStays(_ kind: Kind) async throws {
    let folder = try TemporaryFolder()
    try link(kind.name, to: "/dev/null", in: folder)
    #expect(try await demo([kind.flag, kind.name], in: folder) == 0)
    #expect(try isLink(kind.name, in: folder))
  }

  #if os(Linux)
    @Test(.enabled(if: getuid() == 0, "only root may create a device"), arguments: Kind.all)
    func aDeviceStaysADevice(_ kind: Kind) async throws {
      let folder = try TemporaryFolder()
      // The null device, as `mknod NAME c 1 3` makes it.
      guard mknod("\(folder.path)/\(kind.name)", S_IFCHR | 0o666, 0x103) == 0 else {
        return  // A container without the right to.
      }
      #expect(try await demo([kind.flag, kind.name], in: folder) == 0)
      #expect(try self.kind(of: kind.name, in: folder) == .other)
    }
  #endif

  @Test func aCircleOfLinksIsRefused() async throws {
    let folder = try TemporaryFolder()
    try link("report.xml", to: "other", in: folder)
    try link("other", to: "report.xml", in: folder)
    #expect(try await demo(["--junit", "report.xml"], in: folder) == 73)
  }

  // MARK: Pipes and standard streams

  @Test(arguments: Kind.all)
  func aPipeIsWrittenToOnce(_ kind: Kind) async throws {
    let folder = try TemporaryFolder()
    #expect(mkfifo("\(folder.path)/\(kind.name)", 0o600) == 0)
    let run = try await shell(
      """
      cat \(kind.name) >read &
      "$GATE" demo --speed 40 \(kind.options); code=$?; wait; exit $code
      """, in: folder)
    #expect(run.code == 0, "\(run.errors)")
    #expect(folder.read("read")?.components(separatedBy: kind.mark).count == 2)
    #expect(try self.kind(of: kind.name, in: folder) == .other)
  }

  @Test(arguments: Kind.all)
  func aPipeThatNobodyReadsTurnsGreenInto73(_ kind: Kind) async throws {
    let folder = try TemporaryFolder()
    #expect(mkfifo("\(folder.path)/\(kind.name)", 0o600) == 0)
    let run = try await shell("\"$GATE\" demo --speed 40 \(kind.options)", in: folder)
    #expect(run.code == 73)
    #expect(run.errors.contains("\(kind.name): nobody reads it"), "\(run.errors)")
    if kind.flag != "--junit" {
      #expect(folder.read("other.xml")?.contains("type=\"ReportNotWritten\"") == true)
    }
  }

  /// What `/dev/stdout` leads to, in the form that a test may replace where that is still possible.
  @Test(arguments: ["/dev/fd/1", "/proc/self/fd/1", "stdout"])
  func standardOutputGetsTheFinalReportBeforeTheVerdict(path: String) async throws {
    let folder = try TemporaryFolder()
    try link("stdout", to: "/proc/self/fd/1", in: folder)
    let command = "\"$GATE\" demo --speed 40 --junit \(path)"
    let piped = try await shell(command, in: folder)
    #expect(piped.code == 0, "\(piped.errors)")
    try expectReportInLog(piped.output)
    let toFile = try await shell("echo before >log; \(command) >>log", in: folder)
    #expect(toFile.code == 0, "\(toFile.errors)")
    let log = try #require(folder.read("log"))
    #expect(log.hasPrefix("before\n"))
    try expectReportInLog(log)
    #expect(try isLink("stdout", in: folder))
  }

  private func expectReportInLog(_ log: String) throws {
    let parts = log.components(separatedBy: "<?xml ")
    #expect(parts.count == 2)
    let rest = try #require(parts.last?.components(separatedBy: "</testsuites>\n"))
    #expect(rest.count == 2 && rest.last?.contains("passed") == true)
    #expect(rest.last?.split(separator: "\n").count == 1)
  }

  // MARK: Names

  @Test(arguments: [244, 245, 251, 255])
  func aLongNameIsAsGoodAsAnother(length: Int) async throws {
    let folder = try TemporaryFolder()
    let name = String(repeating: "n", count: length - 4) + ".xml"
    #expect(try await demo(["--junit", name], in: folder) == 0)
    #expect(try folder.names == [name])
  }

  @Test func aNameThatIsTooLongIsRefusedAtOnce() async throws {
    let folder = try TemporaryFolder()
    let name = String(repeating: "n", count: 256)
    #expect(try await demo(["--junit", name], in: folder) == 73)
  }

  // MARK: Several runs

  @Test func runsAtTheSameTimeDoNotDisturbEachOther() async throws {
    let folder = try TemporaryFolder()
    let count = 16
    let reports = "--junit new/report.xml --summary new/summary.html --dotenv new/gate.env"
    // Readers see whole documents at any time, whichever run wrote them.
    let run = try await shell(
      """
      for n in $(seq \(count)); do
        ( "$GATE" demo --speed 20 --quiet \(reports) >/dev/null 2>"errors$n"; echo $? >"code$n" ) &
        runs="$runs $!"
      done
      (
        while [ ! -e done ]; do
          text=$(cat new/report.xml 2>/dev/null) || continue
          case "$text" in ("<?xml "*"</testsuites>") : ;; (*) echo torn ;; esac
          page=$(cat new/summary.html 2>/dev/null) || continue
          case "$page" in ("<!DOCTYPE html>"*"</html>") : ;; (*) echo torn ;; esac
        done
      ) &
      wait $runs; : >done; wait
      """, in: folder)
    #expect(run.output.isEmpty)
    for number in 1...count {
      #expect(folder.read("code\(number)") == "0\n", "\(folder.read("errors\(number)") ?? "")")
    }
    #expect(
      try folder.names.filter { $0.hasPrefix("new/") }
        == ["new/gate.env", "new/report.xml", "new/summary.html"])
    try await ReportCheck.expectValid(folder.read("new/report.xml"), in: folder)
  }

  @Test func whatAKilledRunLeftIsRemovedByTheNext() async throws {
    let folder = try TemporaryFolder()
    let results = FilePath("\(folder.path)/test-results")
    try FileManager.default.createDirectory(
      atPath: results.string, withIntermediateDirectories: true)
    _ = try folder.write("half a re", to: "test-results/.publish-gate-abandoned.tmp")
    // Of another run, which goes on; not a file; and a name of somebody else.
    let living = try HiddenFile.create(in: results)
    defer { try? living.descriptor.close() }
    _ = try folder.write("precious", to: "other")
    try link("test-results/.publish-gate-link.tmp", to: "../other", in: folder)
    #expect(mkfifo("\(results)/.publish-gate-pipe.tmp", 0o600) == 0)
    _ = try folder.write("precious", to: "test-results/.other.tmp")
    let kept = try folder.names.filter { !$0.contains("abandoned") }
    #expect(try await demo([], in: folder) == 0)
    #expect(try folder.names == (kept + ["test-results/TEST-publish.xml"]).sorted())
    #expect(folder.read("other") == "precious")
  }

  /// A run that is refused writes its report too.
  @Test func aRefusedRunCleansUpToo() async throws {
    let folder = try TemporaryFolder()
    _ = try folder.write("half a re", to: ".publish-gate-abandoned.tmp")
    #expect(try await demo(["--timeout", "0", "--junit", "r.xml"], in: folder) == 64)
    #expect(try folder.names == ["r.xml"])
  }

  @Test func twoHiddenFilesAreNeverTheSame() throws {
    let folder = try TemporaryFolder()
    let files = try (0..<100).map { _ in try HiddenFile.create(in: FilePath(folder.path)) }
    #expect(try folder.names.count == files.count)
    HiddenFile.removeAbandoned(in: FilePath(folder.path))
    #expect(try folder.names.count == files.count)
    for file in files { try file.descriptor.close() }
    HiddenFile.removeAbandoned(in: FilePath(folder.path))
    #expect(try folder.names.isEmpty)
  }

  // MARK: Helpers

  private func demo(_ arguments: [String], in folder: TemporaryFolder) async throws -> Int32 {
    let junit = arguments.contains("--junit") || arguments.isEmpty ? [] : ["--no-junit"]
    return try await Gate.run(
      ["demo", "--speed", "40"] + junit + arguments, environment: Gate.unhurried, in: folder
    ).code
  }

  private func link(_ name: String, to target: String, in folder: TemporaryFolder) throws {
    try FileManager.default.createSymbolicLink(
      atPath: "\(folder.path)/\(name)", withDestinationPath: target)
  }

  private func isLink(_ name: String, in folder: TemporaryFolder) throws -> Bool {
    try kind(of: name, in: folder) == .link
  }

  private func kind(of name: String, in folder: TemporaryFolder) throws -> FileStatus.Kind {
    try FileSystem.status(of: FilePath("\(folder.path)/\(name)"), followsLinks: false).kind
  }

  private func shell(
    _ script: String, in folder: TemporaryFolder
  ) async throws -> (code: Int32, output: String, errors: String) {
    let result = try await GateSlots.shared.run {
      try await Subprocess.run(
        .path("/bin/sh"), arguments: ["-c", script],
        environment: .only(Gate.unhurried.merging(["GATE": Gate.path]) { $1 }),
        workingDirectory: FilePath(folder.path), input: .none, output: .string(limit: 1 << 20),
        error: .string(limit: 1 << 20))
    }
    return (result.terminationStatus.code, result.standardOutput, result.standardError)
  }
}
