namespace DeepNotes.Insight;

/// <summary>Points of the plane in squares within squares: a far square acts like one heavy point at its centre of mass.</summary>
/// <remarks>
/// Barnes and Hut (1986). The squares lie in memory in the order in which they are visited, each with the number of the one that follows
/// its whole content: to skip a square is one assignment, and the walk needs no stack.
/// </remarks>
internal sealed class QuadTree
{
    private const int Deepest = 40;   // squares 10⁻¹² of the first: what is left in them is one place
    private readonly List<Square> _squares = [];
    private readonly double[] _y;
    private readonly int[] _order;
    private readonly int[] _spare;

    private record struct Square(double X, double Y, double Count, double Side, int Next);

    /// <summary>A tree of points.</summary>
    /// <param name="y">x₀ y₀ x₁ y₁ …, finite.</param>
    public QuadTree(double[] y)
    {
        int n = y.Length / 2;
        (_y, _order, _spare) = (y, [.. Enumerable.Range(0, n)], new int[n]);
        double left = double.PositiveInfinity, right = double.NegativeInfinity, low = left, high = right;
        for (int i = 0; i < n; i++)
        {
            (left, right) = (Math.Min(left, y[2 * i]), Math.Max(right, y[2 * i]));
            (low, high) = (Math.Min(low, y[2 * i + 1]), Math.Max(high, y[2 * i + 1]));
        }
        Build(0, n, (left + right) / 2, (low + high) / 2, Math.Max(right - left, high - low), 0);
    }

    /// <summary>The points in the order of the squares: neighbours in the plane follow each other.</summary>
    public ReadOnlySpan<int> Order => _order;

    /// <summary>Σ_j w² (y − y_j) and Σ_j w over all points, w = 1 / (1 + ‖y − y_j‖²); a square whose side is below θ times its distance counts as one.</summary>
    /// <param name="x">Where.</param>
    /// <param name="y">Where.</param>
    /// <param name="theta">θ: 0 takes every point.</param>
    public (double Fx, double Fy, double Z) Repulsion(double x, double y, double theta)
    {
        var squares = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_squares);
        double fx = 0, fy = 0, z = 0, limit = theta * theta;
        for (int i = 0; i < squares.Length;)
        {
            ref readonly Square s = ref squares[i];
            double dx = x - s.X, dy = y - s.Y, distance = dx * dx + dy * dy;
            if (s.Next > i + 1 && s.Side * s.Side >= limit * distance)
            {
                i++;   // too near: look inside
                continue;
            }
            double w = 1 / (1 + distance), weighted = s.Count * w;
            z += weighted;
            fx += weighted * w * dx;
            fy += weighted * w * dy;
            i = s.Next;
        }
        return (fx, fy, z);
    }

    private void Build(int from, int to, double cx, double cy, double side, int depth)
    {
        double sx = 0, sy = 0;
        for (int k = from; k < to; k++)
        {
            sx += _y[2 * _order[k]];
            sy += _y[2 * _order[k] + 1];
        }
        int own = _squares.Count, count = to - from;
        _squares.Add(new Square(sx / count, sy / count, count, side, own + 1));
        if (count == 1 || depth == Deepest || side == 0)
            return;
        Span<int> ends = stackalloc int[4];
        Sort(from, to, cx, cy, ends);
        for (int q = 0, at = from; q < 4; at = ends[q], q++)
        {
            if (ends[q] > at)
                Build(at, ends[q], cx + (q % 2 == 0 ? -side : side) / 4, cy + (q < 2 ? -side : side) / 4, side / 2, depth + 1);
        }
        _squares[own] = _squares[own] with { Next = _squares.Count };
    }

    // The points of a square by quarter, each quarter in the old order; ends[q] is where quarter q ends.
    private void Sort(int from, int to, double cx, double cy, Span<int> ends)
    {
        int at = from;
        for (int q = 0; q < 4; q++)
        {
            for (int k = from; k < to; k++)
            {
                int i = _order[k];
                if ((_y[2 * i] > cx ? 1 : 0) + (_y[2 * i + 1] > cy ? 2 : 0) == q)
                    _spare[at++] = i;
            }
            ends[q] = at;
        }
        _spare.AsSpan(from, to - from).CopyTo(_order.AsSpan(from));
    }
}
