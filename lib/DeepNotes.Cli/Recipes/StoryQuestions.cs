using DeepNotes.Data;
using DeepNotes.Models;
using DeepNotes.Text;

namespace DeepNotes.Cli.Recipes;

/// <summary>MemN2N on the story questions of bAbI, as in the paper: 1,000 questions, linear start, the best of a few seeds by validation error.</summary>
/// <remarks>Sukhbaatar et al. (2015), section 4.2 and table 1: task 1 has 0.1 % error with position encoding, linear start and random noise.</remarks>
internal static class StoryQuestions
{
    public static Recipe Recipe { get; } = new("stories", "memory network on the real bAbI task 1 where DEEPNOTES_DATA has babi/, else on our own stories", 120, Train);

    private static void Train(Run run)
    {
        var (train, test, source) = Questions();
        run.Say($"{train.Count} questions to learn from, {test.Count} to test, from {source}");
        string[] words = [.. train.Concat(test).SelectMany(q => q.Sentences.SelectMany(s => s).Concat(q.Question).Append(q.Answer)).Distinct().Order(StringComparer.Ordinal)];
        var vocabulary = new Vocabulary([Vocabulary.Padding, .. words], " ");
        int held = train.Count / 10;
        var net = new MemN2N(vocabulary.Count, new Rng(run.Seed)) { Linear = true };
        Fit(run, net, vocabulary, [.. train.Skip(held)], [.. train.Take(held)]);
        run.Say($"test error {100 * Wrong(net, vocabulary, test):F1} % of {test.Count}, {run.Elapsed:F1} CPU seconds, {net.ParameterCount():N0} parameters");
        run.Keep(net, new Dictionary<string, string> { ["words"] = string.Join(' ', vocabulary.All) });
    }

    private static void Fit(Run run, MemN2N net, Vocabulary vocabulary, List<StoryQuestion> train, List<StoryQuestion> held)
    {
        var sgd = new Sgd(net.Parameters(), 0.01f);
        var rng = new Rng(run.Seed + 1);
        double best = double.PositiveInfinity;
        for (int epoch = 1; epoch <= 100 && run.Goes; epoch++)
        {
            int[] order = rng.Permutation(train.Count);
            net.Train();
            foreach (int[] chosen in order.Chunk(32))
            {
                using var scope = new StepScope();
                sgd.ZeroGrad();
                (Loss(net, vocabulary, [.. chosen.Select(i => train[i])]) * chosen.Length).Backward();   // the paper sums over the batch
                Clip.GradNorm(net.Parameters(), 40);
                sgd.Step();
            }
            net.Eval();
            double loss;
            using (Autograd.NoGrad())
                loss = Loss(net, vocabulary, held).Item();
            if (net.Linear && loss > best)   // linear start ends when the validation loss stops falling
                net.Linear = false;
            best = Math.Min(best, loss);
            if (epoch % 25 == 0)
                sgd.LearningRate /= 2;
            if (epoch % 10 == 0)
                run.Say($"  epoch {epoch,3}  {run.Elapsed,5:F1} s  {(net.Linear ? "linear" : "softmax")}  validation loss {loss:F4}, error {100 * Wrong(net, vocabulary, held):F1} %");
        }
        net.Linear = false;
    }

    private static Tensor Loss(MemN2N net, Vocabulary vocabulary, List<StoryQuestion> questions) =>
        F.CrossEntropy(net.Forward(BatchOf(vocabulary, questions)).Logits, vocabulary.Encode(questions.Select(q => q.Answer)));

    private static double Wrong(MemN2N net, Vocabulary vocabulary, IReadOnlyList<StoryQuestion> questions)
    {
        net.Eval();
        using var silent = Autograd.NoGrad();
        int[] answers = F.ArgMax(net.Forward(BatchOf(vocabulary, questions)).Logits);
        return answers.Zip(questions).Count(p => p.First != vocabulary[p.Second.Answer]) / (double)questions.Count;
    }

    private static StoryBatch BatchOf(Vocabulary vocabulary, IReadOnlyList<StoryQuestion> questions) =>
        new([.. questions.Select(q => q.Sentences.Select(s => vocabulary.Encode(s)).ToArray())], [.. questions.Select(q => vocabulary.Encode(q.Question))]);

    private static (IReadOnlyList<StoryQuestion> Train, IReadOnlyList<StoryQuestion> Test, string Source) Questions()
    {
        string folder = Path.Combine(Environment.GetEnvironmentVariable("DEEPNOTES_DATA") ?? "", "babi");
        string[] files = [Path.Combine(folder, "qa1_single-supporting-fact_train.txt"), Path.Combine(folder, "qa1_single-supporting-fact_test.txt")];
        return files.All(File.Exists)
            ? (Stories.Parse(File.ReadAllText(files[0])), Stories.Parse(File.ReadAllText(files[1])), "bAbI task 1, 1k")
            : (Stories.Make(new Rng(1), 200), Stories.Make(new Rng(2), 200), "our own generator (DEEPNOTES_DATA has no babi/)");
    }
}
