namespace DeepNotes.Exercises;

internal static partial class Quizzes
{
    private static IReadOnlyList<Question> Quiz03 =>
    [
        Ask("A net has a million parameters. What does the whole gradient cost by backpropagation, compared with one forward pass?", 'B',
            ("About two to three forward passes.", "Each multiplication is revisited about twice, once for its weight and once for its input: independent of how many parameters there are."),
            ("About a million forward passes.", "That is the cost of finite differences: one pass per parameter."),
            ("About a thousand, the square root.", "There is no such shortcut; the chain rule shares almost all the work."),
            ("Less than one, as derivatives are simpler.", "Every operation of the forward pass is visited again; it cannot be cheaper.")),
        Ask("A tensor is used in two places of a graph. What is its gradient?", 'A',
            ("The sum of the gradients of both uses.", "The multivariable chain rule. It is the reason why backward kernels add into the gradient, and why it must be cleared between steps."),
            ("The product of the gradients of both uses.", "Products run along a path; different paths are added."),
            ("That of the last use, which overwrites the first.", "A very common mistake: with = instead of += it passes all tests on chains and fails on the first residual connection."),
            ("Their mean.", "Nothing divides by the number of paths.")),
        Ask("A gradient check by finite differences gets worse when the step h becomes smaller than about 1e-8 (in double). Why?", 'D',
            ("Rounding errors are blown up by the factor 1/h.", "f(x + h) and f(x − h) agree in most digits, and their difference is what rounding left. The U-curve: truncation error falls as h², rounding error grows as 1/h; between them lies the best h, near 1e-5."),
            ("The derivative is undefined for such a tiny h.", "The limit h → 0 is the definition. It is the arithmetic that fails, not the mathematics."),
            ("The truncation error grows as h becomes smaller.", "Truncation error shrinks with h². The other error grows."),
            ("The analytic gradient is exact to 1e-8 only.", "Analytic gradients are exact up to rounding; the comparison gets worse because of the numeric one.")),
        Ask("Why is the gradient of softmax with cross-entropy simply p − y, without the sigmoid-like factor p(1 − p)?", 'C',
            ("The logarithm's 1/p cancels the slope of the softmax.", "So a confidently wrong answer still gets a large gradient. With squared error the factor stays, and a confidently wrong output learns slowest of all."),
            ("It is an approximation in which small terms are dropped.", "It is exact; work it through for two classes."),
            ("The logits are not normalised, so no factor arises.", "p is; the logits never need to be."),
            ("y is 0 or 1, so the factor is 1 wherever it counts.", "p − y holds for soft labels as well, as long as they add up to 1.")),
        Ask("A training loop forgets to clear the gradients. What happens?", 'B',
            ("Each step follows the sum of all gradients so far.", "That is momentum without friction: it overshoots and swings. Nothing crashes and the loss may even fall at first: that is what makes the bug hard to find."),
            ("An exception says that backward was called twice.", "Only walking the same graph twice is an error. A new forward pass makes a new graph, and gradients add up quietly."),
            ("Nothing: each backward pass overwrites the last one.", "They are added, by design: shared weights need it."),
            ("The learning rate is halved, in effect, at each step.", "The step grows with the number of passes; it does not shrink.")),
    ];
}
