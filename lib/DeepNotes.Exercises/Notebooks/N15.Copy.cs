namespace DeepNotes.Exercises;

/// <summary>Notebook 15: the sequence autoencoder.</summary>
internal static partial class N15
{
    private static Exercise Copy => Exercise.For<Func<int[], int, int, (int[], int[], int[])>>(
        "15-copy", "What a sequence autoencoder reads and writes", 1, "Copy", "tokens start end",
        """
        // A sequence autoencoder writes its copy from the end of what it has read. Return three lists of
        // tokens: what the encoder reads, what the decoder reads under teacher forcing, and what the
        // decoder should write. start opens the copy, end closes it. Leave tokens as it is.
        static (int[] encoder, int[] read, int[] wanted) Copy(int[] tokens, int start, int end)
        {
            throw new NotImplementedException();
        }
        """,
        ["The encoder reads the tokens as they are. The target of the decoder is the same tokens, the last one first.",
         "With this target it is exercise 1 again: read is start and the target, wanted the target and end.",
         "int[] back = tokens.Reverse().ToArray(); return (tokens, [start, .. back], [.. back, end]);"],
        rng => new[] { 1, 2, 3, 5 }.Select(n => new Case([Enumerable.Range(0, n).Select(i => 3 + 2 * i + rng.Next(2)).ToArray(), 1, 2])),
        (tokens, start, end) => Back(tokens, tokens.Reverse(), start, end),
        [("The copy is written from the front; here its first token is the last one read.", (tokens, start, end) => Back(tokens, tokens, start, end)),
         ("The encoder reads from the end too; only the copy is turned round.", (tokens, start, end) => Back(tokens.Reverse(), tokens.Reverse(), start, end)),
         ("The encoder is turned round instead of the copy.", (tokens, start, end) => Back(tokens.Reverse(), tokens, start, end)),
         ("start and end are turned round with the tokens: start still opens, end still closes.", (tokens, start, end) => (tokens, [.. tokens.Reverse(), start], [end, .. tokens.Reverse()])),
         ("The end is never wanted: the decoder would not learn to stop.", (tokens, start, end) => ([.. tokens], [start, .. tokens.Reverse().SkipLast(1)], [.. tokens.Reverse()])),
         ("Nothing opens and nothing closes the copy.", (tokens, start, end) => ([.. tokens], [.. tokens.Reverse()], [.. tokens.Reverse()])),
         ("The decoder reads the end; it only writes it.", (tokens, start, end) => ([.. tokens], [start, .. tokens.Reverse(), end], [.. tokens.Reverse(), end])),
         ("The decoder reads the token it is to write; it must see only the one before.", (tokens, start, end) => (tokens, [.. tokens.Reverse(), end], [.. tokens.Reverse(), end])),
         ("The encoder reads start and end too; they belong to the copy only.", (tokens, start, end) => Back([start, .. tokens, end], tokens.Reverse(), start, end))],
        new() { Results = ["encoder", "read", "wanted"] });

    private static (int[], int[], int[]) Back(IEnumerable<int> encoder, IEnumerable<int> target, int start, int end) =>
        ([.. encoder], [start, .. target], [.. target, end]);
}
