using System.Globalization;
using System.Text;
using System.Reflection;
using DeepNotes.Notebooks.Engine;

namespace DeepNotes.Notebooks.Export.App;

/// <summary>What a cell may call, and the showing of its last value: words on the console, figures as files.</summary>
internal static class NotebookHost
{
    private static string s_figures = "figures";
    private static int s_count;

    /// <summary>Goes to the notebook's folder, where its relative paths start.</summary>
    /// <param name="notebooks">That folder, from this file's own.</param>
    /// <param name="figures">The folder of the figures, beside this file.</param>
    public static void Start(string notebooks, string figures)
    {
        Console.OutputEncoding = new UTF8Encoding(false);
        string home = AppContext.GetData("EntryPointFileDirectoryPath") as string ?? Directory.GetCurrentDirectory();
        s_figures = Path.Combine(home, figures);
        if (Directory.Exists(Path.GetFullPath(notebooks, home))) Directory.SetCurrentDirectory(Path.GetFullPath(notebooks, home));
    }

    /// <summary>Shows the last value of a cell, when there is one.</summary>
    public static void Show(object? value)
    {
        if (value is not null) value.Display();
    }

#pragma warning disable IDE1006 // The lower-case name is that of notebooks.
    public static DisplayedText display(object? value, params string[] mimeTypes) => value.Display(mimeTypes);
#pragma warning restore IDE1006

    public static DisplayedText Display(this object? value, params string[] mimeTypes)
    {
        string text = PlainText.Of(value);
        if (value?.GetType().GetMethod("ToSvg", [typeof(bool)]) is { } draw && draw.Invoke(value, BindingFlags.DoNotWrapExceptions, null, [true], null) is string svg)
            Console.WriteLine($"{text} → {Save(text, ".svg", svg)}");
        else if (value is MarkedText { MimeType: "text/html" } html) Console.WriteLine($"HTML → {Save("html", ".html", html.Content)}");
        else Console.WriteLine(text);
        return new DisplayedText();
    }

    public static DisplayedText DisplayAs(this string value, string mimeType) => new MarkedText(mimeType, value).Display();

    public static MarkedText HTML(string content) => new("text/html", content);

    // Styles and scripts are for pages.
    public static void CSS(string content) => _ = content;

    public static void Javascript(string content) => _ = content;

    // 03-distances-between-digits.svg: the order of the notebook, the words of the title.
    private static string Save(string words, string ending, string content)
    {
        Directory.CreateDirectory(s_figures);
        var name = new StringBuilder((++s_count).ToString("00-", CultureInfo.InvariantCulture));
        foreach (char c in words.Split(';')[0].Replace("Figure: ", "", StringComparison.Ordinal))
            if (char.IsLetterOrDigit(c) && name.Length < 48) name.Append(char.ToLowerInvariant(c));
            else if (name[^1] != '-') name.Append('-');
        string file = name.ToString().Trim('-') + ending;
        File.WriteAllText(Path.Combine(s_figures, file), content, new UTF8Encoding(false));
        return Path.GetFileName(s_figures) + "/" + file;
    }
}

internal sealed record MarkedText(string MimeType, string Content)
{
    public override string ToString() => Content;
}

internal sealed class DisplayedText
{
#pragma warning disable CA1822 // A handle, as notebooks have it: on a console the new value stands below the old one.
    public void Update(object? value) => value.Display();
#pragma warning restore CA1822
}
