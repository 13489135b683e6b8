/// Secrets are taken out of the server's texts as they come in, while they are whole: a server may
/// echo a token, and a text that is cut for a log would still show a part of it.
extension Reply {
  /// Takes the secrets out of a text; nil when the text holds no secret.
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

  /// Keeps the storage of the list where no secret is found: there may be 100,000 entries.
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
    func clean(_ text: UntrustedText?) -> UntrustedText? { text?.redacted(by: filter) }
    let (id, type, name) = (clean(self.id), clean(self.type), clean(self.name))
    let (status, reason) = (clean(self.status.text), clean(self.reason))
    let liveState = clean(self.liveState?.text)
    guard id ?? type ?? name ?? status ?? reason ?? liveState != nil else { return nil }
    return Resource(
      id: id ?? self.id, type: type ?? self.type, name: name ?? self.name,
      status: status.map { .unknown($0) } ?? self.status, reason: reason ?? self.reason,
      liveState: liveState.map { .other($0) } ?? self.liveState, isLeftOut: isLeftOut)
  }
}

extension ResourceStatus {
  fileprivate var text: UntrustedText? {
    switch self {
    case .unknown(let text): text
    case .succeeded, .failed, .inProgress, .pending, .skipped: nil
    }
  }
}

extension LiveState {
  fileprivate var text: UntrustedText? {
    switch self {
    case .other(let text): text
    case .published, .awaitingApproval, .rejected, .failed: nil
    }
  }
}

extension UntrustedText? {
  fileprivate func redacted(by filter: Reply.TextFilter) -> UntrustedText? {
    map { $0.redacted(by: filter) ?? $0 }
  }
}
