namespace DeepNotes.Exercises;

internal static partial class Quizzes
{
    private static IReadOnlyList<Question> Quiz19 =>
    [
        Ask("What do the one-hot vectors of cat and dog say about how alike the words are?", 'B',
            ("Nothing: any two different words are √2 apart.", "Every pair of one-hot vectors has the same distance; likeness has to come from elsewhere."),
            ("That they are alike, since both are animals.", "No number in the two vectors knows of animals."),
            ("That they are unlike, more than cat and carpet.", "Cat and carpet are √2 apart as well."),
            ("It depends on the order of the vocabulary.", "Whatever the order, each has one 1 in a place of its own.")),
        Ask("A vocabulary has 10,000 words. How many different trigrams are possible?", 'D',
            ("10¹²: V to the power of 3.", "No text holds a noticeable part of them; most are never seen."),
            ("30,000: V times 3.", "Each of the three places can hold any word: the choices multiply."),
            ("10,000, one for each word.", "That is the number of unigrams."),
            ("As many as the text has words.", "That bounds how many are seen, not how many are possible.")),
        Ask("A trigram model without smoothing meets a trigram that it has never counted. What is the perplexity of the text?", 'A',
            ("Infinite: one probability of 0 is enough.", "ln 0 is minus infinity, and no mean can mend it."),
            ("A little larger than before.", "Zero is not small: its logarithm has no bound."),
            ("The size of the vocabulary.", "That would be so if it gave every token the same probability."),
            ("Unchanged, since the token is left out.", "A model may not leave out what it did not expect.")),
        Ask("Why does a Kneser–Ney model prefer a word that follows many different words?", 'C',
            ("Where the context does not help, what counts is in how many contexts a word is at home.", "Francisco is frequent but follows San only; in a new place it is not expected."),
            ("Because such words are always more frequent.", "Often they are, but Francisco shows the difference."),
            ("Because it makes the probabilities sum to 1.", "They would sum to 1 with any shares."),
            ("Because rare words are discounted twice.", "Each count is discounted once.")),
        Ask("Why can the neural model use five words of context where the n-gram cannot?", 'A',
            ("It reads vectors: what it learned of one word holds for words with similar vectors.", "The n-gram needs the very same five words; nearly all strings of six are new."),
            ("It has more parameters than an n-gram has counts.", "It has fewer: the n-gram keeps a count for every string."),
            ("It reads the words in any order.", "The vectors stand side by side, each in its place."),
            ("It remembers the whole text.", "It sees five words, no more.")),
    ];
}
