using DeepNotes.Data;
using DeepNotes.Text;

namespace DeepNotes.Tests.Text;

public class CooccurrenceTests
{
    [Fact]
    public void Pairs_are_counted_within_the_window_and_the_sentence()
    {
        var corpus = WordCorpus.Of([["a", "b", "a", "c"], ["c", "b"]]);   // ids: a 0, b 1, c 2
        var counts = Cooccurrence.Count(corpus, 2);
        double[,] expected = { { 2, 2, 1 }, { 2, 0, 2 }, { 1, 2, 0 } };
        var weighted = Cooccurrence.Count(corpus, 2, weighted: true);
        double[,] halves = { { 1, 2, 1 }, { 2, 0, 1.5 }, { 1, 1.5, 0 } };
        for (int i = 0; i < 3; i++)
        {
            for (int j = 0; j < 3; j++)
                Assert.Equal((expected[i, j], halves[i, j]), (counts[i, j], weighted[i, j]));
        }
        var pmi = Cooccurrence.Pmi(counts);
        Assert.Equal(Math.Log(2 * 12.0 / (5 * 4)), pmi[0, 1], 1e-12);
        Assert.Equal(Math.Log(2 / 5.0 / (Math.Sqrt(4) / (Math.Sqrt(5) + Math.Sqrt(4) + Math.Sqrt(3)))), Cooccurrence.Pmi(counts, 0.5)[0, 1], 1e-12);
        Assert.Equal(Math.Log(2 * 12.0 / (4 * 3)) - Math.Log(1.5), Cooccurrence.Ppmi(counts, 1.5)[1, 2], 1e-12);
        Assert.Equal(0, Cooccurrence.Ppmi(counts)[0, 2]);
        Assert.Equal(0, Cooccurrence.Ppmi(counts, 1.5)[0, 1]);   // above chance, but not by the shift: log 1.2
    }

    [Fact]
    public void The_truncated_decomposition_is_the_best_of_its_rank()
    {
        var rng = new Rng(1);
        int rows = 40, cols = 25;
        Tensor left = Orthonormal(rows), right = Orthonormal(cols);
        double[] s = [.. Enumerable.Range(0, cols).Select(i => 10 * Math.Pow(0.7, i))];
        var a = new SparseMatrix(rows, cols, from i in Enumerable.Range(0, rows) from j in Enumerable.Range(0, cols)
                                             select (i, j, Enumerable.Range(0, cols).Sum(k => left[i, k] * s[k] * right[j, k])));
        var svd = TruncatedSvd.Of(a, 6, rng);
        for (int k = 0; k < 6; k++)
            Assert.Equal(s[k], svd.S[k], 1e-4);
        double rest = a.Entries().Sum(e => Math.Pow(e.Value - Enumerable.Range(0, 6).Sum(k => svd.U[e.Row, k] * svd.S[k] * svd.V[e.Column, k]), 2));
        Assert.Equal(s.Skip(6).Sum(x => x * x), rest, 1e-4);
        Assert.Equal(svd.U[3, 2] * Math.Sqrt(svd.S[2]), svd.Vectors()[3, 2], 1e-5);
        var rankOne = new SparseMatrix(4, 4, [(0, 0, 2), (0, 1, 2)]);
        Assert.Equal([2 * Math.Sqrt(2), 0, 0], TruncatedSvd.Of(rankOne, 3, rng).S.Select(x => Math.Round(x, 9)), (x, y) => Math.Abs(x - y) < 1e-8);
        foreach (int rank in (int[])[0, 5])
            Assert.StartsWith($"TruncatedSvd: rank {rank} of a matrix (4, 4); it must be at least 1 and at most 4", Assert.Throws<ArgumentOutOfRangeException>(() => TruncatedSvd.Of(rankOne, rank, rng)).Message, StringComparison.Ordinal);
        Assert.Throws<ShapeException>(() => new SparseMatrix(2, 2, [(2, 0, 1)]));

        Tensor Orthonormal(int n)
        {
            var t = Tensor.Zeros(n, n);
            Init.Orthogonal(t, rng);
            return t;
        }
    }

    [Fact]
    public void Mutual_information_and_a_decomposition_answer_analogies_too()
    {
        var corpus = WordCorpus.Of(TinyWorld.English(new Rng(1), 12_000));
        var svd = TruncatedSvd.Of(Cooccurrence.Ppmi(Cooccurrence.Count(corpus, 5)), 60, new Rng(2));
        var vectors = new WordVectors(corpus.Vocabulary, svd.Vectors());
        Assert.InRange(vectors.Score(TinyWorld.EnglishRelations.SelectMany(r => WordQuestions.From(r.Name, r.Pairs)))[^1].Percent, 80, 100);
        Assert.Equal("queen", vectors.Analogy("man", "woman", "king")[0].Word);
        Assert.Equal(1, vectors.Similarity("king", "king"), 1e-5);
        Assert.Throws<KeyNotFoundException>(() => vectors.Nearest("unicorn"));
        Assert.Throws<ShapeException>(() => new WordVectors(corpus.Vocabulary, Tensor.Zeros(3, 2)));
    }

    [Fact]
    public void The_tiny_world_keeps_its_grammar_and_the_family_its_104_facts()
    {
        foreach (var (sentences, relations) in new[] { (TinyWorld.English(new Rng(1), 9000), TinyWorld.EnglishRelations), (TinyWorld.Korean(new Rng(1), 9000), TinyWorld.KoreanRelations) })
        {
            var words = sentences.SelectMany(s => s).ToHashSet();
            Assert.All(relations.SelectMany(r => r.Pairs), p => Assert.True(words.Contains(p.A) && words.Contains(p.B)));
            Assert.DoesNotContain(words, w => w is "W" or "T" || w.Contains('|', StringComparison.Ordinal) || w.Contains('/', StringComparison.Ordinal));
            var partner = relations.SelectMany(r => r.Pairs).Distinct().ToDictionary(p => p.A, p => p.B);
            Assert.DoesNotContain(sentences, s => s.Any(w => partner.TryGetValue(w, out string? b) && s.Contains(b)));
        }
        string korean = string.Join('\n', TinyWorld.Korean(new Rng(1), 9000).Select(s => string.Join(' ', s)));
        Assert.Contains("왕 은 ", korean, StringComparison.Ordinal);
        Assert.Contains("왕자 는 ", korean, StringComparison.Ordinal);
        Assert.DoesNotContain("왕자 은 ", korean, StringComparison.Ordinal);
        Assert.Equal((104, 112), (FamilyTree.Facts.Count, FamilyTree.Facts.Sum(f => f.Answers.Length)));
        Assert.Equal(["Arthur", "Charles"], Ask("Colin", "uncle"));
        Assert.Equal(["Gina", "Angela"], Ask("Sophia", "aunt"));
        Assert.Equal(["Christopher"], Ask("Victoria", "father"));
        static IEnumerable<string> Ask(string person, string relation) => FamilyTree.Facts
            .Single(f => FamilyTree.People[f.Person] == person && FamilyTree.Relations[f.Relation] == relation).Answers.Select(a => FamilyTree.People[a]);
    }
}
