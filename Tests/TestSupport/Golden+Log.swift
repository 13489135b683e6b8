import Foundation

/// How a golden holds the logs of a run: the plain one whole, the colours and the lines of each CI
/// by what they change in it.
extension Golden {
  /// Stands for Azure's variables, which repeat the outputs.
  private static let variables = "##vso[task.setvariable] for each of the outputs\n"

  package mutating func add(
    plainLog: String, colored: String, dialects: [(name: String, log: String)], outputs: String
  ) {
    add("log", plainLog)
    let plain = Self.visible(plainLog)
    func changes(to log: String) -> String {
      let shortened = Self.visible(log).replacingOccurrences(
        of: Self.azureVariables(outputs), with: Self.variables)
      return LineChanges.text(from: plain, to: shortened)
    }
    add("colors", changes(to: Self.withoutDimTimes(colored)))
    for (name, log) in dialects { add(name, changes(to: log)) }
    add("outputs", outputs)
  }

  /// The whole log of a CI, or nil when the golden lacks one of its parts or they do not agree.
  ///
  /// - Parameter dialect: the name of the CI's part, or nil for the plain log.
  package func log(_ dialect: String?, isColored: Bool) -> String? {
    guard let plain = self["log"], let colors = self["colors"], let outputs = self["outputs"],
      var log = isColored ? LineChanges.apply(colors, to: plain) : plain
    else { return nil }
    if let dialect {
      guard let changed = self[dialect].flatMap({ LineChanges.apply($0, to: log) }) else {
        return nil
      }
      log = changed
    }
    if isColored {
      log = log.replacingOccurrences(
        of: #"(?m)^(err )?(\[[\d:.]+\])"#, with: "$1␛[2m$2␛[0m", options: .regularExpression)
    }
    return log.replacingOccurrences(of: Self.variables, with: Self.azureVariables(outputs))
  }

  /// The colour that every line has is left out, for what is left says more.
  package static func withoutDimTimes(_ log: String) -> String {
    visible(log).replacingOccurrences(
      of: #"(?m)^(err )?␛\[2m(\[[^\]]*\])␛\[0m"#, with: "$1$2", options: .regularExpression)
  }

  private static func azureVariables(_ outputs: String) -> String {
    outputs.split { $0.isWhitespace }.map { output in
      let parts = output.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let name = parts[0].split(separator: "-").map(\.capitalized).joined()
      return "##vso[task.setvariable variable=publishGate\(name);isOutput=true;]\(parts[1])\n"
    }.joined()
  }
}
