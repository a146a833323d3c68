namespace DeepNotes.Exercises;

/// <summary>Something with an HTML and a plain-text face.</summary>
public interface IShown
{
    /// <summary>An HTML fragment: inline styles, no script, readable on light and on dark ground.</summary>
    string ToHtml();
}

/// <summary>Something that a notebook shows: HTML for eyes, plain text for terminals and logs.</summary>
/// <remarks>
/// The attribute below is found by its simple name, by .NET Interactive and by our own host, so neither needs a reference to the other.
/// </remarks>
[TypeFormatterSource(typeof(CardFormatterSource), PreferredMimeTypes = ["text/html", "text/plain"])]
public abstract class Card : IShown
{
    /// <inheritdoc/>
    public abstract string ToHtml();
}

[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct)]
internal sealed class TypeFormatterSourceAttribute : Attribute
{
    public TypeFormatterSourceAttribute(Type formatterSourceType) => FormatterSourceType = formatterSourceType;

    public Type FormatterSourceType { get; }

    public string[] PreferredMimeTypes { get; set; } = [];
}

internal sealed class CardFormatterSource
{
#pragma warning disable CA1822 // found by name on an instance
    public IEnumerable<object> CreateTypeFormatters() =>
        [new CardFormatter("text/html", c => c.ToHtml()), new CardFormatter("text/plain", c => c.ToString()!)];
#pragma warning restore CA1822
}

internal sealed class CardFormatter(string mimeType, Func<IShown, string> write)
{
    public string MimeType { get; } = mimeType;

    public bool Format(object value, TextWriter writer)
    {
        if (value is not IShown card)
            return false;
        writer.Write(write(card));
        return true;
    }
}
