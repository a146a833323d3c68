using DeepNotes.Plotting;

namespace DeepNotes.Tests.Plotting;

/// <summary>One figure of every kind, over data as good or as bad as asked.</summary>
internal static class Specimens
{
    public static readonly Dictionary<string, double[]> Data = new()
    {
        ["good"] = [1, 3, 2, 5, 4],
        ["empty"] = [],
        ["one point"] = [3],
        ["NaN"] = [double.NaN, double.NaN],
        ["infinite"] = [double.PositiveInfinity, double.NegativeInfinity, 1],
        ["huge"] = [-1e308, 1e308, 0],
        ["tiny"] = [1e-320, 0, 5e-324],
        ["equal"] = [2, 2, 2],
        ["negative"] = [-1, -2, -3],
        ["gaps"] = [1, double.NaN, 2, 3, double.NaN],
    };

    public static readonly Dictionary<string, Func<double[], bool, Figure>> Kinds = new()
    {
        ["line"] = (v, log) => New(log).Line(v, "a").Line(v, v, "b", markers: true, error: v),
        ["scatter"] = (v, log) => New(log).Scatter(v, v, "a", labels: [.. v.Select(_ => "label")], error: v),
        ["symbols"] = (v, log) => Palette7(New(log), v),
        ["classes"] = (v, log) => New(log).Scatter(v, v, [.. v.Select((_, i) => i % 2)], ["a", "b"]).EqualAspect(),
        ["bar"] = (v, log) => New(log).Bar(v.Select((_, i) => "bar " + i).ToArray(), v, "a", error: v).Bar(v.Select((_, i) => "bar " + i).ToArray(), v, "b"),
        ["bar at numbers"] = (v, log) => New(log).Bar(v, v),
        ["histogram"] = (v, log) => New(log).Histogram(v, 5, "a").Histogram(v, 5, "b", density: true),
        ["band"] = (v, log) => New(log).Line(v, v).Band(v, v, v.Select(x => x + 1).ToArray()),
        ["heat map"] = (v, _) => Figure.New("heat map").HeatMap(Table(v), numbers: true, name: "z"),
        ["large heat map"] = (v, log) => New(log).HeatMap(Matrix.From(20, 20, (r, c) => v.Length == 0 ? double.NaN : v[(r + c) % v.Length]), Enumerable.Range(1, 20).ToArray(), Enumerable.Range(1, 20).ToArray()),
        ["contour"] = (v, _) => Figure.New("contour").Contour(Table(v)).Contour(Table(v), levels: [1, 2, 4], filled: false),
        ["quiver"] = (v, _) => Figure.New("quiver").Quiver(v, v, v, v).Path(v, v),
        ["graph"] = (v, _) => Figure.Graph([.. v.Select((x, i) => ($"n{i}", x, x, i))], v.Length < 2 ? [] : [("n0", "n1")], ["edge"]),
        ["images"] = (v, _) => Figure.Images([.. v.Select(x => new[] { (float)x, 0, 1, 2 })], 2, 2, 3, [.. v.Select(_ => "digit")]),
        ["marks"] = (v, log) => v.Aggregate(New(log).HLine(1, "one").VLine(2, "two"), (f, x) => f.Annotate(x, x, "here", 20, -20).Annotate(x, x, "there").HLine(x, "h").VLine(x, "v").Arrow(x, x, 1, 1, "arrow")),
    };

    public static TheoryData<string, string> Everything => new(from kind in Kinds.Keys from data in Data.Keys select (kind, data));

    public static Figure Make(string kind, string data, bool log = false) => Kinds[kind](Data[data], log);

    private static Figure New(bool log) => Figure.New("title").XAxis("x", log: log).YAxis("y", log: log);

    private static Matrix Table(double[] v) => Matrix.From(v.Length, v.Length, (r, c) => v[r] + v[c]);

    private static Figure Palette7(Figure f, double[] v) =>
        new[] { "circle", "square", "diamond", "triangle-up", "triangle-down", "x", "cross" }.Aggregate(f, (g, s) => g.Scatter(v, v, s, symbol: s));
}
