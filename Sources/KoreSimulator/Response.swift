package import NIOCore
package import NIOHTTP1

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif
#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// An answer of the server, and how it goes out; its length and its date are added on the way.
package struct Response: Sendable {
  package var status: HTTPResponseStatus
  package var headers: HTTPHeaders
  package var body: ByteBuffer
  package var delivery: Delivery

  package init(
    status: HTTPResponseStatus = .ok, headers: HTTPHeaders = [:], body: ByteBuffer = ByteBuffer(),
    delivery: Delivery = .whole
  ) {
    self.status = status
    self.headers = headers
    self.body = body
    self.delivery = delivery
  }

  static func json(_ text: String, status: HTTPResponseStatus = .ok) -> Response {
    Response(
      status: status, headers: ["content-type": "application/json; charset=utf-8"],
      body: ByteBuffer(string: text))
  }

  static func json(encoding document: some Encodable, status: HTTPResponseStatus = .ok) -> Response
  {
    let encoder = JSONEncoder()
    // Else the members' order changes with each run, and no two recordings are alike.
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    guard let data = try? encoder.encode(document) else {
      return Response(status: .internalServerError)
    }
    return .json(String(decoding: data, as: UTF8.self), status: status)
  }

  /// The server's time as HTTP writes it, or that of a clock which is ahead by some seconds.
  ///
  /// Source: https://www.rfc-editor.org/rfc/rfc9110#section-5.6.7
  package static func date(ahead seconds: Int = 0) -> String {
    var now = time(nil) + seconds
    var parts = tm()
    gmtime_r(&now, &parts)
    // In the names of the C locale: no other one is ever set.
    return String(unsafeUninitializedCapacity: 32) { bytes in
      bytes.withMemoryRebound(to: CChar.self) { text in
        text.baseAddress.map { strftime($0, text.count, "%a, %d %b %Y %H:%M:%S GMT", &parts) } ?? 0
      }
    }
  }
}
