namespace DeepNotes.Models;

/// <summary>A net that must give back its input through a narrow code: x̂ = g(f(x)).</summary>
/// <remarks>
/// Rumelhart, Hinton and Williams (1986), the 8-3-8 encoder; Hinton and Salakhutdinov (2006), deep ones. Linear and without a
/// nonlinearity its best code spans the same space as the principal components (Bourlard and Kamp 1988; Baldi and Hornik 1989). Fed with
/// a corrupted copy (<see cref="Corruption"/>) and asked for the clean one it is a denoising autoencoder (Vincent et al. 2008); with a price on
/// its code (<see cref="CodePenalty"/>) it is a sparse or a contractive one.
/// </remarks>
public sealed class Autoencoder : Layer
{
    /// <summary>An autoencoder with random weights, its decoder the encoder's mirror image.</summary>
    /// <param name="sizes">Inputs, hidden layers, code: 784, 256, 32 makes 784-256-32-256-784.</param>
    /// <param name="rng">Where the weights come from.</param>
    /// <param name="activation">Makes the nonlinearity after every hidden layer; null for a linear autoencoder.</param>
    /// <param name="activateCode">Whether the code, too, goes through the nonlinearity.</param>
    /// <exception cref="ShapeException">There are fewer than two sizes.</exception>
    public Autoencoder(int[] sizes, Rng rng, Func<Layer>? activation = null, bool activateCode = false)
    {
        ArgumentNullException.ThrowIfNull(sizes);
        if (sizes.Length < 2)
            throw new ShapeException($"Autoencoder: {sizes.Length} sizes; there must be an input and a code at least.");
        Encoder = Child("encoder", Stack(sizes, rng, activation, activateCode));
        Decoder = Child("decoder", Stack([.. sizes.Reverse()], rng, activation, activateLast: false));
    }

    /// <summary>f: input to code.</summary>
    public Sequential Encoder { get; }

    /// <summary>g: code to reconstruction. Its last layer is linear; for inputs in [0, 1] read its output as logits.</summary>
    public Sequential Decoder { get; }

    /// <inheritdoc/>
    /// <param name="x">(N, inputs).</param>
    /// <returns>(N, inputs).</returns>
    public override Tensor Forward(Tensor x) => Decoder.Forward(Encoder.Forward(x));

    private static Sequential Stack(int[] sizes, Rng rng, Func<Layer>? activation, bool activateLast)
    {
        var layers = new List<Layer>();
        for (int i = 0; i + 1 < sizes.Length; i++)
        {
            layers.Add(new Linear(sizes[i], sizes[i + 1], rng));
            if (activation is not null && (activateLast || i + 2 < sizes.Length))
                layers.Add(activation());
        }
        return new Sequential([.. layers]);
    }
}

/// <summary>Ways to spoil an input, from which a denoising autoencoder has to find back.</summary>
/// <remarks>Vincent et al. (2010), "Stacked denoising autoencoders", section 3.3.</remarks>
public static class Corruption
{
    /// <summary>A copy in which each number is 0 with some probability.</summary>
    /// <param name="x">The clean input.</param>
    /// <param name="share">That probability.</param>
    /// <param name="rng">Randomness.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is none.</exception>
    public static Tensor Mask(Tensor x, float share, Rng rng) => Map(x, Within("the share", share, 1), (v, p) => rng.NextSingle() < p ? 0 : v);

    /// <summary>A copy with normal noise added.</summary>
    /// <param name="x">The clean input.</param>
    /// <param name="deviation">Its standard deviation.</param>
    /// <param name="rng">Randomness.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is negative or not finite.</exception>
    public static Tensor Gaussian(Tensor x, float deviation, Rng rng) =>
        Map(x, Within("the deviation", deviation, float.MaxValue), (v, s) => v + (float)(s * rng.NextNormal()));

    /// <summary>A copy in which each number is 0 or 1, evenly, with some probability.</summary>
    /// <param name="x">The clean input.</param>
    /// <param name="share">That probability.</param>
    /// <param name="rng">Randomness.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is none.</exception>
    public static Tensor SaltAndPepper(Tensor x, float share, Rng rng) => Map(x, Within("the share", share, 1), (v, p) => rng.NextSingle() < p ? rng.Next(2) : v);

    /// <summary>Signal to noise in decibels: 10 log₁₀ (Σ clean² / Σ (other − clean)²).</summary>
    /// <param name="clean">The signal.</param>
    /// <param name="other">The same with an error.</param>
    /// <exception cref="ShapeException">The shapes differ.</exception>
    public static double SignalToNoise(Tensor clean, Tensor other)
    {
        if (!clean.Shape.SequenceEqual(other.Shape))
            throw new ShapeException($"SignalToNoise: the signal is {Shape.Text(clean.Shape)}, the other {Shape.Text(other.Shape)}; both must be the same.");
        double signal = 0, noise = 0;
        for (int i = 0; i < clean.Length; i++)
        {
            double s = clean.Data[i], e = other.Data[i] - s;
            signal += s * s;
            noise += e * e;
        }
        return 10 * Math.Log10(signal / noise);
    }

    private static float Within(string what, float value, float most) => value >= 0 && value <= most ? value
        : throw new ArgumentOutOfRangeException(nameof(value), $"Corruption: {what} is {value.ToString(System.Globalization.CultureInfo.InvariantCulture)}; it must be {(most == 1 ? "a probability, 0 … 1" : "a number of at least 0")}.");

    private static Tensor Map(Tensor x, float strength, Func<float, float, float> f)
    {
        var y = Tensor.EmptyLike(x);
        for (int i = 0; i < x.Length; i++)
            y.Data[i] = f(x.Data[i], strength);
        return y;
    }
}
