/// What makes one text of another, line by line: `… 3` keeps three lines, `- 3` leaves three out,
/// `~ text` stands in the place of one line, and `+ text` is added.
package enum LineChanges {
  package static func text(from old: String, to new: String) -> String {
    let (old, new) = (lines(of: old), lines(of: new))
    var removed: Set<Int> = []
    var inserted: Set<Int> = []
    for change in new.difference(from: old) {
      switch change {
      case .remove(let offset, _, _): removed.insert(offset)
      case .insert(let offset, _, _): inserted.insert(offset)
      }
    }
    var changes: [String] = []
    var (oldIndex, newIndex) = (0, 0)
    while oldIndex < old.count || newIndex < new.count {
      let kept = oldIndex
      while oldIndex < old.count, !removed.contains(oldIndex), !inserted.contains(newIndex) {
        oldIndex += 1
        newIndex += 1
      }
      if oldIndex > kept { changes.append("… \(oldIndex - kept)") }
      var left = (oldIndex..<old.count).prefix { removed.contains($0) }.count
      oldIndex += left
      while inserted.contains(newIndex) {
        changes.append((left > 0 ? "~ " : "+ ") + new[newIndex])
        left = max(0, left - 1)
        newIndex += 1
      }
      if left > 0 { changes.append("- \(left)") }
    }
    return changes.map { $0 + "\n" }.joined()
  }

  /// The text that the changes make of an old one, or nil when they are not of that text.
  package static func apply(_ changes: String, to old: String) -> String? {
    var rest = lines(of: old)[...]
    var new: [String] = []
    for change in lines(of: changes) {
      let text = String(change.dropFirst(2))
      let count = change.hasPrefix("… ") || change.hasPrefix("- ") ? Int(text) : 1
      guard let count, change.hasPrefix("+ ") || count <= rest.count else { return nil }
      switch change.first {
      case "…": new += rest.prefix(count)
      case "~", "+": new.append(text)
      case "-": break
      default: return nil
      }
      if change.first != "+" { rest.removeFirst(count) }
    }
    return rest.isEmpty ? new.map { $0 + "\n" }.joined() : nil
  }

  private static func lines(of text: String) -> [String] {
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    if lines.last == "" { lines.removeLast() }
    return lines
  }
}
