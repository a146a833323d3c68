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
            run.Say($"skip-gram: dimension {options.Dimension}, window {options.Window}, {options.Negative} noise words, sub-sampling {options.SubSample}, one pass");
            Profile(run, corpus, options);
            WordCorpus.Write(path, text.Split('\n'));   // lower case, punctuation apart: what neighbours are asked of
            Neighbours(run, WordCorpus.OfFile(path, 5), options);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    // Two trainings that share nothing show what the machine's second core gives; what two threads of one training lack of that is the
    // price of writing to the same vectors.
    private static void Profile(Run run, WordCorpus corpus, Word2VecOptions options)
    {
        double one = Seconds(() => Word2Vec.Train(corpus, options));
        long read = 0;
        double reading = Seconds(() => read = corpus.Sentences().Sum(s => (long)s.Length));
        double two = Seconds(() => Word2Vec.Train(corpus, options with { Threads = 2 }));
        double apart = Seconds(() =>
        {
            var other = new Thread(() => Word2Vec.Train(corpus, options));
            other.Start();
            Word2Vec.Train(corpus, options);
            other.Join();
        }) / 2;
        run.Say($"1 thread:  {corpus.Total / one:N0} words per second, of whose time reading {read:N0} words and looking them up takes {100 * reading / one:F0} %");
        run.Say($"2 threads: {corpus.Total / two:N0} words per second, {one / two:F2} times one");
        run.Say($"2 trainings side by side that share nothing: {corpus.Total / apart:N0} words per second, {one / apart:F2} times one");
    }

    private static double Seconds(Action work)
    {
        var clock = Stopwatch.StartNew();
        work();
        return clock.Elapsed.TotalSeconds;
    }

    private static void Neighbours(Run run, WordCorpus corpus, Word2VecOptions options)
    {
        int passes = 0;
        WordVectors? vectors = null;
        for (int epochs = 5; epochs <= 20 && run.Goes; epochs *= 2)
            (vectors, passes) = (Word2Vec.Train(corpus, options with { Epochs = epochs }).Vectors, epochs);
        if (vectors is null)
            return;
        run.Keep(path => WordVectorFile.Write(path, vectors, binary: path.EndsWith(".bin", StringComparison.OrdinalIgnoreCase)));
        run.Say($"neighbours after {passes} passes over one copy:");
        foreach (string word in Asked.Where(corpus.Vocabulary.Contains))
            run.Say($"  {word,-7} {string.Join(", ", vectors.Nearest(word, 6).Select(n => n.Word))}");
    }
}
