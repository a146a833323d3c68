namespace DeepNotes.Exercises;

internal static partial class Quizzes
{
    private static IReadOnlyList<Question> Quiz16 =>
    [
        Ask("A formula has 40 signs and its tree has height 6. How many steps lie between a leaf and the root for a recursive network?", 'A',
            ("At most 6: the way goes up the tree.", "A flat network has up to 40."),
            ("40, one for each sign.", "That is the way of a network that reads from left to right."),
            ("One: the root sees all leaves.", "It sees its branches only."),
            ("1,600, each pair of signs.", "Only a node and its branches are combined.")),
        Ask("Why does the order of the sentences need vectors of its own in a memory network?", 'D',
            ("A softmax over memories does not know which came first; where somebody is, is said by the last.", "Attention alone treats the memories as a set."),
            ("Because later sentences are longer.", "They are not."),
            ("It makes training faster, no more.", "Without it 'went to the kitchen' and 'went to the garden' could not be put in order."),
            ("So that every sentence has the same length.", "That is what padding is for.")),
        Ask("Question → first hop looks at one sentence, second hop at another. What lets the second look differ?", 'C',
            ("What the first hop read is added to the question.", "u is now the question and what has been found."),
            ("Chance: the look is drawn at random.", "Nothing is drawn; all weights are computed."),
            ("The second hop sees other sentences.", "All hops see all memories."),
            ("The first sentence is deleted after it was read.", "Nothing in this network writes to the memories.")),
        Ask("Which part of an NTM's addressing lets it copy sequences longer than it was trained on?", 'B',
            ("The shift: 'go on to the next row' is the same rule at every length.", "With sharpening, so that the address does not blur on the way."),
            ("The size of the controller.", "A larger one would only learn longer sequences by heart."),
            ("Content addressing alone.", "It finds a row that resembles a key, but knows no 'next'."),
            ("The LSTM in the controller.", "Here the controller has no state at all.")),
        Ask("What does sharpening, w to the power of γ, do?", 'A',
            ("It undoes the blur of soft shifts, so that an address stays one row.", "A shift that is 95 % certain leaves 0.95 to the power of 20 = 36 % after 20 steps."),
            ("It makes reading faster.", "The same sums are computed."),
            ("It chooses between content and place.", "That is the gate g."),
            ("It erases old content.", "Erasing is the write head's work.")),
    ];
}
