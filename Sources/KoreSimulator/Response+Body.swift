import Hummingbird
import NIOCore

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

extension Response {
  private static let jsonHeaders: HTTPFields = [.contentType: "application/json; charset=utf-8"]

  static func json(
    _ document: some Encodable, status: HTTPResponse.Status = .ok
  ) throws -> Response {
    let body = try encode(document)
    return Response(
      status: status, headers: jsonHeaders, body: ResponseBody(byteBuffer: ByteBuffer(bytes: body)))
  }

  /// Announces the whole document, sends half of it, and closes the connection.
  static func cutJSON(_ document: some Encodable, _ channel: any Channel) throws -> Response {
    let body = try encode(document)
    let half = ByteBuffer(bytes: body.prefix(body.count / 2))
    return Response(
      status: .ok, headers: jsonHeaders,
      body: ResponseBody(contentLength: body.count) { writer in
        try await writer.write(half)
        try await channel.close()
      })
  }

  static func text(
    _ text: String, type: String, status: HTTPResponse.Status = .ok
  ) -> Response {
    Response(
      status: status, headers: [.contentType: type],
      body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
  }

  private static func encode(_ document: some Encodable) throws -> Data {
    let encoder = JSONEncoder()
    // Else the members' order changes with each run, and no two recordings are alike.
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return try encoder.encode(document)
  }
}
