import Testing

@testable import GateKit

/// What a small page looks like as a whole, so that a change to any part is seen.
@Suite struct SummaryHTMLGoldenTests {
  @Test func thePageOfARun() throws {
    let page = HTMLSummary(of: Self.record, origin: .sample, reportPath: nil).text
    let main = try #require(page.firstRange(of: "<main>"))
    #expect(page[main.lowerBound...] == Self.expected)
  }

  private static var record: RunRecord {
    func resource(_ status: String) -> Resource { .sample("dialog", "Pay <Bill>", status: status) }
    func requested(_ number: Int, _ observation: RequestRecord.Observation) -> Event {
      let request = RequestRecord(
        number: number, exchange: nil, observation: observation, finding: "", nextWait: nil)
      return .sample(.requested(request), at: .seconds(number * 2))
    }
    let failure = RequestFailure(.serverFault, "HTTP 503", serverMessage: UntrustedText("a & b"))
    let job = PublishJob.sample(percentage: 40, resources: [resource("INPROGRESS")])
    let done = PublishJob.sample("successful", percentage: 100, resources: [resource("SUCCESS")])
    let change = ResourceChange(resource: resource("INPROGRESS"), previous: nil)
    let last = ResourceChange(resource: resource("SUCCESS"), previous: .inProgress)
    return RunRecord(telling: [
      requested(1, .failure),
      .sample(.retrying(failure, attempt: 1, wait: .seconds(2)), at: .seconds(2)),
      requested(2, .job(percentage: 40)),
      .sample(.jobFound(job, .seenInProgress), at: .seconds(4)),
      .sample(.progressed(job, [change]), at: .seconds(4)), requested(3, .job(percentage: 100)),
      .sample(.progressed(done, [last]), at: .seconds(6)),
      .sample(.ended(Verdict(.passed, "the publish was successful")), at: .seconds(6)),
    ])
  }

  private static let expected = #"""
    <main>
    <header class="verdict good">
    <svg xmlns="http://www.w3.org/2000/svg" class="icon" width="48" height="48" viewBox="0 0 24 \#
    24" aria-hidden="true">
    <path class="face" d="M12 1a11 11 0 0 1 0 22a11 11 0 0 1 0-22z" fill="#283"/>
    <path class="mark" d="M7 12.4l3.4 3.4L17 9" fill="none" stroke="#fff" stroke-width="2.2" \#
    stroke-linecap="round" stroke-linejoin="round"/>
    </svg>
    <div>
    <h1>Passed<span class="unseen">: </span><span class="subject">publish of \#
    support-bot</span></h1>
    <p class="reason">The publish was successful.</p>
    </div>
    </header>
    <section class="facts">
    <h2>Facts</h2>
    <dl>
    <div class="short">
    <dt>Bot</dt>
    <dd>support-bot (st-1)</dd>
    </div>
    <div class="short">
    <dt>Job</dt>
    <dd>ds-1</dd>
    </div>
    <div class="short">
    <dt>Requested</dt>
    <dd>2026-01-02 03:03:55 UTC</dd>
    </div>
    <div class="short">
    <dt>Status</dt>
    <dd>successful</dd>
    </div>
    <div class="short">
    <dt>Percentage</dt>
    <dd>100 %</dd>
    </div>
    <div class="short">
    <dt>Resources</dt>
    <dd>1 of 1 passed</dd>
    </div>
    <div class="short">
    <dt>Elapsed</dt>
    <dd>6s</dd>
    </div>
    <div class="short">
    <dt>Requests</dt>
    <dd>3 (1 failed)</dd>
    </div>
    <div class="short">
    <dt>Exit code</dt>
    <dd>0 (passed)</dd>
    </div>
    </dl>
    </section>
    <section class="progress">
    <h2>Progress</h2>
    <div class="row">
    <div class="side">
    <p class="caption">From 40 % after 4s to 100 % after 6s.</p>
    <ul class="legend">
    <li><svg xmlns="http://www.w3.org/2000/svg" width="28" height="14" aria-hidden="true">
    <path class="line" d="M0 7h28" vector-effect="non-scaling-stroke" fill="none" \#
    fill-opacity="0.12" stroke="#06c" stroke-width="2" stroke-dasharray="none"/>
    </svg> percentage, as last seen</li>
    <li><svg xmlns="http://www.w3.org/2000/svg" width="28" height="14" aria-hidden="true">
    <rect width="28" height="14" fill="url(#gap)"/>
    </svg> no good answer</li>
    </ul>
    </div>
    <div class="plot">
    <svg xmlns="http://www.w3.org/2000/svg" class="chart" role="img" width="100%" height="306" \#
    overflow="visible">
    <title>Chart of the progress over 6s. From 40 % after 4s to 100 % after 6s. Polls by kind: \#
    job seen: 2, request failed: 1.</title>
    <rect x="0%" width="64.103%" y="20" height="176" fill="url(#gap)"/>
    <line class="base" x1="0" x2="100%" y1="196" y2="196" stroke="#999"/>
    <line class="grid" x1="0" x2="100%" y1="152" y2="152" stroke="#999"/>
    <line class="grid" x1="0" x2="100%" y1="108" y2="108" stroke="#999"/>
    <line class="grid" x1="0" x2="100%" y1="64" y2="64" stroke="#999"/>
    <line class="grid" x1="0" x2="100%" y1="20" y2="20" stroke="#999"/>
    <line class="grid" x1="0%" x2="0%" y1="20" y2="286" stroke="#999"/>
    <line class="grid" x1="16.026%" x2="16.026%" y1="20" y2="286" stroke="#999"/>
    <line class="grid" x1="32.051%" x2="32.051%" y1="20" y2="286" stroke="#999"/>
    <line class="grid" x1="48.077%" x2="48.077%" y1="20" y2="286" stroke="#999"/>
    <line class="grid" x1="64.103%" x2="64.103%" y1="20" y2="286" stroke="#999"/>
    <line class="finish" x1="96.154%" x2="96.154%" y1="20" y2="286" stroke="#999"/>
    <svg x="0" y="20" width="100%" height="176" viewBox="0 0 10000 1000" \#
    preserveAspectRatio="none" overflow="visible">
    <path class="area" d="M6410 1000V600H9615V0H9615V1000Z" vector-effect="non-scaling-stroke" \#
    fill="#06c" fill-opacity="0.12" stroke="none" stroke-width="2" stroke-dasharray="none"/>
    <path class="line" d="M6410 600H9615V0H9615" vector-effect="non-scaling-stroke" fill="none" \#
    fill-opacity="0.12" stroke="#06c" stroke-width="2" stroke-dasharray="none"/>
    </svg>
    <text class="level" x="0" y="192" font-size="12">0 %</text>
    <text class="level" x="0" y="148" font-size="12">25 %</text>
    <text class="level" x="0" y="104" font-size="12">50 %</text>
    <text class="level" x="0" y="60" font-size="12">75 %</text>
    <text class="level" x="0" y="16" font-size="12">100 %</text>
    <circle class="dot" cx="64.103%" cy="125.6" r="3.5" fill="#06c"/>
    <circle class="dot" cx="96.154%" cy="20" r="3.5" fill="#06c"/>
    <line class="grid" x1="0" x2="100%" y1="234" y2="234" stroke="#999"/>
    <use href="#poll-job" x="64.103%" y="234"><title>00:04.0 job seen, 40 %</title></use>
    <use href="#poll-job" x="96.154%" y="234"><title>00:06.0 job seen, 100 %</title></use>
    <text class="strip" x="0" y="220" font-size="12">Job seen: 2</text>
    <line class="grid" x1="0" x2="100%" y1="272" y2="272" stroke="#999"/>
    <use href="#poll-failed" x="32.051%" y="272"><title>00:02.0 request failed</title></use>
    <text class="strip" x="0" y="258" font-size="12">Request failed: 1</text>
    <text class="tick" x="0%" dx="0" y="300" text-anchor="start" font-size="12">0</text>
    <text class="tick" x="16.026%" dx="0" y="300" text-anchor="middle" font-size="12">1s</text>
    <text class="tick" x="32.051%" dx="0" y="300" text-anchor="middle" font-size="12">2s</text>
    <text class="tick" x="48.077%" dx="0" y="300" text-anchor="middle" font-size="12">3s</text>
    <text class="tick" x="64.103%" dx="0" y="300" text-anchor="middle" font-size="12">4s</text>
    <text class="end" x="96.154%" dx="0" y="300" text-anchor="middle" font-size="12">6s</text>
    </svg>
    </div>
    </div>
    </section>
    <section class="resources">
    <h2>Resources</h2>
    <p class="tally">1 passed</p>
    <ul class="legend">
    <li><svg xmlns="http://www.w3.org/2000/svg" width="28" height="18" aria-hidden="true">
    <rect width="28" height="16" y="1" fill="url(#state-running)"/>
    </svg> in progress</li>
    <li><svg xmlns="http://www.w3.org/2000/svg" width="28" height="18" aria-hidden="true">
    <rect width="28" height="16" y="1" fill="url(#state-succeeded)"/>
    </svg> succeeded</li>
    </ul>
    <div class="row times" aria-hidden="true">
    <div class="side"></div>
    <div class="plot">
    <svg xmlns="http://www.w3.org/2000/svg" width="100%" height="18" overflow="visible">
    <text class="tick" x="0%" dx="0" y="13" text-anchor="start" font-size="12">0</text>
    <text class="tick" x="16.026%" dx="0" y="13" text-anchor="middle" font-size="12">1s</text>
    <text class="tick" x="32.051%" dx="0" y="13" text-anchor="middle" font-size="12">2s</text>
    <text class="tick" x="48.077%" dx="0" y="13" text-anchor="middle" font-size="12">3s</text>
    <text class="tick" x="64.103%" dx="0" y="13" text-anchor="middle" font-size="12">4s</text>
    <text class="end" x="96.154%" dx="0" y="13" text-anchor="middle" font-size="12">6s</text>
    </svg>
    </div>
    </div>
    <div class="lanes" role="list">
    <div class="row" role="listitem">
    <div class="side">
    <div class="name">
    <bdi>Pay &lt;Bill&gt;</bdi>
    </div>
    <div class="state">
    <b class="good">passed</b>
    <span> · <bdi>dialog</bdi></span>
    </div>
    </div>
    <div class="plot">
    <svg xmlns="http://www.w3.org/2000/svg" class="lane" role="img" width="100%" height="18" \#
    overflow="visible">
    <title>in progress from 4s, succeeded from 6s</title>
    <line class="grid" x1="0" x2="100%" y1="9" y2="9" stroke="#999"/>
    <rect class="segment" x="64.103%" width="32.051%" y="1" height="16" \#
    fill="url(#state-running)"/>
    <rect class="segment" x="96.154%" width="3.846%" y="1" height="16" \#
    fill="url(#state-succeeded)"/>
    </svg>
    </div>
    </div>
    </div>
    </section>
    <section class="timeline">
    <h2>Timeline</h2>
    <table>
    <thead>
    <tr><th scope="col">Elapsed</th><th scope="col">What happened</th></tr>
    </thead>
    <tbody>
    <tr><td>00:02.0</td><td>attempt 1 failed: HTTP 503: a &amp; b; next in 2s</td></tr>
    <tr><td>00:04.0</td><td>watching job ds-1: it is in progress</td></tr>
    <tr><td>00:04.0</td><td>inprogress 40 %, 0 of 1 resources succeeded; in progress: dialog \#
    'Pay &lt;Bill&gt;'</td></tr>
    <tr><td>00:06.0</td><td>successful 100 %, 1 of 1 resources succeeded, now dialog 'Pay \#
    &lt;Bill&gt;'</td></tr>
    <tr><td>00:06.0</td><td>passed: the publish was successful</td></tr>
    </tbody>
    </table>
    </section>
    </main>
    <footer>
    <ul>
    <li>publish-gate 1.0.0</li>
    <li>server https://kore.test</li>
    <li>runner runner-7</li>
    <li>started 2026-01-02 03:04:05 UTC</li>
    </ul>
    </footer>
    </body>
    </html>

    """#
}
