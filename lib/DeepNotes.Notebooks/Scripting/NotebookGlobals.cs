using DeepNotes.Notebooks.Engine;

namespace DeepNotes.Notebooks.Scripting;

/// <summary>What a cell may call without a using, under the names that .NET Interactive gives them.</summary>
public static class NotebookGlobals
{
    /// <summary>Shows a value below the cell.</summary>
    /// <param name="value">Any value.</param>
    /// <param name="mimeTypes">The mime types wanted; none = all that the value has.</param>
    /// <returns>A handle that can replace what is shown.</returns>
#pragma warning disable IDE1006 // The lower-case name is .NET Interactive's.
    public static DisplayedValue display(object? value, params string[] mimeTypes) => value.Display(mimeTypes);
#pragma warning restore IDE1006

    /// <summary>Text that is shown as HTML.</summary>
    /// <param name="content">The HTML.</param>
    public static MimeText HTML(string content) => new("text/html", content);

    /// <summary>Adds a style sheet to the page.</summary>
    /// <param name="content">The CSS.</param>
    public static void CSS(string content) => HTML($"<style>{content}</style>").Display();

    /// <summary>Runs a script in the page, where the front end allows it.</summary>
    /// <param name="content">The JavaScript.</param>
    public static void Javascript(string content) => HTML($"<script type=\"text/javascript\">{content}</script>").Display();

    /// <summary>Takes away what the cell has shown so far.</summary>
    /// <param name="wait">Only when there is something new to show, so that nothing flickers.</param>
    public static void ClearOutput(bool wait = false) => ActiveCell.Sink?.Clear(wait);

    /// <summary>Asks the user for a line.</summary>
    /// <param name="prompt">What the user is asked.</param>
    /// <param name="password">Whether the answer is hidden while it is typed.</param>
    /// <returns>The line; null where there is nobody to type it.</returns>
    public static string? ReadInput(string prompt, bool password = false) => ActiveCell.Sink?.ReadLine(prompt, password);
}

/// <summary>A text with the mime type it is to be shown as.</summary>
/// <param name="MimeType">For example <c>text/html</c>.</param>
/// <param name="Content">The text.</param>
public sealed record MimeText(string MimeType, string Content)
{
    /// <summary>The text.</summary>
    public override string ToString() => Content;
}

/// <summary>Showing a value as a method of the value.</summary>
public static class DisplayExtensions
{
    /// <summary>Shows a value below the cell.</summary>
    /// <param name="value">Any value.</param>
    /// <param name="mimeTypes">The mime types wanted; none = all that the value has.</param>
    /// <returns>A handle that can replace what is shown.</returns>
    public static DisplayedValue Display(this object? value, params string[] mimeTypes) => DisplayedValue.Show(value, mimeTypes);

    /// <summary>Shows a text as the given mime type.</summary>
    /// <param name="value">The text.</param>
    /// <param name="mimeType">For example <c>text/markdown</c>.</param>
    /// <returns>A handle that can replace what is shown.</returns>
    public static DisplayedValue DisplayAs(this string value, string mimeType) => DisplayedValue.Show(new MimeText(mimeType, value), []);
}

/// <summary>Something that is shown below a cell and can be replaced.</summary>
public sealed class DisplayedValue
{
    private readonly string[] _mimeTypes;

    private DisplayedValue(string id, string[] mimeTypes) => (DisplayId, _mimeTypes) = (id, mimeTypes);

    /// <summary>Whether there is a cell that can show something.</summary>
    public static bool CanShow => ActiveCell.Sink is not null;

    /// <summary>The identity of what is shown, unique within the notebook.</summary>
    public string DisplayId { get; }

    /// <summary>Shows another value in the same place.</summary>
    /// <param name="value">Any value.</param>
    public void Update(object? value) => ActiveCell.Sink?.Update(DisplayId, Formatter.Format(value, _mimeTypes));

    internal static DisplayedValue Show(object? value, string[] mimeTypes)
    {
        var shown = new DisplayedValue(ActiveCell.NextDisplayId(), mimeTypes);
        ActiveCell.Sink?.Display(shown.DisplayId, Formatter.Format(value, mimeTypes));
        return shown;
    }
}
