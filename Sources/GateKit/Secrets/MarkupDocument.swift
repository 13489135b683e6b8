/// A document of XML or HTML that the program wrote: secrets are looked for in its texts alone, so
/// that its tags stay as they are.
enum MarkupDocument {
  /// Whether a text begins as such a document.
  static func begins(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    let start = text.prefix(9).map(\.lowercase)
    return start.starts(with: "<?xml".utf8) || start.starts(with: "<!doctype".utf8)
  }

  /// The texts between tags and the values of attributes.
  static func texts(in document: UnsafeBufferPointer<UInt8>) -> [Range<Int>] {
    enum Place {
      case text
      case tag
      case value
    }
    var texts: [Range<Int>] = []
    var place = Place.text
    var start = 0
    for (index, byte) in document.enumerated() {
      switch (place, byte) {
      case (.text, UInt8(ascii: "<")):
        if start < index { texts.append(start..<index) }
        place = .tag
      case (.tag, UInt8(ascii: "\"")):
        start = index + 1
        place = .value
      case (.tag, UInt8(ascii: ">")):
        start = index + 1
        place = .text
      case (.value, UInt8(ascii: "\"")):
        if start < index { texts.append(start..<index) }
        place = .tag
      case (.text, _), (.tag, _), (.value, _): break
      }
    }
    if place == .text, start < document.count { texts.append(start..<document.count) }
    return texts
  }
}
