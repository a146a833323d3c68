namespace DeepNotes.Exercises;

internal static partial class Quizzes
{
    private static IReadOnlyList<Question> Quiz05 =>
    [
        Ask("All weights of a hidden layer start at 0.5. After a thousand steps, how do its units differ?", 'C',
            ("Not at all: equal units get equal gradients and take equal steps.", "The layer has the power of a single unit, however wide it is."),
            ("As much as after a random start: the data differs from unit to unit.", "Every unit of a layer sees the same data."),
            ("They differ a little, by rounding.", "Equal numbers round equally; even the rounding errors are the same."),
            ("Their biases differ, their weights do not.", "The gradient of the bias is the same for equal units too.")),
        Ask("A layer has 100 inputs and weights of standard deviation 0.2. By what does it multiply the mean square?", 'A',
            ("4: the fan-in times the variance, 100 · 0.04.", "Ten such layers multiply by about a million."),
            ("20: the fan-in times the standard deviation.", "Variances add, and the variance is the square of the deviation."),
            ("0.04: the variance of the weights.", "Each unit adds up a hundred products of that variance."),
            ("2: the root of the fan-in times the deviation.", "That is the factor of the standard deviation; the mean square takes its square.")),
        Ask("Why does He's rule have twice the variance of LeCun's?", 'D',
            ("ReLU sets half of the sums to 0, which halves the mean square.", "The factor two gives back what the ReLU takes."),
            ("ReLU networks are usually twice as deep.", "The rule keeps each single layer in balance; depth does not enter."),
            ("ReLU has a slope of 1 instead of ½.", "Slope 1 holds on one side only; the other side passes nothing."),
            ("It counts the fan-out as well as the fan-in.", "That is Glorot's rule; He's counts one of the two.")),
        Ask("A layer has 1,000 inputs and 10 outputs. Which rule keeps the backward signal best?", 'B',
            ("One with variance 1/10: on the way back the fan-out counts.", "Glorot's 2/1010 is a compromise, and here a poor one for the way back."),
            ("One with variance 1/1000, as for the forward signal.", "It keeps the forward signal; backwards each input adds up ten terms only."),
            ("Any: the gradient passes the weights once only.", "Once per layer, as the signal does on its way forward."),
            ("None: gradients do not depend on the weights' size.", "They are multiplied by the weights at every layer.")),
        Ask("What can LSUV do that the formulas cannot?", 'A',
            ("It works for any layer and data, since it measures the output.", "The price is one batch at the start, layer by layer."),
            ("It makes training unnecessary for the first layers.", "It sets one number per layer; what to detect is still to be learned."),
            ("It gives each unit a different activation.", "The activations stay as they are; weights are rescaled."),
            ("It keeps the variance at 1 during training as well.", "It acts once, before training; batch normalisation acts at every step.")),
    ];
}
