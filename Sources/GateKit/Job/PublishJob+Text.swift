extension PublishJob {
  /// Status, percentage and how many resources succeeded, then by name the resources that changed
  /// to succeeded or in progress: `inprogress 40 %, 3 of 9 resources succeeded, now dialog 'Loans'`.
  func progressText(after changes: [ResourceChange]) -> String {
    "\(status) \(percentage?.percentText ?? "without a percentage")\(tallyText)"
      + changes.labels(of: .succeeded, after: ", now ")
      + changes.labels(of: .inProgress, after: "; in progress: ")
  }

  /// What a good answer said, as a clause: `inprogress, 40 %`.
  var finding: String { percentage.map { "\(status), \($0.percentText)" } ?? "\(status)" }

  package var idText: String { id?.description ?? "(no id)" }

  package var requestedText: String { requestedTime?.iso8601 ?? "at an unknown time" }

  /// Which job it is and how it stands, as the beginning of a sentence.
  var standing: String {
    status.isTerminal ? "the last job, \(idText), ended \(status)" : "job \(idText) is in progress"
  }

  /// The same, and when the job was requested.
  var dating: String { "\(standing) and was requested \(requestedText)" }

  /// Status, percentage and resources, as a clause: `inprogress at 40 %, 3 of 8 resources
  /// succeeded`.
  package var stateText: String {
    let percentage = percentage.map { " at \($0.percentText)" } ?? ""
    return "\(status)\(percentage)\(tallyText)"
  }

  private var tallyText: String {
    let tally = tally
    return tally.total == 0 ? "" : ", \(tally) succeeded"
  }
}

extension [Resource] {
  /// The labels of the first resources, and how many more there are.
  package func labels(most: Int) -> String {
    let shown = prefix(most).map(\.label).joined(separator: ", ")
    return count > most ? "\(shown) and \(count - most) more" : shown
  }
}

extension [ResourceChange] {
  /// What has this status now, or nothing.
  func labels(of status: ResourceStatus, after lead: String) -> String {
    let moved = filter { $0.resource.status == status && $0.previous != status }.map(\.resource)
    return moved.isEmpty ? "" : lead + moved.labels(most: 3)
  }
}
