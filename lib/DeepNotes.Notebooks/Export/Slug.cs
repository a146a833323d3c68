using System.Text;

namespace DeepNotes.Notebooks.Export;

/// <summary>Headings as anchors: lower case, letters and digits of any script, one hyphen between words.</summary>
internal static class Slug
{
    public static string Of(string text)
    {
        var slug = new StringBuilder();
        foreach (char c in text.Normalize(NormalizationForm.FormC))
        {
            if (char.IsLetterOrDigit(c)) slug.Append(char.ToLowerInvariant(c));
            else if (slug.Length > 0 && slug[^1] != '-') slug.Append('-');
        }
        string trimmed = slug.ToString().Trim('-');
        return trimmed.Length == 0 ? "section" : trimmed;
    }
}
