using System.Globalization;
using System.Text;

namespace DeepNotes.Plotting;

/// <summary>A table that shows itself: numbers short and right-aligned, words left-aligned, everything escaped.</summary>
[TypeFormatterSource(typeof(FormatterSource), PreferredMimeTypes = ["text/html", "text/plain"])]
public sealed class Table : IShow
{
    private readonly string[] _columns;
    private readonly object?[][] _rows;
    private string _caption = "";

    private Table(string[] columns, object?[][] rows) => (_columns, _rows) = (columns, rows);

    /// <summary>A table from rows.</summary>
    /// <param name="columns">The headings.</param><param name="rows">Each as long as the headings.</param>
    public static Table Of(IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<object?>> rows)
    {
        object?[][] cells = [.. rows.Select(r => r.ToArray())];
        for (int i = 0; i < cells.Length; i++)
            if (cells[i].Length != columns.Count)
                throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"Table: row {i} has {cells[i].Length} cells under {columns.Count} headings; they must be as many."), nameof(rows));
        return new([.. columns], cells);
    }

    /// <summary>A table from items and one function per column.</summary>
    public static Table Of<T>(IEnumerable<T> items, params (string Name, Func<T, object?> Value)[] columns) =>
        Of([.. columns.Select(c => c.Name)], items.Select(item => columns.Select(c => c.Value(item)).ToArray()));

    /// <summary>A table from columns; shorter ones are filled up with empty cells.</summary>
    public static Table Of(params (string Name, Series Values)[] columns)
    {
        int rows = columns.Select(c => c.Values.Count).DefaultIfEmpty(0).Max();
        return Of([.. columns.Select(c => c.Name)], Enumerable.Range(0, rows).Select(r =>
            columns.Select(c => r >= c.Values.Count ? null : c.Values.Names is string[] names ? names[r] : (object?)c.Values.Values[r]).ToArray()));
    }

    /// <summary>Sets the words above the table.</summary>
    public Table Caption(string text)
    {
        _caption = text;
        return this;
    }

    /// <summary>The table as HTML.</summary>
    public string ToHtml()
    {
        var html = new Svg();
        html.Add($"<div style='overflow-x:auto'><table style='border-collapse:collapse;font-size:.92em'>");
        if (_caption.Length > 0)
            html.Add($"<caption style='text-align:left;font-weight:600;padding:4px 0'>{_caption}</caption>");
        html.Add($"<thead><tr>");
        for (int c = 0; c < _columns.Length; c++)
            html.Add($"<th scope='col' align='{Align(c)}' style='text-align:{Align(c)};padding:4px 12px;border-bottom:2px solid #8888'>{_columns[c]}</th>");
        html.Add($"</tr></thead><tbody>");
        foreach (object?[] row in _rows)
        {
            html.Add($"<tr>");
            for (int c = 0; c < row.Length; c++)
                html.Add($"<td align='{Align(c)}' style='text-align:{Align(c)};padding:3px 12px;border-bottom:1px solid #8884'>{Text(row[c])}</td>");
            html.Add($"</tr>");
        }
        html.Add($"</tbody></table></div>");
        return html.ToString();
    }

    /// <summary>The table as aligned text.</summary>
    public string ToPlainText()
    {
        string[][] all = [_columns, .. _rows.Select(r => r.Select(Text).ToArray())];
        double[] width = [.. Enumerable.Range(0, _columns.Length).Select(c => all.Max(r => Cells(r[c])))];
        var text = new StringBuilder(_caption.Length > 0 ? _caption + "\n" : "");
        for (int i = 0; i < all.Length; i++)
        {
            for (int c = 0; c < width.Length; c++)
            {
                string pad = new(' ', (int)(width[c] - Cells(all[i][c])));
                text.Append(c > 0 ? "  " : "").Append(Align(c) == "right" ? pad + all[i][c] : all[i][c] + (c + 1 < width.Length ? pad : ""));
            }
            text.Append('\n');
            if (i == 0)
                text.AppendJoin("  ", width.Select(w => new string('-', (int)w))).Append('\n');
        }
        return text.ToString();
    }

    /// <inheritdoc/>
    public override string ToString() => ToPlainText();

    private string Align(int column) => _rows.Length > 0 && _rows.All(r => r[column] is null || IsNumber(r[column])) ? "right" : "left";

    private static bool IsNumber(object? v) => v is double or float or decimal or sbyte or byte or short or ushort or int or uint or long or ulong;

    /// <summary>The width on a terminal: a Korean letter takes two places.</summary>
    private static double Cells(string s) => s.EnumerateRunes().Sum(r => TextWidth.Of(r.ToString(), 1) >= 1 ? 2 : 1);

    private static string Text(object? v) => v switch
    {
        null => "",
        double d => Ticks.Short(d),
        float f => Ticks.Short(f),
        sbyte or byte or short or ushort or int or uint or long or ulong => ((IFormattable)v).ToString("#,0", CultureInfo.InvariantCulture).Replace('-', '−'),
        IFormattable f => f.ToString(null, CultureInfo.InvariantCulture),
        _ => v.ToString() ?? "",
    };
}
