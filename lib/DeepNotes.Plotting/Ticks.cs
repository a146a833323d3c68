using System.Globalization;

namespace DeepNotes.Plotting;

/// <summary>One mark on an axis; minor marks carry no label.</summary>
internal readonly record struct Tick(double Value, string Label)
{
    public bool Minor => Label.Length == 0;
}

/// <summary>Round numbers along an axis, and their shortest faithful text.</summary>
internal static class Ticks
{
    /// <summary>Multiples of 1, 2 or 5 times a power of ten: about <paramref name="target"/> of them in [lo, hi].</summary>
    public static Tick[] Linear(double lo, double hi, int target, bool integers = false)
    {
        double step = Step(lo, hi, target);
        if (integers)
            step = Math.Max(step, 1);
        double first = Math.Ceiling(lo / step - 1e-9);
        int count = (int)Math.Clamp(Math.Floor(hi / step + 1e-9) - first + 1, 0, 1000);
        return [.. Enumerable.Range(0, count).Select(i => (first + i) * step).Select(v => new Tick(v, Label(v, step, Math.Max(Math.Abs(lo), Math.Abs(hi)))))];
    }

    /// <summary>Powers of ten with the minor marks 2 … 9 between; 1-2-5 labels when the range holds fewer than two powers.</summary>
    public static Tick[] Log(double lo, double hi, int target)
    {
        double a = Math.Log10(lo), b = Math.Log10(hi);
        if (b - a < 0.7)
            return [.. Linear(lo, hi, target).Where(t => t.Value > 0)];
        int first = (int)Math.Ceiling(a - 1e-9), last = (int)Math.Floor(b + 1e-9);
        int stride = Math.Max(1, (int)Math.Ceiling((last - first + 1) / (double)Math.Max(target, 2)));
        bool dense = last - first < 2, plain = first >= -3 && last <= 4;
        var ticks = new List<Tick>();
        for (int e = first - 1; e <= last; e++)
        {
            if (e >= first)
                ticks.Add(new(Math.Pow(10, e), e % stride == 0 ? plain ? Short(Math.Pow(10, e)) : Power(e) : ""));
            for (int m = 2; m <= 9 && stride == 1; m++)
                if (m * Math.Pow(10, e) is var v && v >= lo * (1 - 1e-9) && v <= hi * (1 + 1e-9))
                    ticks.Add(new(v, dense && m is 2 or 5 ? Short(v) : ""));
        }
        return [.. ticks];
    }

    /// <summary>The names of a category axis, every k-th when there are more than <paramref name="most"/>.</summary>
    public static Tick[] Category(IReadOnlyList<string> names, int most)
    {
        int stride = Math.Max(1, (int)Math.Ceiling(names.Count / (double)Math.Max(most, 1)));
        return [.. Enumerable.Range(0, names.Count).Where(i => i % stride == 0).Select(i => new Tick(i, names[i].Length == 0 ? " " : names[i]))];
    }

    /// <summary>A number in at most <paramref name="digits"/> significant digits, invariant: 0.0042, 12.5, 60,000, 3×10⁻⁷.</summary>
    public static string Short(double v, int digits = 4)
    {
        if (!double.IsFinite(v))
            return double.IsNaN(v) ? "–" : v > 0 ? "∞" : "−∞";
        double a = Math.Abs(v);
        if (a > 0 && (a < 1e-4 || a >= 1e7))
        {
            int e = (int)Math.Floor(Math.Log10(a));
            double m = Math.Round(v / Math.Pow(10, e), Math.Max(digits - 2, 0));
            (m, e) = Math.Abs(m) >= 10 ? (m / 10, e + 1) : (m, e);
            return m == 1 ? "10" + Superscript(e) : Plain(m, "0.####") + "×10" + Superscript(e);
        }
        int whole = a < 1 ? a == 0 ? 1 : (int)Math.Floor(Math.Log10(a)) + 1 : (int)Math.Log10(a) + 1;
        return Plain(Math.Round(v, Math.Clamp(digits - whole, 0, 15)), a >= 10000 ? "#,0.########" : "0.########");
    }

    private static string Power(int e) => e switch
    {
        0 => "1",
        1 => "10",
        _ => "10" + Superscript(e),
    };

    private static string Superscript(int e) =>
        string.Concat(e.ToString(CultureInfo.InvariantCulture).Select(c => c == '-' ? '⁻' : "⁰¹²³⁴⁵⁶⁷⁸⁹"[c - '0']));

    private static string Plain(double v, string format) => (v == 0 ? 0 : v).ToString(format, CultureInfo.InvariantCulture).Replace('-', '−');

    private static string Label(double v, double step, double largest)
    {
        if (Math.Abs(v) < step / 2)
            return "0";
        if (step < 1e-4 || largest >= 1e15)
            return Short(v, 2 + (int)Math.Clamp(Math.Log10(Math.Abs(v) / step), 0, 10));
        (double unit, string suffix) = largest >= 1e9 ? (1e9, "G") : largest >= 1e6 ? (1e6, "M") : largest >= 1e4 && step >= 100 ? (1e3, "k") : (1, "");
        int decimals = (int)Math.Clamp(Math.Ceiling(-Math.Log10(step / unit) - 1e-9), 0, 10);
        return Plain(v / unit, "0." + new string(suffix.Length > 0 ? '#' : '0', decimals)) + suffix;
    }

    private static double Step(double lo, double hi, int target)
    {
        double raw = Math.Clamp(hi / Math.Max(target, 1) - lo / Math.Max(target, 1), 1e-300, 1e300), power = Math.Pow(10, Math.Floor(Math.Log10(raw)));
        return (raw / power) switch { <= 1.001 => 1, <= 2.001 => 2, <= 5.001 => 5, _ => 10 } * power;
    }
}
