using System.Diagnostics;
using DeepNotes.Data;

namespace DeepNotes;

/// <summary>The training loop: for every batch a forward pass, a loss, a backward pass and an optimizer step.</summary>
public sealed class Trainer
{
    private readonly Layer _model;
    private readonly Optimizer _optimizer;
    private readonly Func<Tensor, int[], Tensor> _loss;

    /// <summary>A loop for a classifier.</summary>
    /// <param name="model">Maps a batch (N, …) to logits (N, K).</param>
    /// <param name="optimizer">Over the model's parameters.</param>
    /// <param name="loss">Of logits and labels; <see cref="F.CrossEntropy(Tensor, int[])"/> when null.</param>
    public Trainer(Layer model, Optimizer optimizer, Func<Tensor, int[], Tensor>? loss = null) =>
        (_model, _optimizer, _loss) = (model, optimizer, loss ?? F.CrossEntropy);

    /// <summary>Called with the step's number between the backward pass and the update: to look at gradients, clip them, or set the rate.</summary>
    public Action<int>? AfterBackward { get; init; }

    /// <summary>Trains.</summary>
    /// <param name="loader">The batches of one epoch; walked once per epoch.</param>
    /// <param name="epochs">How many passes.</param>
    /// <param name="progress">Hears of every step.</param>
    /// <param name="validation">Batches to evaluate after every epoch, or null.</param>
    /// <param name="cancellation">Stops between two steps.</param>
    /// <returns>What happened; a run whose loss is no longer finite stops and says <see cref="History.Diverged"/>.</returns>
    /// <exception cref="ArgumentException">The loader has no batches.</exception>
    public History Fit(IEnumerable<Batch> loader, int epochs, IProgress<TrainingProgress>? progress = null,
        IEnumerable<Batch>? validation = null, CancellationToken cancellation = default)
    {
        var history = new History();
        for (int epoch = 1; epoch <= epochs && !history.Diverged; epoch++)
        {
            _model.Train();
            long start = Stopwatch.GetTimestamp();
            var tally = new Tally();
            TrainingProgress? last = null;
            using var batches = loader.GetEnumerator();
            while (Step(batches, history, tally, cancellation))
            {
                if (last is not null)
                    progress?.Report(last);
                last = new TrainingProgress(epoch, epochs, history.StepLoss.Count, tally.Count, history.StepLoss[^1], history.StepAccuracy[^1], null);
                if (history.Diverged)
                    break;
            }
            if (last is null)
                throw new ArgumentException($"Fit: the loader gave no batches in epoch {epoch}; it must give at least one in every pass.", nameof(loader));
            double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
            var (loss, accuracy) = validation is null ? (double.NaN, double.NaN) : Evaluate(validation);
            var result = new EpochResult(epoch, tally.Loss, tally.Accuracy, loss, accuracy, _optimizer.LearningRate, seconds);
            history.Add(result);
            progress?.Report(last with { Finished = result });
        }
        return history;
    }

    /// <summary>The mean loss and the accuracy on some batches, in evaluation mode and without recording.</summary>
    /// <param name="loader">The batches.</param>
    /// <exception cref="ArgumentException">The loader has no batches.</exception>
    public (double Loss, double Accuracy) Evaluate(IEnumerable<Batch> loader)
    {
        bool training = _model.Training;
        _model.Eval();
        var tally = new Tally();
        try
        {
            using var off = Autograd.NoGrad();
            using var batches = loader.GetEnumerator();
            while (Look(batches, tally))
            {
            }
        }
        finally
        {
            _model.Train(training);
        }
        return tally.Count > 0 ? (tally.Loss, tally.Accuracy)
            : throw new ArgumentException("Evaluate: the loader gave no batches; it must give at least one.", nameof(loader));
    }

    private bool Look(IEnumerator<Batch> batches, Tally tally)
    {
        using var scope = new StepScope();
        if (!batches.MoveNext())
            return false;
        var (x, labels) = batches.Current;
        var logits = _model.Forward(x);
        tally.Add(labels.Length, _loss(logits, labels).Item(), Metrics.Accuracy(logits, labels));
        return true;
    }

    private bool Step(IEnumerator<Batch> batches, History history, Tally tally, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        using var scope = new StepScope();   // opened before the batch is made, so that the batch's memory is recycled too
        if (!batches.MoveNext())
            return false;
        var (x, labels) = batches.Current;
        var logits = _model.Forward(x);
        var loss = _loss(logits, labels);
        float value = loss.Item(), accuracy = Metrics.Accuracy(logits, labels);
        history.Add(value, accuracy);
        tally.Add(labels.Length, value, accuracy);
        history.Diverged = !float.IsFinite(value);
        if (history.Diverged)
            return true;   // a step along this gradient would only spread NaN into the weights
        _optimizer.ZeroGrad();
        loss.Backward();
        AfterBackward?.Invoke(history.StepLoss.Count);
        _optimizer.Step();
        return true;
    }

    // Means over examples, so that a small last batch counts less.
    private sealed class Tally
    {
        private double _loss, _right;

        public int Count { get; private set; }

        public double Loss => _loss / Count;

        public double Accuracy => _right / Count;

        public void Add(int count, float loss, float accuracy)
        {
            Count += count;
            _loss += (double)loss * count;
            _right += (double)accuracy * count;
        }
    }
}
