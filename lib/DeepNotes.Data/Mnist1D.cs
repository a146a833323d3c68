namespace DeepNotes.Data;

/// <summary>MNIST-1D: ten classes of noisy 40-point signals on which architectures differ more than on MNIST, in seconds.</summary>
/// <remarks>
/// Greydanus (2020), "Scaling down deep learning", arXiv:2011.14439: a template is padded, stretched, scaled, rotated, laid over
/// correlated noise, sheared and resampled. Published test accuracy: logistic regression 32 %, multilayer perceptron 68 %,
/// convolutional net 94 %, GRU 91 %. A generator of our own after that recipe; its samples are not the authors' samples.
/// </remarks>
public static class Mnist1D
{
    private const int Padded = 72, Points = 40;
    private const double Smoothing = 0.8824969025845955;   // exp(−1/8): the Gaussian of σ = 2 points is Smoothing^(k²)

    private static readonly double[][] Templates =
    [
        [5, 6, 6.5, 6.75, 7, 7, 7, 7, 6.75, 6.5, 6, 5], [5, 3, 3, 3.4, 3.8, 4.2, 4.6, 5, 5.4, 5.8, 5, 5],
        [5, 6, 6.5, 6.5, 6, 5.25, 4.75, 4, 3.5, 3.5, 4, 5], [5, 6, 6.5, 6.5, 6, 5, 5, 6, 6.5, 6.5, 6, 5],
        [5, 4.4, 3.8, 3.2, 2.6, 2.6, 5, 5, 5, 5, 5, 5], [5, 3, 3, 3, 3, 5, 6, 6.5, 6.5, 6, 4.5, 5],
        [5, 4, 3.5, 3.25, 3, 3, 3, 3, 3.25, 3.5, 4, 5], [5, 7, 7, 6.6, 6.2, 5.8, 5.4, 5, 4.6, 4.2, 5, 5],
        [5, 4, 3.5, 3.5, 4, 5, 5, 4, 3.5, 3.5, 4, 5], [5, 4, 3.5, 3.5, 4, 5, 5, 5, 5, 4.7, 4.3, 5],
    ];

    /// <summary>The template of a class, before any distortion: twelve points, starting at 0.</summary>
    /// <param name="label">0 … 9.</param>
    public static double[] Template(int label)
    {
        double[] t = Templates[label];
        double mean = t.Average(), std = Math.Sqrt(t.Sum(v => (v - mean) * (v - mean)) / t.Length);
        return [.. t.Select(v => (v - t[0]) / std / 6)];
    }

    /// <summary>Makes a data set, four fifths of it for training.</summary>
    /// <param name="rng">Randomness.</param>
    /// <param name="count">How many samples; the published size is 5,000.</param>
    /// <returns>X (N, 40), standardised over the whole set; ten classes, equally frequent.</returns>
    public static LabelledData Generate(Rng rng, int count = 5000)
    {
        ArgumentNullException.ThrowIfNull(rng);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 10);
        var values = new double[count * Points];
        int[] labels = new int[count], order = rng.Permutation(count);
        for (int i = 0; i < count; i++)
        {
            labels[order[i]] = i % 10;
            Sample(rng, i % 10, values.AsSpan(order[i] * Points, Points));
        }
        double mean = values.Sum() / values.Length, square = values.Sum(v => (v - mean) * (v - mean));
        double scale = 1 / Math.Sqrt(square / values.Length);
        float[] x = [.. values.Select(v => (float)((v - mean) * scale))];
        int train = count * 4 / 5;
        return new LabelledData("mnist1d", Keep(x.AsSpan(0, train * Points)), labels[..train], Keep(x.AsSpan(train * Points)), labels[train..],
            ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"], $"MNIST-1D, made by DeepNotes (seed {rng.Seed})");
    }

    private static Tensor Keep(ReadOnlySpan<float> rows) => Tensor.Keep(Tensor.From(rows, rows.Length / Points, Points));

    private static void Sample(Rng rng, int label, Span<double> result)
    {
        double[] template = Template(label);
        var padded = new double[template.Length + 36 + rng.Next(25)];
        for (int i = 0; i < template.Length; i++)
            padded[i] = template[i] + 1e-8;   // so that only the padding is zero, and only it becomes noise
        var signal = new double[Padded];
        Resample(padded, signal);
        double scale = 1 + 0.4 * (rng.NextDouble() - 0.5), slope = 0.75 * (rng.NextDouble() - 0.5);
        int shift = rng.Next(48);
        double[] background = SmoothNoise(rng), moved = new double[Padded];
        for (int i = 0; i < Padded; i++)
        {
            double v = signal[(i + Padded - shift) % Padded] * scale;
            moved[i] = (v == 0 ? background[i] : v) + 0.02 * rng.NextNormal() - slope * (i / (Padded - 1.0) - 0.5);
        }
        Resample(moved, result);
    }

    private static double[] SmoothNoise(Rng rng)
    {
        const int Reach = 8;
        double[] noise = new double[Padded], smooth = new double[Padded];
        for (int i = 0; i < Padded; i++)
            noise[i] = 0.25 * rng.NextNormal();
        for (int i = 0; i < Padded; i++)
        {
            double sum = 0, total = 0;
            for (int k = -Reach; k <= Reach; k++)
            {
                double weight = 1;
                for (int p = 0; p < k * k; p++)
                    weight *= Smoothing;
                int j = i + k;   // reflected at both ends
                sum += weight * noise[j < 0 ? -1 - j : j >= Padded ? 2 * Padded - 1 - j : j];
                total += weight;
            }
            smooth[i] = sum / total;
        }
        return smooth;
    }

    // Linear interpolation; both ends map to both ends.
    private static void Resample(ReadOnlySpan<double> x, Span<double> y)
    {
        for (int i = 0; i < y.Length; i++)
        {
            double at = (double)i * (x.Length - 1) / (y.Length - 1);
            int left = Math.Min((int)at, x.Length - 2);
            y[i] = x[left] + (at - left) * (x[left + 1] - x[left]);
        }
    }
}
