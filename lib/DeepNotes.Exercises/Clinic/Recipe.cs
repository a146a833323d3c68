namespace DeepNotes.Exercises;

/// <summary>The networks of the clinic.</summary>
public enum Body
{
    /// <summary>Two hidden layers of 64 ReLU.</summary>
    Relu,

    /// <summary>Two hidden layers of 64 sigmoid units.</summary>
    Sigmoid,

    /// <summary>Two hidden layers of 64 ReLU, each after a batch norm.</summary>
    BatchNorm,

    /// <summary>A recurrent net of 48 tanh units that reads an image row by row.</summary>
    Recurrent,
}

/// <summary>What stands between the scores and the loss.</summary>
public enum Head
{
    /// <summary>Cross-entropy of the logits.</summary>
    Logits,

    /// <summary>Softmax, and cross-entropy, which has one of its own.</summary>
    SoftmaxTwice,

    /// <summary>Log-softmax over the batch instead of over the classes, and the negative log-likelihood.</summary>
    SoftmaxOverBatch,
}

/// <summary>How a network of the clinic is made and trained; the defaults are healthy.</summary>
public sealed record Recipe
{
    /// <summary>The network.</summary>
    public Body Body { get; init; } = Body.Relu;

    /// <summary>The learning rate.</summary>
    public float Rate { get; init; } = 0.05f;

    /// <summary>A factor on the initial weights.</summary>
    public float WeightScale { get; init; } = 1;

    /// <summary>A factor on the initial recurrent weights, which are orthogonal.</summary>
    public float RecurrentScale { get; init; } = 1;

    /// <summary>What the biases of the hidden layers start at.</summary>
    public float BiasStart { get; init; }

    /// <summary>A factor on the inputs, which have mean 0 and deviation 1.</summary>
    public float InputScale { get; init; } = 1;

    /// <summary>Whether batches are drawn at random; else the data comes in the order of the classes.</summary>
    public bool Shuffle { get; init; } = true;

    /// <summary>Whether the labels are the images' own; else they are dealt out anew.</summary>
    public bool OwnLabels { get; init; } = true;

    /// <summary>Whether gradients are cleared before each step.</summary>
    public bool ZeroGrad { get; init; } = true;

    /// <summary>Whether the model is in training mode.</summary>
    public bool TrainingMode { get; init; } = true;

    /// <summary>What stands before the loss.</summary>
    public Head Head { get; init; }
}
