using System.Globalization;
using System.Text.Json.Nodes;

namespace DeepNotes.Notebooks.Engine;

/// <summary>Receives what a running cell shows. Calls may come from any thread.</summary>
public interface ICellSink
{
    /// <summary>Console text.</summary>
    /// <param name="name"><c>stdout</c> or <c>stderr</c>.</param>
    /// <param name="text">The text.</param>
    void Write(string name, ReadOnlySpan<char> text);

    /// <summary>A displayed value.</summary>
    /// <param name="id">Its identity for later updates.</param>
    /// <param name="data">One value per mime type.</param>
    void Display(string id, JsonObject data);

    /// <summary>Another value in the place of a displayed one.</summary>
    /// <param name="id">The identity it was displayed under.</param>
    /// <param name="data">One value per mime type.</param>
    void Update(string id, JsonObject data);

    /// <summary>Takes away what the cell has shown so far.</summary>
    /// <param name="wait">Only when there is something new to show.</param>
    void Clear(bool wait)
    {
    }

    /// <summary>A line that the user types; null when there is nobody to type.</summary>
    /// <param name="prompt">What the user is asked.</param>
    /// <param name="password">Whether the answer is hidden.</param>
    string? ReadLine(string prompt, bool password) => null;
}

/// <summary>Which cell runs now. One per process: the console is one per process too.</summary>
internal static class ActiveCell
{
    private static int s_displays;

    /// <summary>Where the running cell's outputs go; null between cells, when what threads still print is lost.</summary>
    public static ICellSink? Sink { get; set; }

    /// <summary>A display id, the same in every run of the same notebook.</summary>
    public static string NextDisplayId() => "d" + Interlocked.Increment(ref s_displays).ToString(CultureInfo.InvariantCulture);
}
