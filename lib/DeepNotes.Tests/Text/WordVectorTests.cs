using DeepNotes.Data;
using DeepNotes.Tests.Support;
using DeepNotes.Text;

namespace DeepNotes.Tests.Text;

public class WordVectorTests
{
    private static WordCorpus World => WordCorpus.Of(TinyWorld.English(new Rng(1), 12_000));

    private static IEnumerable<AnalogyQuestion> Questions(IReadOnlyList<WordRelation> relations) => relations.SelectMany(r => WordQuestions.From(r.Name, r.Pairs));

    [Theory, InlineData(false, false), InlineData(false, true), InlineData(true, false), InlineData(true, true)]
    public void All_four_ways_of_training_find_the_analogies_of_the_tiny_world(bool cbow, bool tree)
    {
        var options = new Word2VecOptions { Dimension = 30, Cbow = cbow, HierarchicalSoftmax = tree, SubSample = 0, Epochs = cbow ? 15 : 8, Rate = 0.05f };
        var trained = Word2Vec.Train(World, options);
        Assert.Equal(tree, trained.Contexts is null);
        var score = trained.Vectors.Score(Questions(TinyWorld.EnglishRelations))[^1];
        Assert.Equal(450, score.Asked);
        Assert.InRange(score.Percent, 80, 100);
        Assert.InRange(trained.Vectors.Score(Questions(TinyWorld.EnglishRelations), AnalogyMethod.Multiply)[^1].Percent, 80, 100);
    }

    [Fact]
    public void Korean_vectors_answer_Korean_analogies_and_neighbours_are_of_a_kind()
    {
        var corpus = WordCorpus.Of(TinyWorld.Korean(new Rng(2), 12_000));
        var vectors = Word2Vec.Train(corpus, new() { Dimension = 30, SubSample = 0, Epochs = 8, Rate = 0.05f }).Vectors;
        Assert.InRange(vectors.Score(Questions(TinyWorld.KoreanRelations))[^1].Percent, 80, 100);
        Assert.Equal("여왕", vectors.Analogy("남자", "여자", "왕")[0].Word);
        string[] capitals = [.. TinyWorld.KoreanRelations.Single(r => r.Name == "capital").Pairs.Select(p => p.B)];
        Assert.All(vectors.Nearest("서울", 4), n => Assert.Contains(n.Word, capitals));
    }

    [Fact]
    public void One_thread_gives_the_same_vectors_from_memory_and_from_a_file_and_two_threads_still_learn()
    {
        using var folder = new TempFolder();
        var sentences = TinyWorld.English(new Rng(1), 6000);
        string path = folder.Write("world.txt", System.Text.Encoding.UTF8.GetBytes(string.Join('\n', sentences.Select(s => string.Join(' ', s)))));
        var options = new Word2VecOptions { Dimension = 20, Epochs = 6, Rate = 0.05f, Seed = 3 };
        var file = WordCorpus.OfFile(path, 1);
        var memory = WordCorpus.Of(sentences);
        Assert.Equal(memory.Vocabulary.All, file.Vocabulary.All);
        Assert.Equal(memory.Counts, file.Counts);
        Assert.Equal(memory.Sentences().Select(s => string.Join(' ', s)), file.Sentences().Select(s => string.Join(' ', s)));
        var a = Word2Vec.Train(memory, options).Vectors.Matrix.Data.ToArray();
        Assert.Equal(a, Word2Vec.Train(file, options).Vectors.Matrix.Data.ToArray());
        Assert.NotEqual(a, Word2Vec.Train(file, options with { Seed = 4 }).Vectors.Matrix.Data.ToArray());
        var together = Word2Vec.Train(file, options with { Threads = 2, SubSample = 0, Epochs = 12 }).Vectors;
        Assert.InRange(together.Score(Questions(TinyWorld.EnglishRelations))[^1].Percent, 70, 100);
    }

    [Theory, InlineData(1), InlineData(2), InlineData(3), InlineData(7)]
    public void Parts_of_a_file_give_every_word_once(int parts)
    {
        using var folder = new TempFolder();
        var rng = new Rng(9);
        string[] words = [.. Enumerable.Range(0, 60_000).Select(i => new string((char)('가' + i % 900), 1 + rng.Next(6)))];
        string path = folder.Write("t.txt", System.Text.Encoding.UTF8.GetBytes("\uFEFF" + string.Concat(words.Select(w => w + " \n\t"[rng.Next(3)]))));
        Assert.Equal(words, InParts(path, parts));
    }

    [Fact]
    public void Wherever_a_file_is_cut_every_word_comes_once()
    {
        using var folder = new TempFolder();
        byte[] text = "a bb  한\nccc d\n"u8.ToArray();
        string path = folder.Write("t.txt", text);
        for (int parts = 1; parts <= text.Length; parts++)
            Assert.Equal(["a", "bb", "한", "ccc", "d"], InParts(path, parts));
    }

    private static List<string> InParts(string path, int parts)
    {
        var read = new List<string>();
        for (int part = 0; part < parts; part++)
        {
            using var reader = new WordReader(path, part, parts);
            while (reader.Read(out var word))
            {
                if (!word.IsEmpty)
                    read.Add(System.Text.Encoding.UTF8.GetString(word));
            }
        }
        return read;
    }

    // Levy and Goldberg (2014): with enough dimensions w·c comes to PMI(w, c) − log k; a noise word that is the neighbour itself is left out,
    // so that a pair with the share p(c|w) meets less noise by that share.
    [Fact]
    public void Skip_gram_with_negative_sampling_factors_shifted_mutual_information()
    {
        var rng = new Rng(1);
        var sentences = Enumerable.Range(0, 30_000).Select(_ => { int topic = rng.Next(3); return (string[])[Word(topic), Word(topic), Word(topic)]; }).ToArray();
        string Word(int topic) => ((char)('a' + (rng.Next(4) == 0 ? rng.Next(12) : 4 * topic + rng.Next(1 + rng.Next(4))))).ToString();
        var corpus = WordCorpus.Of(sentences);
        var trained = Word2Vec.Train(corpus, new() { Dimension = 16, Window = 2, DynamicWindow = false, SubSample = 0, NoisePower = 1, Negative = 3, Epochs = 40 });
        var counts = Cooccurrence.Count(corpus, 2);
        var pmi = Cooccurrence.Pmi(counts).Entries().ToArray();
        double[] dots = [.. pmi.Select(e => (double)System.Numerics.Tensors.TensorPrimitives.Dot<float>(Row(trained.Vectors, e.Row), Row(trained.Contexts!, e.Column)))];
        double[] errors = [.. pmi.Select((e, i) => dots[i] - (e.Value - Math.Log(3)))];
        Assert.InRange(RankCorrelation.Of(dots, [.. pmi.Select(e => e.Value)]), 0.97, 1);
        Assert.InRange(errors.Average(Math.Abs), 0, 0.12);
        double[] all = [.. Enumerable.Range(0, 12).Select(w => Enumerable.Range(0, 12).Sum(c => counts[w, c]))];
        Assert.InRange(pmi.Select((e, i) => Math.Abs(errors[i] + Math.Log(1 - counts[e.Row, e.Column] / all[e.Row]))).Average(), 0, 0.04);
        static float[] Row(WordVectors v, int i) => v[v.Vocabulary[i]];
    }

    // cos′(x, b) cos′(x, c) / (cos′(x, a) + ε) with cos′ = (1 + cos) / 2 and ε = 0.001: what is opposite to a is divided by ε alone.
    [Fact]
    public void Products_of_cosines_are_the_formula_of_Levy_and_Goldberg()
    {
        var points = Tensor.From(new[,] { { 2f, 0 }, { 0, 1 }, { 0.6f, 0.8f }, { -3, 0 }, { 0.8f, 0.6f } });
        var found = new WordVectors(new Vocabulary(["a", "b", "c", "opposite", "near"]), points).Analogy("a", "b", "c", 2, AnalogyMethod.Multiply);
        Assert.Equal(["opposite", "near"], found.Select(n => n.Word));
        Assert.Equal(0.5 * 0.2 / 0.001, found[0].Score, 1e-2);
        Assert.Equal(0.8 * 0.98 / 0.901, found[1].Score, 1e-5);
    }

    [Fact]
    public void Sub_sampling_thins_frequent_words_and_the_noise_follows_the_power()
    {
        var table = new AliasTable([1, 2, 3, 4, 0.5]);
        var rng = new Rng(5);
        int[] drawn = new int[5];
        for (int i = 0; i < 210_000; i++)
            drawn[table.Draw(((ulong)rng.NextUInt32() << 32) | rng.NextUInt32())]++;
        Assert.All(drawn.Zip([1, 2, 3, 4, 0.5]), p => Assert.InRange(p.First, p.Second * 20_000 * 0.97, p.Second * 20_000 * 1.03));
        var job = new Word2VecJob(WordCorpus.Of([[.. Enumerable.Repeat("the", 990), .. Enumerable.Repeat("cat", 10)]]), new() { SubSample = 1e-2 }, null, default);
        Assert.Equal(Math.Sqrt(0.01 / 0.99) + 0.01 / 0.99, job.Kept[0] / (double)uint.MaxValue, 1e-6);
        Assert.Equal(uint.MaxValue, job.Kept[1]);
        for (float x = -7; x < 7; x += 0.01f)
            Assert.Equal(1 / (1 + Math.Exp(-x)), job.SigmoidOf(x), 4e-3);
    }

    [Fact]
    public void The_Huffman_tree_is_the_shortest_code_and_no_code_begins_another()
    {
        long[] counts = [40, 20, 20, 10, 5, 5];
        var tree = new Huffman(counts);
        Assert.Equal(230, counts.Select((c, i) => c * tree.Code(i).Length).Sum());
        string[] codes = [.. Enumerable.Range(0, 6).Select(i => string.Concat(tree.Code(i).ToArray()))];
        Assert.All(codes, a => Assert.DoesNotContain(codes, b => a != b && b.StartsWith(a, StringComparison.Ordinal)));
        for (int i = 0; i < 6; i++)
            Assert.Equal((4, tree.Code(i).Length), (tree.Path(i)[0], tree.Path(i).Length));   // from the root, which was made last
        var steps = new Huffman([8, 7, 6, 5, 4, 3, 2, 1]);
        Assert.Equal(102, Enumerable.Range(0, 8).Sum(i => (8 - i) * steps.Code(i).Length));   // merges of 3, 6, 9, 12, 15, 21, 36
        Assert.Throws<ArgumentException>(() => new Huffman([3]));
    }

    [Theory, InlineData(1), InlineData(16), InlineData(30), InlineData(48), InlineData(100)]
    public void The_step_of_the_kernel_is_the_formula_also_when_a_row_comes_twice(int size)
    {
        AlignedRows v = new(1, size), u = new(3, size), change = new(1, size);
        var rng = new Rng((ulong)size);
        rng.FillUniform(v[0]);
        for (int k = 0; k < 3; k++)
            rng.FillUniform(u[k]);
        float[] v0 = v[0].ToArray();
        float[][] u0 = [u[0].ToArray(), u[1].ToArray(), u[2].ToArray()];
        unsafe
        {
            float** rows = stackalloc float*[] { u.Row(0), u.Row(2), u.Row(0) };
            float* gains = stackalloc float[] { 0.5f, -2, 0.25f };
            Assert.Equal(v0.Zip(u0[1], (a, b) => a * b).Sum(), Word2VecKernels.Dot(v.Row(0), u.Row(1), v.Stride), 1e-3);
            Word2VecKernels.Step(v.Row(0), change.Row(0), rows, gains, 3, v.Stride);
        }
        for (int i = 0; i < size; i++)
        {
            Assert.Equal(u0[0][i] + 0.75f * v0[i], u[0][i], 1e-5);
            Assert.Equal(u0[1][i], u[1][i]);
            Assert.Equal(u0[2][i] - 2 * v0[i], u[2][i], 1e-5);
            Assert.Equal(0.5 * u0[0][i] - 2 * u0[2][i] + 0.25 * (u0[0][i] + 0.5 * v0[i]), change[0][i], 1e-5);
        }
    }

    [Fact]
    public void Bad_corpora_are_refused_with_the_reason()
    {
        using var folder = new TempFolder();
        Assert.Contains("no words", Refused(() => WordCorpus.Of([])), StringComparison.Ordinal);
        Assert.Contains("no words", Refused(() => WordCorpus.OfFile(folder.Write("empty.txt", " \n\n"u8))), StringComparison.Ordinal);
        Assert.Contains("'b', occurs 2 times", Refused(() => WordCorpus.Of([["a", "b", "b"]], 5)), StringComparison.Ordinal);
        Assert.Contains("one word, 'a'", Refused(() => Word2Vec.Train(WordCorpus.Of([["a", "a"]]))), StringComparison.Ordinal);
        Assert.Contains("latin.txt is not UTF-8: word 2, at byte 3", Refused(() => WordCorpus.OfFile(folder.Write("latin.txt", [.. "un "u8, 0xE9, .. "t\u00E9"u8]), 1)), StringComparison.Ordinal);
        Assert.Contains("without white space", Refused(() => WordCorpus.OfFile(folder.Write("blob.bin", new byte[300_000]), 1)), StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => Word2Vec.Train(World, new() { Negative = 0 }));
        using var stop = new CancellationTokenSource();
        Assert.Throws<OperationCanceledException>(() => Word2Vec.Train(World, new() { Epochs = 1000 }, _ => stop.Cancel(), stop.Token));
    }

    [Fact]
    public void Rank_correlation_is_Spearmans()
    {
        Assert.Equal(1, RankCorrelation.Of([1, 2, 9], [0, 5, 6]), 1e-12);
        Assert.Equal(-0.5, RankCorrelation.Of([1, 2, 3], [3, 1, 2]), 1e-12);
        Assert.Equal(Math.Sqrt(3) / 2, RankCorrelation.Of([1, 1, 2], [1, 2, 3]), 1e-12);   // the tie shares rank 1.5
        Assert.Equal(0, RankCorrelation.Of([1, 1], [1, 2]));
        Assert.Throws<ArgumentException>(() => RankCorrelation.Of([1], [1]));
    }

    private static string Refused(Action action) => Assert.Throws<InvalidDataException>(action).Message;
}
