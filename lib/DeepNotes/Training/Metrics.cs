namespace DeepNotes;

/// <summary>How good predictions are.</summary>
public static class Metrics
{
    /// <summary>The share of rows whose largest logit is at the label.</summary>
    /// <param name="logits">(N, K) with N ≥ 1.</param>
    /// <param name="labels">N classes.</param>
    /// <returns>0 … 1.</returns>
    public static float Accuracy(Tensor logits, int[] labels)
    {
        int[] predicted = Predictions(nameof(Accuracy), logits, labels);
        int right = 0;
        for (int i = 0; i < labels.Length; i++)
            right += predicted[i] == labels[i] ? 1 : 0;
        return (float)right / labels.Length;
    }

    /// <summary>The accuracy of a model in evaluation mode, without recording; its mode is restored afterwards.</summary>
    /// <param name="model">Gives logits (N, K).</param>
    /// <param name="x">N examples.</param>
    /// <param name="labels">N classes.</param>
    /// <returns>0 … 1.</returns>
    public static float Accuracy(Layer model, Tensor x, int[] labels)
    {
        bool training = model.Training;
        model.Eval();
        try
        {
            using (Autograd.NoGrad())
            using (new StepScope())
                return Accuracy(model.Forward(x), labels);
        }
        finally
        {
            model.Train(training);
        }
    }

    /// <summary>How often each class (row) was taken for each class (column).</summary>
    /// <param name="logits">(N, K).</param>
    /// <param name="labels">N classes, 0 … K − 1.</param>
    /// <returns>(K, K) counts.</returns>
    public static int[,] ConfusionMatrix(Tensor logits, int[] labels)
    {
        int[] predicted = Predictions(nameof(ConfusionMatrix), logits, labels);
        var counts = new int[logits.Dim(-1), logits.Dim(-1)];
        for (int i = 0; i < labels.Length; i++)
            counts[labels[i], predicted[i]]++;
        return counts;
    }

    private static int[] Predictions(string op, Tensor logits, int[] labels)
    {
        int[] predicted = F.ArgMax(logits);
        return predicted.Length == labels.Length && labels.Length > 0 ? predicted
            : throw new ShapeException($"{op}: logits are {Shape.Text(logits.Shape)} and there are {labels.Length} labels; there must be at least one row and one label per row.");
    }
}
