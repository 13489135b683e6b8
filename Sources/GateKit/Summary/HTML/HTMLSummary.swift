/// A summary of one run as one HTML file with a picture of what happened.
///
/// It needs no network and no script. Where a server forbids the style sheet, as Jenkins does with
/// archived files, it is plain but complete.
/// Sources: https://www.jenkins.io/doc/book/security/configuring-content-security-policy/,
/// https://www.w3.org/TR/CSP3/, https://www.w3.org/WAI/WCAG22/quickref/
package struct HTMLSummary {
  private let summary: RunSummary

  package init(of record: RunRecord, origin: ReportOrigin, reportPath: String?) {
    summary = RunSummary(of: record, origin: origin, reportPath: reportPath)
  }

  /// The whole document, in UTF-8 once it is written.
  package var text: String {
    let page = HTMLElement(
      "html", ["xmlns": "http://www.w3.org/1999/xhtml", "lang": "en", "xml:lang": "en"],
      [head, body])
    return "<!DOCTYPE html>\n\(page)\n"
  }

  private var head: HTMLElement {
    let subject = summary.subject.map { ": \($0)" } ?? ""
    return HTMLElement(
      "head", [:],
      [
        HTMLElement("meta", ["charset": "utf-8"]),
        HTMLElement(
          "meta",
          [
            "http-equiv": "Content-Security-Policy",
            "content": "default-src 'none'; style-src 'unsafe-inline'",
          ]),
        HTMLElement(
          "meta", ["name": "viewport", "content": "width=device-width, initial-scale=1"]),
        HTMLElement("meta", ["name": "color-scheme", "content": "light dark"]),
        HTMLElement("title", text: summary.badge.word + subject),
        .style(Self.styleSheet),
      ])
  }

  private var body: HTMLElement {
    HTMLElement(
      "body", [:],
      [definitions, HTMLElement("main", [:], HTMLRun(summary: summary).parts), footer])
  }

  /// What the pictures refer to.
  private var definitions: HTMLElement {
    HTMLElement(
      "svg",
      [
        "xmlns": "http://www.w3.org/2000/svg", "class": "definitions", "width": "0", "height": "0",
        "aria-hidden": "true",
      ], [HTMLElement("defs", [:], StatusPattern.definitions + PollMarks.definitions)])
  }

  private var footer: HTMLElement {
    HTMLElement(
      "footer", [:],
      [HTMLElement("ul", [:], summary.originTexts.map { HTMLElement("li", text: $0) })])
  }
}
