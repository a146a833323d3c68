namespace DeepNotes.Exercises;

internal static partial class Quizzes
{
    private static IReadOnlyList<Question> Quiz15 =>
    [
        Ask("Without attention, what does the decoder know of a source of 40 tokens?", 'B',
            ("As many numbers as of a source of 4: the encoder's last state.", "One vector of fixed size has to hold a sentence of any length."),
            ("All 40 states of the encoder.", "That is what attention adds."),
            ("The last token only.", "The last state has seen all tokens, though it may have forgotten the first."),
            ("40 numbers, one for each token.", "The size of the state does not depend on the length.")),
        Ask("The weights of an attention are 0.25 at each of four steps. What is read?", 'D',
            ("The mean of the four values.", "The entropy is ln 4, the largest there is: the look is spread evenly."),
            ("Nothing: no step stands out.", "The weights are 1 in sum, so something is always read."),
            ("The first value.", "All four count alike."),
            ("The sum of the four values.", "The weights are 1 in sum: it is a mean.")),
        Ask("With teacher forcing the decoder gets 98 % of the tokens right. Why is exact match over ten tokens lower?", 'A',
            ("Ten tokens must all be right, and alone it reads its own mistakes.", "0.98 to the power of 10 is 0.82, and after a mistake the next are less likely right."),
            ("Because the test set is harder.", "It is so on the same set."),
            ("Because greedy decoding picks the wrong tokens.", "It picks those that it thinks likeliest, as the 98 % do."),
            ("It is not lower: 98 % is 98 %.", "That is the share of tokens, not of answers.")),
        Ask("What does beam search of width 3 find that greedy decoding cannot?", 'C',
            ("An answer whose first token is not the likeliest but whose whole is.", "It still may miss the best answer; only a search of all would not."),
            ("Always the most likely answer.", "A beam throws half-written answers away; the best may be among them."),
            ("Three times as long answers.", "Width counts answers that are kept, not tokens."),
            ("Answers that are more often true.", "More likely under the model; whether that is truer depends on the model.")),
        Ask("Why did reading the source from its end help Sutskever's translator?", 'B',
            ("The first words of source and target come close to each other, so the first steps of the way are short.", "The mean distance stays the same, but a beginning is found."),
            ("Because the languages have opposite word order.", "English and French have much the same."),
            ("The encoder then needs fewer weights.", "It is the same network."),
            ("Because the last word carries the meaning.", "Any word may; what counts is the distance to where it is needed.")),
    ];
}
