/// Secrets are taken out of the server's texts as they come in, while they are whole: a server may
/// echo a token, and a text that is cut for a log would still show a part of it.
extension Reply {
  /// Takes out what must not be shown; nil says that a text holds none of it.
  package typealias TextFilter = (String) -> String?

  /// The reply with every text of the server's passed through a filter.
  package func redacted(by filter: TextFilter) -> Reply {
    switch result {
    case .success(.noJob): self
    case .success(.job(let job)): Reply(.success(.job(job.redacted(by: filter))), exchange)
    case .failure(let failure): Reply(.failure(failure.redacted(by: filter)), exchange)
    }
  }
}

extension RequestFailure {
  fileprivate func redacted(by filter: Reply.TextFilter) -> RequestFailure {
    RequestFailure(
      kind, filter(summary) ?? summary, serverMessage: serverMessage.redacted(by: filter),
      retryAfter: retryAfter)
  }
}

extension PublishJob {
  fileprivate func redacted(by filter: Reply.TextFilter) -> PublishJob {
    PublishJob(
      id: id.redacted(by: filter), streamID: streamID.redacted(by: filter),
      status: status.redacted(by: filter), percentage: percentage, requestedTime: requestedTime,
      resources: redactedResources(by: filter))
  }

  /// The very same list where nothing is found: there may be a hundred thousand entries.
  private func redactedResources(by filter: Reply.TextFilter) -> [Resource]? {
    guard var resources else { return nil }
    for index in resources.indices {
      if let redacted = resources[index].redacted(by: filter) { resources[index] = redacted }
    }
    return resources
  }
}

extension JobStatus {
  fileprivate func redacted(by filter: Reply.TextFilter) -> JobStatus {
    switch self {
    case .unknown(let text): .unknown(text.redacted(by: filter))
    case .inProgress, .successful, .failed: self
    }
  }
}

extension Resource {
  /// Nil when nothing is found.
  fileprivate func redacted(by filter: Reply.TextFilter) -> Resource? {
    func finds(_ text: ServerText?) -> Bool { text?.redacted(by: filter) != nil }
    guard
      finds(id) || finds(type) || finds(name) || finds(status.text) || finds(reason)
        || finds(liveState?.text)
    else { return nil }
    return Resource(
      id: id.redacted(by: filter), type: type.redacted(by: filter),
      name: name.redacted(by: filter), status: status.redacted(by: filter),
      reason: reason.redacted(by: filter), liveState: liveState?.redacted(by: filter),
      isLeftOut: isLeftOut)
  }
}

extension ResourceStatus {
  fileprivate var text: ServerText? {
    switch self {
    case .unknown(let text): text
    case .succeeded, .failed, .inProgress, .pending, .skipped: nil
    }
  }

  fileprivate func redacted(by filter: Reply.TextFilter) -> ResourceStatus {
    switch self {
    case .unknown(let text): .unknown(text.redacted(by: filter))
    case .succeeded, .failed, .inProgress, .pending, .skipped: self
    }
  }
}

extension LiveState {
  fileprivate var text: ServerText? {
    switch self {
    case .other(let text): text
    case .published, .awaitingApproval, .rejected, .failed: nil
    }
  }

  fileprivate func redacted(by filter: Reply.TextFilter) -> LiveState {
    switch self {
    case .other(let text): .other(text.redacted(by: filter) ?? text)
    case .published, .awaitingApproval, .rejected, .failed: self
    }
  }
}

extension ServerText? {
  fileprivate func redacted(by filter: Reply.TextFilter) -> ServerText? {
    map { $0.redacted(by: filter) ?? $0 }
  }
}
