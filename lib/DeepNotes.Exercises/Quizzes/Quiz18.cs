namespace DeepNotes.Exercises;

internal static partial class Quizzes
{
    private static IReadOnlyList<Question> Quiz18 =>
    [
        Ask("A dense block starts with 64 channels and has six layers of growth 32. How many channels leave it?", 'C',
            ("256", "64 + 6 · 32: every layer's output is joined to all before."),
            ("32", "That is what one layer adds."),
            ("192", "The 64 channels of the input are still there."),
            ("2,048", "Channels are joined, so they add up and do not multiply.")),
        Ask("What goes back through a join of two tensors?", 'A',
            ("Each gets its own part of the gradient, unchanged.", "Where one tensor is joined several times, its parts add up."),
            ("Both get the whole gradient.", "That is a sum's way back."),
            ("The larger one gets the gradient.", "That is the way back of a maximum."),
            ("Each gets half of every number.", "No number of the result depends on both.")),
        Ask("A 3×3 convolution from 256 to 256 channels becomes a depthwise one and a 1×1. How much of the work is left?", 'D',
            ("About 11.5 %.", "1/256 + 1/9: nearly all of it is the 1×1 filters."),
            ("About 50 %.", "Only the 3×3 part got cheaper, and by a factor of 256."),
            ("Exactly 1/9.", "Nearly; the depthwise filters add 1/256."),
            ("About 0.4 %.", "That is the depthwise part alone; without the 1×1 filters channels would never meet.")),
        Ask("Why does an inverted residual block end without an activation?", 'B',
            ("The few channels at its end carry everything; a rectifier there would destroy half of the numbers.", "The paper calls it a linear bottleneck."),
            ("To save multiply-adds.", "An activation costs next to nothing."),
            ("Because the block has no weights.", "It has three convolutions."),
            ("Because batch normalization needs negative numbers.", "It does not.")),
        Ask("Compound scaling with φ = 1 multiplies depth by 1.2, width by 1.1 and resolution by 1.15. By what does the work grow?", 'C',
            ("About 1.92", "1.2 · 1.1² · 1.15²: width counts twice, for inputs and outputs, resolution twice, for rows and columns."),
            ("About 1.52", "That is 1.2 · 1.1 · 1.15; width and resolution count twice."),
            ("About 3.45", "That adds the three."),
            ("Exactly 2", "That was the aim; the rounded numbers give 1.92.")),
    ];
}
