/// GitHub Actions: a group round the progress, annotations at the end, the step's summary, and its
/// outputs. Gitea and Forgejo set the same variable, and read the same commands.
///
/// Sources: https://docs.github.com/actions/reference/workflows-and-actions/variables,
/// https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands
struct GitHub: CISystem {
  let variable = "GITHUB_ACTIONS"
  let showsColors = true

  func lines(
    for event: Event, in record: RunRecord, isQuiet: Bool, reportPath _: String?
  ) -> [String] {
    let title = record.bot.watchTitle
    switch event.kind {
    case .started:
      return isQuiet ? [] : [Self.command("group", data: title)]
    case .ended(let verdict):
      let isGrouped = record.history.hasStarted && !isQuiet
      let annotations = Annotations(of: verdict, in: record)
      return (isGrouped ? [Self.command("endgroup")] : [])
        + annotations.errors.map { Self.command("error", ["title": title], data: $0) }
        + annotations.warnings.map { Self.command("warning", ["title": title], data: $0) }
    case .requested, .waitingForJob, .jobFound, .progressed, .retrying, .renewingToken,
      .heartbeat, .warning:
      return []
    }
  }

  /// No output has a line break, so none needs a delimiter.
  func files(
    for record: RunRecord, reportPath: String?, environment: [String: String],
    summary: () -> String
  ) -> [CIFile] {
    let outputs = RunOutputs(of: record, reportPath: reportPath).all
    return [
      // A blank line before it, or the end of an HTML block would swallow the heading.
      environment.value("GITHUB_STEP_SUMMARY").map { .append("\n" + summary(), path: $0) },
      environment.value("GITHUB_OUTPUT").map { path in
        .append(outputs.map { "\($0.name)=\($0.value)\n" }.joined(), path: path)
      },
    ].compactMap(\.self)
  }

  /// The secret is taken as it is.
  func maskingCommand(for secret: Secret) -> String? {
    "::add-mask::" + CommandEscaping.gitHubData.escaped(secret.revealed())
  }

  /// A workflow command: one whole line, with what it carries escaped.
  static func command(
    _ name: String, _ properties: KeyValuePairs<String, String> = [:], data: String = ""
  ) -> String {
    let list = properties.map { name, value in
      "\(name)=\(CommandEscaping.gitHubProperty.escaped(Sanitizer.oneLine(value)))"
    }.joined(separator: ",")
    return "::\(name)\(list.isEmpty ? "" : " " + list)::"
      + CommandEscaping.gitHubData.escaped(Sanitizer.oneLine(data))
  }
}
