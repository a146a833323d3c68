namespace DeepNotes.Exercises;

internal static partial class Quizzes
{
    private static IReadOnlyList<Question> Quiz20 =>
    [
        Ask("Cat and dog seldom stand next to each other. Why do their vectors come near each other?", 'C',
            ("They keep the same company: both stand near the same verbs and things.", "The vectors predict the neighbours; the same neighbours ask for the same vector."),
            ("Because the trainer was told that both are animals.", "It was told nothing but which words stand near each other."),
            ("Because both are frequent.", "Frequent words of other kinds stay far away."),
            ("Because their letters are similar.", "The letters are never looked at.")),
        Ask("What does PMI(w, c) = 0 say?", 'A',
            ("w and c come together as often as chance would have it.", "p(w, c) = p(w) p(c), and the logarithm of 1 is 0."),
            ("w and c never come together.", "Then the PMI would be minus infinity."),
            ("w and c always come together.", "Then it would be large."),
            ("w and c mean the same.", "Words that mean the same need not stand near each other at all.")),
        Ask("What does negative sampling spare?", 'D',
            ("The sum over the whole vocabulary in the softmax: a few noise words stand for it.", "k + 1 dot products in place of V."),
            ("Half of the vectors.", "Words and neighbours keep a vector each."),
            ("The frequent words.", "That is sub-sampling."),
            ("The learning rate.", "It falls in a straight line all the same.")),
        Ask("With enough dimensions, to what does the dot product of skip-gram with k noise words come?", 'B',
            ("PMI(w, c) − ln k.", "Levy and Goldberg (2014): the net factors the matrix that one could have counted."),
            ("The number of times that w and c come together.", "How frequent the two are by themselves is divided out."),
            ("The cosine of the two words' meanings.", "The lengths of the vectors matter too."),
            ("p(c | w), the softmax.", "Noise words drawn by frequency take p(c) out.")),
        Ask("king − man + woman gives queen. What made that possible?", 'A',
            ("A word's company is the sum of what its role and its gender bring, and so is its vector.", "Where the two sides add up in the text, differences of vectors mean something."),
            ("Queen is the most frequent word that is left.", "Frequency alone would give one answer to every question."),
            ("The analogies were trained on.", "No analogy was ever shown to the trainer."),
            ("Any vectors do this.", "Random vectors answer one question in V.")),
    ];
}
