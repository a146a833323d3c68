using DeepNotes.Data;
using DeepNotes.Models;

namespace DeepNotes.Cli.Recipes;

/// <summary>Captions of small scenes: eight of the 144 captions never occur in training, and the test asks for them too.</summary>
/// <remarks>Vinyals, Toshev, Bengio and Erhan (2015), "Show and tell", at the size of 16×16 pictures; exact match instead of BLEU.</remarks>
internal static class Captions
{
    private static readonly string[] Never =
    [
        "a red square above a blue disc", "a blue cross left of a red disc", "a green disc above a red cross", "a green square left of a green disc",
        "a red cross above a green square", "a blue square left of a blue cross", "a blue disc left of a green cross", "a red disc above a red square",
    ];

    private static readonly string[] Words = ["<pad>", "<s>", "</s>", .. CaptionedScenes.Words];

    public static Recipe Recipe { get; } = new("captions", "convolutional encoder and LSTM describe 16×16 scenes, some captions held out", 120, Train);

    private static void Train(Run run)
    {
        const float Rate = 2e-3f;
        var net = new CaptionNet(Words.Length, new Rng(run.Seed));
        var adam = new Adam(net.Parameters(), Rate);
        var rng = new Rng(run.Seed + 1);
        double recent = 2;
        int step = 0;
        for (; run.Goes; step++)
        {
            using var scope = new StepScope();
            adam.LearningRate = Rate * (float)(1 - run.Elapsed / run.Seconds);
            var shown = CaptionedScenes.Make(rng, 16, c => !Never.Contains(c));
            adam.ZeroGrad();
            var loss = net.Loss(shown.Images, [.. shown.Captions.Select(Ids)]);
            loss.Backward();
            Clip.GradNorm(net.Parameters(), 5);
            adam.Step();
            recent += 0.01 * (loss.Item() - recent);
            if (step % 1000 == 999)
                run.Say($"  {step + 1,6:N0} steps  {run.Elapsed,5:F0} s  {recent:F4} nats per word  {Right(net, 300, held: false):F1} % of known captions");
        }
        run.Say($"{step:N0} steps of 16 pictures, {run.Elapsed:F0} CPU seconds, {net.ParameterCount():N0} parameters");
        run.Say($"exactly right: {Right(net, 1000, held: false):F1} % of new pictures of known captions, {Right(net, 1000, held: true):F1} % of captions never seen");
        run.Keep(net, new Dictionary<string, string> { ["words"] = string.Join(' ', Words) });
    }

    private static double Right(CaptionNet net, int count, bool held)
    {
        var scenes = CaptionedScenes.Make(new Rng(99), count, c => Never.Contains(c) == held);
        return 100 * net.Describe(scenes.Images).Zip(scenes.Captions, (got, wanted) => got.SequenceEqual(Ids(wanted)) ? 1.0 : 0).Average();
    }

    private static int[] Ids(string[] caption) => [.. caption.Select(w => Array.IndexOf(Words, w))];
}
