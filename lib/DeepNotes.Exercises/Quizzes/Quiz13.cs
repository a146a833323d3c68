namespace DeepNotes.Exercises;

internal static partial class Quizzes
{
    private static IReadOnlyList<Question> Quiz13 =>
    [
        Ask("What do the steps of a recurrent network share?", 'B',
            ("Their weights: the same W, U and b act at every step.", "That is why it can read sequences of any length."),
            ("Their states: h is the same at every step.", "The state is what changes from step to step; it is the memory."),
            ("Nothing: each step has a layer of its own.", "Then its size would depend on the length of the sequence."),
            ("Only the bias.", "All weights are shared, and their gradient is a sum over the steps.")),
        Ask("A linear unit has h = 0.9 h at every step. Which share of a gradient is left after 100 steps?", 'D',
            ("About 0.00003: 0.9 to the power of 100.", "A factor below 1, taken a hundred times, leaves next to nothing."),
            ("0.9: the factor does not change.", "It is applied once for each step."),
            ("0.09: ten steps cost a factor of ten.", "Ten steps cost 0.9¹⁰ = 0.35, and a hundred that ten times over."),
            ("1: a linear unit has slope 1.", "Its slope by the state before is 0.9.")),
        Ask("Why does clipping by norm keep the direction and clipping by value not?", 'A',
            ("The norm multiplies all elements by the same number.", "Clipping by value shortens large elements only, which turns the vector."),
            ("The norm leaves small gradients alone.", "So does clipping by value."),
            ("The norm is computed in double.", "Precision is not the point."),
            ("Clipping by value sets large elements to zero.", "It sets them to the limit.")),
        Ask("Truncated backpropagation with K = 20 reads a text of 10,000 characters. What is cut off?", 'C',
            ("The gradient: it stops after 20 steps, while the state is carried on.", "The network may still remember longer; it is only not taught to by longer errors."),
            ("The state: it starts from zero every 20 steps.", "Then it would be 500 short texts. The state is carried on as a number."),
            ("The text: only the first 20 characters are read.", "All of it is read, window after window."),
            ("The weights: only 20 of them are updated.", "Every update changes all weights.")),
        Ask("What makes a time-delay network a convolution?", 'B',
            ("It uses the same weights at every moment and sees a short window.", "Weight sharing along time, nine years before LeNet-5 did it over images."),
            ("It delays its output by some steps.", "The delay is that of the inputs in the window, and the weights are what matters."),
            ("It has a state that is handed on.", "It has none; that is the difference to a recurrent network."),
            ("It works on the spectrum of a sound.", "That was its use in 1989, not its structure.")),
    ];
}
