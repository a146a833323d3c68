using System.Text;

namespace DeepNotes.Exercises;

/// <summary>A term of the course.</summary>
/// <param name="English">The English term.</param>
/// <param name="Korean">The Korean term.</param>
/// <param name="Meaning">One sentence.</param>
/// <param name="Notebooks">The notebooks that use it, the one that introduces it first.</param>
/// <param name="Api">The library's name for it; empty where it has none.</param>
/// <param name="Row">The coverage row; 0 for a helper term.</param>
public sealed record Term(string English, string Korean, string Meaning, IReadOnlyList<string> Notebooks, string Api, int Row);

/// <summary>The course's terms in English and Korean.</summary>
public static partial class Glossary
{
    /// <summary>Every term.</summary>
    public static IReadOnlyList<Term> All { get; } = [.. Basics, .. Training, .. Health, .. Vision, .. Sequences, .. Words, .. Unsupervised, .. Speed];

    /// <summary>The terms that a notebook uses.</summary>
    /// <param name="notebook">The notebook's number; empty for all.</param>
    public static IReadOnlyList<Term> Of(string notebook) => notebook.Length == 0 ? All
        : [.. All.Where(t => t.Notebooks.Contains(notebook)).OrderBy(t => t.Notebooks[0] == notebook ? 0 : 1)];
}

/// <summary>Terms as a table.</summary>
/// <param name="notebook">The notebook's number; empty for all.</param>
/// <param name="terms">The terms.</param>
public sealed class GlossaryTable(string notebook, IReadOnlyList<Term> terms) : Card
{
    /// <summary>The terms.</summary>
    public IReadOnlyList<Term> Terms { get; } = terms;

    /// <inheritdoc/>
    public override string ToString()
    {
        var text = new StringBuilder(Caption);
        foreach (var t in Terms)
            text.Append($"\n{t.English} ({t.Korean}): {t.Meaning}{(t.Api.Length > 0 ? $" [{t.Api}]" : "")}");
        return text.ToString();
    }

    /// <inheritdoc/>
    public override string ToHtml() => Html.Table(Caption, ["term", "한국어", "meaning", "first in", "in the library"], Terms.Select(t => (IReadOnlyList<string>)
        [$"<strong>{Html.Text(t.English)}</strong>", $"<span lang=\"ko\">{Html.Text(t.Korean)}</span>", Html.Text(t.Meaning), Html.Text(t.Notebooks[0]),
         t.Api.Length > 0 ? $"<code style=\"background:transparent;color:inherit\">{Html.Text(t.Api)}</code>" : "—"]));

    private string Caption => notebook.Length == 0 ? $"Glossary of the course: {Terms.Count} terms" : $"Glossary of notebook {notebook}: {Terms.Count} terms";
}
