namespace DeepNotes.Exercises;

/// <summary>Notebook 15: captions.</summary>
internal static partial class N15
{
    private static Exercise Caption => Exercise.For<Func<double[], double[,], int, int, int[]>>(
        "15-caption", "A caption, word by word", 2, "Caption", "image next end longest",
        """
        // next[a, b]: how well word b follows word a. image[b]: how much the picture speaks for word b.
        // Begin after word 0. Every step takes the word b with the largest next[last, b] + image[b], where
        // last is the word before. The caption is over when that word is end, which does not belong to it,
        // or when it has longest words. Return its words.
        static int[] Caption(double[] image, double[,] next, int end, int longest)
        {
            throw new NotImplementedException();
        }
        """,
        ["A loop that remembers the last word; every round looks for the best next one.",
         "Add the word to a list and make it the last word, unless it is end; stop at end, or when the list has longest words.",
         "int best = Enumerable.Range(0, image.Length).MaxBy(b => next[last, b] + image[b]); if (best == end) break; words.Add(best); last = best;"],
        rng => new Case[]
        {
            new([new double[] { 0, 0, 0.1, 0.2 }, new double[,] { { 0, 0, 1, 0.95 }, { 0, 0, 0, 0 }, { 0, 2, 0, 1 }, { 0, 0.5, 1.9, 0 } }, 1, 6]),
            new([new double[] { 0, 0, 1, 0 }, new double[,] { { 0, 0, 0.5, 1 }, { 0, 0, 0, 0 }, { 0, 1, 0, 2.5 }, { 0, 0.1, 0.3, 0.2 } }, 1, 5]),
        }.Concat(new[] { 4, 5, 7 }.Select(v => new Case([Draw.Vector(rng, v, 1), Draw.Matrix(rng, v, v, 2), 1, 6]))),
        (image, next, end, longest) => Write(image, next, end, longest),
        [("The picture is not looked at: every picture gets the same caption.", (image, next, end, longest) => Write(new double[image.Length], next, end, longest)),
         ("The word end belongs to the caption here; it only closes it.", (image, next, end, longest) => Closed(image, next, end, longest)),
         ("Every step looks at word 0 as the word before; feed back what was written.", (image, next, end, longest) => Write(image, Mat.Make(image.Length, image.Length, (_, b) => next[0, b]), end, longest)),
         ("The two are multiplied; they are added.", (image, next, end, longest) => Write(new double[image.Length], Mat.Make(image.Length, image.Length, (a, b) => next[a, b] * image[b]), end, longest)),
         ("One word too many: longest words are the most.", (image, next, end, longest) => Write(image, next, end, longest + 1)),
         ("Word 0 belongs to the caption here; it only opens it.", (image, next, end, longest) => [0, .. Write(image, next, end, longest - 1)]),
         ("The words before are not looked at: only the picture decides.", (image, next, end, longest) => Write(image, new double[image.Length, image.Length], end, longest)),
         ("next is read the wrong way round: its row is the word before.", (image, next, end, longest) => Write(image, Mat.Transpose(next), end, longest))]);

    private static int[] Write(double[] image, double[,] next, int end, int longest)
    {
        var words = new List<int>();
        for (int last = 0; words.Count < longest; words.Add(last))
        {
            last = Enumerable.Range(0, image.Length).MaxBy(b => next[last, b] + image[b]);
            if (last == end) break;
        }
        return [.. words];
    }

    private static int[] Closed(double[] image, double[,] next, int end, int longest) =>
        Write(image, next, end, longest) is var words && words.Length < longest ? [.. words, end] : words;
}
