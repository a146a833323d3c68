using static DeepNotes.Insight.Readings;

namespace DeepNotes.Insight;

/// <summary>From numbers to sentences: rules with thresholds, the likely roots before what follows from them.</summary>
internal static class Doctor
{
    public static IReadOnlyList<Finding> Examine(IReadOnlyList<HealthSample> samples, Vitals v)
    {
        var found = new List<Finding>();
        found.AddRange(Data(samples, v));
        found.AddRange(Loop(samples, v));
        found.AddRange(Units(samples, v));
        found.AddRange(Gradients(samples, v));
        if (found.Count == 0)
            found.AddRange(Progress(samples, v));
        if (samples.Any(s => !double.IsFinite(s.Loss)) || !double.IsFinite(v.LastLoss))
            found.Add(new(Symptom.NotFinite, "loss", "The loss is no longer a finite number.", Number(v.LastLoss),
                "Something grew without bound; the other findings say what."));
        return found;
    }

    // What goes in and what comes out.
    private static IEnumerable<Finding> Data(IReadOnlyList<HealthSample> samples, Vitals v)
    {
        if (samples[0].Input is { } x && (Math.Max(Math.Abs(x.Mean), x.Std) > 10 || x.Std < 0.01))
            yield return new(Symptom.InputScale, "input", "The input is far from unit size.", $"{Number(x.Mean)} ± {Number(x.Std)} instead of about 0 ± 1",
                "The first layer's sums and gradients are out of scale by that factor. Subtract the mean and divide by the standard deviation.");
        var outputs = samples.Select(s => s.Output).OfType<OutputHealth>().ToList();
        if (outputs.Count > 0 && outputs.All(o => o.Loss == "CrossEntropy" && o.Min >= -1e-6 && o.RowSumError < 1e-3))
            yield return new(Symptom.ProbabilitiesAsLogits, "loss", "Cross-entropy is given probabilities where it expects logits.",
                $"every row lies between {Number(outputs.Min(o => o.Min))} and {Number(outputs.Max(o => o.Max))} and adds up to {Number(v.RowSum)}",
                "Softmax is applied twice: the loss cannot fall below "
                + $"{Number(Math.Log(Math.E + outputs[0].Classes - 1) - 1)}, and gradients are small. Remove the softmax before the loss.");
        if (outputs.Count > 0 && outputs.Count(o => o.Loss == "NllLoss" && o.RowSumError > 0.05) * 2 > outputs.Count)
            yield return new(Symptom.ProbabilitiesDoNotSum, "loss", "The probabilities of one example do not add up to 1.", $"they add up to {Number(v.RowSum)} on average",
                outputs[0].Max > 1e-3   // the logarithm of a probability is never positive
                    ? "This loss wants the logarithms of probabilities, and it is given something else. Use F.LogSoftmax before it, or F.CrossEntropy, which has it inside."
                    : "Softmax runs over the wrong axis, most likely over the batch. It belongs on the axis of the classes, the last one.");
        if (v.ClassesMet == 1 && outputs is [{ Classes: > 1 }, ..])
            yield return new(Symptom.ClassesMissing, "data", "Every example has the same label.", $"one class met in {v.Steps} steps, and the network has {outputs[0].Classes} outputs",
                "The net can only learn to say that one. Draw the rows at random from all of the data.");
        if (v.ClassesPerBatch < 0.6 * v.ExpectedClasses)
            yield return new(Symptom.ClassesMissing, "data", "A batch holds few of the classes.", $"{Number(v.ClassesPerBatch)} where random rows would hold {Number(v.ExpectedClasses)}",
                "The data is sorted and not shuffled, so every step forgets the classes before. Give the loader a random generator.");
    }

    // What the training loop does wrong.
    private static IEnumerable<Finding> Loop(IReadOnlyList<HealthSample> samples, Vitals v)
    {
        if (v.LeftOver > 0.3 && v.UpdateRatio > 0)
            yield return new(Symptom.GradientLeftOver, "training loop", "The backward pass adds to gradients that are already there.",
                $"before it {Share(v.LeftOver)} of the gradient's length is left", "ZeroGrad() is missing. (Meant to accumulate? Then step once per group of batches.)");
        foreach (var norm in samples[^1].Layers.Where(l => l.Drift > 0.3 && l.Moved == 0).Take(1))
            yield return new(Symptom.FrozenStatistics, norm.Name, "Batch norm does not follow the data.",
                $"its running statistics are {Number(norm.Drift)} standard deviations from the batch's and have not moved",
                "The model trains in evaluation mode. Call model.Train() before the epoch.");
    }

    private static IEnumerable<Finding> Units(IReadOnlyList<HealthSample> samples, Vitals v)
    {
        var last = samples[^1];
        ParameterHealth[] hidden = [.. last.Parameters.Where(p => p.IsWeight).SkipLast(1)];
        if (hidden.FirstOrDefault(p => p.UnitSpread < 1e-3) is { } equal)
            yield return new(Symptom.EqualUnits, equal.Name, "All units of a layer have the same weights.", $"spread {Number(equal.UnitSpread)}, weight length {Number(equal.WeightNorm)}",
                "They started equal, so they get equal gradients and stay copies of each other. Start from random weights.");
        if (v.EarlyOverLate > 100)
            yield return new(Symptom.ExplodingThroughTime, samples[0].Time[0].Name, "The gradient grows on its way back through time.",
                $"at the first step it is {Number(v.EarlyOverLate)} times that at the last", "The recurrent weights multiply it at every step. Start them orthogonal and clip the gradient's norm.");
        if (v.LargestUpdate > 0.1)
            yield return new(Symptom.UpdatesTooLarge, "optimizer", "A step is long beside the weights that it changes.", $"update / weight up to {Number(v.LargestUpdate)}, usual is 0.001",
                "The learning rate is too large. Divide it by ten until the ratio is below 0.01.");
        if (last.Layers.Where(l => l.Dead > 0.5 && l.Saturated == 0).MaxBy(l => l.Dead) is { } dead)
            yield return new(Symptom.DeadUnits, dead.Name, "Most units of a layer are zero on every example.", $"{Share(dead.Dead)} dead",
                "No gradient passes a unit that is zero everywhere, so it cannot come back. Look at its biases and at the learning rate; use He's initialisation or a leaky ReLU.");
        var saturated = last.Layers.Select(l => (l.Name, Share: Statistics.Median(samples.SelectMany(s => s.Layers).Where(o => o.Name == l.Name).Select(o => o.Saturated)))).MaxBy(l => l.Share);
        if (saturated.Share > 0.5)
            yield return new(Symptom.Saturation, saturated.Name, "Most activations sit where their slope is nearly zero.", $"{Share(saturated.Share)} saturated",
                "The sums are too large: smaller initial weights (Glorot), inputs of unit size, or batch norm.");
    }

    private static IEnumerable<Finding> Gradients(IReadOnlyList<HealthSample> samples, Vitals v)
    {
        if (v.FirstOverLast is > 0 and < 1e-4)
            yield return new(Symptom.VanishingGradient, samples[0].Layers[0].Name, "Almost no gradient arrives at the first layer.",
                $"{Number(v.FirstOverLast)} of the last layer's", "Every layer shrinks it: another activation or initialisation, normalisation, or shortcuts.");
        if (v.FirstOverLast > 1e4)
            yield return new(Symptom.ExplodingGradient, samples[0].Layers[0].Name, "The gradient grows on its way back through the layers.",
                $"{Number(v.FirstOverLast)} times the last layer's at the first", "Every layer enlarges it: smaller initial weights, normalisation, or clipping.");
    }

    // What is asked only when everything else is in order: then the loss itself is the evidence.
    private static IEnumerable<Finding> Progress(IReadOnlyList<HealthSample> samples, Vitals v)
    {
        double fallen = 1 - v.LastLoss / Math.Min(v.FirstLoss, double.IsNaN(v.Guess) ? v.FirstLoss : v.Guess);
        if (v.UpdateRatio < 1e-4 && fallen < 0.1)
            yield return new(Symptom.UpdatesTooSmall, "optimizer", "The weights hardly move.", $"update / weight {Number(v.UpdateRatio)}, usual is 0.001; the loss fell by {Share(fallen)} in {v.Steps} steps",
                "The learning rate is too small. Multiply it by ten until the ratio is near 0.001.");
        else if (fallen < 0.1 && v.Agreement < 0.1 && v.LastLoss > 0.85 * v.Guess)
            yield return new(Symptom.NoSignal, "labels", "Gradients flow, weights move, and nothing is learned.",
                $"the loss is {Number(v.LastLoss)}, guessing costs {Number(v.Guess)}; two batches agree by {Number(v.Agreement)} only",
                "The labels have nothing to do with the inputs. Look at ten examples with their labels; check that both are shuffled together.");
    }
}
