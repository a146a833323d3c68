using System.Diagnostics;
using DeepNotes.Data;
using DeepNotes.Text;

namespace DeepNotes.Cli.Recipes;

/// <summary>Word vectors from tiny Shakespeare, streamed from a file, with the words per second of one and of two threads.</summary>
/// <remarks>Mikolov, Sutskever et al. (2013): skip-gram, 100 dimensions, window 5, five noise words, sub-sampling 1e-3.</remarks>
internal static class Words
{
    private const int Copies = 18;   // 20 MB: as long a stream as the speed is measured on

    private static readonly string[] Asked = ["king", "love", "death", "sword", "mother", "rome"];

    public static Recipe Recipe { get; } = new("words", "skip-gram word vectors of tiny Shakespeare, and how many words a second (needs: data get tinyshakespeare)", 120, Train);

    private static void Train(Run run)
    {
        var (text, source) = DataHub.LoadText("tinyshakespeare");
        run.Say($"{source}, {Copies} times in a row");
        var folder = Directory.CreateTempSubdirectory("deepnotes-");
        try
        {
            string path = Path.Combine(folder.FullName, "words.txt");
            File.WriteAllText(path, string.Concat(Enumerable.Repeat(text, Copies)));
            var corpus = WordCorpus.OfFile(path, 5);
            run.Say($"{new FileInfo(path).Length:N0} bytes, {corpus.Total:N0} words, {corpus.Vocabulary.Count:N0} different");
            var options = new Word2VecOptions { Epochs = 1, Seed = run.Seed };
            foreach (int threads in new[] { 1, 2 })
                Speed(run, corpus, options with { Threads = threads });
            WordCorpus.Write(path, text.Split('\n'));   // lower case, punctuation apart: what neighbours are asked of
            Neighbours(run, WordCorpus.OfFile(path, 5), options);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static void Speed(Run run, WordCorpus corpus, Word2VecOptions options)
    {
        var clock = Stopwatch.StartNew();
        Word2Vec.Train(corpus, options);
        run.Say($"{options.Threads} thread(s): {corpus.Total / clock.Elapsed.TotalSeconds:N0} words per second");
    }

    private static void Neighbours(Run run, WordCorpus corpus, Word2VecOptions options)
    {
        int passes = 0;
        WordVectors? vectors = null;
        for (int epochs = 5; epochs <= 20 && run.Goes; epochs *= 2)
            (vectors, passes) = (Word2Vec.Train(corpus, options with { Epochs = epochs }).Vectors, epochs);
        if (vectors is null)
            return;
        run.Say($"neighbours after {passes} passes over one copy:");
        foreach (string word in Asked.Where(corpus.Vocabulary.Contains))
            run.Say($"  {word,-7} {string.Join(", ", vectors.Nearest(word, 6).Select(n => n.Word))}");
    }
}
