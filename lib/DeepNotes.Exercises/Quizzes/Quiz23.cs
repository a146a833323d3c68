namespace DeepNotes.Exercises;

internal static partial class Quizzes
{
    private static IReadOnlyList<Question> Quiz23 =>
    [
        Ask("The loss stays at ln 10 for ten classes. What do you look at first?", 'C',
            ("The update-to-weight ratio and the gradient per layer: do the weights move at all?", "They tell three families apart: no gradient, no step, or steps without direction."),
            ("The test accuracy.", "It will be 10 % too; it says that nothing was learned, not why."),
            ("A larger network.", "A small network gets off the level of guessing within a few steps; something is broken."),
            ("More training steps.", "If no gradient flows, ten times as many steps change nothing.")),
        Ask("What size of update / weight is usual?", 'A',
            ("About 0.001 per step.", "At 0.1 the weights are replaced every ten steps; at 10⁻⁶ nothing happens in a lifetime."),
            ("About 1: each step should make a difference.", "A step as long as the weights themselves forgets all that was learned."),
            ("Exactly the learning rate.", "The step is the rate times the gradient, which has a size of its own."),
            ("It has no usual size, every network differs.", "Networks differ, but the relative step of a working one mostly lies between 0.0001 and 0.01.")),
        Ask("Half of a layer is saturated, and the input has a deviation of 100. What do you mend?", 'D',
            ("The input: the saturation follows from it.", "Findings have an order: a cause before its consequences."),
            ("The activation: ReLU does not saturate.", "It would pass on sums a hundred times too large."),
            ("The learning rate.", "It does not change what the first batch already does."),
            ("The weights: make them a hundred times smaller.", "That works for one layer, by undoing one mistake with another.")),
        Ask("Gradients of two batches at the same weights have a cosine near 0 while the loss is that of guessing. What does it suggest?", 'B',
            ("The batches pull in unrelated directions: labels and inputs may not belong together.", "With real labels two batches agree at the beginning of training, when there is everything to learn."),
            ("The learning rate is too small.", "The rate does not enter the gradient at given weights."),
            ("The batches are too large.", "Larger batches agree more, since both are nearer to the whole gradient."),
            ("The network has converged.", "At the loss of guessing it has not.")),
        Ask("Why does the dashboard list findings in an order?", 'A',
            ("One fault brings others with it; the likely cause comes first.", "No zero-grad makes steps large, large steps kill ReLUs: mend the first and the rest goes."),
            ("By the alphabet.", "The order is that of causes and consequences."),
            ("The most frequent fault comes first.", "Frequency says nothing about this network."),
            ("Because only the first is certain.", "Every finding has its number; the order says which to mend first.")),
    ];
}
