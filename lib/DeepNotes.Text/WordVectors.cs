namespace DeepNotes.Text;

/// <summary>A word and how near it is.</summary>
/// <param name="Word">The word.</param>
/// <param name="Score">The cosine, 1 for the same direction; for an analogy what its method maximises.</param>
public sealed record Neighbour(string Word, double Score);

/// <summary>How the fourth word of an analogy is looked for.</summary>
public enum AnalogyMethod
{
    /// <summary>The largest cos(x, b − a + c): Mikolov, Yih and Zweig (2013).</summary>
    Add,

    /// <summary>The largest cos′(x, b) · cos′(x, c) / cos′(x, a) with cos′ = (1 + cos) / 2: Levy and Goldberg (2014).</summary>
    Multiply,
}

/// <summary>Words as points: a vector for each word of a vocabulary.</summary>
public sealed class WordVectors
{
    private float[]? _unit;

    /// <summary>Vectors of words.</summary>
    /// <param name="vocabulary">V words.</param>
    /// <param name="matrix">(V, D), one row per word.</param>
    /// <exception cref="ShapeException">The matrix does not have V rows.</exception>
    public WordVectors(Vocabulary vocabulary, Tensor matrix)
    {
        if (matrix.Rank != 2 || matrix.Dim(0) != vocabulary.Count)
            throw new ShapeException($"WordVectors: the matrix is ({string.Join(", ", matrix.Shape.ToArray())}); it must have one row for each of {vocabulary.Count} words.");
        (Vocabulary, Matrix) = (vocabulary, matrix);
    }

    /// <summary>The words.</summary>
    public Vocabulary Vocabulary { get; }

    /// <summary>(V, D).</summary>
    public Tensor Matrix { get; }

    /// <summary>V.</summary>
    public int Count => Vocabulary.Count;

    /// <summary>D.</summary>
    public int Dimension => Matrix.Dim(1);

    /// <summary>The vector of a word.</summary>
    /// <param name="word">A word of the vocabulary.</param>
    /// <exception cref="KeyNotFoundException">There is no such word.</exception>
    public float[] this[string word] => Matrix.Data.Slice(Vocabulary[word] * Dimension, Dimension).ToArray();

    /// <summary>The vectors of some words, (words, D), for a map.</summary>
    /// <param name="words">Words of the vocabulary.</param>
    public Tensor Of(IEnumerable<string> words)
    {
        int[] ids = Vocabulary.Encode(words);
        var y = Tensor.Empty(ids.Length, Dimension);
        for (int i = 0; i < ids.Length; i++)
            Matrix.Data.Slice(ids[i] * Dimension, Dimension).CopyTo(y.Data.Slice(i * Dimension, Dimension));
        return y;
    }

    /// <summary>The cosine of two words' vectors.</summary>
    /// <param name="a">A word.</param>
    /// <param name="b">A word.</param>
    /// <exception cref="KeyNotFoundException">One is not in the vocabulary.</exception>
    public double Similarity(string a, string b) => TensorPrimitives.Dot(Unit(Vocabulary[a]), Unit(Vocabulary[b]));

    /// <summary>The words whose vectors point most nearly where a word's does.</summary>
    /// <param name="word">A word of the vocabulary.</param>
    /// <param name="count">How many.</param>
    /// <exception cref="KeyNotFoundException">There is no such word.</exception>
    public IReadOnlyList<Neighbour> Nearest(string word, int count = 5) => Nearest(Unit(Vocabulary[word]), count, word);

    /// <summary>The words whose vectors point most nearly in a direction.</summary>
    /// <param name="direction">D numbers.</param>
    /// <param name="count">How many.</param>
    /// <param name="except">Words that are not asked for.</param>
    public IReadOnlyList<Neighbour> Nearest(ReadOnlySpan<float> direction, int count = 5, params string[] except)
    {
        var cosines = Cosines(direction);
        return Best(cosines, count, [.. except.Select(w => Vocabulary[w])]);
    }

    /// <summary>a is to b as c is to what? king, queen, man → woman. The three words themselves are not answers.</summary>
    /// <param name="a">A word.</param>
    /// <param name="b">What it is paired with.</param>
    /// <param name="c">The word whose partner is looked for.</param>
    /// <param name="count">How many answers.</param>
    /// <param name="method">How.</param>
    /// <exception cref="KeyNotFoundException">One is not in the vocabulary.</exception>
    public IReadOnlyList<Neighbour> Analogy(string a, string b, string c, int count = 1, AnalogyMethod method = AnalogyMethod.Add)
    {
        int[] ids = [Vocabulary[a], Vocabulary[b], Vocabulary[c]];
        return Best(method == AnalogyMethod.Add ? AddScores(ids) : MultiplyScores(ids), count, ids);
    }

    /// <summary>Answers questions and counts what is right, section by section.</summary>
    /// <param name="questions">From <see cref="WordQuestions"/> or a generator.</param>
    /// <param name="method">How.</param>
    /// <returns>For each section and at last for all together: questions answered, right answers, and questions with unknown words.</returns>
    public IReadOnlyList<AnalogyScore> Score(IEnumerable<AnalogyQuestion> questions, AnalogyMethod method = AnalogyMethod.Add)
    {
        var scores = new List<AnalogyScore>();
        foreach (var section in questions.GroupBy(q => q.Section))
        {
            int asked = 0, right = 0, unknown = 0;
            foreach (var q in section)
            {
                if (!(Knows(q.A) && Knows(q.B) && Knows(q.C) && Knows(q.D)))
                {
                    unknown++;
                    continue;
                }
                asked++;
                right += Analogy(q.A, q.B, q.C, 1, method) is [{ Word: var answer }] && answer == q.D ? 1 : 0;
            }
            scores.Add(new AnalogyScore(section.Key, asked, right, unknown));
        }
        scores.Add(new AnalogyScore("all", scores.Sum(s => s.Asked), scores.Sum(s => s.Right), scores.Sum(s => s.Unknown)));
        return scores;
    }

    /// <summary>Spearman's rank correlation between cosines and people's judgements of how similar two words are.</summary>
    /// <param name="pairs">From <see cref="WordQuestions.ReadPairs"/>.</param>
    /// <returns>The correlation, −1 … 1, and the pairs it rests on; pairs with unknown words are left out.</returns>
    /// <exception cref="ArgumentException">Fewer than two pairs are known.</exception>
    public (double Correlation, int Pairs) Correlate(IEnumerable<WordPair> pairs)
    {
        WordPair[] known = [.. pairs.Where(p => Knows(p.A) && Knows(p.B))];
        return (RankCorrelation.Of([.. known.Select(p => Similarity(p.A, p.B))], [.. known.Select(p => p.Score)]), known.Length);
    }

    private bool Knows(string word) => Vocabulary.Contains(word);

    private float[] AddScores(int[] ids)
    {
        var direction = new float[Dimension];
        TensorPrimitives.Subtract(Unit(ids[1]), Unit(ids[0]), direction);
        TensorPrimitives.Add(direction, Unit(ids[2]), direction);
        return Cosines(direction);
    }

    private float[] MultiplyScores(int[] ids)
    {
        float[] a = Cosines(Unit(ids[0])), b = Cosines(Unit(ids[1])), c = Cosines(Unit(ids[2]));
        for (int i = 0; i < a.Length; i++)
            a[i] = (1 + b[i]) * (1 + c[i]) / 2 / (1 + a[i] + 2e-3f);   // the authors' ε = 0.001 beside (1 + cos) / 2
        return a;
    }

    private float[] Cosines(ReadOnlySpan<float> direction)
    {
        float norm = TensorPrimitives.Norm(direction);
        var cosines = new float[Count];
        for (int i = 0; i < cosines.Length; i++)
            cosines[i] = norm == 0 ? 0 : TensorPrimitives.Dot(direction, Unit(i)) / norm;
        return cosines;
    }

    private Neighbour[] Best(float[] scores, int count, int[] except)
    {
        foreach (int id in except)
            scores[id] = float.NegativeInfinity;
        count = Math.Min(count, Count - except.Distinct().Count());
        var best = new Neighbour[count];
        for (int i = 0; i < count; i++)
        {
            int id = TensorPrimitives.IndexOfMax(scores);
            best[i] = new Neighbour(Vocabulary[id], scores[id]);
            scores[id] = float.NegativeInfinity;
        }
        return best;
    }

    // Rows of length 1; a row of zeros stays one, and is near to nothing.
    private ReadOnlySpan<float> Unit(int id)
    {
        if (_unit is null)
        {
            var unit = Matrix.Data.ToArray();
            for (int i = 0; i < Count; i++)
            {
                var row = unit.AsSpan(i * Dimension, Dimension);
                float norm = TensorPrimitives.Norm(row);
                TensorPrimitives.Divide(row, norm > 0 ? norm : 1, row);
            }
            _unit = unit;
        }
        return _unit.AsSpan(id * Dimension, Dimension);
    }
}
