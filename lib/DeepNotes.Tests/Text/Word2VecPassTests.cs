using DeepNotes.Text;

namespace DeepNotes.Tests.Text;

/// <summary>A pass of the trainer against the formulas written out in double.</summary>
public class Word2VecPassTests
{
    private static readonly WordCorpus Corpus = WordCorpus.Of([.. "a b c a|b|c a d e a b|e f a c|a a b d f c e|b f|d a".Split('|').Select(s => s.Split(' '))]);

    // The path and its codes must belong together, word by word, and the mean must be a mean.
    [Theory, InlineData(false), InlineData(true)]
    public void A_pass_with_a_tree_is_the_formula(bool cbow)
    {
        const double rate = 0.5;
        var options = new Word2VecOptions { Dimension = 5, Window = 2, DynamicWindow = false, SubSample = 0, HierarchicalSoftmax = true, Cbow = cbow, Epochs = 1, Rate = (float)rate };
        var job = new Word2VecJob(Corpus, options, null, default);
        double[][] v = Rows(job.Inputs), u = Rows(job.Outputs);
        new Word2VecWorker(job, 0).Run();
        foreach (int[] s in Corpus.Sentences())
        {
            for (int at = 0; at < s.Length; at++)
            {
                int[] near = [.. Enumerable.Range(at - 2, 5).Where(o => o != at && o >= 0 && o < s.Length).Select(o => s[o])];
                if (cbow && near.Length > 0)
                    Learn([.. Enumerable.Range(0, 5).Select(i => near.Average(w => v[w][i]))], s[at], near);
                else if (!cbow)
                    Array.ForEach(near, w => Learn([.. v[s[at]]], w, [s[at]]));
            }
        }
        Same(v, job.Inputs);
        Same(u, job.Outputs);
        Assert.Contains(u.SelectMany(r => r), x => Math.Abs(x) > 0.05);

        void Learn(double[] from, int word, int[] changed)
        {
            int[] path = job.Tree!.Path(word).ToArray();
            byte[] code = job.Tree.Code(word).ToArray();
            double[] gain = [.. path.Select((node, k) => rate * (1 - code[k] - 1 / (1 + Math.Exp(-from.Zip(u[node], (a, b) => a * b).Sum()))))];
            double[] change = [.. Enumerable.Range(0, 5).Select(i => path.Select((node, k) => gain[k] * u[node][i]).Sum())];
            for (int i = 0; i < 5; i++)
            {
                for (int k = 0; k < path.Length; k++)
                    u[path[k]][i] += gain[k] * from[i];
                foreach (int w in changed)
                    v[w][i] += change[i];
            }
        }
    }

    [Fact]
    public void The_window_is_drawn_evenly_from_1_to_the_widest_and_ends_with_the_sentence()
    {
        var worker = new Word2VecWorker(new Word2VecJob(Corpus, new() { Window = 4 }, null, default), 0);
        int[] reach = new int[6];
        for (int i = 0; i < 8000; i++)
        {
            var (from, to) = worker.Window(50, 101);
            Assert.Equal(50 - from, to - 50);
            reach[to - 50]++;
        }
        Assert.Equal(0, reach[0] + reach[5]);
        Assert.All(reach[1..5], n => Assert.InRange(n, 1800, 2200));
        var whole = new Word2VecWorker(new Word2VecJob(Corpus, new() { Window = 4, DynamicWindow = false }, null, default), 0);
        Assert.Equal((0, 5), whole.Window(1, 20));
        Assert.Equal((14, 19), whole.Window(18, 20));
    }

    [Fact]
    public void Noise_follows_the_power_of_the_counts()
    {
        var job = new Word2VecJob(WordCorpus.Of([[.. Enumerable.Repeat("the", 990), .. Enumerable.Repeat("cat", 10)]]), new(), null, default);
        var rng = new Rng(5);
        int rare = Enumerable.Range(0, 100_000).Count(_ => job.Noise.Draw(((ulong)rng.NextUInt32() << 32) | rng.NextUInt32()) == 1);
        double share = Math.Pow(10, 0.75) / (Math.Pow(10, 0.75) + Math.Pow(990, 0.75));
        Assert.InRange(rare / 100_000.0, 0.9 * share, 1.1 * share);   // 3.1 %; by plain counts 1 %
    }

    // a1 x x x x x x b1, a2 x x x x x x b2, …: with a window of 1 an a meets its b only where all x between them were left out.
    [Fact]
    public void Words_that_are_thinned_out_make_neighbours_of_those_around_them()
    {
        const int pairs = 50;
        var corpus = WordCorpus.Of([.. Enumerable.Range(0, 40 * pairs).Select(i => (string[])[$"a{i % pairs}", .. Enumerable.Repeat("x", 6), $"b{i % pairs}"])]);
        int Found(double subSample)
        {
            var options = new Word2VecOptions { Dimension = 24, Window = 1, DynamicWindow = false, SubSample = subSample, Epochs = 15, Rate = 0.1f };
            var trained = Word2Vec.Train(corpus, options);
            double Product(int a, int b) => trained.Vectors[$"a{a}"].Zip(trained.Contexts![$"b{b}"], (v, u) => (double)v * u).Sum();
            return Enumerable.Range(0, pairs).Count(a => Enumerable.Range(0, pairs).MaxBy(b => Product(a, b)) == a);
        }
        Assert.InRange(Found(1e-3), 40, pairs);   // x, 3/4 of the text, is kept 4 times in 100; an a or b always
        Assert.InRange(Found(0), 0, 10);
    }

    private static double[][] Rows(AlignedRows rows) => [.. Enumerable.Range(0, Corpus.Vocabulary.Count).Select(i => Array.ConvertAll(rows[i].ToArray(), x => (double)x))];

    private static void Same(double[][] expected, AlignedRows found)
    {
        for (int i = 0; i < expected.Length; i++)
            Assert.All(expected[i].Zip(found[i].ToArray()), p => Assert.Equal(p.First, p.Second, 3e-3));
    }
}
