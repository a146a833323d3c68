namespace DeepNotes.Models;

/// <summary>Time-delay neural network: layers that slide along time with the same weights at every step, then the mean over time.</summary>
/// <remarks>
/// Waibel, Hanazawa, Hinton, Shikano and Lang (1989), "Phoneme recognition using time-delay neural networks", fig. 2: 16 coefficients by
/// 15 frames, 8 units that see 3 frames, one unit per class that sees 5 of those. It is a convolution along one axis, nine years before LeNet-5.
/// </remarks>
public sealed class TimeDelayNet : Layer
{
    private readonly Conv1d _first, _second;

    /// <summary>A net with random weights.</summary>
    /// <param name="bands">Numbers of a frame.</param>
    /// <param name="classes">Outputs.</param>
    /// <param name="rng">Where the weights come from.</param>
    /// <param name="hidden">Units of the first layer.</param>
    public TimeDelayNet(int bands, int classes, Rng rng, int hidden = 8) =>
        (_first, _second) = (Child("first", new Conv1d(bands, hidden, 3, rng)), Child("second", new Conv1d(hidden, classes, 5, rng)));

    /// <inheritdoc/>
    /// <param name="x">(N, bands, T), T ≥ 7.</param>
    /// <returns>Scores (N, classes).</returns>
    public override Tensor Forward(Tensor x) => F.Mean(F.Sigmoid(_second.Forward(F.Sigmoid(_first.Forward(x)))), axis: 2);
}
