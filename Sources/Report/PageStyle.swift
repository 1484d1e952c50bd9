/// How a page looks: quiet, in the reader's own colours, on a phone as on a wall.
enum PageStyle {
    static let css = """
        :root{--paper:#fbfbfa;--card:#fff;--ink:#1d2125;--faint:#6b7278;--rule:#e6e7e5;--grid:#eef0ee;
        --good:#1a7f4b;--warning:#9a6200;--bad:#b3261e;--limit:#b3261e;
        --c0:#2b6cb0;--c1:#c05621;--c2:#2f855a;--c3:#6b46c1;--c4:#b7791f;--c5:#97266d}
        @media(prefers-color-scheme:dark){:root{--paper:#14171a;--card:#1b1f23;--ink:#e4e7ea;
        --faint:#98a1a9;--rule:#2b3137;--grid:#262b30;--good:#5fc58f;--warning:#e0b050;--bad:#f2867c;
        --limit:#f2867c;--c0:#6fb1f0;--c1:#f0945c;--c2:#68c797;--c3:#b39af5;--c4:#e0bb5c;--c5:#ec83bd}}
        *{box-sizing:border-box}
        body{margin:0;background:var(--paper);color:var(--ink);
        font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",sans-serif}
        main{max-width:1280px;margin:0 auto;padding:32px 20px 48px}
        h1{font-size:26px;line-height:1.25;font-weight:650;letter-spacing:-.01em;margin:0}
        header p{color:var(--faint);margin:6px 0 0}
        h2{font-size:16px;font-weight:600;margin:0 0 2px}
        h2 small{font-weight:400;font-size:13px;color:var(--faint);margin-left:4px}
        .note{color:var(--faint);font-size:13px;margin:0 0 4px;max-width:70ch}
        section,.figures{background:var(--card);border:1px solid var(--rule);border-radius:10px}
        section{padding:18px 20px;margin-top:16px}
        .figures{display:grid;grid-template-columns:repeat(auto-fill,minmax(180px,1fr));
        margin:20px 0 0;padding:6px 4px}
        .figures div{padding:8px 16px}
        dt{color:var(--faint);font-size:12.5px}
        dd{margin:2px 0 0;font-size:19px;font-weight:600;font-variant-numeric:tabular-nums;white-space:nowrap}
        .good{color:var(--good)}.warning{color:var(--warning)}.bad{color:var(--bad)}
        .pair{display:grid;grid-template-columns:minmax(0,1fr) 480px;gap:28px;align-items:start}
        .plot{position:relative;margin:12px 0 24px 64px;height:220px;touch-action:pan-y}
        svg{display:block;width:100%;height:100%;overflow:visible}
        svg path{vector-effect:non-scaling-stroke;fill:none}
        .grid{stroke:var(--grid)}
        .line{stroke-width:1.5;stroke-linejoin:round}
        .threshold{stroke:var(--limit);stroke-width:1;stroke-dasharray:4 3}
        svg .bar{stroke:none}
        .line.c0{stroke:var(--c0)}.line.c1{stroke:var(--c1)}.line.c2{stroke:var(--c2)}
        .line.c3{stroke:var(--c3)}.line.c4{stroke:var(--c4)}.line.c5{stroke:var(--c5)}
        svg .bar.c0{fill:var(--c0)}svg .bar.c1{fill:var(--c1)}svg .bar.c2{fill:var(--c2)}
        svg .bar.c3{fill:var(--c3)}svg .bar.c4{fill:var(--c4)}svg .bar.c5{fill:var(--c5)}
        i{display:inline-block;width:10px;height:10px;border-radius:3px;margin-right:7px}
        i.c0{background:var(--c0)}i.c1{background:var(--c1)}i.c2{background:var(--c2)}
        i.c3{background:var(--c3)}i.c4{background:var(--c4)}i.c5{background:var(--c5)}
        .x,.y,.limit{position:absolute;font-size:11.5px;line-height:1;color:var(--faint);
        font-variant-numeric:tabular-nums;white-space:nowrap;pointer-events:none}
        .y{right:100%;margin-right:8px;transform:translateY(-50%)}
        .x{top:100%;margin-top:8px;transform:translateX(-50%)}
        .x.end{transform:translateX(-100%)}.x.begin{transform:none}
        .limit{right:0;color:var(--limit);margin-top:-16px;padding:2px 4px;border-radius:3px;
        background:color-mix(in srgb,var(--card) 75%,transparent)}
        .table{overflow-x:auto;max-width:100%}
        .pair .table{margin-top:10px}
        table{border-collapse:collapse;font-size:12.5px;font-variant-numeric:tabular-nums}
        .table table{width:100%}
        th,td{padding:5px 0 5px 14px;text-align:right;white-space:nowrap;font-weight:400}
        th:first-child{text-align:left;padding-left:0}
        thead th{color:var(--faint);font-size:12px}
        tbody tr{border-top:1px solid var(--rule)}
        .cursor{position:absolute;top:0;bottom:0;width:1px;background:var(--faint);opacity:.5;
        pointer-events:none}
        .tip{position:absolute;top:4px;background:var(--card);border:1px solid var(--rule);
        border-radius:6px;padding:6px 9px;font-size:12px;pointer-events:none;white-space:nowrap;
        font-variant-numeric:tabular-nums;box-shadow:0 2px 8px rgba(0,0,0,.12);z-index:1}
        .tip b{display:block;font-weight:600}
        footer{color:var(--faint);font-size:12.5px;margin-top:24px}
        @media(max-width:960px){.pair{grid-template-columns:minmax(0,1fr);gap:0}
        .pair .table{margin-top:0}}
        @media(max-width:520px){main{padding:20px 12px 32px}section{padding:14px 14px}
        h1{font-size:21px}.plot{height:180px;margin-left:52px}
        .figures{grid-template-columns:repeat(2,1fr)}dd{font-size:16px}th,td{padding-left:12px}}
        @media print{body{background:#fff}section,.figures{break-inside:avoid}}
        """
}
