using System.Text;

namespace DeepNotes.Text;

/// <summary>Korean syllables and the letters they are written with: 한 = ㅎ + ㅏ + ㄴ.</summary>
/// <remarks>
/// The Unicode Standard, section 3.12: the 11,172 syllables stand in order, so that syllable = AC00 + (initial · 21 + vowel) · 28 + final.
/// A model over letters needs 67 of them where a model over syllables meets new ones in every text.
/// </remarks>
public static class Hangul
{
    private const int First = 0xAC00, Initial = 0x1100, Vowel = 0x1161, Final = 0x11A7, Vowels = 21, Finals = 28, Count = 19 * Vowels * Finals;

    /// <summary>Every syllable written as two or three letters (U+1100 … U+11C2); all else as it is.</summary>
    /// <param name="text">Any text.</param>
    public static string Decompose(string text)
    {
        var letters = new StringBuilder(text.Length);
        foreach (char c in text)
        {
            int i = c - First;
            if (i is < 0 or >= Count)
            {
                letters.Append(c);
                continue;
            }
            letters.Append((char)(Initial + i / (Vowels * Finals))).Append((char)(Vowel + i / Finals % Vowels));
            if (i % Finals > 0)
                letters.Append((char)(Final + i % Finals));
        }
        return letters.ToString();
    }

    /// <summary>Letters joined into syllables wherever an initial, a vowel and perhaps a final follow each other: the inverse of <see cref="Decompose"/>.</summary>
    /// <param name="text">Any text, such as a file name from a Mac.</param>
    public static string Compose(string text)
    {
        var syllables = new StringBuilder(text.Length);
        foreach (char c in text)
        {
            int last = syllables.Length > 0 ? syllables[^1] : 0, initial = last - Initial, vowel = c - Vowel, final = c - Final;
            bool open = last is >= First and < First + Count && (last - First) % Finals == 0;
            if (initial is >= 0 and < 19 && vowel is >= 0 and < Vowels)
                syllables[^1] = (char)(First + (initial * Vowels + vowel) * Finals);
            else if (open && final is > 0 and < Finals)
                syllables[^1] = (char)(last + final);
            else
                syllables.Append(c);
        }
        return syllables.ToString();
    }
}
