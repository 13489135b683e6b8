extension HTMLSummary {
  /// The page's style: the browser's own fonts, light and dark, a phone's width first.
  static let styleSheet: StaticString = """
    :root {
      color-scheme: light dark;
      --page: #f4f5f7; --card: #ffffff; --ink: #1c2128; --soft: #545d68; --hair: #d8dde3;
      --grid: #e4e8ec; --line: #0b5cad; --good: #17703a; --bad: #b4232c; --odd: #865300;
      --run: #4a5561; --good-wash: #e9f5ed; --bad-wash: #fcedee; --odd-wash: #fdf4e1;
      --run-wash: #eef1f4; --mark: #ffffff; --stripe: #cfe0f3; --hatch: #d3d9df; --idle: #6b7580;
      --unknown: #fbe3a2;
    }
    @media screen and (prefers-color-scheme: dark) {
      :root {
        --page: #0f1318; --card: #171c23; --ink: #e7ebf0; --soft: #a3adb9; --hair: #303843;
        --grid: #272e37; --line: #6fb3f2; --good: #55c47d; --bad: #ff8a85; --odd: #e8b64c;
        --run: #a9b4c0; --good-wash: #14271c; --bad-wash: #2e181b; --odd-wash: #2b2212;
        --run-wash: #1d232b; --mark: #10151b; --stripe: #1d3a58; --hatch: #39424d;
        --idle: #8f9ba8; --unknown: #4d3c12;
      }
    }
    * { box-sizing: border-box; }
    html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
    body {
      margin: 0; background: var(--page); color: var(--ink); overflow-wrap: anywhere;
      font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif;
    }
    main, footer { max-width: 70rem; margin: 0 auto; padding: 0 1rem; }
    h1, h2, p, dl, dd, ul { margin: 0; padding: 0; }
    ul { list-style: none; }
    svg { display: block; }
    .definitions { position: absolute; }
    section, .verdict {
      margin: 1rem 0; padding: 1.25rem 1rem; background: var(--card);
      border: 1px solid var(--hair); border-radius: 0.75rem;
    }
    h2 { font-size: 1.0625rem; line-height: 1.3; margin-bottom: 0.75rem; }

    .verdict { border-top: 0.375rem solid var(--tone); background: var(--wash); }
    .verdict.good { --tone: var(--good); --wash: var(--good-wash); }
    .verdict.bad { --tone: var(--bad); --wash: var(--bad-wash); }
    .verdict.doubtful { --tone: var(--odd); --wash: var(--odd-wash); }
    .verdict.running { --tone: var(--run); --wash: var(--run-wash); }
    .icon { width: 2.5rem; height: 2.5rem; margin-bottom: 0.5rem; }
    .face { fill: var(--tone); }
    .mark { stroke: var(--mark); }
    h1 { font-size: 1.75rem; line-height: 1.2; letter-spacing: -0.01em; color: var(--tone); }
    .unseen { position: absolute; width: 1px; height: 1px; overflow: hidden;
      clip-path: inset(50%); }
    .subject { display: block; font-size: 1rem; font-weight: 400; letter-spacing: 0;
      color: var(--soft); margin-top: 0.125rem; }
    .reason { margin-top: 0.75rem; font-size: 1.0625rem; max-width: 52rem; }
    .advice { margin-top: 1rem; padding-top: 0.875rem; border-top: 1px solid var(--hair);
      max-width: 52rem; }
    .advice h2 { font-size: 0.875rem; margin-bottom: 0.125rem; color: var(--soft); }

    .facts dl { display: grid; gap: 0.875rem 1.25rem; grid-template-columns: 1fr 1fr; }
    .facts .long { grid-column: 1 / -1; }
    dt { font-size: 0.8125rem; color: var(--soft); }
    dd { font-weight: 600; font-variant-numeric: tabular-nums; }

    .row { display: block; }
    .side { min-width: 0; }
    .plot { min-width: 0; margin-top: 0.375rem; }
    .caption { font-size: 0.875rem; margin-bottom: 0.75rem; }
    .legend { display: flex; flex-wrap: wrap; gap: 0.25rem 1.25rem; font-size: 0.8125rem;
      color: var(--soft); }
    .legend li { display: flex; align-items: center; gap: 0.5rem; }
    text { fill: var(--soft); font-variant-numeric: tabular-nums; }
    .progress .plot { padding-left: 2.75rem; }
    .level { text-anchor: end; transform: translate(-0.5rem, 0.5rem); }
    .strip, .absence { paint-order: stroke; stroke: var(--card); stroke-width: 4px;
      stroke-linejoin: round; }
    .end { fill: var(--ink); font-weight: 600; }
    .grid { stroke: var(--grid); }
    .base { stroke: var(--idle); }
    .finish { stroke: var(--idle); stroke-dasharray: 3 3; }
    .line, .assumed { stroke: var(--line); stroke-width: 2.5px; stroke-linejoin: round;
      stroke-linecap: round; }
    .area, .dot, .poll.job circle { fill: var(--line); }
    .dot { stroke: var(--card); stroke-width: 1.5px; }
    .poll.none circle { stroke: var(--soft); fill: var(--card); }
    .poll.failed path, .ticks.failed { stroke: var(--bad); }
    .ticks.job { stroke: var(--line); }
    .ticks.none { stroke: var(--soft); }

    #gap path { stroke: var(--hatch); }
    #state-succeeded rect { fill: var(--good); }
    #state-failed rect { fill: var(--bad); }
    #state-failed path { stroke: var(--mark); }
    #state-running rect { fill: var(--stripe); }
    #state-running path { stroke: var(--line); }
    #state-unknown rect { fill: var(--unknown); }
    #state-unknown path { stroke: var(--odd); }
    #state-pending circle { fill: var(--idle); }
    #state-skipped path { stroke: var(--idle); }

    .tally { font-weight: 600; margin-bottom: 0.5rem; }
    .lanes .row { padding: 0.625rem 0; border-top: 1px solid var(--hair); }
    .name { font-weight: 600; line-height: 1.3; }
    .state { font-size: 0.8125rem; color: var(--soft); }
    b.good { color: var(--good); }
    b.bad { color: var(--bad); }
    b.odd { color: var(--odd); }
    .detail { font-size: 0.875rem; margin-top: 0.375rem; }
    .more { padding-top: 0.75rem; border-top: 1px solid var(--hair); color: var(--soft); }

    table { width: 100%; border-collapse: collapse; font-size: 0.9375rem; }
    th { text-align: left; font-size: 0.8125rem; color: var(--soft); font-weight: 600; }
    th, td { padding: 0.5rem 0; vertical-align: top; border-bottom: 1px solid var(--hair); }
    tr:last-child td { border-bottom: 0; padding-bottom: 0; }
    th:first-child, td:first-child { width: 5.5rem; padding-right: 1rem; white-space: nowrap;
      overflow-wrap: normal; font-variant-numeric: tabular-nums; color: var(--soft); }
    footer { padding-bottom: 2rem; font-size: 0.8125rem; color: var(--soft); }
    footer ul { display: flex; flex-wrap: wrap; gap: 0.125rem 1.5rem; }

    @media (min-width: 48rem) {
      main, footer { padding-left: 2rem; padding-right: 2rem; }
      section, .verdict { padding: 1.5rem 1.75rem; }
      .verdict { display: flex; gap: 1.25rem; }
      .icon { flex: none; width: 3rem; height: 3rem; margin: 0; }
      .facts dl { grid-template-columns: repeat(4, 1fr); }
      .facts .long { grid-column: span 2; }
      .row { display: grid; grid-template-columns: 15rem 1fr; column-gap: 3rem; }
      .plot, .progress .plot { margin-top: 0; padding-left: 0; }
      .side .legend { display: block; }
      .side .legend li { margin-bottom: 0.375rem; }
      .lanes .plot { padding-top: 0.125rem; }
    }
    @media print {
      body { background: none; font-size: 0.875rem; }
      main, footer { max-width: none; padding: 0; }
      section, .verdict { border-radius: 0; break-inside: auto; }
      h2 { break-after: avoid; }
      .verdict, .facts, .progress, .lanes .row, tr { break-inside: avoid; }
      svg, .verdict { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
    }

    """
}
