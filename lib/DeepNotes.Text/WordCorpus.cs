using System.Text;
using System.Text.Unicode;

namespace DeepNotes.Text;

/// <summary>A corpus: its words, the most frequent first, how often each occurs, and its sentences as ids, again and again.</summary>
/// <remarks>
/// A file is streamed: what stays in memory is the vocabulary. Words are separated by white space, a line is a sentence, and a
/// sentence of more than 1,000 words is cut, as in the word2vec program of Mikolov et al. (2013).
/// </remarks>
public sealed class WordCorpus
{
    internal const int LongestSentence = 1000;

    private readonly WordTable? _table;
    private readonly string? _path;
    private readonly int[][] _sentences = [];

    private WordCorpus(IEnumerable<(string Word, long Count)> words, long read, int minCount, string what)
    {
        (string Word, long Count)[] kept = [.. words.OrderByDescending(w => w.Count).ThenBy(w => w.Word, StringComparer.Ordinal)];
        if (kept.Length == 0)
            throw new InvalidDataException($"WordCorpus: {what} has no words; there must be at least one.");
        int count = kept.TakeWhile(w => w.Count >= minCount).Count();
        if (count == 0)
            throw new InvalidDataException($"WordCorpus: no word of {what} occurs {minCount} times; the most frequent, '{kept[0].Word}', occurs {kept[0].Count} times. Lower minCount.");
        Vocabulary = new Vocabulary(kept.Take(count).Select(w => w.Word), " ");
        Counts = Array.ConvertAll(kept[..count], w => w.Count);
        (Total, Read) = (Counts.Sum(), read);
    }

    private WordCorpus(string path, WordTable table, long read, int minCount) : this(table.Words(), read, minCount, Path.GetFileName(path))
    {
        (_path, _table) = (path, table);
        table.Number(Vocabulary);
    }

    private WordCorpus(IReadOnlyList<string[]> sentences, int minCount)
        : this(sentences.SelectMany(s => s).GroupBy(w => w).Select(g => (g.Key, g.LongCount())), sentences.Sum(s => (long)s.Length), minCount, "the corpus") =>
        _sentences = [.. sentences.SelectMany(s => s.Where(Vocabulary.Contains).Select(w => Vocabulary[w]).Chunk(LongestSentence))];

    /// <summary>The words; ids go by frequency, 0 the most frequent.</summary>
    public Vocabulary Vocabulary { get; }

    /// <summary>How often each word occurs, by id.</summary>
    public IReadOnlyList<long> Counts { get; }

    /// <summary>The words of the corpus that are in the vocabulary, repetitions counted.</summary>
    public long Total { get; }

    /// <summary>All words of the corpus, those too rare for the vocabulary among them.</summary>
    public long Read { get; }

    /// <summary>A corpus in memory.</summary>
    /// <param name="sentences">Words of each sentence.</param>
    /// <param name="minCount">Words that are rarer are left out.</param>
    /// <exception cref="InvalidDataException">There is no word, or none that is frequent enough.</exception>
    public static WordCorpus Of(IReadOnlyList<string[]> sentences, int minCount = 1) => new(sentences, minCount);

    /// <summary>A corpus in a UTF-8 file that is read as often as it is needed, never as a whole.</summary>
    /// <param name="path">The file: words separated by white space, a sentence on a line.</param>
    /// <param name="minCount">Words that are rarer are left out.</param>
    /// <exception cref="InvalidDataException">There is no word, none that is frequent enough, or a word is not UTF-8.</exception>
    public static WordCorpus OfFile(string path, int minCount = 5)
    {
        var table = new WordTable();
        long read = 0;
        using var words = new WordReader(path);
        while (words.Read(out var word))
        {
            if (word.IsEmpty)
                continue;
            read++;
            if (table.Add(word) && !Utf8.IsValid(word))   // only a new word can be the first that is wrong
                throw new InvalidDataException($"WordCorpus: {Path.GetFileName(path)} is not UTF-8: word {read:N0}, at byte {words.Position:N0}; save the text as UTF-8.");
        }
        return new WordCorpus(path, table, read, minCount);
    }

    /// <summary>Writes a text as a corpus file: a line for each of its lines, cut into words by <see cref="Tokens.Words"/>.</summary>
    /// <param name="path">The file to make.</param>
    /// <param name="lines">The text, such as <c>File.ReadLines(…)</c>.</param>
    public static void Write(string path, IEnumerable<string> lines) => AtomicFile.Write(path, stream =>
    {
        using var writer = new StreamWriter(stream, new UTF8Encoding(false), 1 << 16, leaveOpen: true) { NewLine = "\n" };
        foreach (string line in lines)
            writer.WriteLine(string.Join(' ', Tokens.Words(line)));
    });

    /// <summary>The sentences as ids, words outside the vocabulary left out.</summary>
    public IEnumerable<int[]> Sentences()
    {
        using var reader = Open(0, 1);
        var buffer = new int[LongestSentence];
        while (reader.Read(buffer) is >= 0 and int count)
            yield return buffer[..count];
    }

    /// <summary>Reads one of several parts that can be read side by side.</summary>
    internal SentenceReader Open(int part, int parts) => _path is null
        ? new SentenceReader(_sentences, _sentences.Length * part / parts, _sentences.Length * (part + 1) / parts)
        : new SentenceReader(new WordReader(_path, part, parts), _table!);
}

/// <summary>Sentences of a part of a corpus, one after the other.</summary>
internal sealed class SentenceReader : IDisposable
{
    private readonly WordReader? _words;
    private readonly WordTable? _table;
    private readonly int[][] _sentences = [];
    private readonly int _end;
    private int _next;

    public SentenceReader(WordReader words, WordTable table) => (_words, _table) = (words, table);

    public SentenceReader(int[][] sentences, int start, int end) => (_sentences, _next, _end) = (sentences, start, end);

    /// <summary>The next sentence.</summary>
    /// <param name="ids">Where its word ids go: <see cref="WordCorpus.LongestSentence"/> places.</param>
    /// <returns>How many there are; −1 after the last sentence.</returns>
    public int Read(Span<int> ids)
    {
        if (_words is null)
        {
            if (_next >= _end)
                return -1;
            int[] sentence = _sentences[_next++];
            sentence.CopyTo(ids);
            return sentence.Length;
        }
        int count = 0;
        while (_words.Read(out var word))
        {
            if (word.IsEmpty ? count > 0 : Append(word, ids, ref count))
                return count;
        }
        return count > 0 ? count : -1;
    }

    public void Dispose() => _words?.Dispose();

    private bool Append(ReadOnlySpan<byte> word, Span<int> ids, ref int count)
    {
        int id = _table!.Find(word);
        if (id >= 0)
            ids[count++] = id;
        return count == WordCorpus.LongestSentence;
    }
}
