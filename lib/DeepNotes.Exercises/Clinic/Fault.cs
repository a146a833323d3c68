using DeepNotes.Insight;

namespace DeepNotes.Exercises;

/// <summary>Something that can be wrong with a training run, as data: what it does to a healthy recipe, and how it shows.</summary>
/// <param name="Id">The name that a learner gives, such as <c>dead relu</c>.</param>
/// <param name="Symptom">What the dashboard must find first.</param>
/// <param name="Look">Where to look.</param>
/// <param name="Sign">How it shows in the numbers.</param>
/// <param name="Cure">What helps.</param>
/// <param name="Healthy">The twin without the fault.</param>
/// <param name="Break">Makes the twin ill.</param>
public sealed record Fault(string Id, Symptom Symptom, string Look, string Sign, string Cure, Recipe Healthy, Func<Recipe, Recipe> Break)
{
    private static readonly Recipe Relu = new(), Sigmoid = new() { Body = Body.Sigmoid }, Norm = new() { Body = Body.BatchNorm }, Rnn = new() { Body = Body.Recurrent };

    /// <summary>Every fault, in the order of their names.</summary>
    public static IReadOnlyList<Fault> All { get; } =
    [
        new("dead relu", Symptom.DeadUnits, "the bars of dead units, layer by layer",
            "the dead units of a layer stay above half, and its gradient is near zero",
            "start the biases at 0, with He's weights", Relu, r => r with { BiasStart = -8 }),
        new("equal weights", Symptom.EqualUnits, "the spread of the units and the length of the weights",
            "the spread of the units is 0",
            "start from random weights", Relu, r => r with { WeightScale = 0 }) { Brings = ["dead relu"] },
        new("evaluation mode", Symptom.FrozenStatistics, "the drift of the batch norms over the steps",
            "the drift of a batch norm stays where it began",
            "call Train() before the epoch", Norm, r => r with { TrainingMode = false }),
        new("exploding gradient", Symptom.ExplodingThroughTime, "the gradient through time, at the first step",
            "the gradient early in the sequence is hundreds of times that at its end",
            "start the recurrent weights orthogonal with gain 1, and clip", Rnn, r => r with { RecurrentScale = 4 }) { Brings = ["saturated sigmoid"] },
        new("labels shuffled", Symptom.NoSignal, "the agreement of two batches, beside a loss that does not fall",
            "the loss stays at that of guessing while the steps have a healthy size, and two batches hardly agree",
            "keep each label with its image", Relu, r => r with { OwnLabels = false }),
        new("no zero grad", Symptom.GradientLeftOver, "what is left over of the old gradient",
            "most of the old gradient is there when the backward pass begins",
            "clear the gradients before each backward pass", Relu, r => r with { ZeroGrad = false }) { Brings = ["rate too large", "dead relu"] },
        new("not shuffled", Symptom.ClassesMissing, "the number of classes in a batch",
            "a batch holds one or two of ten classes",
            "give the loader a random generator", Relu, r => r with { Shuffle = false }) { Brings = ["dead relu"] },
        new("rate too large", Symptom.UpdatesTooLarge, "update / weight, its largest value",
            "steps reach a tenth of the weights' length and more",
            "divide the rate by ten until update / weight is below 0.01", Relu, r => r with { Rate = 3 }) { Brings = ["dead relu"] },
        new("rate too small", Symptom.UpdatesTooSmall, "update / weight, all along",
            "steps are below a ten-thousandth of the weights' length while two batches agree",
            "multiply the rate by ten until update / weight is near 0.001", Relu, r => r with { Rate = 1e-5f }),
        new("saturated sigmoid", Symptom.Saturation, "the bars of saturated outputs",
            "more than half of a layer's outputs are saturated",
            "smaller initial weights", Sigmoid, r => r with { WeightScale = 20 }),
        new("softmax over batch", Symptom.ProbabilitiesDoNotSum, "the row sum of what the loss is given",
            "the probabilities of one example do not add up to 1",
            "softmax over the last axis", Relu, r => r with { Head = Head.SoftmaxOverBatch }),
        new("softmax twice", Symptom.ProbabilitiesAsLogits, "the row sum of what the loss is given",
            "what cross-entropy is given adds up to 1 in every row",
            "give cross-entropy the logits", Relu, r => r with { Head = Head.SoftmaxTwice }),
        new("unscaled input", Symptom.InputScale, "the mean and deviation of the input",
            "the input is tens of times larger than 1",
            "subtract the mean and divide by the standard deviation", Sigmoid, r => r with { InputScale = 100 }) { Brings = ["saturated sigmoid"] },
    ];

    // Which bed each lies in: 0 is the one examined together.
    private static readonly string[] Beds =
    [
        "unscaled input", "rate too small", "dead relu", "softmax twice", "no zero grad", "not shuffled", "evaluation mode", "saturated sigmoid",
        "exploding gradient", "equal weights", "rate too large", "softmax over batch", "labels shuffled",
    ];

    /// <summary>Other faults whose signs this one brings with it.</summary>
    public IReadOnlyList<string> Brings { get; init; } = [];

    /// <summary>The ill recipe.</summary>
    public Recipe Recipe => Break(Healthy);

    /// <summary>One fault.</summary>
    /// <param name="id">Its name.</param>
    /// <exception cref="ArgumentException">There is no such fault.</exception>
    public static Fault Find(string id) => All.FirstOrDefault(f => f.Id == id)
        ?? throw new ArgumentException($"Fault: there is no '{id}'; the faults are {string.Join(", ", All.Select(f => f.Id))}.", nameof(id));

    internal static Fault OfPatient(int patient) => patient >= 0 && patient < Beds.Length ? Find(Beds[patient])
        : throw new ArgumentOutOfRangeException(nameof(patient), $"Clinic: there is no patient {patient}; they are numbered 0 to {Beds.Length - 1}.");
}
