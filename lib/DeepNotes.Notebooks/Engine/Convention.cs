using System.Collections.Concurrent;
using System.Globalization;
using System.Reflection;
using System.Text.Json.Nodes;

namespace DeepNotes.Notebooks.Engine;

/// <summary>Formatting by convention: an attribute known by its simple name leads to a type's formatters, without a reference either way.</summary>
internal sealed class Convention
{
    private static readonly ConcurrentDictionary<Type, Convention?> s_known = new();
    private readonly Dictionary<string, (object Target, MethodInfo Format)> _formatters = [];
    private readonly string[] _mimeTypes;

    private Convention(object source, string[]? preferred)
    {
        var create = source.GetType().GetMethod("CreateTypeFormatters", []);
        foreach (object formatter in create?.Invoke(source, null) as IEnumerable<object> ?? [])
        {
            var type = formatter.GetType();
            if (type.GetProperty("MimeType")?.GetValue(formatter) is string mime
                && type.GetMethod("Format", [typeof(object), typeof(TextWriter)]) is { } format && format.ReturnType == typeof(bool))
                _formatters[mime] = (formatter, format);
        }
        _mimeTypes = preferred is { Length: > 0 } ? preferred : ["text/html"];
    }

    /// <summary>Mime types added to every bundle whose type has a formatter for them; set once, when the process starts.</summary>
    public static IReadOnlyList<string> Extra { get; set; } = [];

    /// <summary>The bundle of a value whose type, or a base type, carries the attribute; null for other values.</summary>
    public static JsonObject? Format(object value)
    {
        if (s_known.GetOrAdd(value.GetType(), Find) is not { } convention) return null;
        var data = new JsonObject();
        foreach (string mime in convention._mimeTypes) Formatter.Set(data, mime, convention.Text(value, mime));
        foreach (string mime in Extra)
            if (!data.ContainsKey(mime) && convention.TryText(value, mime, out string text)) Formatter.Set(data, mime, text);
        return data;
    }

    private string Text(object value, string mime)
    {
        if (TryText(value, mime, out string text)) return text;
        text = PlainText.Of(value);
        return mime != "text/html" ? text : $"<pre>{System.Net.WebUtility.HtmlEncode(text)}</pre>";
    }

    private bool TryText(object value, string mime, out string text)
    {
        var writer = new StringWriter(CultureInfo.InvariantCulture);
        bool done = _formatters.TryGetValue(mime, out var formatter)
            && formatter.Format.Invoke(formatter.Target, BindingFlags.DoNotWrapExceptions, null, [value, writer], null) is true;
        text = writer.ToString();
        return done;
    }

    private static Convention? Find(Type type)
    {
        foreach (object attribute in type.GetCustomAttributes(inherit: true))
        {
            var kind = attribute.GetType();
            if (kind.Name != "TypeFormatterSourceAttribute") continue;
            if (kind.GetProperty("FormatterSourceType")?.GetValue(attribute) is Type sourceType && Activator.CreateInstance(sourceType) is { } source)
                return new Convention(source, kind.GetProperty("PreferredMimeTypes")?.GetValue(attribute) as string[]);
        }
        return null;
    }
}
