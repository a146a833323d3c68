using DeepNotes.Text;

namespace DeepNotes.Tests.Text;

/// <summary>The language model's training, dropping and writing, each beside a loop by hand.</summary>
public class LanguageModelTests
{
    private static readonly int[] Ids = [.. Enumerable.Range(0, 74).Select(i => i * i % 7 % 5)];

    private static LanguageModel Model(float dropout = 0, int hidden = 6) =>
        new(5, new Rng(1), new LanguageModelOptions { Embedding = 4, Hidden = hidden, Dropout = dropout });

    [Fact]
    public void An_epoch_that_learns_nothing_has_the_loss_of_an_evaluation()
    {
        // 36 tokens per stream in windows of 10: the last is shorter and must count for less, and the state goes on.
        var streams = new TextStreams(Ids, 2, 10);
        var model = Model();
        Assert.Equal(model.Evaluate(streams), model.TrainEpoch(streams, new Sgd(model.Parameters(), 1e-20f)), 1e-6);
        Assert.Equal(Model().Evaluate(new TextStreams(Ids, 2, 36)), model.Evaluate(streams), 1e-6);
    }

    [Fact]
    public void A_step_is_not_longer_than_the_clipped_gradient_and_an_epoch_stops_when_told()
    {
        var model = Model();
        float[] before = [.. model.Parameters().SelectMany(p => p.ToArray())];
        var told = new List<(int Done, double Loss)>();
        double mean = model.TrainEpoch(new TextStreams(Ids, 2, 10), new Sgd(model.Parameters(), 1), 1e-3f, (done, loss) =>
        {
            told.Add((done, loss));
            return done < 2;
        });
        double moved = Math.Sqrt(model.Parameters().SelectMany(p => p.ToArray()).Zip(before, (a, b) => (double)(a - b) * (a - b)).Sum());
        Assert.InRange(moved, 0.5e-3, 2.01e-3);   // two windows
        Assert.Equal([1, 2], told.Select(t => t.Done));
        Assert.Equal(told.Average(t => t.Loss), mean, 1e-6);
    }

    [Fact]
    public void Dropout_falls_on_what_is_read_and_on_what_is_said_while_training_only()
    {
        var model = Model(0.5f, hidden: 5);
        var state = model.StateDict();
        state["decoder.weight"].Data.Clear();
        for (int i = 0; i < 5; i++)
            state["decoder.weight"].Data[i * 6] = 1;   // the scores are the states
        state["decoder.bias"].Data.Clear();
        float[] Scores() => model.Forward(Ids[..40], 10, 4).Logits.ToArray();
        model.Eval();
        float[] whole = Scores();
        Assert.DoesNotContain(0f, whole);
        Assert.Equal(whole, Scores());
        Assert.Equal(model.Evaluate(new TextStreams(Ids, 2, 10)), model.Evaluate(new TextStreams(Ids, 2, 10)));
        model.Train();
        float[] dropped = Scores();
        Assert.InRange(dropped.Count(v => v == 0), 60, 140);   // of 200
        Assert.Contains(Enumerable.Range(0, 200), i => dropped[i] != 0 && Math.Abs(dropped[i] / 2 - whole[i]) > 1e-3);   // the states differ too
        double noisy = model.Evaluate(new TextStreams(Ids, 2, 10));
        Assert.True(model.Training);
        Assert.Equal(noisy, model.Evaluate(new TextStreams(Ids, 2, 10)));
    }

    [Fact]
    public void Only_the_forget_gate_begins_open()
    {
        var bias = Model().StateDict()["rnn.bias_ih_l0"];
        for (int i = 0; i < bias.Length; i++)
            Assert.Equal(i is >= 6 and < 12, bias.Data[i] == 1);
    }

    [Fact]
    public void Writing_goes_on_from_all_that_was_read_and_written()
    {
        var model = Model();
        model.Parameters().ToList().ForEach(p => TensorPrimitives.Multiply(p.Data, 4, p.Data));   // far from uniform
        int[] start = [1, 4, 2, 0, 3];
        List<int> text = [.. start];
        using (Autograd.NoGrad())
        {
            for (int i = 0; i < 25; i++)
                text.Add(F.ArgMax(model.Forward([.. text], text.Count, 1).Logits)[^1]);
        }
        Assert.Equal(text.Skip(5), model.Write(start, 25, new Sampler(new Rng(1), 0)));
        Assert.True(text.Distinct().Count() > 2, "a text of one token tells nothing");
        Assert.True(model.Training);
        Assert.Empty(model.Write(start, 0, new Sampler(new Rng(1))));
    }

    [Fact]
    public void A_vocabulary_keeps_the_most_frequent_words_in_order_and_ends_at_the_end()
    {
        string[] words = [.. Tokens.Words("d c b a a b c a b b")], special = [Vocabulary.Start, Vocabulary.End];
        Assert.Equal(["<s>", "</s>", "b", "a", "c"], Vocabulary.OfWords(words, maxSize: 3, special: special).All);
        Assert.Equal(["<s>", "</s>", "b", "a", "c", "d"], Vocabulary.OfWords(words, special: special).All);
        Assert.Equal(["<s>", "</s>", "b", "a"], Vocabulary.OfWords(words, minCount: 3, special: special).All);
        var vocabulary = Vocabulary.OfWords(words, special: special);
        Assert.Equal("b a", vocabulary.Decode([0, 2, 3, 1, 4]));
        Assert.Equal(["\n", "a", "b", "나"], Vocabulary.OfCharacters("b나a\nb").All);
        Assert.False(vocabulary.Contains("e") || vocabulary.Contains("<unk>"));
    }
}
