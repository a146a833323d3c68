namespace DeepNotes.Exercises;

internal static partial class Quizzes
{
    private static IReadOnlyList<Question> Quiz04 =>
    [
        Ask("In a deep sigmoid net with usual initial weights, which layers learn slowest?", 'A',
            ("Those nearest to the input, furthest from the loss.", "Their gradient has the most factors: each layer on the way back multiplies by slope (at most ¼) times weights."),
            ("Those nearest to the output, as they are computed last.", "They are computed last in the forward pass and are first in the backward pass, with the fewest factors."),
            ("All equally: there is one loss for all of them.", "One loss, but the derivative with respect to each layer passes through a different number of slopes."),
            ("Those in the middle, far from input and output.", "The norm falls layer by layer towards the input; the middle lies in between.")),
        Ask("Replacing a sigmoid by tanh raises the largest slope from 0.25 to 1. Does that rule out vanishing gradients?", 'D',
            ("No: the slope is 1 at a single point only.", "Saturated units and small weights still shrink the gradient. With Glorot's weights the units start near 0, which is why tanh then works; training can still drive them into saturation."),
            ("Yes: a product of ones stays one at any depth.", "Only at z = 0 is it 1; everywhere else it is below."),
            ("Yes, provided the weights are below 1.", "Small weights make it worse: each layer multiplies by weight and slope."),
            ("No: tanh has negative outputs, which cancel.", "Zero-centred outputs help learning; they have nothing to do with the slopes' product.")),
        Ask("A gradient norm of 1e-20 in the first layer: does multiplying the learning rate by 1e20 help?", 'C',
            ("No: the later layers would blow up at the first step.", "Scaling per layer (as Adam in effect does) helps to a degree; float32 also rounds what lies below 1e-38 to 0."),
            ("Yes: it restores the size that the gradient had at first.", "The one rate is used for all layers; the last layer's step would be 1e20 times too large."),
            ("No: a learning rate has to be below 1 in any case.", "There is no such rule; the obstacle is that layers differ by twenty orders of magnitude."),
            ("Yes, but only together with momentum close to 1.", "Momentum multiplies a steady gradient by at most 1/(1 − β), about ten.")),
        Ask("Weights are made four times larger so that 0.25 · w = 1. What new danger arises?", 'B',
            ("Units saturate, or the gradient explodes.", "Large sums sit where the slope is nearly 0; where they do not, the product exceeds 1. The window between vanishing and exploding is narrow; residual connections and normalisation widen it."),
            ("None: the product is then exactly 1.", "The slope is 0.25 at z = 0 only, and larger weights push z away from 0."),
            ("The units become linear, and depth is lost.", "Small weights keep a sigmoid in its nearly linear middle; large ones drive it to the flat ends."),
            ("All units of a layer become equal.", "Equal start values do that, not large ones.")),
        Ask("The training loss of a 2-class net stays at 0.693 from the first step on. What does the number say?", 'A',
            ("The net says ½ for both classes, whatever it sees.", "0.693 is ln 2: stuck, not wrong. Compare a loss at the start with ln K: it tells at once whether anything gets through."),
            ("The net gets 69.3 % of the training data right.", "Loss is not accuracy. A cross-entropy of ln 2 means probability ½ on the right class, on average."),
            ("The net has converged to a minimum of its loss.", "A good minimum is near 0 here. This plateau is where a net starts that has not begun to learn."),
            ("The learning rate is too large for this net.", "Then the loss would jump about or become NaN; a flat line at ln 2 means that no gradient arrives.")),
    ];
}
