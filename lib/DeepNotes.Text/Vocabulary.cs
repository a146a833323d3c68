namespace DeepNotes.Text;

/// <summary>The tokens of a text and their ids 0 … V − 1, both ways.</summary>
public sealed class Vocabulary
{
    /// <summary>Stands for tokens that the vocabulary does not have.</summary>
    public const string Unknown = "<unk>";

    /// <summary>Fills short sequences.</summary>
    public const string Padding = "<pad>";

    /// <summary>Comes before the first token of a sentence.</summary>
    public const string Start = "<s>";

    /// <summary>Comes after the last token of a sentence.</summary>
    public const string End = "</s>";

    private readonly Dictionary<string, int> _ids = [];
    private readonly List<string> _tokens = [];
    private readonly string _separator;

    /// <summary>A vocabulary of given tokens.</summary>
    /// <param name="tokens">In the order of their ids, none twice, none empty.</param>
    /// <param name="separator">What <see cref="Decode"/> writes between tokens.</param>
    /// <exception cref="ArgumentException">There are none, or one is empty or there twice.</exception>
    public Vocabulary(IEnumerable<string> tokens, string separator = "")
    {
        _separator = separator;
        foreach (string token in tokens)
        {
            if (token.Length == 0 || !_ids.TryAdd(token, _ids.Count))
                throw new ArgumentException($"Vocabulary: token {_ids.Count} is '{token}'; tokens are not empty and none is there twice.", nameof(tokens));
            _tokens.Add(token);
        }
        if (_tokens.Count == 0)
            throw new ArgumentException("Vocabulary: there are no tokens; a text must have at least one.", nameof(tokens));
    }

    /// <summary>The different characters of a text in the order of their code points.</summary>
    /// <param name="text">At least one character.</param>
    /// <param name="special">Tokens that come first, such as <see cref="Padding"/> and <see cref="Unknown"/>.</param>
    public static Vocabulary OfCharacters(string text, params string[] special) =>
        new([.. special, .. Tokens.Characters(text).Distinct().OrderBy(t => char.ConvertToUtf32(t, 0))]);

    /// <summary>The different words of a text, the most frequent first, equals in alphabetical order.</summary>
    /// <param name="words">From <see cref="Tokens.Words"/>.</param>
    /// <param name="minCount">Words that are rarer are left out.</param>
    /// <param name="maxSize">The largest number of words, special tokens not counted.</param>
    /// <param name="special">Tokens that come first, such as <see cref="Padding"/> and <see cref="Unknown"/>.</param>
    public static Vocabulary OfWords(IEnumerable<string> words, int minCount = 1, int maxSize = int.MaxValue, params string[] special) =>
        new([.. special, .. words.Where(w => !special.Contains(w)).GroupBy(w => w).Where(g => g.Count() >= minCount)
            .OrderByDescending(g => g.Count()).ThenBy(g => g.Key, StringComparer.Ordinal).Take(maxSize).Select(g => g.Key)], " ");

    /// <summary>V, the number of tokens.</summary>
    public int Count => _tokens.Count;

    /// <summary>All tokens in the order of their ids.</summary>
    public IReadOnlyList<string> All => _tokens;

    /// <summary>The token of an id.</summary>
    /// <param name="id">0 … V − 1.</param>
    /// <exception cref="ShapeException">There is no such id.</exception>
    public string this[int id] => (uint)id < (uint)Count ? _tokens[id]
        : throw new ShapeException($"Vocabulary: id {id}; ids lie in 0 … {Count - 1}.");

    /// <summary>The id of a token; that of <see cref="Unknown"/> when the vocabulary has that but not the token.</summary>
    /// <param name="token">A character or word.</param>
    /// <exception cref="KeyNotFoundException">Neither is there.</exception>
    public int this[string token] => _ids.TryGetValue(token, out int id) || _ids.TryGetValue(Unknown, out id) ? id
        : throw new KeyNotFoundException($"Vocabulary: '{token}' is not among the {Count} tokens; make the vocabulary with {nameof(Unknown)} to allow new ones.");

    /// <summary>Whether a token has an id of its own.</summary>
    /// <param name="token">A character or word.</param>
    public bool Contains(string token) => _ids.ContainsKey(token);

    /// <summary>The ids of tokens.</summary>
    /// <param name="tokens">From <see cref="Tokens"/>.</param>
    /// <exception cref="KeyNotFoundException">One is new and there is no <see cref="Unknown"/>.</exception>
    public int[] Encode(IEnumerable<string> tokens) => [.. tokens.Select(t => this[t])];

    /// <summary>The ids of a text's characters.</summary>
    /// <param name="text">Any text.</param>
    /// <exception cref="KeyNotFoundException">A character is new and there is no <see cref="Unknown"/>.</exception>
    public int[] Encode(string text) => Encode(Tokens.Characters(text));

    /// <summary>The text of ids, up to the first <see cref="End"/>, without padding and start.</summary>
    /// <param name="ids">0 … V − 1 each.</param>
    public string Decode(IEnumerable<int> ids) =>
        string.Join(_separator, ids.Select(i => this[i]).TakeWhile(t => t != End).Where(t => t is not (Padding or Start)));
}
