/// Gives each case of a suite a class name and a name that no other case of the suite has.
///
/// The two are the keys of a test's history in every dashboard, so they depend on the resources
/// alone: where several share a name, all of them carry their id, whichever comes first.
struct CaseNames {
  struct Key: Hashable {
    let className: String
    let name: String
  }

  /// The case that is always there.
  static let gate = Key(className: "publish.Gate", name: "Publish")

  /// The longest name, in Unicode scalars.
  static let nameLimit = 240

  /// The keys of the cases of these resources, in their order.
  static func keys(for resources: [Resource]) -> [Key] {
    let plain = resources.map { Key(className: className(of: $0), name: name(of: $0)) }
    let uses = Dictionary(grouping: [gate] + plain, by: \.self).mapValues(\.count)
    var taken: [Key: Int] = [gate: 1]
    return zip(resources, plain).map { resource, key in
      guard uses[key, default: 0] > 1 else { return claim(key, &taken) }
      let id = resource.id.map { " (\($0.sanitized(limit: 80)))" } ?? ""
      return claim(Key(className: key.className, name: fitted(key.name, suffix: id)), &taken)
    }
  }

  private static func claim(_ key: Key, _ taken: inout [Key: Int]) -> Key {
    var candidate = key
    while let uses = taken[candidate] {
      taken[candidate] = uses + 1
      let name = fitted(key.name, suffix: " #\(uses + 1)")
      candidate = Key(className: key.className, name: name)
    }
    taken[candidate] = 1
    return candidate
  }

  private static func fitted(_ name: String, suffix: String) -> String {
    let room = nameLimit - suffix.unicodeScalars.count
    return String(String.UnicodeScalarView(name.unicodeScalars.prefix(room))) + suffix
  }

  private static func className(of resource: Resource) -> String {
    let type = resource.type?.upperCamelCase ?? ""
    return "publish.\(type.isEmpty ? "Resource" : String(type.prefix(80)))"
  }

  private static func name(of resource: Resource) -> String {
    for text in [resource.name, resource.id].compactMap(\.self) {
      let words = text.sanitized(limit: nameLimit).split(separator: " ")
      if !words.isEmpty { return words.joined(separator: " ") }
    }
    return "(unnamed)"
  }
}
