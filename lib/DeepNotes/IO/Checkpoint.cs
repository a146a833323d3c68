namespace DeepNotes;

/// <summary>Saves a model and its optimizer in one safetensors file, so that training goes on as if it had never stopped.</summary>
/// <remarks>Keys are the model's state dict below <c>model.</c> and the optimizer's below <c>optimizer.</c>.</remarks>
public static class Checkpoint
{
    private const string ModelPrefix = "model.", OptimizerPrefix = "optimizer.";

    /// <summary>Writes a checkpoint; the file appears whole or not at all.</summary>
    /// <param name="path">The file.</param>
    /// <param name="model">The model.</param>
    /// <param name="optimizer">Its optimizer, or null to save the model only.</param>
    /// <param name="metadata">Text to keep beside them: epoch, seed, accuracy.</param>
    public static void Save(string path, Module model, Optimizer? optimizer = null, IReadOnlyDictionary<string, string>? metadata = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        var all = new Dictionary<string, Tensor>();
        foreach (var (key, value) in model.StateDict())
            all[ModelPrefix + key] = value;
        if (optimizer is not null)
        {
            foreach (var (key, value) in optimizer.StateDict())
                all[OptimizerPrefix + key] = value;
        }
        Safetensors.Save(path, all, metadata);
    }

    /// <summary>Restores a model and, if given, its optimizer.</summary>
    /// <param name="path">The file.</param>
    /// <param name="model">A model of the same architecture.</param>
    /// <param name="optimizer">An optimizer of the same kind over its parameters, or null to leave the saved one alone.</param>
    /// <returns>The text that was saved beside them.</returns>
    /// <exception cref="InvalidDataException">The file is damaged.</exception>
    /// <exception cref="KeyNotFoundException">The keys differ; neither model nor optimizer is changed then.</exception>
    /// <exception cref="ShapeException">A shape differs; neither model nor optimizer is changed then.</exception>
    public static Dictionary<string, string> Load(string path, Module model, Optimizer? optimizer = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        var all = Safetensors.Load(path);
        var before = optimizer?.StateDict().ToDictionary(p => p.Key, p => p.Value.Clone());
        optimizer?.LoadStateDict(Below(OptimizerPrefix, all));
        try
        {
            model.LoadStateDict(Below(ModelPrefix, all));
        }
        catch
        {
            optimizer?.LoadStateDict(before!);
            throw;
        }
        return Safetensors.LoadMetadata(path);
    }

    private static Dictionary<string, Tensor> Below(string prefix, Dictionary<string, Tensor> all) =>
        all.Where(p => p.Key.StartsWith(prefix, StringComparison.Ordinal)).ToDictionary(p => p.Key[prefix.Length..], p => p.Value);
}
