namespace DeepNotes.Exercises;

internal static partial class Quizzes
{
    private static IReadOnlyList<Question> Quiz04 =>
    [
        Ask("In a deep sigmoid net with usual initial weights, which layers learn slowest?", 'A',
            ("Those nearest to the input: their gradient is a product of the most factors below 1.", "Each layer on the way back multiplies by slope (at most ¼) times weights."),
            ("Those nearest to the output, as they are computed last.", "They are computed last in the forward pass and are first in the backward pass, with the fewest factors."),
            ("All equally: there is only one loss.", "One loss, but the derivative with respect to each layer passes through a different number of slopes."),
            ("Those in the middle.", "The norm falls layer by layer towards the input; the middle lies in between.")),
        Ask("Replacing a sigmoid by tanh raises the largest slope from 0.25 to 1. Does that rule out vanishing gradients?", 'D',
            ("No: 1 is reached at 0 only; saturated units and small weights still shrink the gradient.", "With Glorot's weights the units start near 0, which is why tanh then works; training can still drive them into saturation."),
            ("Yes: a product of ones is one.", "The slope is 1 at a single point and below 1 everywhere else."),
            ("Yes, provided the weights are below 1.", "Small weights make it worse: each layer multiplies by weight and slope."),
            ("No, because tanh has negative outputs.", "Zero-centred outputs help learning; they have nothing to do with the slopes' product.")),
        Ask("A gradient norm of 1e-20 in the first layer: does multiplying the learning rate by 1e20 help?", 'C',
            ("No: the later layers would blow up, and even per layer the tiny gradient's direction changes after the smallest step.", "Scaling per layer (as Adam in effect does) helps to a degree; float32 also rounds what lies below 1e-38 to 0."),
            ("Yes, it restores the original size.", "The one rate is used for all layers; the last layer's step would be 1e20 times too large."),
            ("No, because learning rates must be below 1.", "There is no such rule; the obstacle is that layers differ by twenty orders of magnitude."),
            ("Yes, but only with momentum.", "Momentum multiplies a steady gradient by at most 1/(1 − β), about ten.")),
        Ask("Weights are made four times larger so that 0.25 · w = 1. What new danger arises?", 'B',
            ("Sums grow, sigmoids saturate where their slope is nearly 0; or, where they do not, gradients explode.", "The window between vanishing and exploding is narrow; residual connections and normalisation widen it."),
            ("None: the product is exactly 1.", "The slope is 0.25 at z = 0 only, and larger weights push z away from 0."),
            ("The units become linear.", "Small weights keep a sigmoid in its nearly linear middle; large ones drive it to the flat ends."),
            ("All units become equal.", "Equal start values do that, not large ones.")),
        Ask("The training loss of a 2-class net stays at 0.693 from the first step on. What does the number say?", 'A',
            ("It is ln 2: the net gives both classes probability ½ whatever the input. It is stuck, not wrong.", "Compare a loss at the start with ln K: it tells at once whether anything gets through."),
            ("The net has learned 69.3 % of the data.", "Loss is not accuracy. A cross-entropy of ln 2 means probability ½ on the right class, on average."),
            ("It has converged to a good minimum.", "A good minimum is near 0 here. This plateau is where a net starts that has not begun to learn."),
            ("The learning rate is too large.", "Then the loss would jump about or become NaN; a flat line at ln 2 means that no gradient arrives.")),
    ];
}
