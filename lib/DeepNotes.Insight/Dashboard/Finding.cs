namespace DeepNotes.Insight;

/// <summary>What the dashboard can find.</summary>
public enum Symptom
{
    /// <summary>The loss is not a finite number any more.</summary>
    NotFinite,

    /// <summary>Gradients are not cleared between steps.</summary>
    GradientLeftOver,

    /// <summary>A loss of logits is given probabilities: softmax twice.</summary>
    ProbabilitiesAsLogits,

    /// <summary>Probabilities do not add up to 1 per example: softmax over the wrong axis.</summary>
    ProbabilitiesDoNotSum,

    /// <summary>Batches hold few classes: the data is not shuffled.</summary>
    ClassesMissing,

    /// <summary>Batch norm trains with statistics that never move: evaluation mode.</summary>
    FrozenStatistics,

    /// <summary>The units of a layer are copies of each other.</summary>
    EqualUnits,

    /// <summary>The input is far from unit size.</summary>
    InputScale,

    /// <summary>The gradient grows on its way back through time.</summary>
    ExplodingThroughTime,

    /// <summary>Steps are large beside the weights.</summary>
    UpdatesTooLarge,

    /// <summary>Units pass nothing on.</summary>
    DeadUnits,

    /// <summary>Activations sit where their slope is nearly zero.</summary>
    Saturation,

    /// <summary>The gradient shrinks on its way back through the layers.</summary>
    VanishingGradient,

    /// <summary>The gradient grows on its way back through the layers.</summary>
    ExplodingGradient,

    /// <summary>Steps are tiny beside the weights.</summary>
    UpdatesTooSmall,

    /// <summary>Everything works and nothing is learned: the labels have nothing to do with the inputs.</summary>
    NoSignal,
}

/// <summary>One thing that is wrong.</summary>
/// <param name="Symptom">Which.</param>
/// <param name="Where">The layer or parameter, or the whole run.</param>
/// <param name="What">What was found, in a sentence.</param>
/// <param name="Evidence">The number, and what is usual.</param>
/// <param name="Cause">What it most likely comes from, and what to do.</param>
public sealed record Finding(Symptom Symptom, string Where, string What, string Evidence, string Cause)
{
    /// <inheritdoc/>
    public override string ToString() => $"{What} ({Where}: {Evidence}) {Cause}";
}
