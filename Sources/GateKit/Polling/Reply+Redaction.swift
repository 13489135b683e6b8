/// Secrets are taken out of the server's texts as they come in, while they are whole: a server may
/// echo a token, and a text that is cut for a log would still show a part of it.
extension Reply {
  /// The reply with every text of the server's passed through a filter.
  package func redacted(by filter: (String) -> String) -> Reply {
    switch result {
    case .success(.noJob): self
    case .success(.job(let job)): Reply(.success(.job(job.redacted(by: filter))), exchange)
    case .failure(let failure): Reply(.failure(failure.redacted(by: filter)), exchange)
    }
  }
}

extension RequestFailure {
  fileprivate func redacted(by filter: (String) -> String) -> RequestFailure {
    RequestFailure(
      kind, filter(summary), serverMessage: serverMessage?.redacted(by: filter),
      retryAfter: retryAfter)
  }
}

extension PublishJob {
  fileprivate func redacted(by filter: (String) -> String) -> PublishJob {
    PublishJob(
      id: id?.redacted(by: filter), streamID: streamID?.redacted(by: filter),
      status: status.redacted(by: filter), percentage: percentage, requestedTime: requestedTime,
      resources: resources?.map { $0.redacted(by: filter) })
  }
}

extension JobStatus {
  fileprivate func redacted(by filter: (String) -> String) -> JobStatus {
    switch self {
    case .unknown(let text): .unknown(text?.redacted(by: filter))
    case .inProgress, .successful, .failed: self
    }
  }
}

extension Resource {
  fileprivate func redacted(by filter: (String) -> String) -> Resource {
    let status: ResourceStatus =
      switch self.status {
      case .unknown(let text): .unknown(text?.redacted(by: filter))
      case .succeeded, .failed, .inProgress, .pending, .skipped: self.status
      }
    let liveState: LiveState? =
      switch self.liveState {
      case .other(let text): .other(text.redacted(by: filter))
      case .published, .awaitingApproval, .rejected, .failed, nil: self.liveState
      }
    return Resource(
      id: id?.redacted(by: filter), type: type?.redacted(by: filter),
      name: name?.redacted(by: filter), status: status, reason: reason?.redacted(by: filter),
      liveState: liveState)
  }
}
