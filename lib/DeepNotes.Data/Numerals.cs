using System.Globalization;

namespace DeepNotes.Data;

/// <summary>A point of a pen stroke: x to the right, y downward, a numeral fills about 0 … 100.</summary>
internal readonly record struct Pen(double X, double Y);

/// <summary>The ways in which <see cref="DrawnDigits"/> writes each numeral: points along the pen's path, strokes separated by a bar.</summary>
internal static class Numerals
{
    private static readonly string[][] Ways =
    [
        ["58,4 30,12 14,44 20,82 48,97 78,84 88,48 78,14 58,4", "66,8 40,3 16,26 10,62 28,94 60,96 84,68 86,32 66,8", "50,2 22,20 16,60 36,96 66,92 84,56 76,18 44,6 34,14"],
        ["50,2 50,98", "58,2 52,50 46,98", "28,24 52,3|52,3 50,98", "32,20 52,3|52,3 50,97|28,97 74,96"],
        ["16,26 30,8 55,3 78,16 76,40 52,68 14,96|14,96 50,94 88,94", "18,24 40,4 72,12 74,40 44,74 18,92 16,80 34,76 60,92 90,88",
            "14,20 44,4 76,18 70,46 40,74 12,95|12,95 36,88 62,94 90,90"],
        ["18,14 45,3 76,14 70,36 44,47|44,47 76,56 82,80 52,98 16,86", "18,6 80,6|80,6 46,42|46,42 80,54 80,84 48,98 14,86",
            "20,18 44,3 72,16 64,40 42,48 66,50 84,72 66,95 36,98 14,84"],
        ["28,4 20,34 16,58|16,58 50,58 88,54|70,22 66,50 62,98", "64,3 36,32 10,66|10,66 50,66 92,62|64,3 63,50 60,98",
            "24,6 18,32 26,52 56,54 76,46|80,4 74,46 68,98"],
        ["26,6 22,44|22,44 52,34 82,52 80,84 46,98 14,88|26,6 50,7 84,4", "84,6 50,6 30,8|30,8 24,46|24,46 54,38 80,58 74,88 42,98 16,86",
            "82,8 40,6 26,26 34,46 66,54 80,74 62,95 34,98 14,88"],
        ["66,4 36,28 18,62 26,92 56,98 80,80 70,58 44,54 22,72", "48,2 26,36 18,70 34,96 62,96 76,76 62,58 38,62 22,78", "78,8 50,10 26,40 20,76 44,98 72,90 76,66 54,54 24,68"],
        ["14,10 50,8 86,8|86,8 62,50 44,98", "14,12 50,9 86,8|86,8 60,52 46,98|38,52 58,50 80,50", "14,24 16,8|16,8 50,10 84,6|84,6 64,46 52,98", "12,16 40,4 62,12 84,6|84,6 66,40 42,98"],
        ["74,18 50,3 26,18 44,42 70,60 80,82 50,98 20,82 30,60 58,42 74,18", "50,46 26,30 34,8 58,3 74,20 50,46|50,46 20,66 24,92 56,98 82,78 50,46",
            "78,14 46,4 26,22 48,46 76,70 62,95 32,95 20,74 48,48 78,22"],
        ["76,26 56,4 26,14 20,40 44,54 70,42 78,22|78,22 74,60 66,98", "78,24 54,4 24,16 22,42 48,52 74,38 78,24|78,24 80,64 64,92 38,97", "70,30 58,6 30,10 20,34 40,50 66,36 74,10|74,10 72,56 70,98"],
    ];

    /// <summary>One way of writing a numeral, fresh lists that the caller may change.</summary>
    /// <param name="rng">Randomness.</param>
    /// <param name="digit">0 … 9.</param>
    public static List<List<Pen>> Pick(Rng rng, int digit) =>
        [.. Ways[digit][rng.Next(Ways[digit].Length)].Split('|').Select(stroke => stroke.Split(' ').Select(Point).ToList())];

    private static Pen Point(string pair)
    {
        int comma = pair.IndexOf(',', StringComparison.Ordinal);
        return new Pen(double.Parse(pair.AsSpan(0, comma), CultureInfo.InvariantCulture), double.Parse(pair.AsSpan(comma + 1), CultureInfo.InvariantCulture));
    }
}
