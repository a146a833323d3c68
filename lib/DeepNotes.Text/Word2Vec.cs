namespace DeepNotes.Text;

/// <summary>How word vectors are learned.</summary>
public sealed record Word2VecOptions
{
    /// <summary>D, the length of a vector.</summary>
    public int Dimension { get; init; } = 100;

    /// <summary>The farthest neighbour of a word that counts.</summary>
    public int Window { get; init; } = 5;

    /// <summary>Whether each word draws its window from 1 … <see cref="Window"/>, so that near neighbours count more.</summary>
    public bool DynamicWindow { get; init; } = true;

    /// <summary>False: skip-gram, a word predicts each neighbour. True: continuous bag of words (CBOW), the neighbours' mean predicts the word.</summary>
    public bool Cbow { get; init; }

    /// <summary>k, the noise words that each true word is told from.</summary>
    public int Negative { get; init; } = 5;

    /// <summary>The power of the counts that noise words are drawn by.</summary>
    public double NoisePower { get; init; } = 0.75;

    /// <summary>Decisions along a Huffman tree in place of noise words.</summary>
    public bool HierarchicalSoftmax { get; init; }

    /// <summary>t: of a word with the share f of the text about √(t/f) + t/f are kept; 0 keeps all. 1e-3 for millions of words, 1e-5 for billions.</summary>
    public double SubSample { get; init; } = 1e-3;

    /// <summary>The first learning rate, which falls to nothing in a straight line; 0 for 0.025 (skip-gram) or 0.05 (CBOW).</summary>
    public float Rate { get; init; }

    /// <summary>Passes over the corpus.</summary>
    public int Epochs { get; init; } = 5;

    /// <summary>Threads that write to the same vectors without waiting for each other; only 1 gives the same vectors every time.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>The seed of all randomness.</summary>
    public ulong Seed { get; init; } = 1;

    internal float FirstRate => Rate > 0 ? Rate : Cbow ? 0.05f : 0.025f;

    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Dimension, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(Window, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Window, WordCorpus.LongestSentence);
        ArgumentOutOfRangeException.ThrowIfLessThan(Negative, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Negative, 1000);
        ArgumentOutOfRangeException.ThrowIfLessThan(Epochs, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(Threads, 1);
        if (!(SubSample >= 0 && Rate >= 0 && double.IsFinite(NoisePower)))
            throw new ArgumentOutOfRangeException(nameof(SubSample), $"Word2Vec: sub-sampling {SubSample}, rate {Rate}, noise power {NoisePower}; they must be numbers, the first two of at least 0.");
    }
}

/// <summary>Word vectors from the company that words keep: skip-gram and CBOW, with negative sampling or hierarchical softmax.</summary>
/// <remarks>
/// Skip-gram with negative sampling makes σ(w·c) large for a word w and its neighbour c, and σ(w·n) small for k noise words n:
/// log σ(w·c) + Σ log σ(−w·n). Mikolov, Chen, Corrado and Dean (2013); Mikolov, Sutskever et al. (2013), equation 4. Threads share
/// the vectors without locks, after Niu et al. (2011), "Hogwild!": two seldom change the same word at once.
/// </remarks>
public sealed class Word2Vec
{
    private Word2Vec(WordVectors vectors, WordVectors? contexts) => (Vectors, Contexts) = (vectors, contexts);

    /// <summary>The vectors of the words.</summary>
    public WordVectors Vectors { get; }

    /// <summary>The vectors of the words as neighbours; null with hierarchical softmax, whose outputs belong to decisions.</summary>
    public WordVectors? Contexts { get; }

    /// <summary>Learns vectors from a corpus.</summary>
    /// <param name="corpus">From memory or a file.</param>
    /// <param name="options">How; null for the usual settings.</param>
    /// <param name="progress">Told, now and then, which share of the work is done.</param>
    /// <param name="cancel">Stops.</param>
    /// <exception cref="InvalidDataException">The vocabulary has one word only.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static Word2Vec Train(WordCorpus corpus, Word2VecOptions? options = null, Action<double>? progress = null, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(corpus);
        var o = options ?? new();
        o.Validate();
        if (corpus.Vocabulary.Count < 2)
            throw new InvalidDataException($"Word2Vec: the vocabulary has one word, '{corpus.Vocabulary[0]}'; there must be another to tell it from.");
        var job = new Word2VecJob(corpus, o, progress, cancel);
        if (o.Threads == 1)
            new Word2VecWorker(job, 0).Run();
        else
            Together(o.Threads, part => new Word2VecWorker(job, part).Run());
        cancel.ThrowIfCancellationRequested();
        return new Word2Vec(new WordVectors(corpus.Vocabulary, job.Inputs.ToTensor()),
            o.HierarchicalSoftmax ? null : new WordVectors(corpus.Vocabulary, job.Outputs.ToTensor()));
    }

    private static void Together(int count, Action<int> work)
    {
        Exception? failure = null;
        var threads = new Thread[count];
        for (int i = 0; i < count; i++)
        {
            int part = i;
            threads[i] = new Thread(() =>
            {
                try
                {
                    work(part);
                }
                catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException)
                {
                    failure = e;   // a file that vanished or changed meanwhile; the caller is told after all have stopped
                }
            }) { IsBackground = true, Name = $"word2vec {i}" };
            threads[i].Start();
        }
        foreach (var thread in threads)
            thread.Join();
        if (failure is not null)
            throw new IOException($"Word2Vec: {failure.Message}", failure);
    }
}
