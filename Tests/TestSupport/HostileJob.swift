/// A server that means harm: one job, seen twice, in which every resource's name and message would
/// be a command somewhere.
package enum HostileJob {
  package static let bodies: [String] = [("inprogress", "IN_PROGRESS"), ("failed", "FAILED")].map {
    status, state in
    let resources = texts.enumerated().map { number, text in
      let type = number < 11 ? #"dialog\r\n::pwned"# : "NL"
      return """
        {"resourceId":"\(number)","resourceType":"\(type)","name":"\(text)","status":"\(state)",
        "message":"\(text)"}
        """
    }
    return """
      {"_id":"ds-1\\n::pwned::","status":"\(status)","percentageComplete":50,
      "statusSummary":[\(resources.joined(separator: ","))]}
      """
  }

  private static let texts = [
    #"a\r\n::pwned::b"#, #"::pwned::b"#, #"##[pwned]b"#, #"##VSO[pwned]b"#,
    #"##teamcity[pwned text='b']"#, #"%0A::pwned::%25 %3A %2C"#, #"|n|'|] [[pwned|/etc/passwd]]"#,
    #"\u001b[31mred\u001b[0Ksection_pwned:1:b\r"#, #"\n+++pwned\n---pwned"#,
    #"| a | `b` | <img src=x onerror=pwned> | [c](javascript:pwned) | @d"#,
    #"\u202eright to left\u2066 \u0000 \ufeff"#, #"👩‍👩‍👧‍👦 日本語 e\u0301; [é]"#, "",
  ]
}
