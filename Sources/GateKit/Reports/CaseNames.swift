/// Gives each case of a suite a class name and a name that no other case of the suite has.
///
/// The two are the keys of a test's history in every dashboard, so they depend on the resources
/// alone: where several share a name, all of them carry their id, whichever comes first.
struct CaseNames {
  struct Key: Hashable {
    let className: String
    let name: String
  }

  /// The case of the gate itself, which every suite has.
  static let gate = Key(className: "publish.Gate", name: "Publish")

  /// The longest name, in Unicode scalars.
  static let nameLimit = 240

  /// How much of a name ` #2`, ` #3` and so on may take.
  private static let numberRoom = 12

  private var taken: Set<Key> = [gate]
  /// The last number given to a name; so many equal names take a time in proportion to their count.
  private var lastNumber: [Key: Int] = [:]

  /// The keys of the cases of these resources, in their order.
  static func keys(for resources: [Resource]) -> [Key] {
    // Of a hundred thousand resources most share their type with others.
    var classNames: [UntrustedText?: String] = [:]
    let plain = resources.map { resource in
      if let known = classNames[resource.type] {
        return Key(className: known, name: name(of: resource))
      }
      let className = className(of: resource)
      classNames[resource.type] = className
      return Key(className: className, name: name(of: resource))
    }
    guard !areDifferent(plain) else { return plain }
    var uses: [Key: Int] = [gate: 1]
    for key in plain { uses[key, default: 0] += 1 }
    var names = CaseNames()
    return zip(resources, plain).map { resource, key in
      guard uses[key, default: 0] > 1 else { return names.claim(key) }
      let id = resource.id?.words(limit: 80).map { " (\($0))" } ?? ""
      return names.claim(key.with(suffix: id, room: id.unicodeScalars.count))
    }
  }

  /// Whether the keys differ from each other and from the gate's.
  private static func areDifferent(_ keys: [Key]) -> Bool {
    var seen: Set<Key> = [gate]
    seen.reserveCapacity(keys.count + 1)
    return keys.allSatisfy { seen.insert($0).inserted }
  }

  private mutating func claim(_ key: Key) -> Key {
    if taken.insert(key).inserted { return key }
    let stem = key.with(suffix: "", room: Self.numberRoom)
    var number = lastNumber[stem, default: 1]
    var candidate: Key
    repeat {
      number += 1
      candidate = stem.with(suffix: " #\(number)", room: Self.numberRoom)
    } while !taken.insert(candidate).inserted
    lastNumber[stem] = number
    return candidate
  }

  private static func className(of resource: Resource) -> String {
    let type = resource.type?.upperCamelCase ?? ""
    return "publish.\(type.isEmpty ? "Resource" : String(type.prefix(80)))"
  }

  private static func name(of resource: Resource) -> String {
    resource.name?.words(limit: nameLimit) ?? resource.id?.words(limit: nameLimit) ?? "(unnamed)"
  }
}

extension CaseNames.Key {
  /// The key with a suffix to its name, which is cut so that it leaves this much room.
  fileprivate func with(suffix: String, room: Int) -> CaseNames.Key {
    var kept = name.unicodeScalars.prefix(CaseNames.nameLimit - room)
    while kept.last == " " { kept.removeLast() }
    return CaseNames.Key(className: className, name: String(kept) + suffix)
  }
}
