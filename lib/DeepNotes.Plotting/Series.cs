using System.Collections;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace DeepNotes.Plotting;

/// <summary>One column of a figure: numbers, or names for a category axis. Converts by itself from arrays, lists and tensors.</summary>
[CollectionBuilder(typeof(Series), nameof(Create))]
public readonly struct Series : IEnumerable<double>
{
    private readonly double[]? _values;

    private Series(double[]? values, string[]? names) => (_values, Names) = (values, names);

    /// <summary>The names of a category column, or null when it holds numbers.</summary>
    public string[]? Names { get; }

    /// <summary>The numbers; 0, 1, 2 … for a column of names.</summary>
    public double[] Values => _values ?? [];

    /// <summary>How many there are.</summary>
    public int Count => Values.Length;

    /// <summary>Whether the column was given at all.</summary>
    public bool IsGiven => _values is not null;

    /// <summary>A column from a collection expression.</summary>
    public static Series Create(ReadOnlySpan<double> values) => new(values.ToArray(), null);

    /// <summary>A column from any sequence of numbers.</summary>
    public static Series Of(IEnumerable<double> values) => new([.. values], null);

    /// <summary>start, start + 1, …: the indices of a column without an x of its own.</summary>
    public static Series Index(int count, int start = 0) => new([.. Enumerable.Range(start, count).Select(i => (double)i)], null);

    /// <summary><paramref name="count"/> evenly spaced numbers from <paramref name="from"/> to <paramref name="to"/>, both included.</summary>
    public static double[] Linspace(double from, double to, int count) =>
        [.. Enumerable.Range(0, count).Select(i => count == 1 ? from : from + (to - from) * i / (count - 1))];

    /// <inheritdoc/>
    public IEnumerator<double> GetEnumerator() => ((IEnumerable<double>)Values).GetEnumerator();
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

#pragma warning disable CS1591, CA2225 // The conversions say it all; Create and Of are their named twins.
    public static implicit operator Series(double[]? v) => new(v, null);
    public static implicit operator Series(float[]? v) => new(v is null ? null : Array.ConvertAll(v, x => (double)x), null);
    public static implicit operator Series(int[]? v) => new(v is null ? null : Array.ConvertAll(v, x => (double)x), null);
    public static implicit operator Series(long[]? v) => new(v is null ? null : Array.ConvertAll(v, x => (double)x), null);
    public static implicit operator Series(List<double>? v) => v?.ToArray();
    public static implicit operator Series(List<float>? v) => v?.ToArray();
    public static implicit operator Series(List<int>? v) => v?.ToArray();
    public static implicit operator Series(ReadOnlySpan<float> v) => v.ToArray();
    public static implicit operator Series(Span<float> v) => v.ToArray();
    public static implicit operator Series(Tensor? v) => v is null ? default : (Series)v.Data.ToArray();
    public static implicit operator Series(string[]? v) => new(v is null ? null : Index(v.Length).Values, v);
    public static implicit operator Series(List<string>? v) => v?.ToArray();
}

/// <summary>A table of numbers, rows by columns, for heat maps and contours. Converts by itself from arrays and 2-D tensors.</summary>
public readonly struct Matrix
{
    private readonly double[,]? _values;
    private Matrix(double[,]? values) => _values = values;

    /// <summary>The numbers, [row, column].</summary>
    public double[,] Values => _values ?? new double[0, 0];

    /// <summary>A table from a function of row and column.</summary>
    public static Matrix From(int rows, int columns, Func<int, int, double> value)
    {
        double[,] v = new double[rows, columns];
        for (int r = 0; r < rows; r++)
            for (int c = 0; c < columns; c++)
                v[r, c] = value(r, c);
        return new(v);
    }

    public static implicit operator Matrix(double[,]? v) => new(v);
    public static implicit operator Matrix(float[,]? v) => v is null ? default : From(v.GetLength(0), v.GetLength(1), (r, c) => v[r, c]);
    public static implicit operator Matrix(int[,]? v) => v is null ? default : From(v.GetLength(0), v.GetLength(1), (r, c) => v[r, c]);
    public static implicit operator Matrix(double[][]? v) => Ragged(v?.Length ?? 0, r => v![r].Length, (r, c) => v![r][c]);
    public static implicit operator Matrix(float[][]? v) => Ragged(v?.Length ?? 0, r => v![r].Length, (r, c) => v![r][c]);
    public static implicit operator Matrix(Tensor? v)
    {
        if (v is null)
            return default;
        if (v.Rank != 2)
            throw new ShapeException(string.Create(CultureInfo.InvariantCulture, $"Matrix: the tensor has {v.Rank} axes; a heat map takes two, rows and columns."));
        return From(v.Dim(0), v.Dim(1), (r, c) => v.Data[r * v.Dim(1) + c]);
    }

    /// <summary>Rows of unequal length are filled up with missing values.</summary>
    private static Matrix Ragged(int rows, Func<int, int> length, Func<int, int, double> value) =>
        From(rows, rows == 0 ? 0 : Enumerable.Range(0, rows).Max(length), (r, c) => c < length(r) ? value(r, c) : double.NaN);
#pragma warning restore CS1591, CA2225
}
