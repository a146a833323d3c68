using System.Text;

namespace DeepNotes.Notebooks.Export.Tex;

/// <summary>
/// Letters of \mathbf, \mathbb, \mathcal and their kin as Unicode's mathematical letters: browsers follow MathML Core, which knows
/// no mathvariant but <c>normal</c>.
/// </summary>
internal static class MathAlphabets
{
    private const string Greek = "ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡϴΣΤΥΦΧΨΩ∇αβγδεζηθικλμνξοπρςστυφχψω∂ϵϑϰϕϱϖ";

    // The start of each alphabet: capitals, small letters, digits, Greek; 0 where Unicode has none.
    private static readonly Dictionary<string, (int Upper, int Lower, int Digit, int Greek)> Starts = new()
    {
        ["mathbf"] = (0x1D400, 0x1D41A, 0x1D7CE, 0x1D6A8),
        ["boldsymbol"] = (0x1D468, 0x1D482, 0x1D7CE, 0x1D71C),
        ["mathbb"] = (0x1D538, 0x1D552, 0x1D7D8, 0),
        ["mathcal"] = (0x1D49C, 0x1D4B6, 0, 0),
        ["mathfrak"] = (0x1D504, 0x1D51E, 0, 0),
        ["mathsf"] = (0x1D5A0, 0x1D5BA, 0x1D7E2, 0),
        ["mathtt"] = (0x1D670, 0x1D68A, 0x1D7F6, 0),
        ["mathit"] = (0x1D434, 0x1D44E, 0, 0x1D6E2),
    };

    // Letters that Unicode had before the mathematical block, so their places there are empty.
    private static readonly Dictionary<string, string> Holes = new()
    {
        ["mathbb"] = "CℂHℍNℕPℙQℚRℝZℤ",
        ["mathcal"] = "BℬEℰFℱHℋIℐLℒMℳRℛeℯgℊoℴ",
        ["mathfrak"] = "CℭHℌIℑRℜZℨ",
        ["mathit"] = "hℎ",
    };

    private static readonly Dictionary<string, string> Aliases = new()
    {
        ["bm"] = "boldsymbol", ["mathscr"] = "mathcal", ["bold"] = "mathbf", ["pmb"] = "boldsymbol",
    };

    /// <summary>True for a command that names an alphabet.</summary>
    public static bool Has(string command) => Starts.ContainsKey(command) || Aliases.ContainsKey(command);

    /// <summary>Every letter of <paramref name="text"/> that the alphabet holds, exchanged; the others stay.</summary>
    public static string Map(string command, string text)
    {
        var alphabet = Aliases.GetValueOrDefault(command, command);
        var mapped = new StringBuilder();
        foreach (var rune in text.EnumerateRunes()) mapped.Append(Map(alphabet, rune));
        return mapped.ToString();
    }

    private static string Map(string alphabet, Rune rune)
    {
        var (upper, lower, digit, greek) = Starts[alphabet];
        if (!rune.IsBmp) return rune.ToString();
        var c = (char)rune.Value;
        if (Holes.TryGetValue(alphabet, out var holes) && holes.IndexOf(c) is var hole and >= 0 && char.IsAscii(c)) return holes[hole + 1].ToString();
        var code = c switch
        {
            >= 'A' and <= 'Z' => upper + c - 'A',
            >= 'a' and <= 'z' => lower + c - 'a',
            >= '0' and <= '9' when digit != 0 => digit + c - '0',
            _ when greek != 0 && Greek.Contains(c) => greek + Greek.IndexOf(c),
            _ => c,
        };
        return char.ConvertFromUtf32(code);
    }
}
