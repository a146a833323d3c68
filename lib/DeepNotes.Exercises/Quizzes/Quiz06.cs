namespace DeepNotes.Exercises;

internal static partial class Quizzes
{
    private static IReadOnlyList<Question> Quiz06 =>
    [
        Ask("The curvatures of a bowl are 1 and 400. What does momentum at its best buy over gradient descent at its best?", 'B',
            ("About √400 = 20 times fewer steps for the same accuracy.", "The factors per step are (κ − 1)/(κ + 1) and (√κ − 1)/(√κ + 1), so about κ/2 and √κ/2 steps for each factor of e."),
            ("About 400 times fewer steps for the same accuracy.", "Momentum replaces the condition number by its root, not by 1."),
            ("Twice the speed, whatever the condition number.", "The gain grows with the root of the condition number; on a round bowl there is none."),
            ("Nothing: the learning rate can be raised just as well.", "Above 2 divided by the largest curvature plain descent diverges.")),
        Ask("A weight's gradient has been 0.001 in every step. Another's has been 1,000. What are their steps under Adam?", 'D',
            ("The same, each about the learning rate.", "m̂/√v̂ is g/|g| = 1 for a constant gradient. Adam sees the sign and how steady it is, not the size."),
            ("A million times apart, as under gradient descent.", "The division by √v̂ removes the size."),
            ("The root of a million apart, because of the square root.", "v holds squares; its root has the gradient's own unit, and the ratio loses the size altogether."),
            ("The second is clipped at the learning rate, the first is not.", "There is no clipping; both are scaled to the same length.")),
        Ask("Without bias correction, β₁ = 0.9 and β₂ = 0.999: how long is Adam's very first step?", 'A',
            ("About 3.2 times the learning rate, since m is 0.1·g and √v is 0.032·|g|.", "And the steps after it are longer still, until v has filled up."),
            ("A tenth of the learning rate, since m is only 0.1·g.", "v is too small as well, and by more: it stands in the denominator."),
            ("Exactly the learning rate; the correction matters later.", "That is the length with the correction; it matters at the start and fades."),
            ("Zero, since m and v start at zero.", "Both are updated before the step is taken.")),
        Ask("You make the batches four times as large. How does the noise of the gradient change?", 'C',
            ("It halves: it falls with the root of the batch size.", "So a fourfold price buys a factor of two; small batches are cheap progress per example."),
            ("It falls to a quarter, in proportion to the batch size.", "The variance does; the noise is its root."),
            ("It stays: the gradient is a mean either way.", "The mean stays; its spread around the full gradient shrinks."),
            ("It falls to a sixteenth, with the square of the batch size.", "Variances of independent terms add, so the variance of the mean falls with the size itself.")),
        Ask("A critical point of a loss over 1,000 weights has 30 negative curvatures. What is it?", 'B',
            ("A saddle point: 30 ways lead down from it.", "A step along any of them lowers the loss; descent slows down near it but does not stay."),
            ("A local minimum, since most curvatures are positive.", "A minimum needs all of them to be positive (or zero)."),
            ("A local maximum, since some curvatures are negative.", "A maximum needs all of them to be negative."),
            ("The global minimum, if the gradient there is exactly zero.", "A zero gradient makes it critical; what kind it is the curvatures decide.")),
    ];
}
