import GateKit
import NIOCore
import NIOHTTP1

@testable import KoreAPI

/// What a body shows under the status 200.
func result(_ bytes: [UInt8]) -> Result<StatusSnapshot, RequestFailure> {
  ResponseClassifier(
    status: 200, headers: [:], body: ByteBuffer(bytes: bytes),
    now: Timestamp(millisecondsSinceEpoch: 0)
  ).result
}

func result(_ body: String) -> Result<StatusSnapshot, RequestFailure> { result(Array(body.utf8)) }

func shownJob(in body: String) -> PublishJob? { shownJob(in: result(body)) }

func shownJob(in result: Result<StatusSnapshot, RequestFailure>) -> PublishJob? {
  switch result {
  case .success(.job(let job)): job
  case .success(.noJob), .failure: nil
  }
}

func shownFailure(_ body: String) -> RequestFailure? {
  switch result(body) {
  case .success: nil
  case .failure(let failure): failure
  }
}
