/// The API's error document with its one entry.
struct ErrorDocument: Encodable {
  struct Entry: Encodable {
    let msg: String
    let code: Int
  }

  let errors: [Entry]

  init(message: String, code: Int) {
    errors = [Entry(msg: message, code: code)]
  }
}
