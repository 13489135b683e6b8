import GateKit
import NIOCore
import NIOHTTP1
import TestSupport
import Testing

@testable import KoreAPI

@Suite struct StatusReaderTests {
  @Test func knowsTheSameBytesAgain() throws {
    let reader = StatusReader()
    let first = try #require(place(of: read(Samples.large, reader)))
    #expect(place(of: read(Samples.large, reader)) == first)
    // Neither what is no job nor what is no answer makes it forget.
    _ = read("", reader)
    _ = read("{}", reader)
    _ = read("<html>", reader)
    _ = read(Samples.large, reader, status: 503)
    #expect(place(of: read(Samples.large, reader)) == first)
    #expect(
      read(Samples.large, reader, status: 206) == read(Samples.large, StatusReader(), status: 206))
  }

  @Test func readsOtherBytesAnew() throws {
    let reader = StatusReader()
    let bytes = Array(Samples.large.utf8)
    for index in bytes.indices {
      _ = read(Samples.large, reader)
      for changed in [bytes[index] ^ 1, UInt8(ascii: " ")] {
        var other = bytes
        other[index] = changed
        let text = String(decoding: other, as: UTF8.self)
        #expect(read(text, reader) == read(text, StatusReader()))
      }
    }
    for body in ["", "{}", "[]", "null", "{", Samples.successful, Samples.large + " "] {
      for _ in 0..<2 { #expect(read(body, reader) == read(body, StatusReader())) }
    }
  }

  private func read(
    _ body: String, _ reader: StatusReader, status: Int = 200
  ) -> Result<StatusSnapshot, RequestFailure> {
    ResponseClassifier(
      status: status, headers: [:], body: ByteBuffer(string: body),
      now: Timestamp(millisecondsSinceEpoch: 0), reader: reader
    ).result
  }

  /// Where the resources are in memory: those that are in one place were not read again.
  private func place(of result: Result<StatusSnapshot, RequestFailure>) -> UInt? {
    shownJob(in: result)?.resources?.withUnsafeBufferPointer {
      $0.baseAddress.map { UInt(bitPattern: $0) }
    }
  }
}
