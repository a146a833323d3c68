using DeepNotes.Text;

namespace DeepNotes.Tests.Text;

public class TextTests
{
    [Fact]
    public void Characters_are_Unicode_characters_and_words_keep_Korean_and_apostrophes()
    {
        Assert.Equal(["한", "글", "🙂", "a"], Tokens.Characters("한글🙂a"));
        Assert.Equal(["mary's", "cat", ",", "안녕", "!"], Tokens.Words("Mary's  cat,\n안녕!"));
        Assert.Equal(["\uFFFD", "x"], Tokens.Characters("\uD83Dx"));
        Assert.Empty(Tokens.Words(" \n"));
    }

    [Fact]
    public void Every_syllable_goes_to_letters_and_back()
    {
        Assert.Equal("\u1112\u1161\u11AB\u1100\u1173\u11AF, ok", Hangul.Decompose("한글, ok"));
        string all = string.Concat(Enumerable.Range(0xAC00, 11_172).Select(c => (char)c));
        Assert.Equal(all, Hangul.Compose(Hangul.Decompose(all)));
        Assert.Equal(67, Hangul.Decompose(all).Distinct().Count());
        Assert.Equal("x\u1161", Hangul.Compose("x\u1161"));   // a vowel without an initial stays
    }

    [Fact]
    public void A_vocabulary_encodes_and_decodes_and_refuses_what_it_does_not_know()
    {
        var characters = Vocabulary.OfCharacters("나는 나");
        Assert.Equal(3, characters.Count);
        Assert.Equal("나나는", characters.Decode(characters.Encode("나나는")));
        Assert.Contains("'x'", Assert.Throws<KeyNotFoundException>(() => characters.Encode("나x")).Message, StringComparison.Ordinal);
        Assert.Contains("id 3", Assert.Throws<ShapeException>(() => characters.Decode([0, 3])).Message, StringComparison.Ordinal);
        var words = Vocabulary.OfWords(Tokens.Words("b a b c c b"), minCount: 2, special: [Vocabulary.Padding, Vocabulary.Unknown, Vocabulary.End]);
        Assert.Equal(["<pad>", "<unk>", "</s>", "b", "c"], words.All);
        Assert.Equal([3, 1, 4], words.Encode(["b", "a", "c"]));
        Assert.Equal("b c", words.Decode([3, 0, 4, 2, 3]));
        Assert.Throws<ArgumentException>(() => new Vocabulary(["a", "a"]));
        Assert.Throws<ArgumentException>(() => Vocabulary.OfCharacters(""));
    }

    [Theory, InlineData(3, 4), InlineData(1, 100), InlineData(5, 1)]
    public void Streams_follow_the_text_and_targets_are_one_ahead(int streams, int steps)
    {
        int[] text = [.. Enumerable.Range(0, 47)];
        var windows = new TextStreams(text, streams, steps);
        var read = new List<int>[streams];
        for (int n = 0; n < streams; n++)
            read[n] = [];
        int count = 0;
        foreach (var w in windows)
        {
            count++;
            for (int i = 0; i < w.Inputs.Length; i++)
            {
                Assert.Equal(w.Inputs[i] + 1, w.Targets[i]);
                read[i % streams].Add(w.Inputs[i]);
            }
        }
        Assert.Equal(windows.Count, count);
        Assert.Equal(windows.Predictions, read.Sum(r => r.Count));
        Assert.Equal(Enumerable.Range(0, windows.Predictions), read.SelectMany(r => r));
        Assert.Throws<ShapeException>(() => new TextStreams([1, 2], 2, 1));
    }

    [Fact]
    public void Sampling_follows_temperature_and_takes_from_the_k_best_only()
    {
        float[] logits = [1, 3, 2, -5];
        var rng = new Rng(1);
        Assert.Equal([0, 1, 0, 0], new Sampler(rng, 0).Probabilities(logits));
        float[] warm = new Sampler(rng, 2).Probabilities(logits), two = new Sampler(rng, 1, topK: 2).Probabilities(logits);
        double sum = logits.Sum(v => Math.Exp(v / 2));
        for (int i = 0; i < 4; i++)
            Assert.Equal(Math.Exp(logits[i] / 2) / sum, warm[i], 1e-6);
        Assert.Equal(1 / (1 + Math.Exp(-1)), two[1], 1e-6);
        Assert.Equal([0f, 0f], [two[0], two[3]]);
        var sampler = new Sampler(rng);
        int[] counts = new int[4];
        for (int i = 0; i < 20_000; i++)
            counts[sampler.Pick(logits)]++;
        var p = sampler.Probabilities(logits);
        for (int i = 0; i < 4; i++)
            Assert.Equal(p[i], counts[i] / 20_000.0, 0.02);
        Assert.Throws<ArithmeticException>(() => sampler.Pick([1, float.NaN]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Sampler(rng, -1));
    }

    [Fact]
    public void Perplexity_of_a_uniform_guess_is_the_size_of_the_vocabulary()
    {
        Assert.Equal(64, Perplexity.Of(Math.Log(64)), 1e-9);
        Assert.Equal(6, Perplexity.Bits(Math.Log(64)), 1e-9);
    }

    [Fact]
    public void A_language_model_learns_a_sentence_by_heart_and_says_it()
    {
        const string Sentence = "다람쥐 헌 쳇바퀴에 타고파. ";
        string text = string.Concat(Enumerable.Repeat(Sentence, 30));
        var vocabulary = Vocabulary.OfCharacters(text);
        var model = new LanguageModel(vocabulary.Count, new Rng(1), new LanguageModelOptions { Embedding = 16, Hidden = 32 });
        var streams = new TextStreams(vocabulary.Encode(text), 4, 12);
        var adam = new Adam(model.Parameters(), 0.02f);
        double first = model.Evaluate(streams), last = 0;
        for (int epoch = 0; epoch < 20; epoch++)
            last = model.TrainEpoch(streams, adam);
        Assert.InRange(first, 0.9 * Math.Log(vocabulary.Count), 1.2 * Math.Log(vocabulary.Count));
        Assert.InRange(model.Evaluate(streams), 0, 0.1);
        int[] start = vocabulary.Encode(Sentence);
        Assert.Equal(Sentence + Sentence, vocabulary.Decode(model.Write(start, 2 * start.Length, new Sampler(new Rng(2), 0))));
        Assert.True(model.Training && last < 0.5);
        Assert.Throws<ShapeException>(() => model.Write([], 1, new Sampler(new Rng(2))));
    }

    [Fact]
    public void The_state_is_carried_from_window_to_window()
    {
        var model = new LanguageModel(5, new Rng(1), new LanguageModelOptions { Embedding = 4, Hidden = 6 });
        int[] text = [.. Enumerable.Range(0, 61).Select(i => i * i % 5)];
        Assert.Equal(model.Evaluate(new TextStreams(text, 2, 30)), model.Evaluate(new TextStreams(text, 2, 7)), 1e-5);
    }
}
