namespace DeepNotes.Tests.Notebooks.Export;

/// <summary>Contrast as WCAG 2.2 has it (success criterion 1.4.3): 4.5 : 1 for text, 3 : 1 for large text.</summary>
internal static class PageContrast
{
    /// <summary>
    /// JavaScript for the list of texts that stand out too little. The ground of a page's text is its ancestors' colours, one over the other;
    /// that of a figure's label also the rectangles below its middle. Labels over photographs are left out.
    /// </summary>
    public const string Poor = """
        (() => {
          const parse = c => { const m = c.match(/[\d.]+/g).map(Number), k = c.startsWith('color(') ? 255 : 1; return [m[0] * k, m[1] * k, m[2] * k, m[3] ?? 1]; };
          const over = (a, b) => a.slice(0, 3).map((v, i) => v * a[3] + b[i] * (1 - a[3]));
          const channel = v => (v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
          const luminance = c => 0.2126 * channel(c[0]) + 0.7152 * channel(c[1]) + 0.0722 * channel(c[2]);
          const below = e => !e ? [255, 255, 255] : over(parse(getComputedStyle(e).backgroundColor), below(e.parentElement));
          const holds = (shape, box) => { const b = shape.getBoundingClientRect(), x = (box.left + box.right) / 2, y = (box.top + box.bottom) / 2; return b.left <= x && x <= b.right && b.top <= y && y <= b.bottom; };
          const under = e => {
            const box = e.getBoundingClientRect();
            const shapes = [...e.closest('svg').querySelectorAll('rect, image')].filter(s => s.compareDocumentPosition(e) & 4 && !s.closest('clipPath, defs') && holds(s, box));
            return shapes.reduce((g, s) => { const st = getComputedStyle(s); return s.tagName === 'image' ? null : g && st.fill !== 'none' && st.fill.match(/^(rgb|color)/) ? over([...parse(st.fill).slice(0, 3), parse(st.fill)[3] * st.fillOpacity * st.opacity], g) : g; }, below(e.closest('svg')));
          };
          const poor = [];
          for (const e of document.querySelectorAll('body *')) {
            if (![...e.childNodes].some(n => n.nodeType === 3 && n.data.trim()) || !e.checkVisibility({ visibilityProperty: true, opacityProperty: true }) || e.closest('[aria-hidden=true], script, style')) continue;
            const style = getComputedStyle(e), svg = e.closest('svg'), ground = svg ? under(e) : below(e);
            if (!ground) continue;
            const ink = over(parse(svg ? style.fill : style.color), ground), [a, b] = [luminance(ink), luminance(ground)];
            const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05), size = parseFloat(style.fontSize);
            const least = size >= 24 || (size >= 18.66 && style.fontWeight >= 700) ? 3 : 4.5;
            if (ratio < least) poor.push(`${ratio.toFixed(2)} ${svg ? 'svg ' : ''}${e.tagName}.${e.className.baseVal ?? e.className} ${svg ? style.fill : style.color} on ${ground.map(Math.round)} ${e.textContent.trim().slice(0, 40)}`);
          }
          return poor;
        })()
        """;
}
