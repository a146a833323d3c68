using DeepNotes.Data;
using DeepNotes.Insight;

namespace DeepNotes.Exercises;

/// <summary>Networks with one fault each, trained under the eyes of the dashboard, and their healthy twins.</summary>
public static class Clinic
{
    private const int Side = 14, Images = 4000, BatchSize = 50;
    private static readonly Lazy<(Tensor X, int[] Labels)> Digits = new(Load);

    /// <summary>Trains a network for some steps and gives what the dashboard saw.</summary>
    /// <param name="recipe">How it is made and trained.</param>
    /// <param name="seed">Of weights and batches.</param>
    /// <param name="steps">How many; a loss that is no longer finite ends the run.</param>
    /// <param name="every">How often the dashboard measures.</param>
    public static Health Examine(Recipe recipe, ulong seed = 1, int steps = 200, int every = 10) => Examine(recipe, new Care(), seed, steps, every);

    /// <summary>Patient 0 is for practice, 1 to 12 have one fault each.</summary>
    /// <param name="patient">0 … 12.</param>
    /// <param name="seed">Of weights and batches.</param>
    public static Health Examine(int patient, ulong seed = 1) => Examine(Fault.OfPatient(patient).Recipe, seed);

    /// <summary>Trains a patient with one part of its code replaced, and looks again. Only the part that its fault lies in is taken.</summary>
    /// <param name="patient">1 … 12.</param>
    /// <param name="rate">The learning rate.</param>
    /// <param name="layer">From the numbers of inputs and outputs: a layer with its initial weights and biases.</param>
    /// <param name="image">From the step and the place in the batch: which of the 4000 images, 0 … 3999, sorted by class.</param>
    /// <param name="step">One step: the loss of a batch, the way back, the update. Returns the loss.</param>
    /// <param name="seed">Of weights and batches.</param>
    /// <exception cref="ArgumentException">Another part than the one with the fault is given, or the fault is not in the code.</exception>
    public static Treatment Treat(int patient, float? rate = null, Func<int, int, Rng, Linear>? layer = null, Func<int, int, Rng, int>? image = null,
        Func<Layer, Sgd, Tensor, int[], Tensor>? step = null, ulong seed = 1) => new(patient, new Care { Rate = rate, Layer = layer, Image = image, Step = step }, seed);

    internal static Health Examine(Recipe recipe, Care care, ulong seed, int steps = 200, int every = 10)
    {
        var rng = new Rng(seed);
        Layer net = Build(recipe, care, rng);
        var sgd = new Sgd(net.Parameters(), care.Rate ?? recipe.Rate, momentum: 0.9f);
        var (images, given) = Digits.Value;
        int[] labels = [.. given];
        if (!recipe.OwnLabels)
            rng.Shuffle(labels.AsSpan());
        net.Train(recipe.TrainingMode);
        var health = Health.Watch(net, every);
        for (int step = 0; step < steps; step++)
        {
            using var scope = new StepScope();
            int[] rows = [.. Enumerable.Range(0, BatchSize).Select(i => care.Image is { } image ? image(step, i, rng)
                : recipe.Shuffle ? rng.Next(Images) : (step * BatchSize + i) % Images)];
            var x = recipe.InputScale * F.IndexSelect(images, rows);
            int[] y = [.. rows.Select(r => labels[r])];
            if (!float.IsFinite((care.Step is { } own ? own(net, sgd, x, y) : Step(recipe, net, sgd, x, y)).Item()))
                break;
        }
        health.Dispose();
        return health;
    }

    private static Tensor Step(Recipe recipe, Layer net, Sgd sgd, Tensor x, int[] labels)
    {
        var loss = Loss(recipe.Head, net.Forward(x), labels);
        if (recipe.ZeroGrad)
            sgd.ZeroGrad();
        loss.Backward();
        if (float.IsFinite(loss.Item()))
            sgd.Step();
        return loss;
    }

    private static Tensor Loss(Head head, Tensor scores, int[] labels) => head switch
    {
        Head.SoftmaxTwice => F.CrossEntropy(F.Softmax(scores), labels),
        Head.SoftmaxOverBatch => F.NllLoss(F.Transpose(F.LogSoftmax(F.Transpose(scores))), labels),
        _ => F.CrossEntropy(scores, labels),
    };

    private static Layer Build(Recipe r, Care care, Rng rng)
    {
        if (r.Body == Body.Recurrent)
            return new RowReader(Side, 48, r.RecurrentScale, rng);
        List<Layer> layers = [];
        foreach (int inputs in new[] { Side * Side, 64 })
        {
            layers.Add(Start(inputs, 64, r, care, rng));
            if (r.Body == Body.BatchNorm)
                layers.Add(new BatchNorm1d(64));
            layers.Add(r.Body == Body.Sigmoid ? new Sigmoid() : new ReLU());
        }
        var head = Start(64, 10, r, care, rng);
        if (head.Bias is { } bias)
            bias.Data.Clear();
        return new Sequential([.. layers, head]);
    }

    private static Linear Start(int inputs, int outputs, Recipe r, Care care, Rng rng)
    {
        if (care.Layer is { } own)
            return own(inputs, outputs, rng);
        var layer = new Linear(inputs, outputs, rng);
        if (r.Body == Body.Sigmoid)
            Init.Glorot(layer.Weight, rng, 2);   // the sigmoid halves the range of tanh
        else
            Init.He(layer.Weight, rng);
        TensorPrimitives.Multiply(layer.Weight.Data, r.WeightScale, layer.Weight.Data);
        layer.Bias!.Data.Fill(r.BiasStart);
        return layer;
    }

    // Images of the bundled size, averaged over 2 × 2 pixels, in the order of the classes, with mean 0 and deviation 1.
    private static (Tensor, int[]) Load()
    {
        var (pixels, drawn) = DrawnDigits.Draw(new Rng(7), Images);
        int[] order = [.. Enumerable.Range(0, Images).OrderBy(i => drawn[i])];
        var x = Tensor.Keep(Tensor.Zeros(Images, Side * Side));
        for (int i = 0; i < Images; i++)
        {
            for (int p = 0; p < 4 * Side * Side; p++)
                x.Data[i * Side * Side + p / (4 * Side) * Side + p % (2 * Side) / 2] += pixels[order[i] * 4 * Side * Side + p];
        }
        float mean = TensorPrimitives.Average<float>(x.Data), deviation = TensorPrimitives.StdDev<float>(x.Data);
        foreach (ref float v in x.Data)
            v = (v - mean) / deviation;
        return (x, [.. order.Select(i => drawn[i])]);
    }

    // Reads the rows of an image from top to bottom; the last state decides.
    private sealed class RowReader : Layer
    {
        private readonly RNN _rnn;
        private readonly Linear _head;
        private readonly int _side;

        public RowReader(int side, int hidden, float scale, Rng rng)
        {
            _side = side;
            _rnn = Child("rnn", new RNN(side, hidden, rng));
            _head = Child("head", new Linear(hidden, 10, rng));
            Init.Orthogonal(_rnn.NamedParameters().First(p => p.Name.StartsWith("weight_hh", StringComparison.Ordinal)).Value, rng, scale);
        }

        public override Tensor Forward(Tensor x)
        {
            var rows = F.Transpose(F.Reshape(x, x.Dim(0), _side, _side), 0, 1);
            var states = _rnn.Forward(rows).Output;
            return _head.Forward(F.Reshape(F.Slice(states, _side - 1, 1), x.Dim(0), _rnn.HiddenSize));
        }
    }
}
