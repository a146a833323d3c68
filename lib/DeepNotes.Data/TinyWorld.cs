namespace DeepNotes.Data;

/// <summary>A kind of pair in a <see cref="TinyWorld"/>: what the first words have in common, what the second, and what each pair shares.</summary>
/// <param name="Name">Such as "capital".</param>
/// <param name="Pairs">The two words.</param>
public sealed record WordRelation(string Name, IReadOnlyList<(string A, string B)> Pairs);

/// <summary>
/// Sentences of a small world, in English and in Korean, from a grammar that is known: so it is known which words belong together
/// and which analogies hold. Korean particles are tokens of their own and follow the final sound of the word before.
/// </summary>
/// <remarks>
/// A sentence draws a pair (king, queen), a side, a frame of that side (he …, she …) and a topic of the pair (throne, crown). A
/// word is therefore the sum of what its side and what its pair says: what an analogy asks for. Written for this course, CC0 1.0.
/// </remarks>
public static partial class TinyWorld
{
    /// <summary>The pairs of the English sentences.</summary>
    public static IReadOnlyList<WordRelation> EnglishRelations { get; } = [.. EnglishTopics.Select(t => t.Relation)];

    /// <summary>The pairs of the Korean sentences.</summary>
    public static IReadOnlyList<WordRelation> KoreanRelations { get; } = [.. KoreanTopics.Select(t => t.Relation)];

    /// <summary>English sentences.</summary>
    /// <param name="rng">Randomness.</param>
    /// <param name="count">How many.</param>
    /// <returns>The words of each.</returns>
    public static IReadOnlyList<string[]> English(Rng rng, int count) => Make(EnglishTopics, rng, count);

    /// <summary>Korean sentences: 왕 은 왕관 을 본다.</summary>
    /// <param name="rng">Randomness.</param>
    /// <param name="count">How many.</param>
    /// <returns>The words and particles of each.</returns>
    public static IReadOnlyList<string[]> Korean(Rng rng, int count) => Make(KoreanTopics, rng, count);

    private static string[][] Make(Topic[] topics, Rng rng, int count)
    {
        ArgumentNullException.ThrowIfNull(rng);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        var sentences = new string[count][];
        for (int i = 0; i < count; i++)
            sentences[i] = Sentence(topics[rng.Next(topics.Length)], rng);
        return sentences;
    }

    private static string[] Sentence(Topic topic, Rng rng)
    {
        var (a, b, about) = topic.Words[rng.Next(topic.Words.Length)];
        string[][] frames = [topic.FramesA, topic.FramesB];
        int side = rng.Next(2);
        string[] words = Pick(frames[side], rng).Split(' ');
        for (int i = 0; i < words.Length; i++)
        {
            words[i] = words[i] switch
            {
                "W" => side == 0 ? a : b,
                "T" => Pick(about, rng),
                var w when w.Contains('|', StringComparison.Ordinal) => Pick(w.Split('|'), rng),
                var w when w.Contains('/', StringComparison.Ordinal) => Particle(w, words[i - 1]),
                var w => w,
            };
        }
        return words;
    }

    private static string Pick(string[] choices, Rng rng) => choices[rng.Next(choices.Length)];

    // 은/는, 이/가, 을/를, 과/와: the first after a final consonant, the second after a vowel.
    private static string Particle(string pair, string word)
    {
        bool closed = (word[^1] - 0xAC00) % 28 != 0;
        return pair.Split('/')[closed ? 0 : 1];
    }

    private sealed record Topic(string Name, string[] FramesA, string[] FramesB, (string A, string B, string[] About)[] Words)
    {
        public WordRelation Relation => new(Name, [.. Words.Select(w => (w.A, w.B))]);
    }
}
