using System.Globalization;
using System.Text;

namespace DeepNotes.Text;

/// <summary>Cuts text into tokens.</summary>
public static class Tokens
{
    /// <summary>One token per Unicode character: 한 is one token, and so is an emoji that takes two UTF-16 units.</summary>
    /// <param name="text">Any text. An unpaired surrogate becomes U+FFFD.</param>
    public static List<string> Characters(string text)
    {
        var tokens = new List<string>(text.Length);
        foreach (var rune in text.EnumerateRunes())
            tokens.Add(rune.ToString());
        return tokens;
    }

    /// <summary>Words in lower case and punctuation marks one by one; white space only separates.</summary>
    /// <param name="text">Any text: "Mary's cat, 안녕!" gives mary's · cat · , · 안녕 · !</param>
    public static List<string> Words(string text)
    {
        var tokens = new List<string>();
        var word = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            bool inWord = Rune.IsLetterOrDigit(rune) || (word.Length > 0 && (rune.Value is '\'' or '’' || IsMark(rune)));
            if (inWord)
            {
                word.Append(Rune.ToLowerInvariant(rune).ToString());
                continue;
            }
            Flush();
            if (!Rune.IsWhiteSpace(rune))
                tokens.Add(rune.ToString());
        }
        Flush();
        return tokens;

        void Flush()
        {
            if (word.Length > 0)
                tokens.Add(word.ToString());
            word.Clear();
        }
    }

    private static bool IsMark(Rune rune) => Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;
}
