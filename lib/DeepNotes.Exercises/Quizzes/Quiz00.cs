namespace DeepNotes.Exercises;

internal static partial class Quizzes
{
    private static IReadOnlyList<Question> Quiz00 =>
    [
        Ask("A grey image of 28 × 28 pixels is to enter a fully connected network. What does the network see?", 'B',
            ("784 numbers in a row; it does not know which pixels touch.", "Shuffle the pixels of all images in the same way and such a network learns exactly as well: neighbourhood has to be put in by the architecture."),
            ("A grid of 28 × 28: it knows which pixels touch each other.", "The image is flattened. A fully connected layer treats every pair of inputs alike; knowing neighbours is what convolution adds."),
            ("784 separate inputs that arrive one after another in time.", "All 784 arrive at once. Reading them in time is what a recurrent network does."),
            ("The pixels together with the label that belongs to them.", "The label is used by the loss only. A network that sees it has nothing to learn.")),
        Ask("Two vectors have a dot product of 0, and neither is zero. What follows?", 'C',
            ("They are at a right angle to each other.", "A neuron's score is ⟨w, x⟩ + b. Inputs at a right angle to w leave it untouched; that is why its boundary is a straight line (a hyperplane)."),
            ("They are equal, component by component.", "The dot product of a vector with itself is its squared length, which is not 0."),
            ("At no place are both different from zero.", "That would be enough, but (1, 1) and (1, −1) share both places and still have dot product 0: products cancel."),
            ("They point in opposite directions.", "Opposite directions give the most negative dot product, −‖a‖‖b‖.")),
        Ask("You train twice with the same code and the same seed and get the same curve. What have you learned about how good the method is?", 'D',
            ("Nothing yet: other seeds must show how much was luck.", "Hence the course states results over several seeds, with their spread."),
            ("That the method is reliable: it did the same twice.", "It is one draw, drawn twice. Another seed may give quite another curve."),
            ("That there is no randomness in the training.", "There is: initial weights and the order of examples. The seed only fixes which random numbers are used."),
            ("That the result is the best this network can reach.", "Repeating a run says nothing about other runs that might end lower.")),
        Ask("A tensor has shape (32, 10) and holds class scores for 32 examples. Which sum gives one number per example?", 'A',
            ("Over the last axis, axis 1: shape (32) is left.", "Summing over an axis removes it. What remains are the examples."),
            ("Over the first axis, axis 0: shape (10) is left.", "That adds up over the examples and leaves one number per class: the most frequent mix-up of axes."),
            ("Over all elements: the scalar shape () is left.", "That leaves a single number for the whole batch."),
            ("None yet: the tensor must be transposed first.", "Transposing changes which axis is called what, but no transposition is needed: choose the axis.")),
        Ask("Features made by hand (mean brightness, number of edges) against features that are learned: what is the price of learning them?", 'B',
            ("More parameters, so more data and more computation.", "Learned features win when there is enough data to find what the task needs; with little data good hand-made ones may win."),
            ("None: learned features are better in every case.", "With few examples there is nothing to learn them from; hand-made features carry a person's knowledge of the problem."),
            ("Learned features take much longer to evaluate later.", "Both are computed forward in one pass; the cost is in finding them."),
            ("They work for images, not for sound, text or tables.", "Sound, text and tables have been learned from as well.")),
    ];
}
