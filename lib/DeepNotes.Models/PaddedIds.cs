namespace DeepNotes.Models;

/// <summary>Sentences of different lengths as one block of token ids.</summary>
/// <param name="Ids">Time first (T · N).</param>
/// <param name="Steps">T, the longest sentence.</param>
/// <param name="Lengths">Tokens of each.</param>
public sealed record PaddedIds(int[] Ids, int Steps, int[] Lengths)
{
    /// <summary>N.</summary>
    public int Count => Lengths.Length;

    /// <summary>What a decoder reads and what it should write under teacher forcing: start before, end after.</summary>
    /// <param name="who">The model, for the message.</param>
    /// <param name="targets">Token ids of each, without start and end.</param>
    /// <param name="start">The id that opens a target.</param>
    /// <param name="end">The id that closes it.</param>
    /// <param name="noTarget">Fills what is wanted of the short ones.</param>
    /// <exception cref="ShapeException">A target is empty.</exception>
    internal static (PaddedIds Read, PaddedIds Wanted) ForTeacher(string who, IReadOnlyList<int[]> targets, int start, int end, int noTarget)
    {
        for (int i = 0; i < targets.Count; i++)
        {
            if (targets[i].Length == 0)
                throw new ShapeException($"{who}: target {i} is empty; it must have at least one token, start and end not counted. Leave the example out.");
        }
        return (Of([.. targets.Select(t => (int[])[start, .. t])], end), Of([.. targets.Select(t => (int[])[.. t, end])], noTarget));
    }

    /// <summary>Lays sentences side by side.</summary>
    /// <param name="sentences">Token ids of each, at least one sentence and one token.</param>
    /// <param name="padding">The id that fills the short ones.</param>
    /// <exception cref="ShapeException">There are none, or one is empty.</exception>
    public static PaddedIds Of(IReadOnlyList<int[]> sentences, int padding = 0)
    {
        int empty = sentences.Count(s => s.Length == 0);
        if (sentences.Count == 0 || empty > 0)
            throw new ShapeException($"PaddedIds: {sentences.Count} sentences, {empty} of them empty; there must be at least one and none empty. Leave the empty ones out.");
        int steps = sentences.Max(s => s.Length), n = sentences.Count;
        var ids = new int[steps * n];
        Array.Fill(ids, padding);
        for (int i = 0; i < n; i++)
        {
            for (int t = 0; t < sentences[i].Length; t++)
                ids[t * n + i] = sentences[i][t];
        }
        return new PaddedIds(ids, steps, [.. sentences.Select(s => s.Length)]);
    }
}
