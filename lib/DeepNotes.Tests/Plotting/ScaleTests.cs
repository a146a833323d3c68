using DeepNotes.Plotting;

namespace DeepNotes.Tests.Plotting;

public class ScaleTests
{
    [Theory]
    [InlineData(0, 1, 5, "0 0.2 0.4 0.6 0.8 1.0")]
    [InlineData(-1, 1, 4, "−1.0 −0.5 0 0.5 1.0")]
    [InlineData(0, 60000, 6, "0 10k 20k 30k 40k 50k 60k")]
    [InlineData(0, 3e6, 3, "0 1M 2M 3M")]
    [InlineData(0, 2e-7, 2, "0 10⁻⁷ 2×10⁻⁷")]
    [InlineData(97.5, 99.2, 4, "97.5 98.0 98.5 99.0")]
    public void Linear_ticks_are_round_and_short(double lo, double hi, int target, string labels) =>
        Assert.Equal(labels, string.Join(' ', Ticks.Linear(lo, hi, target).Select(t => t.Label)));

    [Theory]
    [InlineData(1e-3, 1, 5, "0.001 0.01 0.1 1")]
    [InlineData(1e-12, 1, 6, "10⁻¹² 10⁻⁹ 10⁻⁶ 10⁻³ 1")]
    [InlineData(1, 50, 5, "1 2 5 10 20 50")]
    [InlineData(1e5, 1e8, 5, "10⁵ 10⁶ 10⁷ 10⁸")]
    [InlineData(2, 4, 4, "2.0 2.5 3.0 3.5 4.0")]
    public void Logarithmic_ticks_are_powers_or_one_two_five(double lo, double hi, int target, string labels) =>
        Assert.Equal(labels, string.Join(' ', Ticks.Log(lo, hi, target).Where(t => !t.Minor).Select(t => t.Label)));

    [Fact]
    public void Ticks_lie_within_their_range_and_rise()
    {
        var rng = new Rng(5);
        for (int i = 0; i < 500; i++)
        {
            double lo = Math.Pow(10, rng.NextUInt32() % 40 - 20.0) * (rng.NextUInt32() % 100 + 1), hi = lo * (1 + Math.Pow(10, rng.NextUInt32() % 12 - 4.0));
            foreach (Tick[] ticks in new[] { Ticks.Linear(lo, hi, 6), Ticks.Log(lo, hi, 6) })
            {
                Assert.InRange(ticks.Length, 2, 400);
                Assert.All(ticks, t => Assert.InRange(t.Value, lo - 1e-6 * (hi - lo), hi + 1e-6 * hi));
                Assert.True(ticks.Zip(ticks.Skip(1)).All(p => p.First.Value < p.Second.Value));
            }
        }
    }

    [Theory, InlineData(0.00421, "0.00421"), InlineData(12345.678, "12,346"), InlineData(-0.5, "−0.5"), InlineData(3.02e-9, "3.02×10⁻⁹"), InlineData(double.NaN, "–"), InlineData(0, "0"), InlineData(9.9996e-5, "10⁻⁴")]
    public void Numbers_are_short(double value, string text) => Assert.Equal(text, Ticks.Short(value));

    [Fact]
    public void Decimation_keeps_every_extreme_and_gap()
    {
        double[] y = [.. Enumerable.Range(0, 100_000).Select(i => Math.Sin(i * 0.01))];
        (y[31_415], y[60_001], y[70_000]) = (50, -50, double.NaN);
        List<int> kept = Decimate.Line(y.Length, i => i / 200, i => y[i]);
        Assert.InRange(kept.Count, 500, 2100);
        Assert.Contains(31_415, kept);
        Assert.Contains(60_001, kept);
        Assert.Contains(70_000, kept);
        Assert.Equal(kept.Order(), kept);
        Assert.Equal((0, y.Length - 1), (kept[0], kept[^1]));
    }

    [Fact]
    public void A_million_points_make_a_small_drawing_with_the_outlier_in_it()
    {
        double[] y = new double[1_000_000];
        for (int i = 0; i < y.Length; i++)
            y[i] = i * 7919 % 1000;
        y[123_456] = 10_000;
        Figure f = Figure.New().Line(y);
        Assert.InRange(f.ToSvg().Length, 1000, 80_000);
        Assert.Contains("10000", f.ToPlotlyJson(), StringComparison.Ordinal);
        Assert.InRange(f.ToPlotlyJson().Length, 1000, 400_000);
    }

    [Fact]
    public void Contour_lines_of_a_plane_are_straight_and_of_a_cone_are_closed()
    {
        double[] at = Series.Linspace(-1, 1, 41);
        var plane = new GridTrace(Matrix.From(41, 41, (r, c) => at[c]).Values, at, at);
        Assert.All(Surface.Segments(plane, 0.33), s => Assert.Equal((0.33, 0.33), (Math.Round(s.X0, 9), Math.Round(s.X1, 9))));
        var cone = new GridTrace(Matrix.From(41, 41, (r, c) => Math.Sqrt(at[c] * at[c] + at[r] * at[r])).Values, at, at);
        var lines = Surface.Chain(Surface.Segments(cone, 0.613).Select(s => (100 * s.X0, 100 * s.Y0, 100 * s.X1, 100 * s.Y1)));
        Assert.Single(lines);
        Assert.Equal(lines[0][0].X, lines[0][^1].X, 6);
        Assert.All(lines[0], p => Assert.InRange(Math.Sqrt(p.X * p.X + p.Y * p.Y), 60.8, 61.8));
    }

    [Fact]
    public void The_png_holds_the_pixels()
    {
        byte[] pixels = [.. Enumerable.Range(0, 12).Select(i => (byte)(i * 20))], png = Raster.Png(4, 3, pixels, ColorScale.Greys);
        Assert.Equal("IHDR", System.Text.Encoding.ASCII.GetString(png, 12, 4));
        int at = png.AsSpan().IndexOf("IDAT"u8);
        using var z = new System.IO.Compression.ZLibStream(new MemoryStream(png, at + 4, png.Length - at - 4), System.IO.Compression.CompressionMode.Decompress);
        byte[] rows = new byte[15];
        z.ReadExactly(rows);
        Assert.Equal(pixels, rows.Where((_, i) => i % 5 != 0));
        Assert.Equal(0xAE426082u, System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(png.AsSpan(png.Length - 4)));
    }
}
