using System.Text;

namespace DeepNotes.Plotting;

/// <summary>What shows itself at the end of a cell.</summary>
internal interface IShow
{
    string ToHtml();
    string ToPlainText();

    /// <summary>The figure for plotly.js; null where there is none.</summary>
    string? ToPlotly() => null;
}

/// <summary>Found by its simple name by notebook kernels: the formatters of a type, without a reference in either direction.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct)]
internal sealed class TypeFormatterSourceAttribute(Type formatterSourceType) : Attribute
{
    public Type FormatterSourceType { get; } = formatterSourceType;
    public string[] PreferredMimeTypes { get; set; } = [];
}

/// <summary>One formatter per mime type that the figures, tables and animations name, and one for hosts that ask for Plotly's data.</summary>
internal sealed class FormatterSource
{
#pragma warning disable CA1822 // The convention asks for instance members.
    public IEnumerable<object> CreateTypeFormatters() =>
        [new Formatter("text/html", v => v.ToHtml()), new Formatter("text/plain", v => v.ToPlainText()), new Formatter("application/vnd.plotly.v1+json", v => v.ToPlotly())];
#pragma warning restore CA1822

    private sealed class Formatter(string mimeType, Func<IShow, string?> text)
    {
        public string MimeType { get; } = mimeType;

        public bool Format(object value, TextWriter writer)
        {
            if (value is not IShow shown || text(shown) is not { } written)
                return false;
            writer.Write(written);
            return true;
        }
    }
}

public sealed partial class Figure
{
    /// <summary>The figure as HTML with inline SVG, what a notebook shows.</summary>
    public string ToHtml() => $"<div style='overflow-x:auto'>{ToSvg()}</div>";

    /// <summary>One line of words: the title and what is drawn.</summary>
    public string ToPlainText() => "Figure: " + AltText;

    string? IShow.ToPlotly() => ToPlotlyJson();

    /// <inheritdoc/>
    public override string ToString() => ToPlainText();

    /// <summary>The figure as SVG.</summary>
    /// <param name="standalone">For a file of its own: colours follow the reader's light or dark preference instead of the page's text colour.</param>
    public string ToSvg(bool standalone = false) => SvgFigure.Render(this, standalone);

    /// <summary>Writes the figure to an .svg file, or its Plotly data to a .json file.</summary>
    public void Save(string path) => File.WriteAllText(path,
        path.EndsWith(".json", StringComparison.OrdinalIgnoreCase) ? ToPlotlyJson() : ToSvg(standalone: true), new UTF8Encoding(false));

    internal string AltText
    {
        get
        {
            if (Description is not null)
                return Description;
            var parts = new List<string>();
            if (Title.Length > 0)
                parts.Add(Title);
            string axes = string.Join(" over ", new[] { Y.Title, X.Title }.Where(t => t.Length > 0));
            if (axes.Length > 0)
                parts.Add(axes);
            string names = string.Join(", ", Traces.Select(t => t.Name).OfType<string>().Distinct());
            if (names.Length > 0)
                parts.Add(names);
            parts.AddRange(Cells.Select(c => c.AltText).Where(t => t.Length > 0).Take(12));
            return parts.Count > 0 ? string.Join("; ", parts) : "figure";
        }
    }
}
