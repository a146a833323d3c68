using DeepNotes.Tests.Support;
using DeepNotes.Text;

namespace DeepNotes.Tests.Text;

public class NGramTests
{
    private static int[] Digits(string text) => [.. text.Select(c => c - '0')];

    [Fact]
    public void Strings_are_counted_up_to_the_order_and_not_across_texts()
    {
        var counts = new NGramCounts(3, 4);
        counts.Add(Digits("0120123"));
        counts.Add(Digits("30"));
        Assert.Equal([9, 3, 2, 2, 0, 1], new[] { "", "0", "01", "012", "23" + "0", "30" }.Select(s => counts.Count(Digits(s))));
        Assert.Equal([4, 5, 4], [counts.Distinct(1), counts.Distinct(2), counts.Distinct(3)]);
        Assert.Equal(2 / 3.0, counts.UnseenRate(Digits("0121"), 1 + 1) + counts.UnseenRate(Digits("012"), 3) + 1 / 3.0, 1e-12);
        Assert.Contains("token 4", Assert.Throws<ShapeException>(() => counts.Add([4])).Message, StringComparison.Ordinal);
        Assert.Throws<ShapeException>(() => counts.Count(Digits("0123")));
        Assert.Throws<ShapeException>(() => counts.UnseenRate([1], 2));
    }

    [Theory, InlineData(Smoothing.AddK), InlineData(Smoothing.WittenBell), InlineData(Smoothing.KneserNey)]
    public void Probabilities_sum_to_one_after_any_context(Smoothing smoothing)
    {
        var rng = new Rng(1);
        int[] text = [.. Enumerable.Range(0, 300).Select(_ => Math.Min(rng.Next(9), rng.Next(9)))];
        for (int order = 1; order <= 5; order++)
        {
            var model = new NGramModel(order, 9, smoothing, 0.3).Add(text).Add(text.AsSpan(0, 50));
            for (int i = 0; i < 60; i++)
            {
                int[] context = [.. Enumerable.Range(0, i % 7).Select(_ => rng.Next(9))];
                var p = model.Distribution(context);
                Assert.Equal(1, p.Sum(), 1e-12);
                Assert.All(p, v => Assert.InRange(v, 1e-9, 1));
            }
        }
        Assert.Equal(Enumerable.Repeat(0.25, 4), new NGramModel(3, 4, smoothing).Distribution([1, 2]));
    }

    // 0 1 0 2 0 1: after 0 came 1 twice and 2 once, of three tokens that the vocabulary has.
    [Fact]
    public void Values_by_hand()
    {
        int[] text = Digits("010201");
        double unigramWb = (2 + 3 * (1 / 3.0)) / (6 + 3), wb = (2 + 2 * unigramWb) / (3 + 2);
        Assert.Equal(wb, new NGramModel(2, 3).Add(text).Probability([0], 1), 1e-12);
        Assert.Equal((2 + 1) / (3 + 3.0), new NGramModel(2, 3, Smoothing.AddK).Add(text).Probability([0], 1), 1e-12);
        Assert.Equal(2 / 3.0, new NGramModel(2, 3, Smoothing.AddK, 0).Add(text).Probability([2, 0], 1), 1e-12);

        // Kneser-Ney. Bigrams 01 ×2, 10, 02, 20: n1 = 3, n2 = 1, d = 3/5. Before 0 stand {1, 2}, before 1 {0}, before 2 {0}: lefts 2 1 1,
        // n1 = 2, n2 = 1, d = 1/2.
        double unigram = (1 - 0.5) / 4 + 0.5 * 3 / 4 / 3, kn = (2 - 0.6) / 3 + 0.6 * 2 / 3 * unigram;
        Assert.Equal(kn, new NGramModel(2, 3, Smoothing.KneserNey).Add(text).Probability([0], 1), 1e-12);

        // At the beginning of a text plain counts 3 2 1, of which n1 = 1, n2 = 1, d = 1/3.
        Assert.Equal((2 - 1 / 3.0) / 6 + 1 / 3.0 * 3 / 6 / 3, new NGramModel(2, 3, Smoothing.KneserNey).Add(text).Probability([], 1), 1e-12);
    }

    [Fact]
    public void Kneser_Ney_prefers_the_word_that_stands_in_many_places()
    {
        // 3 is frequent but follows 2 only; 1 is rarer and follows everything.
        int[] text = [.. Enumerable.Repeat(Digits("23"), 20).SelectMany(t => t), .. Digits("4151614701")];
        var model = new NGramModel(2, 8, Smoothing.KneserNey).Add(text);
        Assert.True(model.Probability([5], 3) < model.Probability([5], 1));
        Assert.True(model.Counts.Count([3]) > 3 * model.Counts.Count([1]));
        int[] unseen = [7];
        Assert.True(model.Probability(unseen, 3) < model.Probability(unseen, 1));
        Assert.True(new NGramModel(2, 8).Add(text).Probability(unseen, 3) > new NGramModel(2, 8).Add(text).Probability(unseen, 1));
    }

    [Fact]
    public void A_model_writes_what_it_has_read_and_refuses_the_empty_text()
    {
        var model = new NGramModel(3, 3, Smoothing.AddK, 0).Add(Digits("012012012012"));
        Assert.Equal(Digits("2012"), model.Write(Digits("01"), 4, new Rng(1)));
        Assert.Equal(0, model.Evaluate(Digits("012012")) * 6 - Math.Log(3), 1e-9);   // only the first token is a surprise
        Assert.Throws<ShapeException>(() => model.Evaluate([]));
        Assert.Throws<ShapeException>(() => model.Probability([0], 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => new NGramModel(2, 3, Smoothing.AddK, double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => new NGramModel(0, 3));
    }

    [Fact]
    public void Witten_Bell_on_tiny_Shakespeare_reproduces_the_published_ladder()
    {
        string text = File.ReadAllText(RealData.Path("text/tinyshakespeare.txt"));
        var vocabulary = Vocabulary.OfCharacters(text);
        int[] ids = vocabulary.Encode(text);
        int split = ids.Length * 9 / 10;
        double[] expected = [3.347, 2.486, 2.049, 1.774, 1.669];
        for (int order = 1; order <= 5; order++)
            Assert.Equal(expected[order - 1], new NGramModel(order, vocabulary.Count).Add(ids.AsSpan(0, split)).Evaluate(ids.AsSpan(split)), 6e-4);
    }

    [Fact]
    public void A_neural_model_reads_what_the_counts_read_and_has_true_gradients()
    {
        var model = new NeuralProbabilisticLanguageModel(5, new Rng(1), new() { Context = 2, Embedding = 3, Hidden = 4, Direct = true });
        var (contexts, targets) = model.Examples([[3, 1, 4], [2]]);
        Assert.Equal([5, 5, 5, 3, 3, 1, 5, 5], contexts);
        Assert.Equal([3, 1, 4, 2], targets);
        Assert.InRange(GradCheck.MaxError(() => F.CrossEntropy(model.Forward(contexts), targets), [.. model.Parameters()]), 0, 1e-3);
        Assert.Equal(["embedding.weight", "hidden.weight", "hidden.bias", "output.weight", "output.bias", "direct.weight"], model.StateDict().Keys);
        Assert.Throws<ShapeException>(() => model.Forward([1, 2, 3]));
        Assert.Throws<ShapeException>(() => model.Evaluate(([], [])));
        Assert.Contains("there are no examples", Assert.Throws<ShapeException>(() => model.TrainEpoch(([], []), new Sgd(model.Parameters(), 0.1f), 5, new Rng(1))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_neural_model_learns_a_text_with_one_continuation()
    {
        int[][] text = [Digits("0123401234012340123401234"), Digits("4321043210432104321043210")];
        var model = new NeuralProbabilisticLanguageModel(5, new Rng(2), new() { Context = 2, Embedding = 6, Hidden = 12 });
        var examples = model.Examples(text);
        double before = model.Evaluate(examples);
        var adam = new Adam(model.Parameters(), 0.02f);
        var rng = new Rng(3);
        for (int epoch = 0; epoch < 60; epoch++)
            model.TrainEpoch(examples, adam, 10, rng);
        Assert.InRange(before, 1.2, 3);
        Assert.InRange(model.Evaluate(examples), 0, 0.2);
    }
}
