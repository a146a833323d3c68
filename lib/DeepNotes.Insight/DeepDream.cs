namespace DeepNotes.Insight;

/// <summary>An image changed until a part of a network responds more strongly to it.</summary>
/// <param name="Image">The image at the end.</param>
/// <param name="Response">The response before the first step and after every step.</param>
public sealed record Dream(Tensor Image, IReadOnlyList<float> Response);

/// <summary>Gradient ascent on the input: what would a layer, a channel or a class like to see?</summary>
/// <remarks>
/// Mordvintsev, Olah and Tyka (2015), "Inceptionism: going deeper into neural networks": steps along the gradient divided by its mean size,
/// on an image that is shifted a little at random each time so that no pixel grid appears, from a small copy to the full size (octaves).
/// </remarks>
public static class DeepDream
{
    /// <summary>Half the mean square of all numbers: what the original maximises in a layer.</summary>
    /// <param name="activation">The layer's output.</param>
    public static Tensor Energy(Tensor activation) => 0.5f * F.Mean(activation * activation);

    /// <summary>Changes an image.</summary>
    /// <param name="response">From the image to a scalar, such as <c>x => DeepDream.Energy(features.Forward(x))</c>.</param>
    /// <param name="image">(1, C, H, W) to begin with; not changed.</param>
    /// <param name="rng">Randomness of the shifts.</param>
    /// <param name="steps">Steps per octave.</param>
    /// <param name="rate">Length of a step: the mean change of a pixel.</param>
    /// <param name="octaves">Sizes, each √2 larger than the one before; the last is the image's.</param>
    /// <param name="jitter">The largest shift.</param>
    /// <param name="low">Smallest value of a pixel.</param>
    /// <param name="high">Largest value of a pixel.</param>
    public static Dream Run(Func<Tensor, Tensor> response, Tensor image, Rng rng, int steps = 20, float rate = 0.03f, int octaves = 1, int jitter = 2, float low = 0, float high = 1)
    {
        Shape.RequireRank(nameof(DeepDream), image, 4, "(1, C, H, W)");
        ArgumentOutOfRangeException.ThrowIfLessThan(octaves, 1);
        var responses = new List<float>();
        Tensor detail = Tensor.Zeros(image.Shape), x = image;
        for (int octave = octaves - 1; octave >= 0; octave--)
        {
            double scale = Math.Pow(2, -octave / 2.0);
            Pair size = (Math.Max(8, (int)Math.Round(image.Dim(2) * scale)), Math.Max(8, (int)Math.Round(image.Dim(3) * scale)));
            Tensor ground;
            using (Autograd.NoGrad())
            {
                ground = Resized(image, size);
                x = (ground + Resized(detail, size)).Clone();
            }
            if (octave == 0)
                responses.Add(Value(response, image));
            for (int step = 0; step < steps; step++)
            {
                Climb(response, x, rng, rate, jitter, low, high);
                if (octave == 0)
                    responses.Add(Value(response, x));
            }
            using (Autograd.NoGrad())
                detail = (x - ground).Clone();
        }
        return new Dream(x, responses);
    }

    private static void Climb(Func<Tensor, Tensor> response, Tensor x, Rng rng, float rate, int jitter, float low, float high)
    {
        int down = rng.Next(2 * jitter + 1) - jitter, right = rng.Next(2 * jitter + 1) - jitter;
        var shifted = Rolled(x, down, right);
        shifted.RequiresGrad = true;
        response(shifted).Backward();
        var gradient = Rolled(Tensor.From(shifted.Grad, x.Shape), -down, -right);
        float size = TensorPrimitives.SumOfMagnitudes<float>(gradient.Data) / x.Length;
        if (size > 0)
            TensorPrimitives.MultiplyAdd(gradient.Data, rate / size, x.Data, x.Data);
        TensorPrimitives.Clamp(x.Data, low, high, x.Data);
    }

    private static float Value(Func<Tensor, Tensor> response, Tensor x)
    {
        using var off = Autograd.NoGrad();
        return response(x).Item();
    }

    private static Tensor Resized(Tensor x, Pair size) => x.Dim(2) == size.Y && x.Dim(3) == size.X ? x : F.UpsampleBilinear(x, size);

    // What leaves at one side comes back at the other.
    private static Tensor Rolled(Tensor x, int down, int right)
    {
        int h = x.Dim(2), w = x.Dim(3);
        var y = Tensor.Empty(x.Shape);
        for (int i = 0; i < x.Length; i++)
        {
            int row = i / w % h, column = i % w;
            y.Data[i / (h * w) * h * w + (row + down + h) % h * w + (column + right + w) % w] = x.Data[i];
        }
        return y;
    }
}
