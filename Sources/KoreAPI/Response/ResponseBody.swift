import GateKit
import NIOCore
import NIOHTTP1

/// The body of an answer, read as a publish status or as an error.
struct ResponseBody: Equatable {
  private let bytes: ByteBuffer
  private let isDeclaredHTML: Bool

  init(_ bytes: ByteBuffer, headers: HTTPHeaders) {
    self.bytes = bytes.withoutByteOrderMark
    let type = headers.first(name: "content-type")?.lowercased() ?? ""
    isDeclaredHTML = type.contains("text/html") || type.contains("application/xhtml")
  }

  /// The job that the body shows, or that there is none.
  ///
  /// - Throws: ``UnexpectedBody`` for anything but a publish status.
  func snapshot() throws(UnexpectedBody) -> StatusSnapshot {
    if isHTML { throw UnexpectedBody(htmlPage) }
    guard firstByte != nil else { return .noJob }
    let snapshot: Result<StatusSnapshot, UnexpectedBody>
    do {
      snapshot = try JSONSyntax.read(bytes) { value in
        Result { () throws(UnexpectedBody) in try WireDocument.snapshot(in: value) }
      }
    } catch {
      // JSON is read even where the server labels it as HTML.
      throw UnexpectedBody(isDeclaredHTML ? htmlPage : describe(error))
    }
    return try snapshot.get()
  }

  /// The message of an error, or nil when it has none that can be read.
  var errorMessage: UntrustedText? {
    guard !isHTML, firstByte != nil else { return nil }
    do {
      return try JSONSyntax.read(bytes) { $0.reason.map { UntrustedText($0) } }
    } catch {
      guard !isDeclaredHTML else { return nil }
      return String(validating: bytes.readableBytesView, as: UTF8.self).map { UntrustedText($0) }
    }
  }

  /// The first byte that is not white space, or nil when there is none.
  private var firstByte: UInt8? {
    bytes.readableBytesView.first { ![0x20, 0x09, 0x0A, 0x0D].contains($0) }
  }

  private var isHTML: Bool {
    firstByte == UInt8(ascii: "<") || (isDeclaredHTML && firstByte == nil)
  }

  private var htmlPage: String {
    let start = String(decoding: bytes.readableBytesView.prefix(64 * 1_024), as: UTF8.self)
      .lowercased()
    let page = "an HTML page instead of JSON"
    return ["login", "log in", "sign in", "signin", "password"].contains { start.contains($0) }
      ? "\(page), which looks like a login page" : page
  }

  private func describe(_ fault: JSONFault) -> String {
    switch fault {
    case .notText: "a body that is not UTF-8"
    case .nestedTooDeeply: "JSON nested more than \(JSONSyntax.nestingLimit) deep"
    case .brokenOff(let count): "JSON that breaks off after \(count) bytes"
    case .malformed(0): "a body that is not JSON"
    case .malformed(let offset): "a body that is not JSON (from byte \(offset + 1) on)"
    }
  }
}

extension ByteBuffer {
  /// The bytes without the mark that some servers put before UTF-8.
  fileprivate var withoutByteOrderMark: ByteBuffer {
    var bytes = self
    if readableBytesView.starts(with: [0xEF, 0xBB, 0xBF]) { bytes.moveReaderIndex(forwardBy: 3) }
    return bytes
  }
}
