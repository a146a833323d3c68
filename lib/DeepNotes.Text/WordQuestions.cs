using System.Globalization;
using System.Text;

namespace DeepNotes.Text;

/// <summary>a is to b as c is to d.</summary>
/// <param name="Section">Kind of question, such as "capitals".</param>
/// <param name="A">A word.</param>
/// <param name="B">Its partner.</param>
/// <param name="C">Another word.</param>
/// <param name="D">Its partner, the answer.</param>
public sealed record AnalogyQuestion(string Section, string A, string B, string C, string D);

/// <summary>How many analogies of a section were right.</summary>
/// <param name="Section">Its name.</param>
/// <param name="Asked">Questions whose words are all known.</param>
/// <param name="Right">Right answers.</param>
/// <param name="Unknown">Questions with a word that is not in the vocabulary.</param>
public sealed record AnalogyScore(string Section, int Asked, int Right, int Unknown)
{
    /// <summary>Right answers of those asked, in per cent.</summary>
    public double Percent => Asked == 0 ? 0 : 100.0 * Right / Asked;
}

/// <summary>How similar people found two words.</summary>
/// <param name="A">A word.</param>
/// <param name="B">A word.</param>
/// <param name="Score">The mean judgement.</param>
public sealed record WordPair(string A, string B, double Score);

/// <summary>Readers for the files that word vectors are tested with.</summary>
public static class WordQuestions
{
    /// <summary>Pairs of pairs: from man:woman and king:queen come two questions, in both orders.</summary>
    /// <param name="section">Kind of question.</param>
    /// <param name="pairs">Two words each.</param>
    public static IEnumerable<AnalogyQuestion> From(string section, IReadOnlyList<(string A, string B)> pairs)
    {
        foreach (var (a, b) in pairs)
        {
            foreach (var (c, d) in pairs)
            {
                if (a != c)
                    yield return new AnalogyQuestion(section, a, b, c, d);
            }
        }
    }

    /// <summary>Reads a file of analogies: lines <c>: section</c> and lines of four words, which are put in lower case.</summary>
    /// <param name="path">A UTF-8 file, such as questions-words.txt of Mikolov et al. (2013).</param>
    /// <exception cref="InvalidDataException">A line has not four words, or the file is not UTF-8.</exception>
    public static IReadOnlyList<AnalogyQuestion> ReadAnalogies(string path)
    {
        var questions = new List<AnalogyQuestion>();
        string section = "";
        foreach (var (number, line) in Lines(path))
        {
            string[] words = line.ToLowerInvariant().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            if (line.StartsWith(':'))
                section = line[1..].Trim();
            else if (words.Length == 4)
                questions.Add(new AnalogyQuestion(section, words[0], words[1], words[2], words[3]));
            else if (words.Length > 0)
                throw new InvalidDataException($"WordQuestions: line {number} of {Path.GetFileName(path)} has {words.Length} words; an analogy has four.");
        }
        return questions;
    }

    /// <summary>Reads a table of word pairs: lines <c>word,word,number</c> after a line of titles; words are put in lower case.</summary>
    /// <param name="path">A UTF-8 file, such as WordSim-353 of Finkelstein et al. (2002).</param>
    /// <exception cref="InvalidDataException">A line has another form, or the file is not UTF-8.</exception>
    public static IReadOnlyList<WordPair> ReadPairs(string path)
    {
        var pairs = new List<WordPair>();
        foreach (var (number, line) in Lines(path).Skip(1))
        {
            string[] parts = line.ToLowerInvariant().Split([',', '\t'], StringSplitOptions.TrimEntries);
            if (line.Length == 0)
                continue;
            if (parts.Length < 3 || !double.TryParse(parts[2], NumberStyles.Float, CultureInfo.InvariantCulture, out double score))
                throw new InvalidDataException($"WordQuestions: line {number} of {Path.GetFileName(path)} is '{line}'; it must be two words and a number, separated by commas.");
            pairs.Add(new WordPair(parts[0], parts[1], score));
        }
        return pairs;
    }

    private static IEnumerable<(int Number, string Line)> Lines(string path)
    {
        string text;
        try
        {
            text = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(File.ReadAllBytes(path)).TrimStart('\uFEFF');
        }
        catch (DecoderFallbackException e)
        {
            throw new InvalidDataException($"WordQuestions: {Path.GetFileName(path)} is not UTF-8 at byte {e.Index:N0}; save it as UTF-8.", e);
        }
        return text.Split('\n').Select((line, i) => (i + 1, line.Trim()));
    }
}

/// <summary>Spearman's rank correlation.</summary>
public static class RankCorrelation
{
    /// <summary>The correlation of the ranks; equal values share the mean of their ranks.</summary>
    /// <remarks>Spearman (1904).</remarks>
    /// <param name="x">Numbers.</param>
    /// <param name="y">As many numbers.</param>
    /// <returns>−1 … 1; 0 when one side is all equal.</returns>
    /// <exception cref="ArgumentException">There are fewer than two, or not as many of each.</exception>
    public static double Of(double[] x, double[] y)
    {
        if (x.Length != y.Length || x.Length < 2)
            throw new ArgumentException($"RankCorrelation: {x.Length} and {y.Length} numbers; there must be as many of each, at least two.");
        double[] a = Ranks(x), b = Ranks(y);
        double mean = (x.Length + 1) / 2.0, ab = 0, aa = 0, bb = 0;
        for (int i = 0; i < a.Length; i++)
        {
            ab += (a[i] - mean) * (b[i] - mean);
            aa += (a[i] - mean) * (a[i] - mean);
            bb += (b[i] - mean) * (b[i] - mean);
        }
        return aa * bb == 0 ? 0 : ab / Math.Sqrt(aa * bb);
    }

    private static double[] Ranks(double[] values)
    {
        int[] order = [.. Enumerable.Range(0, values.Length)];
        Array.Sort((double[])values.Clone(), order);
        var ranks = new double[values.Length];
        for (int start = 0; start < order.Length;)
        {
            int end = start + 1;
            while (end < order.Length && values[order[end]] == values[order[start]])
                end++;
            for (int i = start; i < end; i++)
                ranks[order[i]] = (start + 1 + end) / 2.0;
            start = end;
        }
        return ranks;
    }
}
