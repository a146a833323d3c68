namespace DeepNotes.Models;

/// <summary>Variational autoencoder of binary pixels: the code of an input is a normal distribution, and codes drawn from N(0, 1) decode to new inputs.</summary>
/// <remarks>
/// Kingma and Welling (2014), "Auto-encoding variational Bayes", appendix C: one hidden layer on either side. The keys are those of
/// PyTorch's example (fc1, fc21 mean, fc22 log variance, fc3, fc4), whose hidden layers are rectifiers as here.
/// </remarks>
public sealed class VariationalAutoencoder : Module
{
    private readonly Linear _fc1, _mean, _logVariance, _fc3, _fc4;

    /// <summary>A net with random weights.</summary>
    /// <param name="inputs">D, numbers in [0, 1].</param>
    /// <param name="hidden">Hidden units of the encoder, and of the decoder.</param>
    /// <param name="latent">K, numbers of a code.</param>
    /// <param name="rng">Where the weights come from.</param>
    public VariationalAutoencoder(int inputs, int hidden, int latent, Rng rng)
    {
        Latent = latent;
        _fc1 = Child("fc1", new Linear(inputs, hidden, rng));
        _mean = Child("fc21", new Linear(hidden, latent, rng));
        _logVariance = Child("fc22", new Linear(hidden, latent, rng));
        _fc3 = Child("fc3", new Linear(latent, hidden, rng));
        _fc4 = Child("fc4", new Linear(hidden, inputs, rng));
    }

    /// <summary>K.</summary>
    public int Latent { get; }

    /// <summary>q(z|x) = N(μ, diag σ²): μ and log σ².</summary>
    /// <param name="x">(N, D).</param>
    /// <returns>Both (N, K).</returns>
    public (Tensor Mean, Tensor LogVariance) Encode(Tensor x)
    {
        var h = F.Relu(_fc1.Forward(x));
        return (_mean.Forward(h), _logVariance.Forward(h));
    }

    /// <summary>z = μ + σ ε with ε from N(0, 1): a draw from q through which a gradient reaches μ and σ.</summary>
    /// <param name="mean">μ.</param>
    /// <param name="logVariance">log σ².</param>
    /// <param name="rng">Where ε comes from.</param>
    public static Tensor Reparameterize(Tensor mean, Tensor logVariance, Rng rng) => mean + F.Exp(logVariance * 0.5f) * rng.Normal(1, mean.Shape);

    /// <summary>The pixels' logits of p(x|z).</summary>
    /// <param name="z">(N, K).</param>
    /// <returns>(N, D).</returns>
    public Tensor Decode(Tensor z) => _fc4.Forward(F.Relu(_fc3.Forward(z)));

    /// <summary>KL(N(μ, σ²) ‖ N(0, 1)) = −½ Σ (1 + log σ² − μ² − σ²), the mean over examples, in nats.</summary>
    /// <param name="mean">μ, (N, K).</param>
    /// <param name="logVariance">log σ², (N, K).</param>
    /// <remarks>Kingma and Welling (2014), appendix B.</remarks>
    public static Tensor Divergence(Tensor mean, Tensor logVariance) =>
        F.Sum(logVariance + 1 - mean * mean - F.Exp(logVariance)) * (-0.5f / mean.Dim(0));

    /// <summary>−ELBO in nats per example: cross-entropy of all pixels after one draw, plus the divergence from N(0, 1).</summary>
    /// <param name="x">(N, D), in [0, 1].</param>
    /// <param name="rng">Where the draw comes from.</param>
    /// <returns>The loss and its two parts, scalars.</returns>
    /// <exception cref="ArgumentException">A pixel is not in [0, 1].</exception>
    public (Tensor Loss, Tensor Reconstruction, Tensor Divergence) Loss(Tensor x, Rng rng)
    {
        Shares.Check(nameof(VariationalAutoencoder), x);
        var (mean, logVariance) = Encode(x);
        var reconstruction = F.BinaryCrossEntropyWithLogits(Decode(Reparameterize(mean, logVariance, rng)), x) * x.Dim(1);
        var divergence = Divergence(mean, logVariance);
        return (reconstruction + divergence, reconstruction, divergence);
    }

    /// <summary>New inputs: the pixels' probabilities for codes drawn from N(0, 1).</summary>
    /// <param name="count">How many.</param>
    /// <param name="rng">Where the codes come from.</param>
    /// <returns>(count, D).</returns>
    public Tensor Sample(int count, Rng rng)
    {
        using var off = Autograd.NoGrad();
        return F.Sigmoid(Decode(rng.Normal(1, count, Latent)));
    }
}
