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
    public static Health Examine(Recipe recipe, ulong seed = 1, int steps = 200, int every = 10)
    {
        var rng = new Rng(seed);
        Layer net = Build(recipe, rng);
        var sgd = new Sgd(net.Parameters(), recipe.Rate, momentum: 0.9f);
        var (images, own) = Digits.Value;
        int[] labels = [.. own];
        if (!recipe.OwnLabels)
            rng.Shuffle(labels.AsSpan());
        net.Train(recipe.TrainingMode);
        var health = Health.Watch(net, every);
        for (int step = 0; step < steps; step++)
        {
            using var scope = new StepScope();
            int[] rows = [.. Enumerable.Range(0, BatchSize).Select(i => recipe.Shuffle ? rng.Next(Images) : (step * BatchSize + i) % Images)];
            var loss = Loss(recipe.Head, net.Forward(recipe.InputScale * F.IndexSelect(images, rows)), [.. rows.Select(r => labels[r])]);
            if (recipe.ZeroGrad)
                sgd.ZeroGrad();
            loss.Backward();
            if (!float.IsFinite(loss.Item()))
                break;
            sgd.Step();
        }
        health.Dispose();
        return health;
    }

    /// <summary>Patient 0 is for practice, 1 to 12 have one fault each.</summary>
    /// <param name="patient">0 … 12.</param>
    /// <param name="seed">Of weights and batches.</param>
    public static Health Examine(int patient, ulong seed = 1) => Examine(Fault.OfPatient(patient).Recipe, seed);

    private static Tensor Loss(Head head, Tensor scores, int[] labels) => head switch
    {
        Head.SoftmaxTwice => F.CrossEntropy(F.Softmax(scores), labels),
        Head.SoftmaxOverBatch => F.NllLoss(F.Transpose(F.LogSoftmax(F.Transpose(scores))), labels),
        _ => F.CrossEntropy(scores, labels),
    };

    private static Layer Build(Recipe r, Rng rng)
    {
        if (r.Body == Body.Recurrent)
            return new RowReader(Side, 48, r.RecurrentScale, rng);
        List<Layer> layers = [];
        foreach (int inputs in new[] { Side * Side, 64 })
        {
            layers.Add(Start(new Linear(inputs, 64, rng), r, rng));
            if (r.Body == Body.BatchNorm)
                layers.Add(new BatchNorm1d(64));
            layers.Add(r.Body == Body.Sigmoid ? new Sigmoid() : new ReLU());
        }
        var head = Start(new Linear(64, 10, rng), r, rng);
        head.Bias!.Data.Clear();
        return new Sequential([.. layers, head]);
    }

    private static Linear Start(Linear layer, Recipe r, Rng rng)
    {
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
