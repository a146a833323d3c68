using System.Runtime.InteropServices;

namespace DeepNotes.Text;

/// <summary>How often words stand near each other, and how much more often than by chance.</summary>
/// <remarks>Firth (1957): you shall know a word by the company it keeps. Harris (1954), the distributional hypothesis.</remarks>
public static class Cooccurrence
{
    /// <summary>Counts each pair of words within a window of a sentence.</summary>
    /// <param name="corpus">The corpus.</param>
    /// <param name="window">The farthest neighbour that counts.</param>
    /// <param name="weighted">Whether a neighbour at distance d counts (window − d + 1) / window, which is what a window drawn anew for each word comes to.</param>
    /// <returns>(V, V), symmetric.</returns>
    public static SparseMatrix Count(WordCorpus corpus, int window, bool weighted = false)
    {
        ArgumentNullException.ThrowIfNull(corpus);
        ArgumentOutOfRangeException.ThrowIfLessThan(window, 1);
        var counts = new Dictionary<(int, int), double>();
        foreach (int[] sentence in corpus.Sentences())
        {
            for (int at = 0; at < sentence.Length; at++)
            {
                for (int other = at + 1; other <= at + window && other < sentence.Length; other++)
                {
                    double weight = weighted ? (window - (other - at) + 1) / (double)window : 1;
                    CollectionsMarshal.GetValueRefOrAddDefault(counts, (sentence[at], sentence[other]), out _) += weight;
                    CollectionsMarshal.GetValueRefOrAddDefault(counts, (sentence[other], sentence[at]), out _) += weight;
                }
            }
        }
        int v = corpus.Vocabulary.Count;
        return new SparseMatrix(v, v, counts.Select(c => (c.Key.Item1, c.Key.Item2, c.Value)));
    }

    /// <summary>Pointwise mutual information: log p(w, c) / (p(w) p(c)), for the pairs that occur; 0 is chance.</summary>
    /// <param name="counts">From <see cref="Count"/>.</param>
    /// <param name="contextPower">The power of the neighbours' counts: 0.75 tempers rare ones, 1 leaves them.</param>
    /// <remarks>Fano (1961); Church and Hanks (1990).</remarks>
    /// <returns>(V, V), an entry for each pair that occurs; one of exactly 0 is left out.</returns>
    public static SparseMatrix Pmi(SparseMatrix counts, double contextPower = 1)
    {
        ArgumentNullException.ThrowIfNull(counts);
        var words = new double[counts.Rows];
        var contexts = new double[counts.Columns];
        foreach (var (w, c, n) in counts.Entries())
        {
            words[w] += n;
            contexts[c] += n;
        }
        double[] share = Array.ConvertAll(contexts, n => n == 0 ? 0 : Math.Pow(n, contextPower));
        double shares = share.Sum();
        return new SparseMatrix(counts.Rows, counts.Columns,
            counts.Entries().Select(e => (e.Row, e.Column, Math.Log(e.Value / words[e.Row] / (share[e.Column] / shares)))));
    }

    /// <summary>Positive PMI: max(0, PMI − log k).</summary>
    /// <param name="counts">From <see cref="Count"/>.</param>
    /// <param name="shift">k ≥ 1; 1 for plain PPMI.</param>
    /// <param name="contextPower">As in <see cref="Pmi"/>.</param>
    /// <remarks>Bullinaria and Levy (2007); the shift and its tie to negative sampling, Levy and Goldberg (2014).</remarks>
    /// <returns>(V, V).</returns>
    public static SparseMatrix Ppmi(SparseMatrix counts, double shift = 1, double contextPower = 1)
    {
        ArgumentNullException.ThrowIfNull(counts);
        double less = Math.Log(shift);
        return new SparseMatrix(counts.Rows, counts.Columns, Pmi(counts, contextPower).Entries()
            .Where(e => e.Value > less).Select(e => (e.Row, e.Column, e.Value - less)));
    }
}
