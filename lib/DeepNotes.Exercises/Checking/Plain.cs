using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace DeepNotes.Exercises;

/// <summary>The plain values that arguments and answers are made of: copies, sizes, and how a person reads them.</summary>
internal static class Plain
{
    private const int MaxRows = 8, MaxItems = 12, MaxText = 400;

    /// <summary>A deep copy: what the code under test does to its arguments stays with it.</summary>
    public static object? Copy(object? value) => value switch
    {
        Tensor t => t.Clone(),
        Array a => CopyArray(a),
        _ => value,
    };

    /// <summary>The number of leaves; the smallest failing case is the one with the fewest.</summary>
    public static int Size(object? value) => value switch
    {
        Tensor t => t.Length,
        Array a => a.Cast<object?>().Sum(Size) + 1,
        ITuple t => Enumerable.Range(0, t.Length).Sum(i => Size(t[i])),
        _ => 1,
    };

    /// <summary>The value as a person reads it, long ones shortened.</summary>
    public static string Text(object? value) => value switch
    {
        null => "null",
        double d => Number(d),
        float f => Number(f),
        bool b => b ? "true" : "false",
        string s => $"\"{(s.Length > MaxText ? s[..MaxText] + "…" : s)}\"",
        Tensor t => $"Tensor {Shape.Text(t.Shape)} {Items(t.Data.ToArray())}",
        Array { Rank: 1 } a when a.GetType().GetElementType()!.IsArray => Nested(a),
        Array { Rank: 1 } a => Items(a),
        Array { Rank: 2 } a => Matrix(a),
        Array a => $"{Signatures.Name(a.GetType())} of {a.Length} elements",
        ITuple t => $"({string.Join(", ", Enumerable.Range(0, t.Length).Select(i => Text(t[i])))})",
        IFormattable f => f.ToString(null, CultureInfo.InvariantCulture),
        _ => Signatures.Name(value.GetType()),
    };

    /// <summary>The value as a person reads it, the parts of a tuple by name, one under another.</summary>
    public static string Text(object? value, IReadOnlyList<string> names) => value is ITuple t && t.Length == names.Count
        ? string.Join("\n", names.Select((name, i) => $"{name} = {Text(t[i]).Replace("\n", "\n" + new string(' ', name.Length + 3), StringComparison.Ordinal)}"))
        : Text(value);

    /// <summary>The axis lengths of an array or tensor as text.</summary>
    public static string ShapeText(Array a) => $"({string.Join(", ", Enumerable.Range(0, a.Rank).Select(a.GetLength))})";

    private static string Number(double d) => double.IsNaN(d) ? "NaN"
        : double.IsInfinity(d) ? (d > 0 ? "∞" : "−∞")
        : d.ToString("G6", CultureInfo.InvariantCulture);

    private static Array CopyArray(Array a)
    {
        var copy = (Array)a.Clone();
        if (a.Rank == 1 && a.GetType().GetElementType() is { IsValueType: false })
        {
            for (int i = 0; i < a.Length; i++)
                copy.SetValue(Copy(a.GetValue(i)), i);
        }
        return copy;
    }

    private static string Items(Array a)
    {
        var text = new StringBuilder("[");
        for (int i = 0; i < Math.Min(a.Length, MaxItems); i++)
            text.Append(i > 0 ? ", " : "").Append(Text(a.GetValue(i)));
        return text.Append(a.Length > MaxItems ? $", … {a.Length} in all]" : "]").ToString();
    }

    private static string Nested(Array a)
    {
        var text = new StringBuilder("[");
        for (int i = 0; i < Math.Min(a.Length, MaxRows); i++)
            text.Append(i > 0 ? ",\n " : "").Append(Text(a.GetValue(i)).Replace("\n", "\n ", StringComparison.Ordinal));
        return text.Append(a.Length > MaxRows ? $",\n … {a.Length} in all]" : "]").ToString();
    }

    private static string Matrix(Array a)
    {
        int rows = a.GetLength(0), cols = a.GetLength(1);
        if (rows == 0 || cols == 0)
            return $"empty {ShapeText(a)}";
        int shownRows = Math.Min(rows, MaxRows), shownCols = Math.Min(cols, MaxItems);
        var cells = new string[shownRows, shownCols];
        int width = 0;
        for (int r = 0; r < shownRows; r++)
        {
            for (int c = 0; c < shownCols; c++)
                width = Math.Max(width, (cells[r, c] = Text(a.GetValue(r, c))).Length);
        }
        var text = new StringBuilder("[");
        for (int r = 0; r < shownRows; r++)
        {
            text.Append(r > 0 ? "\n [" : "[");
            for (int c = 0; c < shownCols; c++)
                text.Append(c > 0 ? ", " : "").Append(cells[r, c].PadLeft(width));
            text.Append(cols > shownCols ? ", …]" : "]");
        }
        return text.Append(rows > shownRows || cols > shownCols ? $"\n … {ShapeText(a)}]" : "]").ToString();
    }
}
