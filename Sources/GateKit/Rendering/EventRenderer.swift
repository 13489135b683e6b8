/// One line of output, without its line break.
package struct OutputLine: Equatable, Sendable {
  package enum Stream: Equatable, Sendable {
    case standardOutput
    case standardError
  }

  package let stream: Stream
  package let text: String

  package init(_ stream: Stream, _ text: String) {
    self.stream = stream
    self.text = text
  }
}

/// How much the gate tells.
package enum Verbosity: Equatable, Sendable {
  /// The closing line, warnings and errors only.
  case quiet
  case normal
  /// Also every request.
  case verbose
}

/// Turns an event into lines.
package protocol EventRenderer: Sendable {
  /// The lines of an event; the record is what the run has shown so far, this event included.
  func lines(for event: Event, in record: RunRecord) -> [OutputLine]
}
