namespace DeepNotes.Text;

/// <summary>A matrix of which only the entries that are not 0 are kept, row by row.</summary>
public sealed class SparseMatrix
{
    private readonly int[] _starts, _columns;
    private readonly double[] _values;

    /// <summary>A matrix of given entries.</summary>
    /// <param name="rows">Rows.</param>
    /// <param name="columns">Columns.</param>
    /// <param name="entries">Places and values; values of one place are added, zeros left out.</param>
    /// <exception cref="ShapeException">A place is outside.</exception>
    public SparseMatrix(int rows, int columns, IEnumerable<(int Row, int Column, double Value)> entries)
    {
        (Rows, Columns, _starts) = (rows, columns, new int[rows + 1]);
        var sums = new Dictionary<(int Row, int Column), double>();
        foreach (var (r, c, value) in entries)
        {
            if ((uint)r >= (uint)rows || (uint)c >= (uint)columns)
                throw new ShapeException($"SparseMatrix: place ({r}, {c}); the matrix is ({rows}, {columns}).");
            sums[(r, c)] = sums.GetValueOrDefault((r, c)) + value;
        }
        var kept = sums.Where(e => e.Value != 0).OrderBy(e => e.Key).ToArray();
        _columns = Array.ConvertAll(kept, e => e.Key.Column);
        _values = Array.ConvertAll(kept, e => e.Value);
        foreach (var e in kept)
            _starts[e.Key.Row + 1]++;
        for (int r = 0; r < rows; r++)
            _starts[r + 1] += _starts[r];
    }

    /// <summary>Rows.</summary>
    public int Rows { get; }

    /// <summary>Columns.</summary>
    public int Columns { get; }

    /// <summary>Entries that are kept.</summary>
    public int Count => _values.Length;

    /// <summary>An entry; 0 where none is kept.</summary>
    /// <param name="row">Row.</param>
    /// <param name="column">Column.</param>
    public double this[int row, int column]
    {
        get
        {
            int at = Array.BinarySearch(_columns, _starts[row], _starts[row + 1] - _starts[row], column);
            return at < 0 ? 0 : _values[at];
        }
    }

    /// <summary>All entries that are kept, row by row.</summary>
    public IEnumerable<(int Row, int Column, double Value)> Entries()
    {
        for (int r = 0; r < Rows; r++)
        {
            for (int i = _starts[r]; i < _starts[r + 1]; i++)
                yield return (r, _columns[i], _values[i]);
        }
    }

    /// <summary>A B for a dense B.</summary>
    /// <param name="b">(columns, width), row by row.</param>
    /// <param name="width">Columns of B.</param>
    /// <returns>(rows, width).</returns>
    internal double[] Times(double[] b, int width)
    {
        var y = new double[Rows * width];
        foreach (var (r, c, value) in Entries())
            AddScaled(b.AsSpan(c * width, width), value, y.AsSpan(r * width, width));
        return y;
    }

    /// <summary>Aᵀ B for a dense B.</summary>
    /// <param name="b">(rows, width), row by row.</param>
    /// <param name="width">Columns of B.</param>
    /// <returns>(columns, width).</returns>
    internal double[] TransposedTimes(double[] b, int width)
    {
        var y = new double[Columns * width];
        foreach (var (r, c, value) in Entries())
            AddScaled(b.AsSpan(r * width, width), value, y.AsSpan(c * width, width));
        return y;
    }

    private static void AddScaled(ReadOnlySpan<double> x, double a, Span<double> y) => TensorPrimitives.MultiplyAdd(x, a, y, y);
}
