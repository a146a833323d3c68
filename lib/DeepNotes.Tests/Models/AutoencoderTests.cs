using DeepNotes.Data;
using DeepNotes.Insight;
using DeepNotes.Models;
using DeepNotes.Tests.Support;

namespace DeepNotes.Tests.Models;

public class AutoencoderTests
{
    [Theory, InlineData(1), InlineData(2)]
    public void A_linear_autoencoder_ends_at_the_residual_of_the_principal_components(int seed)
    {
        var rng = new Rng((ulong)seed);
        var x = F.MatMul(rng.Normal(1, 300, 6), rng.Normal(0.5f, 6, 20)) + rng.Normal(0.1f, 300, 20);
        var pca = Pca.Fit(x, 3);
        x = (x - pca.Mean).Clone();
        var net = new Autoencoder([20, 3], rng);
        var adam = new Adam(net.Parameters(), 0.02f);
        double error = 0;
        for (int step = 0; step < 1000; step++)
        {
            using var scope = new StepScope();
            adam.LearningRate = 0.02f * (1 - step / 1000f);
            adam.ZeroGrad();
            var loss = F.MseLoss(net.Forward(x), x) * 20;
            loss.Backward();
            adam.Step();
            error = loss.Item();
        }
        Assert.InRange(error - pca.Residual, -1e-4, 1e-3);
    }

    [Fact]
    public void The_decoder_is_the_mirror_image_of_the_encoder()
    {
        var net = new Autoencoder([9, 5, 2], new Rng(1), () => new Tanh());
        Assert.Equal([3, 3], new[] { net.Encoder.Count, net.Decoder.Count });
        Assert.Equal([4, 2], net.Encoder.Forward(Tensor.Ones(4, 9)).Shape.ToArray());
        Assert.Equal([4, 9], net.Forward(Tensor.Ones(4, 9)).Shape.ToArray());
        Assert.Equal(2, new Autoencoder([9, 2], new Rng(1), () => new Tanh(), activateCode: true).Encoder.Count);
        Assert.Throws<ShapeException>(() => new Autoencoder([9], new Rng(1)));
    }

    [Fact]
    public void Corruption_is_as_strong_as_asked()
    {
        var x = Tensor.Ones(100, 100);
        Assert.InRange(Corruption.Mask(x, 0.3f, new Rng(1)).ToArray().Average(), 0.68, 0.72);
        Assert.InRange(Corruption.SaltAndPepper(x, 0.3f, new Rng(1)).ToArray().Average(), 0.83, 0.87);
        Assert.InRange(Corruption.SignalToNoise(x, Corruption.Gaussian(x, 0.1f, new Rng(1))), 19.8, 20.2);   // 10 log₁₀ (1 / 0.01)
        Assert.Throws<ShapeException>(() => Corruption.SignalToNoise(x, Tensor.Ones(3)));
        foreach (float wrong in (float[])[-0.1f, 30, float.NaN])
        {
            Assert.Contains("a probability, 0 … 1", Refused(() => Corruption.Mask(x, wrong, new Rng(1))), StringComparison.Ordinal);
            Assert.Contains("a probability, 0 … 1", Refused(() => Corruption.SaltAndPepper(x, wrong, new Rng(1))), StringComparison.Ordinal);
        }
        Assert.Contains("the deviation is -1; it must be a number of at least 0", Refused(() => Corruption.Gaussian(x, -1, new Rng(1))), StringComparison.Ordinal);
        static string Refused(Action action) => Assert.Throws<ArgumentOutOfRangeException>(action).Message;
    }

    // The likelihood of a pixel of 255 has no bound: training would run away without a word.
    [Theory, InlineData(255, "hold 255"), InlineData(-0.5f, "hold -0.5"), InlineData(float.NaN, "hold NaN")]
    public void Pixels_that_are_no_probabilities_are_refused(float pixel, string found)
    {
        var x = Tensor.Full(0.5f, 3, 4);
        x[2, 1] = pixel;
        string Refused(Action action) => Assert.Throws<ArgumentException>(action).Message;
        string vae = Refused(() => new VariationalAutoencoder(4, 5, 2, new Rng(1)).Loss(x, new Rng(1)));
        Assert.StartsWith($"VariationalAutoencoder: the data {found}; every number must be in 0 … 1. Divide bytes by 255.", vae, StringComparison.Ordinal);
        var rbm = new Rbm(4, 3, new Rng(1));
        Assert.StartsWith($"Rbm: the data {found}", Refused(() => rbm.ContrastiveDivergence(x, 1, new Rng(1))), StringComparison.Ordinal);
        Assert.StartsWith($"Rbm: the data {found}", Refused(() => rbm.NegativeLogLikelihood(x)), StringComparison.Ordinal);
        Assert.StartsWith($"Rbm: the data {found}", Refused(() => new PersistentChains(rbm, 2, new Rng(1)).Loss(x)), StringComparison.Ordinal);
        Assert.StartsWith($"DeepBeliefNet: the data {found}", Refused(() => new DeepBeliefNet([4, 3], new Rng(1)).Pretrain(x, new Rng(1))), StringComparison.Ordinal);
    }

    [Fact]
    public void Noise_goes_and_the_signal_stays()
    {
        var rng = new Rng(3);
        var x = F.Sigmoid(F.MatMul(rng.Normal(1, 600, 3), rng.Normal(2, 3, 30))).Clone();
        var net = new Autoencoder([30, 20], rng, () => new Tanh(), activateCode: true);
        var adam = new Adam(net.Parameters(), 0.01f);
        for (int step = 0; step < 300; step++)
        {
            using var scope = new StepScope();
            adam.ZeroGrad();
            F.BinaryCrossEntropyWithLogits(net.Forward(Corruption.Gaussian(x, 0.3f, rng)), x).Backward();
            adam.Step();
        }
        var noisy = Corruption.Gaussian(x, 0.3f, new Rng(99));
        double gain = Corruption.SignalToNoise(x, F.Sigmoid(net.Forward(noisy))) - Corruption.SignalToNoise(x, noisy);
        Assert.InRange(gain, 3, 15);
    }

    [Fact]
    public void The_divergence_from_the_prior_is_that_of_the_formula()
    {
        Assert.Equal(0, VariationalAutoencoder.Divergence(Tensor.Zeros(4, 3), Tensor.Zeros(4, 3)).Item(), 6);
        // One number, μ = 1, σ² = 4: −½ (1 + ln 4 − 1 − 4) = 2 − ln 2.
        var one = VariationalAutoencoder.Divergence(Tensor.Ones(2, 1), Tensor.Full(MathF.Log(4), 2, 1));
        Assert.Equal(2 - Math.Log(2), one.Item(), 5);
        var three = VariationalAutoencoder.Divergence(Tensor.Ones(2, 3), Tensor.Full(MathF.Log(4), 2, 3));
        Assert.Equal(3 * (2 - Math.Log(2)), three.Item(), 5);   // the sum over a code's numbers, the mean over examples
    }

    [Fact]
    public void A_draw_has_the_mean_and_the_deviation_of_the_code()
    {
        float[] z = VariationalAutoencoder.Reparameterize(Tensor.Full(3, 20_000, 1), Tensor.Full(MathF.Log(0.25f), 20_000, 1), new Rng(5)).ToArray();
        double mean = z.Average();
        Assert.InRange(mean, 2.98, 3.02);
        Assert.InRange(Math.Sqrt(z.Average(v => (v - mean) * (v - mean))), 0.49, 0.51);
    }

    [Fact]
    public void The_loss_passes_its_gradient_through_the_draw()
    {
        var rng = new Rng(6);
        var vae = new VariationalAutoencoder(5, 4, 2, rng);
        var x = F.Sigmoid(rng.Normal(1, 3, 5)).Clone();
        var soft = vae.Parameters().Where(p => p.Rank == 2).ToArray();
        Assert.InRange(GradCheck.MaxError(() => vae.Loss(x, new Rng(7)).Loss, soft), 0, 5e-3);
        var parts = vae.Loss(x, new Rng(7));
        Assert.Equal(parts.Loss.Item(), parts.Reconstruction.Item() + parts.Divergence.Item(), 4);
        Assert.Equal([6, 5], vae.Sample(6, rng).Shape.ToArray());
    }

    [Fact]
    public void A_variational_autoencoder_learns_drawn_digits()
    {
        var digits = DataHub.Load("digits", 600, 1).Flat().TrainX;
        var x = F.Reshape(F.AvgPool2d(F.Reshape(digits, 600, 1, 28, 28), (4, 4)), 600, 49).Clone();
        var rng = new Rng(8);
        var vae = new VariationalAutoencoder(49, 32, 2, rng);
        var adam = new Adam(vae.Parameters(), 0.01f);
        double first = 0, last = 0;
        for (int step = 0; step < 200; step++)
        {
            using var scope = new StepScope();
            adam.ZeroGrad();
            var loss = vae.Loss(x, rng).Loss;
            loss.Backward();
            adam.Step();
            (first, last) = (step == 20 ? loss.Item() : first, loss.Item());
        }
        Assert.InRange(last, 1, first - 1);
    }

    [Fact]
    public void Sparsity_is_the_divergence_of_two_coins_and_its_slope_is_right()
    {
        // Unit 0 is on 0.2 of the time, unit 1 half of it; ρ = 0.2.
        var code = Tensor.From(new[,] { { 0.1f, 0.4f }, { 0.3f, 0.6f } });
        double second = 0.2 * Math.Log(0.2 / 0.5) + 0.8 * Math.Log(0.8 / 0.5);
        Assert.Equal(second, CodePenalty.Sparsity(code, 0.2f).Item(), 4);
        var x = new Rng(1).Normal(1, 5, 4);
        Assert.InRange(GradCheck.MaxError(() => CodePenalty.Sparsity(F.Sigmoid(x), 0.1f), [x]), 0, 1e-3);
        Assert.True(float.IsFinite(CodePenalty.Sparsity(Tensor.Zeros(3, 2), 0.1f).Item()));
        Assert.True(float.IsFinite(CodePenalty.Sparsity(Tensor.Ones(3, 2), 0.1f).Item()));
        Assert.Contains("between 0 and 1", Assert.Throws<ArgumentOutOfRangeException>(() => CodePenalty.Sparsity(code, 1)).Message, StringComparison.Ordinal);
        Assert.Contains("(N, H)", Assert.Throws<ShapeException>(() => CodePenalty.Sparsity(Tensor.Ones(3), 0.1f)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Contraction_is_the_squared_slope_of_the_code()
    {
        var rng = new Rng(2);
        Tensor x = rng.Normal(1, 3, 5), w = rng.Normal(1, 4, 5), b = rng.Normal(1, 4);
        Tensor Code() => F.Sigmoid(F.Linear(x, w, b));
        double sum = 0;   // the slopes measured: each input moved a little to both sides
        const float step = 1e-2f;
        for (int i = 0; i < x.Length; i++)
        {
            float was = x.Data[i];
            x.Data[i] = was + step;
            float[] up = Code().ToArray();
            x.Data[i] = was - step;
            float[] down = Code().ToArray();
            x.Data[i] = was;
            sum += up.Zip(down, (a, c) => Math.Pow((a - c) / (2 * step), 2)).Sum();
        }
        Assert.Equal(sum / 3, CodePenalty.Contraction(Code(), w).Item(), 1e-3);
        Assert.InRange(GradCheck.MaxError(() => CodePenalty.Contraction(Code(), w), [w, b]), 0, 1e-3);
        Assert.Contains("(4, D)", Assert.Throws<ShapeException>(() => CodePenalty.Contraction(Code(), Tensor.Ones(5, 4))).Message, StringComparison.Ordinal);
    }
}
