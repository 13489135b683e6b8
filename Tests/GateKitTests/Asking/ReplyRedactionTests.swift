import TestSupport
import Testing

@testable import GateKit

@Suite struct ReplyRedactionTests {
  private static func filter(_ text: String) -> String? {
    let parts = text.split(separator: "secret", omittingEmptySubsequences: false)
    return parts.count > 1 ? parts.joined(separator: "***") : nil
  }

  private func redacted(_ job: PublishJob) throws -> PublishJob {
    let reply = Reply(.success(.job(job)), .sample).redacted(by: Self.filter)
    guard case .success(.job(let job)) = reply.result else { throw CancellationError() }
    return job
  }

  @Test func everyTextIsPassedThroughTheFilter() throws {
    let text = UntrustedText("a secret")
    let resources = (0..<6).map { index in
      func here(_ place: Int) -> UntrustedText? { index == place ? text : nil }
      return Resource(
        id: here(0), type: here(1), name: here(2),
        status: index == 3 ? .unknown(text) : .failed, reason: here(4),
        liveState: index == 5 ? .other(text) : nil)
    }
    let job = try redacted(
      PublishJob(
        id: text, streamID: text, status: .unknown(text), percentage: 1, requestedTime: nil,
        resources: resources))
    var shown = ""
    dump(job, to: &shown)
    #expect(shown.contains("a ***") && !shown.contains("secret"))
    #expect(job.resources == resources)
    let failure = RequestFailure(.serverFault, "HTTP 500 of secret", serverMessage: text)
    let reply = Reply(.failure(failure), .sample).redacted(by: Self.filter)
    guard case .failure(let redacted) = reply.result else { throw CancellationError() }
    #expect(redacted.description == "HTTP 500 of ***: a ***")
  }

  @Test func aListInWhichNothingIsFoundIsTheVerySame() throws {
    let resources = (0..<100).map { Resource.sample("dialog", "Pay Bill \($0)", id: "\($0)") }
    let job = try redacted(.sample(resources: resources))
    let isSame = resources.withUnsafeBufferPointer { old in
      job.resources?.withUnsafeBufferPointer { $0.baseAddress == old.baseAddress }
    }
    #expect(isSame == true)
  }

  /// Names that differ in a secret are two names, and two cases of a report.
  @Test func namesThatShowTheSameStayApart() throws {
    let job = try redacted(
      .sample(
        resources: ["Pay secret", "Pay ***", "Pay secret"].map {
          .sample("secret", $0, status: "FAILED")
        } + [.sample("secret", "Pay secret", id: "secret"), .sample("dialog", "Pay ***")]))
    let resources = try #require(job.resources)
    #expect(Set(resources.map(Resource.Key.init)).count == 4)
    let keys = CaseNames.keys(for: resources)
    #expect(Set(keys).count == 5)
    #expect(keys.allSatisfy { !$0.name.contains("secret") && !$0.className.contains("ecret") })
  }

  @Test func aResourceIsAllowedByItsRealName() throws {
    let job = try redacted(.sample(resources: [.sample("dialog", "Pay secret", status: "FAILED")]))
    let resource = try #require(job.resources?.first)
    #expect(try ResourcePattern(parsing: "dialog:Pay secret").matches(resource))
    #expect(try !ResourcePattern(parsing: "dialog:Pay secre").matches(resource))
    #expect(try ResourcePattern(parsing: "dialog:\(resource.nameLabel)").matches(resource))
  }
}

extension Exchange {
  fileprivate static let sample = Exchange(
    method: "GET", path: "/", status: 200, duration: .zero, bytes: 0, serverTime: nil)
}
