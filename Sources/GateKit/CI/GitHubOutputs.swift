/// The facts of a run as lines for the file that `$GITHUB_OUTPUT` names: `outcome=failed`.
///
/// The file is appended to. No value has a line break, so none needs a delimiter.
/// Source:
/// https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands#setting-an-output-parameter
package struct GitHubOutputs {
  package let text: String

  /// - Parameter reportPath: where the JUnit report is, or nil when there is none.
  package init(of record: RunRecord, reportPath: String?) {
    text = RunOutputs(of: record, reportPath: reportPath).all
      .map { "\($0.name)=\($0.value)\n" }.joined()
  }
}
