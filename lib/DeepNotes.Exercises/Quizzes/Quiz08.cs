namespace DeepNotes.Exercises;

internal static partial class Quizzes
{
    private static IReadOnlyList<Question> Quiz08 =>
    [
        Ask("A batch of 64 examples with 10 features goes through batch norm. How many means does it compute?", 'B',
            ("10: one per feature, each over the 64 examples.", "The statistics belong to the feature (channel); the batch is what they are taken over."),
            ("64: one per example, each over the 10 features.", "That is layer norm."),
            ("1: over all 640 numbers.", "Features of different size would then stay different."),
            ("640: one per number.", "A mean of one number leaves nothing of it.")),
        Ask("The weights before a batch norm are multiplied by 1,000. What happens to the output and to the gradient in these weights?", 'D',
            ("The output stays, the gradient becomes a thousandth.", "That is why the weights' initial size hardly matters with batch norm."),
            ("Both are multiplied by 1,000.", "The output is normalised; the factor cancels."),
            ("The output stays, and so does the gradient.", "The same output must change as slowly as before along the same relative direction: a step of given size is now a thousandth of the weights."),
            ("The output is divided by 1,000.", "The deviation grows with the weights, so the quotient is what it was.")),
        Ask("A net with batch norm gives another answer for the same image, depending on the other images of the batch. Why?", 'A',
            ("It is in training mode: it normalises with the statistics of the batch.", "Call Eval(): then the running statistics are used, and an image stands for itself."),
            ("Its running statistics have not converged.", "They are the same for every image; the answers would be wrong but not depend on neighbours."),
            ("Rounding differs with the batch size.", "Rounding changes the seventh digit, not the answer."),
            ("Dropout is on.", "Then the answer would change at random, even for the same batch.")),
        Ask("Why does batch norm get worse with batches of two?", 'C',
            ("Mean and variance of two numbers are a poor guess of the data's.", "Each normalised value is then ±1, whatever the two numbers were."),
            ("Two examples take longer to normalise.", "Time is not the point; the noise of the statistics is."),
            ("The variance of two numbers is always zero.", "It is zero only when both are equal."),
            ("The running statistics are not updated.", "They are, by noisier values.")),
        Ask("Which of the two norms does the same in training and in evaluation?", 'B',
            ("Layer norm: its statistics come from the example alone.", "That also makes it the choice for recurrent nets and for single examples."),
            ("Batch norm: scale and shift are learnt once for both.", "Scale and shift are the same; mean and variance are not."),
            ("Both.", "Batch norm uses the batch's statistics in training and the running ones in evaluation."),
            ("Neither.", "Layer norm has no running statistics to switch to.")),
    ];
}
