namespace DeepNotes.Plotting;

/// <summary>The map from an axis's range to pixels, straight or logarithmic.</summary>
internal readonly record struct Scale(double Lo, double Hi, bool Log, double P0, double P1)
{
    /// <summary>The pixel of a value; NaN where the axis cannot show it.</summary>
    public double Map(double v) => P0 + (Log ? Math.Log10(v > 0 ? v : double.NaN) - Math.Log10(Lo) : v - Lo) / (Log ? Math.Log10(Hi) - Math.Log10(Lo) : Hi - Lo) * (P1 - P0);

    /// <summary>The value at a pixel.</summary>
    public double Unmap(double p)
    {
        double t = (p - P0) / (P1 - P0);
        return Log ? Math.Pow(10, Math.Log10(Lo) + t * (Math.Log10(Hi) - Math.Log10(Lo))) : Lo + t * (Hi - Lo);
    }

    /// <summary>The foot of a bar: zero, or the end of a logarithmic axis.</summary>
    public double Base => Log ? P0 : Map(Math.Clamp(0, Math.Min(Lo, Hi), Math.Max(Lo, Hi)));
}

/// <summary>The smallest and largest value that an axis has to hold.</summary>
internal sealed class Extent(bool log)
{
    private double _lo = double.PositiveInfinity, _hi = double.NegativeInfinity;
    private bool _whole = true;

    public bool IsEmpty => _lo > _hi;
    public bool Padded { get; private set; }
    public bool FromZero { get; private set; }

    /// <summary>Whether every value seen was a whole number: then ticks between whole numbers mislead.</summary>
    public bool Whole => _whole && _hi - _lo >= 2;

    public void Add(double v, bool pad = true)
    {
        if (!double.IsFinite(v) || log && v <= 0)
            return;
        v = Math.Clamp(v, log ? 1e-290 : -1e290, 1e290);
        (_lo, _hi) = (Math.Min(_lo, v), Math.Max(_hi, v));
        Padded |= pad;
        _whole &= v == Math.Floor(v);
    }

    public void Add(IEnumerable<double> values, bool pad = true)
    {
        foreach (double v in values)
            Add(v, pad);
    }

    /// <summary>Bars stand on zero: it belongs to the range and is not padded away from the edge.</summary>
    public void AddZero()
    {
        FromZero = true;
        AddEdges([0]);
    }

    /// <summary>Borders between cells or bars: neither padded nor asked whether they are whole.</summary>
    public void AddEdges(IEnumerable<double> edges)
    {
        bool whole = _whole;
        Add(edges, pad: false);
        _whole = whole;
    }

    /// <summary>The range with a margin around the data, widened when all values are equal, and what the user fixed left as it is.</summary>
    public (double Lo, double Hi) Range(Axis axis, double padding)
    {
        (double lo, double hi) = IsEmpty ? log ? (0.1, 10) : (0, 1) : (_lo, _hi);
        lo = axis.Min is double a && (!log || a > 0) ? a : lo;
        hi = axis.Max is double b && (!log || b > 0) ? b : hi;
        if (!(hi > lo) || hi - lo < 1e-12 * Math.Max(Math.Abs(lo), Math.Abs(hi)))
            (lo, hi) = log ? (lo / 3, lo * 3) : (lo - Math.Max(Math.Abs(lo) * 0.1, 0.5), lo + Math.Max(Math.Abs(lo) * 0.1, 0.5));
        else if (Padded && log)
            (lo, hi) = (lo / Math.Pow(hi / lo, padding), hi * Math.Pow(hi / lo, padding));
        else if (Padded)
            (lo, hi) = (FromZero && lo == 0 ? 0 : lo - (hi - lo) * padding, FromZero && hi == 0 ? 0 : hi + (hi - lo) * padding);
        (lo, hi) = log ? (Math.Max(lo, 1e-300), Math.Min(hi, 1e300)) : (lo, hi);
        return (axis.Min is double c && c < hi && (!log || c > 0) ? c : lo, axis.Max is double d && d > lo ? d : hi);
    }
}

/// <summary>Thins long series so that a drawing holds no more points than can be seen.</summary>
internal static class Decimate
{
    /// <summary>
    /// The first, lowest, highest and last point of every run that falls into one bucket: the drawn line keeps every extreme.
    /// </summary>
    /// <param name="count">How many points.</param><param name="bucket">The bucket of a point, for example its pixel column.</param>
    /// <param name="y">The height of a point; not a number is a gap and kept.</param>
    public static List<int> Line(int count, Func<int, int> bucket, Func<int, double> y)
    {
        var kept = new List<int>();
        for (int i = 0; i < count;)
        {
            int start = i, low = i, high = i, b = bucket(i);
            if (!double.IsFinite(y(i)))
            {
                kept.Add(i++);
                while (i < count && !double.IsFinite(y(i)))
                    i++;
                continue;
            }
            for (; i < count && bucket(i) == b && double.IsFinite(y(i)); i++)
                (low, high) = (y(i) < y(low) ? i : low, y(i) > y(high) ? i : high);
            kept.AddRange(new[] { start, low, high, i - 1 }.Distinct().Order());
        }
        return kept;
    }

    /// <summary>One marker per cell of pixels: what lies under another of the same series is left out.</summary>
    public static IEnumerable<(double X, double Y)> Markers(IEnumerable<(double X, double Y)> points, double cell)
    {
        var taken = new HashSet<(int, int)>();
        return points.Where(p => double.IsFinite(p.X + p.Y) && taken.Add(((int)Math.Clamp(p.X / cell, -1e6, 1e6), (int)Math.Clamp(p.Y / cell, -1e6, 1e6))));
    }
}
