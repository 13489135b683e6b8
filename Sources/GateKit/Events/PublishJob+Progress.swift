extension PublishJob {
  /// How far the publish is, and what moved, by its new status; what merely waits is counted with
  /// the rest: `inprogress 40 %, 3 of 9 resources succeeded, now dialog 'Loans'`.
  func progressText(after changes: [ResourceChange]) -> String {
    let tally = tally
    let resources =
      tally.total == 0 ? "" : ", \(tally.succeeded) of \(tally.total) resources succeeded"
    return "\(status) \(percentage?.percentText ?? "without a percentage")\(resources)"
      + changes.labels(of: .succeeded, after: ", now ")
      + changes.labels(of: .inProgress, after: "; in progress: ")
  }
}

extension [ResourceChange] {
  /// What has this status now, or nothing.
  func labels(of status: ResourceStatus, after lead: String) -> String {
    let moved = filter { $0.resource.status == status && $0.previous != status }.map(\.resource)
    return moved.isEmpty ? "" : lead + moved.labels(most: 3)
  }
}
