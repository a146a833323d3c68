namespace DeepNotes.Exercises;

internal static partial class Quizzes
{
    private static IReadOnlyList<Question> Quiz01 =>
    [
        Ask("You multiply all weights of a perceptron, bias included, by 10. What changes?", 'C',
            ("Neither its decisions nor the margin.", "Both depend on the direction of w only: sign(10·s) = sign(s), and the margin divides by ‖w‖. That is why Novikoff's bound must use the normalised margin."),
            ("It becomes surer and makes fewer mistakes.", "A step unit has no degrees of certainty; the scores grow, their signs stay."),
            ("The boundary moves away from the origin.", "The boundary is ⟨w, x⟩ + b = 0; multiplying the equation by 10 leaves its solutions alone."),
            ("Its decisions stay, its margin grows tenfold.", "Only the raw score does. The margin is a distance, the score divided by ‖w‖.")),
        Ask("Novikoff's theorem bounds the number of mistakes by (R/γ)². What does the bound not depend on?", 'A',
            ("On the number of examples and of dimensions.", "Only the longest example and the width of the gap count: the seed of the idea that became large-margin classifiers."),
            ("On the scale in which the data is measured.", "It does not, but that is no surprise: R and γ grow together. The striking thing is what is absent from both."),
            ("On how well the classes are separated.", "That is γ: half the margin, four times the bound."),
            ("On whether the data is separable at all.", "It does: without a separating w there is no γ > 0 and no bound, and the perceptron never stops.")),
        Ask("A perceptron is trained on XOR for a million epochs. What do you see?", 'D',
            ("Its weights run through a cycle, for ever.", "No line gets all four right, so every epoch has a mistake; yet the weights stay bounded (the perceptron cycling theorem) and come back."),
            ("It converges, slowly: XOR is a hard problem.", "Not hard: impossible for one half-space. Four inequalities add up to 0 > 0."),
            ("Its weights grow larger and larger without bound.", "They do not; Minsky and Papert's cycling theorem bounds them."),
            ("It stops at the best line, with three points right.", "The rule knows no best: it reacts to every mistake, and leaves a three-of-four line at once.")),
        Ask("A 2-2-1 net of sigmoids can represent XOR. Why does gradient descent from random weights not always find it?", 'B',
            ("From some starts it ends on a plateau or at a poor minimum.", "Hence the bars over 100 seeds; more hidden units make good solutions easier to reach, though two suffice."),
            ("Two hidden units are too few to represent XOR exactly.", "Two suffice, as hand-set weights prove. To be able to represent is not to be able to learn."),
            ("Four examples are too few to determine all its weights.", "All four possible inputs are in the training set; nothing is missing."),
            ("The gradient is an approximation, and its errors add up.", "It is exact; it leads downhill from here, which need not lead to the bottom.")),
        Ask("How does the hidden layer make XOR solvable for the output unit?", 'C',
            ("It moves the points to where one line separates them.", "The fold: (0,1) and (1,0) land on the same spot. Every deep net ends in a linear classifier of what its layers made of the input."),
            ("It makes two outputs out of one, one for each class.", "There is one output. The two hidden units are not classes, they are new coordinates."),
            ("It remembers the four examples, one unit for two each.", "Three hidden states are left of four points; the net has merged two of them, the opposite of remembering."),
            ("It makes the output unit's own boundary a curved one.", "The output's weights are as linear as before; what it sees has changed.")),
    ];
}
