/// A `TYPE:NAME` that names resources, each part with `*` for any run of characters.
package struct ResourcePattern: Hashable, Sendable {
  let type: Glob
  let name: Glob

  /// The pattern as it was written.
  package let text: String

  /// - Throws: ``InvalidValue`` unless there is a colon with something but spaces on both sides.
  package init(parsing text: String) throws(InvalidValue) {
    let parts = text.split(separator: ":", maxSplits: 1)
    guard parts.count == 2, let type = parts.first.map(Glob.init),
      let name = parts.last.map(Glob.init), !type.isEmpty, !name.isEmpty
    else {
      throw InvalidValue(
        accepted: "TYPE:NAME with '*' for any characters, such as 'dialog:*' or '*:Small Talk'")
    }
    self.type = type
    self.name = name
    self.text = text
  }

  /// Whether the pattern names this resource, by its name or by its id, without regard to case.
  func matches(_ resource: Resource) -> Bool {
    (resource.type ?? UntrustedText("")).matches(type)
      && [resource.name, resource.id].compactMap(\.self).contains { $0.matches(name) }
  }
}
