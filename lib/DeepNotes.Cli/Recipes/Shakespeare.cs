using System.Globalization;
using DeepNotes.Data;
using DeepNotes.Text;

namespace DeepNotes.Cli.Recipes;

/// <summary>A character model of tiny Shakespeare, first 90 % to train and last 10 % to test.</summary>
/// <remarks>To beat: a Witten–Bell 5-gram on the same characters, 1.669 nats. Karpathy (2015), "The unreasonable effectiveness of recurrent neural networks".</remarks>
internal static class Shakespeare
{
    private const double FiveGram = 1.669;

    public static Recipe Recipe { get; } = new("shakespeare", "LSTM writes like tiny Shakespeare, character by character (needs: data get tinyshakespeare)", 600, Train);

    private static void Train(Run run)
    {
        string text = DataHub.LoadText("tinyshakespeare").Text;
        var vocabulary = Vocabulary.OfCharacters(text);
        int[] ids = vocabulary.Encode(text);
        int split = (int)(ids.Length * 0.9);
        TextStreams train = new(ids[..split], 32, 64), test = new(ids[split..], 32, 128);
        var model = new LanguageModel(vocabulary.Count, new Rng(run.Seed), new LanguageModelOptions { Embedding = 64, Hidden = 384, Dropout = 0.15f });
        run.Say($"{vocabulary.Count} characters, {model.ParameterCount():N0} parameters, {train.Predictions:N0} characters to train on, {test.Predictions:N0} to test");
        const float Rate = 4e-3f;
        var optimizer = new Adam(model.Parameters(), Rate);
        double next = 0, recent = Math.Log(vocabulary.Count), learnt = 0;
        while (run.Goes)
        {
            model.TrainEpoch(train, optimizer, 1, (_, loss) =>
            {
                recent += 0.02 * (loss - recent);
                learnt += 32 * 64;
                optimizer.LearningRate = Rate * (0.02f + 0.98f * 0.5f * (1 + MathF.Cos(MathF.PI * (float)Math.Min(1, run.Elapsed / run.Seconds))));
                if (run.Elapsed >= next)
                {
                    run.Say($"{run.Elapsed,6:F0} s  {learnt,12:N0} characters  {learnt / Math.Max(1, run.Elapsed),8:N0}/s  train {recent:F3} nats");
                    next += run.Seconds / 20;
                }
                return run.Goes;
            });
            run.Say($"{run.Elapsed,6:F0} s  test {model.Evaluate(test):F3} nats");
        }
        double nats = model.Evaluate(test);
        run.Say($"test {nats:F3} nats per character = {Perplexity.Bits(nats):F3} bits, perplexity {Perplexity.Of(nats):F2}; a 5-gram has {FiveGram:F3} nats");
        run.Say($"{learnt / run.Elapsed:N0} characters learnt per CPU second, {learnt / train.Predictions:F1} times through the text");
        int[] written = model.Write(vocabulary.Encode("ROMEO:\n"), 600, new Sampler(new Rng(run.Seed), 0.8f));
        run.Say($"ROMEO:\n{vocabulary.Decode(written)}");
        run.Keep(model, new Dictionary<string, string> { ["characters"] = string.Concat(vocabulary.All), ["nats"] = nats.ToString("F4", CultureInfo.InvariantCulture) });
    }
}
