using System.Text.Json;
using System.Text.RegularExpressions;
using Provisioner.Tests.House;

namespace Provisioner.Tests.Documents;

/// <summary>Opens a page in headless Chromium and measures it there.</summary>
internal static partial class Browser
{
    public const string Program = "chromium";

    /// <summary>What the page itself says: everything that a reader would stumble over, in words.</summary>
    private const string Measure = """
        <script>addEventListener('load', () => {
          const said = [], doc = document.documentElement;
          if (doc.scrollWidth > doc.clientWidth + 1) said.push(`page is ${doc.scrollWidth} wide in ${doc.clientWidth}`);
          for (const e of document.body.querySelectorAll('*')) {
            const s = getComputedStyle(e);
            if (e.closest('svg') || e.closest('caption') || s.display === 'inline' || s.display === 'none') continue;
            if (e.scrollWidth > e.clientWidth + 1 && e.clientWidth > 0) said.push(`overflow in ${e.tagName}.${e.className}: ${e.textContent.trim().slice(0, 40)}`);
          }
          const rgb = c => c.match(/[\d.]+/g).map(Number);
          const light = c => { const f = c.slice(0, 3).map(v => { v /= 255; return v <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4 }); return .2126 * f[0] + .7152 * f[1] + .0722 * f[2] };
          const ground = e => { for (; e; e = e.parentElement) { const c = rgb(getComputedStyle(e).backgroundColor); if (c.length < 4 || c[3] > 0) return c; } return [255, 255, 255]; };
          const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
          while (walk.nextNode()) {
            const e = walk.currentNode.parentElement;
            if (!walk.currentNode.data.trim() || e.closest('svg') || e.closest('script')) continue;
            const [a, b] = [light(rgb(getComputedStyle(e).color)), light(ground(e))].sort((x, y) => y - x);
            if ((a + .05) / (b + .05) < 4.5) said.push(`contrast ${((a + .05) / (b + .05)).toFixed(2)}: ${walk.currentNode.data.trim().slice(0, 30)}`);
          }
          const boxes = [...document.querySelectorAll('svg g.box')].map(g => ({ shape: g.children[0].getBBox(), texts: [...g.querySelectorAll('text')].map(t => [t.textContent, t.getBBox()]) }));
          const within = (i, o) => i.x >= o.x - .1 && i.y >= o.y - .3 && i.x + i.width <= o.x + o.width + .1 && i.y + i.height <= o.y + o.height + .3;
          boxes.forEach((b, at) => {
            b.texts.filter(t => !within(t[1], b.shape)).forEach(t => said.push(`text beyond its box: ${t[0]}`));
            boxes.slice(at + 1).filter(o => b.shape.x < o.shape.x + o.shape.width && o.shape.x < b.shape.x + b.shape.width && b.shape.y < o.shape.y + o.shape.height && o.shape.y < b.shape.y + b.shape.height)
              .forEach(o => said.push(`boxes overlap: ${b.texts.map(t => t[0])} / ${o.texts.map(t => t[0])}`));
          });
          const chart = document.querySelector('svg[viewBox="0 0 210 297"]');
          if (chart) [...chart.querySelectorAll('text')].filter(t => !t.getAttribute('transform')).forEach(t => { const b = t.getBBox(); if (b.x < 0 || b.x + b.width > 210) said.push(`beyond the sheet: ${t.textContent}`); });
          for (const v of document.querySelectorAll('svg.years')) { const w = v.viewBox.baseVal.width; for (const t of v.querySelectorAll('text')) { const b = t.getBBox(); if (b.x < 0 || b.x + b.width > w) said.push(`beyond the drawing: ${t.textContent}`); } }
          if (document.querySelector('header')) {
            for (const tag of ['main', 'header', 'footer', 'h1']) if (document.querySelectorAll(tag).length !== 1) said.push(`${document.querySelectorAll(tag).length} ${tag}`);
            if (!doc.lang) said.push('no language');
            document.querySelectorAll('table').forEach(t => { if (!t.caption || !t.querySelector('th[scope=col]')) said.push('table without caption or heads'); });
            document.querySelectorAll('section').forEach(s => { if (!document.getElementById(s.getAttribute('aria-labelledby'))) said.push('section without name'); });
            document.querySelectorAll('svg').forEach(s => { if (!s.getAttribute('aria-label') && !s.getAttribute('aria-labelledby')) said.push('picture without name'); });
          }
          document.body.innerHTML = '<pre id="said"></pre>'; document.getElementById('said').textContent = JSON.stringify(said);
        })</script>
        """;

    /// <param name="width">Pixels: 1280 for a screen, 794 for A4.</param>
    /// <returns>Empty when nothing is wrong.</returns>
    public static string[] Look(string page, int width, bool dark = false)
    {
        using var scratch = new Scratch();
        var html = page.Contains("<html", StringComparison.Ordinal) ? page : $"<!DOCTYPE html><html lang=\"en\"><body style=\"margin:0\">{page}</body></html>";
        html = Policy().Replace(html, "").Replace("</body>", Measure + "</body>", StringComparison.Ordinal);
        File.WriteAllText(scratch["page.html"], dark ? html.Replace("(prefers-color-scheme: dark)", "all", StringComparison.Ordinal) : html);
        var (code, output) = Peers.Run(Program, null, "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
            "--disable-component-update", "--disable-sync", "--disable-extensions", "--hide-scrollbars", $"--user-data-dir={scratch["profile"]}", $"--window-size={width},1200", "--dump-dom", new Uri(scratch["page.html"]).AbsoluteUri);
        var said = Said().Match(output);
        Assert.True(said.Success, $"exit {code}: {output}");
        return JsonSerializer.Deserialize<string[]>(System.Net.WebUtility.HtmlDecode(said.Groups[1].Value))!;
    }

    [GeneratedRegex("<meta http-equiv[^>]*>")]
    private static partial Regex Policy();

    [GeneratedRegex("<pre id=\"said\">(.*?)</pre>", RegexOptions.Singleline)]
    private static partial Regex Said();
}
