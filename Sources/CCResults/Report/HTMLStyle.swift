extension HTML {
  /// The look of the page: quiet, for light and dark screens and for paper.
  static let style = """
    :root { color-scheme: light dark; --ink: #1a1c1e; --soft: #5b6166; --line: #d5d9dd;
      --page: #ffffff; }
    @media (prefers-color-scheme: dark) {
      :root { --ink: #e4e6e8; --soft: #a0a7ad; --line: #3a4046; --page: #15181b; }
      figure svg { filter: brightness(1.25); } }
    @media print { :root { --ink: #000; --soft: #333; --line: #999; --page: #fff; }
      figure, tr { break-inside: avoid; } details { display: none; } }
    body { margin: 0 auto; padding: 2rem 1.5rem 4rem; max-width: 62rem; background: var(--page);
      color: var(--ink); font: 16px/1.5 system-ui, "Segoe UI", Helvetica, Arial, sans-serif; }
    h1 { font-size: 1.7rem; line-height: 1.25; margin: 0 0 .4rem; }
    h2 { font-size: 1.2rem; margin: 2.4rem 0 .7rem; }
    p { margin: .3rem 0; } .soft, figcaption span { color: var(--soft); }
    .scroll { overflow-x: auto; }
    table { border-collapse: collapse; border-top: 2px solid var(--ink);
      border-bottom: 2px solid var(--ink); font-size: .92rem; }
    th, td { padding: .28rem .8rem; text-align: left; vertical-align: top; }
    td { overflow-wrap: break-word; max-width: 24rem; }
    th { border-bottom: 1px solid var(--ink); vertical-align: bottom; }
    .n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
    th.n { white-space: normal; }
    tbody tr + tr td { border-top: 1px solid var(--line); }
    figure { margin: 1.2rem 0 2rem; }
    figure svg { display: block; width: 100%; height: auto; max-width: 56rem; }
    figure svg text { font-family: system-ui, "Segoe UI", Helvetica, Arial, sans-serif; }
    figcaption { font-size: .92rem; margin-top: .4rem; }
    .bad { border-left: 4px solid #d55e00; padding-left: 1rem; }
    summary { cursor: pointer; font-size: 1.2rem; font-weight: 700; margin: 2.4rem 0 .7rem; }
    """
}
