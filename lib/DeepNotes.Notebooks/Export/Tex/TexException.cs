namespace DeepNotes.Notebooks.Export.Tex;

/// <summary>A formula that cannot be set: what was found, where, and the rule.</summary>
public sealed class TexException : FormatException
{
    /// <summary>A message of the form <c>TeX: found, rule (formula, column)</c>.</summary>
    public TexException(string problem, string formula, int position)
        : base($"TeX: {problem} (column {position + 1} of `{Shorten(formula)}`)") => Position = position;

    /// <summary>Zero-based position in the formula.</summary>
    public int Position { get; }

    private static string Shorten(string formula)
    {
        var line = formula.ReplaceLineEndings(" ").Trim();
        return line.Length <= 100 ? line : line[..97] + "...";
    }
}
