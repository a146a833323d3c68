namespace DeepNotes.Exercises;

internal static partial class Quizzes
{
    private static IReadOnlyList<Question> Quiz17 =>
    [
        Ask("A plain net of 40 layers has a lower accuracy than one of 10. Why is that not overfitting?", 'B',
            ("It is lower on the training data too.", "An overfitted net would be better there; this one is not fitted in the first place."),
            ("Because it has more parameters.", "More parameters are what overfitting would come from."),
            ("Because the test set is small.", "The training accuracy shows it already."),
            ("Because its weights are too small.", "He's weights keep the signal's size at any depth.")),
        Ask("What could a deeper net do, in principle, to be no worse than the shallow one?", 'D',
            ("Copy the shallow net and make the layers left over the identity.", "So a solution exists; the optimizer does not find it. That is the argument the residual block starts from."),
            ("Use a smaller learning rate.", "That changes the way, not what is possible."),
            ("Use sigmoid activations.", "With those the identity is out of reach."),
            ("Nothing.", "A layer with the identity for a weight passes positive numbers on unchanged.")),
        Ask("What is the gradient of y = x + F(x) with respect to x, for small F?", 'A',
            ("The identity plus the small derivative of F: it arrives nearly unchanged.", "That is why depth does not wear it down."),
            ("The derivative of F alone.", "The shortcut has a derivative too, 1."),
            ("Zero, since F is small.", "The shortcut carries it."),
            ("Twice the derivative of F.", "Two ways add up, but only one goes through F.")),
        Ask("After training, one block is taken out of a residual net. The accuracy", 'C',
            ("falls a little; the other paths still work.", "With n blocks there are 2ⁿ paths, and half of them never went through this block."),
            ("falls to chance.", "That is what happens to a plain net: its only path is cut."),
            ("does not change at all.", "Each block does contribute something."),
            ("rises, since there are fewer parameters.", "The net was trained with the block in place.")),
        Ask("How does a highway layer differ from a residual block?", 'B',
            ("Its gate decides, number by number and from the input, how much passes around.", "In a residual block everything passes, always, and there is nothing to learn in the shortcut."),
            ("It has no shortcut.", "The part 1 − t of the input passes."),
            ("Its gate is fixed in advance.", "Its weights are learned; only the first bias is set."),
            ("It needs convolutions.", "Both exist for linear layers and for convolutions.")),
    ];
}
