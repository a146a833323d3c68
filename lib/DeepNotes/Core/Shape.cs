namespace DeepNotes;

/// <summary>Small helpers for shapes: element counts, printing, and the checks that every operation shares.</summary>
public static class Shape
{
    /// <summary>The number of elements: the product of all axes (1 for a scalar, whose shape is empty).</summary>
    /// <param name="shape">Axis lengths, none negative.</param>
    /// <exception cref="ShapeException">An axis is negative, or the product exceeds <see cref="Array.MaxLength"/>.</exception>
    public static int Count(ReadOnlySpan<int> shape)
    {
        long count = 1;
        foreach (int axis in shape)
        {
            if (axis < 0)
                throw new ShapeException($"Shape {Text(shape)} has a negative axis; every axis must be 0 or more.");
            count *= axis;
            if (count > Array.MaxLength)
                throw new ShapeException($"Shape {Text(shape)} has more than {Array.MaxLength} elements; a tensor holds no more.");
        }
        return (int)count;
    }

    /// <summary>A shape as it is written in messages: <c>(8, 30)</c>.</summary>
    /// <param name="shape">Axis lengths.</param>
    public static string Text(ReadOnlySpan<int> shape)
    {
        var parts = new string[shape.Length];
        for (int i = 0; i < parts.Length; i++)
            parts[i] = shape[i].ToString(System.Globalization.CultureInfo.InvariantCulture);
        return parts.Length == 1 ? $"({parts[0]},)" : $"({string.Join(", ", parts)})";
    }

    /// <summary>Throws unless both tensors have the same shape.</summary>
    /// <param name="op">The operation's name, which opens the message.</param>
    /// <param name="a">First tensor.</param>
    /// <param name="b">Second tensor.</param>
    /// <exception cref="ShapeException">The shapes differ.</exception>
    public static void RequireSame(string op, Tensor a, Tensor b)
    {
        if (!a.Shape.SequenceEqual(b.Shape))
            throw new ShapeException($"{op}: shapes {Text(a.Shape)} and {Text(b.Shape)} differ; both must be the same.");
    }

    /// <summary>Throws unless the tensor has <paramref name="rank"/> axes.</summary>
    /// <param name="op">The operation's name, which opens the message.</param>
    /// <param name="x">The tensor.</param>
    /// <param name="rank">The number of axes it must have.</param>
    /// <param name="layout">The expected layout, such as <c>(N, C, H, W)</c>.</param>
    /// <exception cref="ShapeException">The rank differs.</exception>
    public static void RequireRank(string op, Tensor x, int rank, string layout)
    {
        if (x.Rank != rank)
            throw new ShapeException($"{op}: x is {Text(x.Shape)}, it must have {rank} axes {layout}.");
    }
}
