namespace DeepNotes.Exercises;

internal static partial class Quizzes
{
    private static IReadOnlyList<Question> Quiz02 =>
    [
        Ask("Ten linear layers of width 100 are stacked without activations. What can the stack do that one linear layer from input to output cannot?", 'A',
            ("Nothing: the product of ten matrices is one matrix.", "Depth buys nothing without a bend in between; the biases collapse in the same way."),
            ("It can separate XOR, as it has hidden layers.", "A linear map followed by a threshold stays one half-space."),
            ("It can represent polynomials of degree ten.", "Compositions of linear maps are linear; products of inputs never appear."),
            ("It can reach a rank beyond that of each factor.", "The rank of a product is at most the smallest rank of its factors: stacking can only lose.")),
        Ask("A unit with ReLU gives 0 for every example of the training set. What will gradient descent do with its incoming weights?", 'D',
            ("Nothing, as long as the inputs stay as they are.", "The dead ReLU. A large step can kill a unit; leaky ReLU, ELU or a smaller learning rate keep the door open."),
            ("It will pull them back, though more slowly.", "The slope on the negative side is exactly 0, not small. Slowly would be leaky ReLU."),
            ("It will make them more negative with every step.", "No gradient, no step in either direction."),
            ("It will set them to 0, which removes the unit.", "Nothing removes it; it goes on costing time and contributing 0.")),
        Ask("Why subtract the largest logit before a softmax?", 'B',
            ("So that no exponential overflows.", "exp(710) is infinite in double, exp(89) in float. The result is the same: the factor e^(−m) cancels between numerator and denominator."),
            ("To make the probabilities sharper.", "Sharpness is scaled by multiplying logits (temperature), not by shifting them."),
            ("So that the probabilities add up to 1.", "The division by the sum does that, with or without the shift."),
            ("To make the largest probability 1.", "The largest exponential becomes 1; it is still divided by the sum.")),
        Ask("A net has one input and 5 hidden ReLUs. You count 3 straight pieces, not 6. What may be the cause?", 'C',
            ("Some kinks coincide, cancel or do not exist.", "A bound on what a net can represent says little about what random or trained weights do represent."),
            ("A mistake: D units always make D + 1 pieces.", "6 is only the maximum. Give two units the same −b/w and count again."),
            ("The activations have saturated at large inputs.", "ReLU does not saturate upwards; below its kink it is flat, which is one piece, not none."),
            ("The net has not been trained to the end yet.", "Training may add or remove kinks; untrained nets have them too.")),
        Ask("Minimising cross-entropy over a data set is the same as …", 'B',
            ("… maximising the likelihood of the labels.", "−Σ ln p(label) is the negative log-likelihood. MSE is the same under Gaussian noise."),
            ("… maximising the share of right answers.", "Accuracy counts right answers only. Cross-entropy also asks how sure; it can fall while accuracy stays."),
            ("… minimising the squared error of the probabilities.", "That is the Brier score; its gradient fades when a softmax is confidently wrong, that of cross-entropy does not."),
            ("… maximising the entropy of the predictions.", "High entropy means undecided; the loss rewards probability on the right label.")),
    ];
}
