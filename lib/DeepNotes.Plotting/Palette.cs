using System.Globalization;

namespace DeepNotes.Plotting;

/// <summary>Eight colours, dashes and markers that stay apart on white, on black, on paper and for every kind of colour vision.</summary>
/// <remarks>
/// After Okabe and Ito (2008), "Color universal design", with yellow and black left out and orange, sky blue darkened: each colour
/// has a contrast of at least 3 : 1 against white and against #1e1e1e, so one figure serves light and dark pages.
/// </remarks>
internal static class Palette
{
    private static readonly string[] Colors = ["#1a80c4", "#d55e00", "#009e73", "#c06fa0", "#bd8100", "#7b6bd0", "#1b98aa", "#808080"];
    private static readonly string[] Dashes = ["solid", "dash", "dot", "dashdot", "longdash", "longdashdot"];
    private static readonly string[] Symbols = ["circle", "square", "diamond", "triangle-up", "x", "triangle-down", "cross"];

    public static int Count => Colors.Length;
    public static string Color(int slot) => Colors[slot % Colors.Length];
    public static string Dash(int slot) => Dashes[slot % Dashes.Length];
    public static string Symbol(int slot) => Symbols[slot % Symbols.Length];

    /// <summary>The SVG dash array of a Plotly dash name, scaled to the line; null for a solid line.</summary>
    public static string? DashArray(string dash) => dash switch
    {
        "dash" => "7 4",
        "dot" => "2 3",
        "dashdot" => "8 3 2 3",
        "longdash" => "13 4",
        "longdashdot" => "13 3 2 3",
        "solid" => null,
        _ => throw new ArgumentException($"Dash: \"{dash}\" is unknown; it is one of {string.Join(", ", Dashes)}.", nameof(dash)),
    };

    /// <summary>Relative luminance of "#rrggbb" (WCAG 2).</summary>
    public static double Luminance(string color)
    {
        double[] c = [.. Enumerable.Range(0, 3).Select(i => int.Parse(color.AsSpan(1 + 2 * i, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture) / 255.0)
            .Select(v => v <= 0.04045 ? v / 12.92 : Math.Pow((v + 0.055) / 1.055, 2.4))];
        return 0.2126 * c[0] + 0.7152 * c[1] + 0.0722 * c[2];
    }
}

/// <summary>A map from 0 … 1 to colours, linear between evenly spaced stops.</summary>
public sealed class ColorScale
{
    private readonly int[] _stops;
    private ColorScale(params int[] stops) => _stops = stops;

    /// <summary>Dark violet to yellow, evenly rising in lightness (van der Walt and Smith, 2015): for amounts.</summary>
    public static ColorScale Viridis { get; } = new(0x440154, 0x482878, 0x3e4989, 0x31688e, 0x26828e, 0x1f9e89, 0x35b779, 0x6ece58, 0xb5de2b, 0xfde725);

    /// <summary>Blue, white, red: for signed values around zero.</summary>
    public static ColorScale Diverging { get; } = new(0x2166ac, 0x67a9cf, 0xd1e5f0, 0xf7f7f7, 0xfddbc7, 0xef8a62, 0xb2182b);

    /// <summary>Black to white: for images.</summary>
    public static ColorScale Greys { get; } = new(0x000000, 0xffffff);

    /// <summary>A palette of 6 reds × 7 greens × 6 blues, one stop each.</summary>
    internal static ColorScale Cube { get; } = new([.. Enumerable.Range(0, CubeLast + 1).Select(i => Math.Min(i / 42, 5) * 51 << 16 | i / 6 % 7 * 255 / 6 << 8 | i % 6 * 51)]);

    /// <summary>The last entry of <see cref="Cube"/>; a raster has as many steps, so that none is blended.</summary>
    internal const int CubeLast = 254;

    /// <summary>The entry of <see cref="Cube"/> that is nearest to a colour.</summary>
    internal static float CubeEntry(float red, float green, float blue) => 42 * Step(red, 5) + 6 * Step(green, 6) + Step(blue, 5);

    internal bool IsDiverging => this == Diverging;

    internal IEnumerable<(double At, string Color)> Stops => _stops.Select((s, i) => ((double)i / (_stops.Length - 1), Hex(s)));

    /// <summary>The colour 0xRRGGBB at <paramref name="t"/>, clamped to 0 … 1.</summary>
    internal int At(double t)
    {
        double u = Math.Clamp(double.IsNaN(t) ? 0 : t, 0, 1) * (_stops.Length - 1);
        int i = Math.Min((int)u, _stops.Length - 2);
        return Mix(16) << 16 | Mix(8) << 8 | Mix(0);

        int Mix(int shift) => (int)Math.Round((_stops[i] >> shift & 255) * (1 - (u - i)) + (_stops[i + 1] >> shift & 255) * (u - i));
    }

    private static int Step(float value, int last) => (int)MathF.Round(Math.Clamp(value, 0, 1) * last);

    internal static string Hex(int color) => "#" + color.ToString("x6", CultureInfo.InvariantCulture);
}
