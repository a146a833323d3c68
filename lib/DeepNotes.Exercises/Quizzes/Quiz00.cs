namespace DeepNotes.Exercises;

internal static partial class Quizzes
{
    private static IReadOnlyList<Question> Quiz00 =>
    [
        Ask("A grey image of 28 × 28 pixels is to enter a fully connected network. What does the network see?", 'B',
            ("A vector of 784 numbers; which pixels were neighbours is not part of it.", "Shuffle the pixels of all images in the same way and such a network learns exactly as well: neighbourhood has to be put in by the architecture."),
            ("A 28 × 28 grid: it knows which pixels touch.", "The image is flattened. A fully connected layer treats every pair of inputs alike; knowing neighbours is what convolution adds."),
            ("784 separate inputs, one after another in time.", "All 784 arrive at once. Reading them in time is what a recurrent network does."),
            ("The label and the pixels together.", "The label is used by the loss only. A network that sees it has nothing to learn.")),
        Ask("Two vectors have a dot product of 0, and neither is zero. What follows?", 'C',
            ("They are at a right angle: moving along one does not change the score given by the other.", "A neuron's score is ⟨w, x⟩ + b. Inputs at a right angle to w leave it untouched; that is why its boundary is a straight line (a hyperplane)."),
            ("They are equal.", "The dot product of a vector with itself is its squared length, which is not 0."),
            ("They have no common non-zero element.", "That would be enough, but (1, 1) and (1, −1) share both places and still have dot product 0: products cancel."),
            ("They point in opposite directions.", "Opposite directions give the most negative dot product, −‖a‖‖b‖.")),
        Ask("You train twice with the same code and the same seed and get the same curve. What have you learned about how good the method is?", 'D',
            ("Nothing yet: a seed makes a run repeatable; only several seeds show how much luck there was in it.", "Hence the course states results over several seeds, with their spread."),
            ("That the method is reliable.", "It is one draw, drawn twice. Another seed may give quite another curve."),
            ("That there is no randomness in training.", "There is: initial weights and the order of examples. The seed only fixes which random numbers are used."),
            ("That the result is optimal.", "Repeating a run says nothing about other runs that might end lower.")),
        Ask("A tensor has shape (32, 10) and holds class scores for 32 examples. Which sum gives one number per example?", 'A',
            ("Over the last axis (axis 1), which leaves shape (32).", "Summing over an axis removes it. What remains are the examples."),
            ("Over the first axis (axis 0), which leaves shape (10).", "That adds up over the examples and leaves one number per class: the most frequent mix-up of axes."),
            ("Over all elements.", "That leaves a single number for the whole batch."),
            ("None: first the tensor must be transposed.", "Transposing changes which axis is called what, but no transposition is needed: choose the axis.")),
        Ask("Features made by hand (mean brightness, number of edges) against features that are learned: what is the price of learning them?", 'B',
            ("More parameters, hence more data and computation; with little data good hand-made features may win.", "Learned features win when there is enough data to find what the task needs; that trade-off is the story of deep learning."),
            ("None: learned features are always better.", "With few examples there is nothing to learn them from; hand-made features carry a person's knowledge of the problem."),
            ("Learned features cannot be computed quickly.", "Both are computed forward in one pass; the cost is in finding them."),
            ("Learned features only work for images.", "Sound, text and tables have been learned from as well.")),
    ];
}
