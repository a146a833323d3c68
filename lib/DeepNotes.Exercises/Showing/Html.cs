using System.Net;

namespace DeepNotes.Exercises;

/// <summary>The colour of a card; the same is always said in words and by a mark too.</summary>
internal enum Tone
{
    Neutral,
    Good,
    Bad,
}

/// <summary>The few pieces of HTML that cards are made of. Colours are tints over whatever ground the page has; text keeps the page's colour.</summary>
internal static class Html
{
    public static string Text(string text) => WebUtility.HtmlEncode(text);

    public static string Code(string text) =>
        $"<pre style=\"margin:0;padding:0;background:transparent;color:inherit;font:0.92em/1.45 ui-monospace,Consolas,Menlo,monospace;white-space:pre-wrap;overflow-wrap:anywhere\">{Text(text)}</pre>";

    public static string Row(string label, string html) =>
        $"<dt style=\"font-weight:600;opacity:.85;margin:0\">{Text(label)}</dt><dd style=\"margin:0;min-width:0\">{html}</dd>";

    public static string Rows(string rows) =>
        $"<dl style=\"display:grid;grid-template-columns:minmax(6.5em,max-content) minmax(0,1fr);gap:.3em .9em;margin:.55em 0 0\">{rows}</dl>";

    public static string Card(Tone tone, string mark, string headline, string body, string label) =>
        $"<section aria-label=\"{Text(label)}\" style=\"border:1px solid {Edge(tone)};border-left-width:5px;border-radius:6px;background:{Ground(tone)};color:inherit;padding:.6em .9em;margin:.4em 0;max-width:60em;font-family:system-ui,'Segoe UI','Noto Sans KR',sans-serif;line-height:1.45\">"
        + $"<p style=\"margin:0;font-weight:600\"><span aria-hidden=\"true\">{mark}</span> {Text(headline)}</p>{body}</section>";

    public static string Table(string caption, IReadOnlyList<string> head, IEnumerable<IReadOnlyList<string>> rows)
    {
        const string Cell = "style=\"text-align:left;vertical-align:top;padding:.3em .6em;border-bottom:1px solid rgba(128,128,128,.35)\"";
        string header = string.Concat(head.Select(h => $"<th scope=\"col\" {Cell}>{Text(h)}</th>"));
        string body = string.Concat(rows.Select(r => $"<tr>{string.Concat(r.Select(c => $"<td {Cell}>{c}</td>"))}</tr>"));
        return "<div style=\"overflow-x:auto\"><table style=\"border-collapse:collapse;color:inherit;background:transparent;font-family:system-ui,'Segoe UI','Noto Sans KR',sans-serif;line-height:1.45\">"
            + $"<caption style=\"text-align:left;font-weight:600;padding:.3em 0\">{Text(caption)}</caption><thead><tr>{header}</tr></thead><tbody>{body}</tbody></table></div>";
    }

    // Okabe and Ito's bluish green and vermilion: told apart with every kind of colour vision.
    private static string Edge(Tone tone) => tone switch { Tone.Good => "#009e73", Tone.Bad => "#d55e00", _ => "rgba(128,128,128,.75)" };

    private static string Ground(Tone tone) => tone switch { Tone.Good => "rgba(0,158,115,.12)", Tone.Bad => "rgba(213,94,0,.12)", _ => "rgba(128,128,128,.10)" };
}
