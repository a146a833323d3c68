namespace DeepNotes;

/// <summary>One pass over the training data.</summary>
/// <param name="Epoch">1 for the first.</param>
/// <param name="Loss">Mean training loss, measured while training.</param>
/// <param name="Accuracy">Training accuracy, 0 … 1, measured while training.</param>
/// <param name="ValidationLoss">Mean loss on the validation data after the epoch; NaN without such data.</param>
/// <param name="ValidationAccuracy">Accuracy on the validation data after the epoch; NaN without such data.</param>
/// <param name="LearningRate">Step size at the end of the epoch.</param>
/// <param name="Seconds">Time for training, without validation.</param>
public sealed record EpochResult(int Epoch, double Loss, double Accuracy, double ValidationLoss, double ValidationAccuracy, double LearningRate, double Seconds);

/// <summary>What <see cref="Trainer.Fit"/> reports after every step.</summary>
/// <param name="Epoch">1 for the first.</param>
/// <param name="Epochs">How many were asked for.</param>
/// <param name="Step">Steps since the start, 1 for the first.</param>
/// <param name="Examples">Examples seen in this epoch.</param>
/// <param name="Loss">This step's loss.</param>
/// <param name="Accuracy">This step's accuracy, 0 … 1.</param>
/// <param name="Finished">The epoch's result when this step was its last, else null.</param>
public sealed record TrainingProgress(int Epoch, int Epochs, int Step, int Examples, double Loss, double Accuracy, EpochResult? Finished);

/// <summary>The course of a training run.</summary>
public sealed class History
{
    private readonly List<float> _loss = [], _accuracy = [];
    private readonly List<EpochResult> _epochs = [];

    /// <summary>The loss of every step.</summary>
    public IReadOnlyList<float> StepLoss => _loss;

    /// <summary>The accuracy of every step, 0 … 1.</summary>
    public IReadOnlyList<float> StepAccuracy => _accuracy;

    /// <summary>Every finished epoch.</summary>
    public IReadOnlyList<EpochResult> Epochs => _epochs;

    /// <summary>The mean training loss of every epoch.</summary>
    public IReadOnlyList<double> Loss => [.. _epochs.Select(e => e.Loss)];

    /// <summary>The training accuracy of every epoch, 0 … 1.</summary>
    public IReadOnlyList<double> Accuracy => [.. _epochs.Select(e => e.Accuracy)];

    /// <summary>The validation accuracy of every epoch, 0 … 1.</summary>
    public IReadOnlyList<double> ValidationAccuracy => [.. _epochs.Select(e => e.ValidationAccuracy)];

    /// <summary>Whether training stopped because the loss was no longer a finite number.</summary>
    public bool Diverged { get; internal set; }

    internal void Add(float loss, float accuracy)
    {
        _loss.Add(loss);
        _accuracy.Add(accuracy);
    }

    internal void Add(EpochResult epoch) => _epochs.Add(epoch);
}
