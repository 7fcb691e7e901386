namespace Provisioner.Core.Documents;

/// <summary>How pages look: calm, in the reader's light or dark, and black on white on paper.</summary>
internal static class Styles
{
    public const string All = """
        :root { color-scheme: light dark; --ink: #1d2430; --soft: #566072; --line: #d9dee6; --paper: #ffffff; --wash: #f4f6f9; --accent: #1f5f8b;
          --good: #1c6b3c; --bad: #a1271b; --warn: #8a5300; --goodwash: #e6f4ea; --badwash: #fbe9e7; --warnwash: #fdf3e0; }
        @media (prefers-color-scheme: dark) { :root { --ink: #e6e9ee; --soft: #a3adbb; --line: #39414d; --paper: #14181d; --wash: #1c2229; --accent: #8cc4ec;
          --good: #86d7a3; --bad: #ff9d92; --warn: #f2c06b; --goodwash: #16301f; --badwash: #3a1d1a; --warnwash: #362a12; } }
        * { box-sizing: border-box; }
        html { font-size: 16px; }
        body { margin: 0; background: var(--paper); color: var(--ink); font: 1rem/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Liberation Sans", Arial, sans-serif;
          font-variant-numeric: tabular-nums; -webkit-text-size-adjust: 100%; }
        header, main, footer { max-width: 50rem; margin: 0 auto; padding: 0 1.5rem; }
        header { padding-top: 3rem; }
        .kind { margin: 0; color: var(--soft); font-size: .8125rem; letter-spacing: .08em; text-transform: uppercase; }
        h1 { margin: .25rem 0 .35rem; font-size: 1.875rem; line-height: 1.2; font-weight: 650; letter-spacing: -.01em; text-wrap: balance; }
        h2 { margin: 2.75rem 0 .75rem; font-size: 1.125rem; line-height: 1.3; font-weight: 650; }
        h3 { margin: 1.25rem 0 .35rem; font-size: 1rem; }
        p { margin: .5rem 0; max-width: 42rem; }
        .sub { color: var(--soft); margin: 0; }
        .verdict { display: block; margin: 1.5rem 0 0; padding: .9rem 1.1rem; border-left: .3rem solid var(--accent); border-radius: .25rem; background: var(--wash); }
        .verdict strong { display: block; font-size: 1.0625rem; }
        .verdict.good { border-color: var(--good); background: var(--goodwash); } .verdict.bad { border-color: var(--bad); background: var(--badwash); }
        .verdict.warn { border-color: var(--warn); background: var(--warnwash); }
        dl.facts { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: .3rem 1.5rem; margin: 1.75rem 0 0; }
        dl.facts dt { color: var(--soft); } dl.facts dd { margin: 0; overflow-wrap: anywhere; }
        table { width: 100%; border-collapse: collapse; font-size: .9375rem; }
        caption { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
        th, td { text-align: left; vertical-align: top; padding: .5rem .75rem .5rem 0; border-bottom: 1px solid var(--line); font-weight: 400; overflow-wrap: break-word; }
        th:last-child, td:last-child { padding-right: 0; }
        thead th { color: var(--soft); font-size: .8125rem; padding-top: 0; white-space: nowrap; }
        .scroll { overflow-x: auto; position: relative; }
        ol.todo { margin: 0; padding: 0; list-style: none; }
        ol.todo li { padding: .6rem 0; border-bottom: 1px solid var(--line); display: grid; grid-template-columns: 11rem minmax(0, 1fr); gap: 1rem; }
        ol.todo .who { font-weight: 600; }
        .mark { display: inline-block; min-width: 4.2rem; font-size: .8125rem; font-weight: 650; letter-spacing: .02em; white-space: nowrap; }
        .mark.pass { color: var(--good); } .mark.fail { color: var(--bad); } .mark.skip { color: var(--soft); } .mark.back { color: var(--warn); }
        .soft { color: var(--soft); } .code { font-family: ui-monospace, "Cascadia Mono", "Liberation Mono", Consolas, monospace; font-size: .875rem; overflow-wrap: anywhere; }
        .time { display: flex; align-items: center; gap: .6rem; white-space: nowrap; }
        .bar { position: relative; flex: none; width: 5rem; height: .5rem; background: var(--line); border-radius: .25rem; overflow: hidden; }
        .bar i { position: absolute; inset: 0 auto 0 0; background: var(--accent); border-radius: .25rem; } .bar i.over { background: var(--warn); }
        .job { display: grid; grid-template-columns: minmax(0, 1fr) 9.5rem; gap: 1.5rem; align-items: start; }
        .job .big { font-family: ui-monospace, "Cascadia Mono", "Liberation Mono", Consolas, monospace; font-size: 1.25rem; letter-spacing: .03em; margin: .15rem 0 .75rem; overflow-wrap: anywhere; }
        .qr { background: #fff; padding: .6rem; border-radius: .35rem; border: 1px solid var(--line); } .qr svg, .sheet svg { display: block; width: 100%; height: auto; }
        pre { margin: .5rem 0; padding: .75rem 1rem; background: var(--wash); border-radius: .35rem; font-size: .8125rem; white-space: pre-wrap; overflow-wrap: anywhere; }
        svg.years { display: block; width: 100%; height: auto; margin: .75rem 0 1rem; }
        .years text { fill: var(--ink); font: 11px system-ui, "Segoe UI", "Liberation Sans", Arial, sans-serif; } .years .axis { fill: var(--soft); } .years line { stroke: var(--line); }
        .years .now { stroke: var(--bad); stroke-dasharray: 3 3; } .years .was { fill: none; stroke: var(--soft); stroke-dasharray: 4 3; } .years .is { fill: var(--accent); } .years .nowtext { fill: var(--bad); }
        .sheet { background: #fff; border: 1px solid var(--line); border-radius: .35rem; margin: 1rem 0; }
        .step { border-bottom: 1px solid var(--line); padding: 1rem 0; display: grid; grid-template-columns: 2rem minmax(0, 1fr); gap: .25rem 1rem; break-inside: avoid; }
        .tick { width: 1.15rem; height: 1.15rem; margin: .2rem 0 0; border: 2px solid var(--ink); border-radius: .2rem; display: inline-block; }
        p > .tick { vertical-align: -.22rem; margin: 0; } table.form th:last-child { width: 34%; }
        .step h3 { margin: 0; } .step .body { grid-column: 2; } .step .body p { margin: .35rem 0; }
        .tag { display: inline-block; margin-left: .6rem; padding: .05rem .5rem; border-radius: 1rem; font-size: .75rem; font-weight: 650; letter-spacing: .03em; border: 1px solid currentColor; vertical-align: .1em; white-space: nowrap; }
        .tag.warn { color: var(--warn); } .tag.change { color: var(--accent); } .tag.witness { color: var(--bad); }
        .caution { border-left: .25rem solid var(--warn); padding: .4rem .8rem; background: var(--warnwash); border-radius: .2rem; }
        .sign { display: flex; flex-wrap: wrap; gap: .4rem 2rem; color: var(--soft); margin-top: .6rem; } .sign span { border-bottom: 1px solid var(--soft); min-width: 9rem; padding-top: .6rem; }
        ul.plain { margin: .25rem 0; padding-left: 1.1rem; }
        footer { margin-top: 3.5rem; padding-bottom: 3rem; color: var(--soft); font-size: .875rem; }
        footer p { border-top: 1px solid var(--line); padding-top: 1rem; max-width: none; }
        @media (max-width: 40rem) { ol.todo li { grid-template-columns: minmax(0, 1fr); gap: .1rem; } .job { grid-template-columns: minmax(0, 1fr); } .qr { max-width: 10rem; }
          dl.facts { grid-template-columns: minmax(0, 1fr); gap: 0; } dl.facts dd { margin-bottom: .5rem; } h1 { font-size: 1.5rem; } .bar { display: none; } }
        @page { size: A4; margin: 16mm 15mm; }
        @media print { :root { color-scheme: light; --ink: #000; --soft: #444; --line: #bbb; --paper: #fff; --wash: #f4f4f4; --accent: #1f5f8b; --good: #14532d; --bad: #8c1d13; --warn: #6b4100;
          --goodwash: #f1f7f2; --badwash: #fbf0ee; --warnwash: #fbf5e9; }
          html { font-size: 10.5pt; } header, main, footer { max-width: none; padding: 0; } header { padding-top: 0; } h2 { margin-top: 1.8rem; break-after: avoid; }
          tr, li, .verdict, .job, .years { break-inside: avoid; } .scroll { overflow: visible; } .sheet { break-before: page; border: 0; margin: 0; } .sheet svg { max-height: 262mm; } }
        """;
}
