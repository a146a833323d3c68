using System.Globalization;
using DeepNotes.Insight;

namespace DeepNotes.Exercises;

/// <summary>The parts of a training run that a learner can put in place of a patient's own; null leaves the healthy one.</summary>
internal sealed record Care
{
    public float? Rate { get; init; }
    public Func<int, int, Rng, Linear>? Layer { get; init; }
    public Func<int, int, Rng, int>? Image { get; init; }
    public Func<Layer, Sgd, Tensor, int[], Tensor>? Step { get; init; }

    public string Parts => string.Join(", ", new[] { (Rate is null, "rate"), (Layer is null, "layer"), (Image is null, "image"), (Step is null, "step") }
        .Where(p => !p.Item1).Select(p => p.Item2));
}

/// <summary>What the dashboard says of a patient after a treatment.</summary>
public sealed class Treatment : Card
{
    // Whose fault lies in which part of its code.
    private static readonly Dictionary<string, string> Places = new()
    {
        ["dead relu"] = "layer",
        ["equal weights"] = "layer",
        ["evaluation mode"] = "step",
        ["no zero grad"] = "step",
        ["not shuffled"] = "image",
        ["rate too large"] = "rate",
        ["rate too small"] = "rate",
        ["softmax over batch"] = "step",
        ["softmax twice"] = "step",
    };

    internal Treatment(int patient, Care care, ulong seed)
    {
        var fault = Fault.OfPatient(patient);
        if (!Places.TryGetValue(fault.Id, out string? place))
            throw new ArgumentException($"Treat: the fault of patient {patient} does not lie in the code of its training run.", nameof(patient));
        if (care.Parts != place)
            throw new ArgumentException($"Treat: patient {patient} wants its {place} and nothing else; {(care.Parts.Length == 0 ? "nothing" : care.Parts)} was given.", nameof(patient));
        (Patient, Health) = (patient, Clinic.Examine(fault.Healthy, care, seed));
    }

    /// <summary>Who.</summary>
    public int Patient { get; }

    /// <summary>The dashboard of the run with the treatment.</summary>
    public Health Health { get; }

    /// <summary>Whether the dashboard finds nothing.</summary>
    public bool Healthy => Health.Samples.Count > 0 && Health.Findings().Count == 0;

    /// <inheritdoc/>
    public override string ToString() => $"{Mark} {Headline}\n{Evidence}";

    /// <inheritdoc/>
    public override string ToHtml() => Html.Card(Healthy ? Tone.Good : Tone.Neutral, Mark, Headline,
        $"<p style=\"margin:.2em 0 0\">{Html.Text(Evidence)}</p>", "Treatment");

    private string Mark => Healthy ? "✓" : "○";

    private string Headline => $"Patient {Patient.ToString(CultureInfo.InvariantCulture)} is {(Healthy ? "healthy" : "still ill")}";

    private string Evidence
    {
        get
        {
            if (Health.Samples.Count == 0)
                return "The dashboard saw no step. A step computes the loss and calls Backward() on it.";
            var v = Health.Vitals;
            return string.Create(CultureInfo.InvariantCulture,
                $"{(Healthy ? "Nothing found." : $"First finding: {Health.Findings()[0]}")} Loss {v.FirstLoss:0.00} → {v.LastLoss:0.00}, {v.Accuracy:P0} of the training images right.");
        }
    }
}
