namespace DeepNotes.Data;

/// <summary>Watches a validation loss, keeps the best weights, and says when it has not fallen for too long. Prechelt (1998).</summary>
/// <param name="model">Whose parameters and buffers are kept.</param>
/// <param name="patience">How many losses may pass without a new best.</param>
/// <param name="margin">A new best must be lower by more than this.</param>
public sealed class EarlyStopping(Module model, int patience, double margin = 0)
{
    private Dictionary<string, Tensor> _kept = [];
    private int _bad;

    /// <summary>The lowest loss; +∞ before the first.</summary>
    public double Best { get; private set; } = double.PositiveInfinity;

    /// <summary>Call after every epoch.</summary>
    /// <param name="loss">The validation loss; NaN is never a best.</param>
    /// <returns>Whether to stop.</returns>
    public bool Report(double loss)
    {
        if (loss < Best - margin || (double.IsPositiveInfinity(Best) && !double.IsNaN(loss)))
        {
            (Best, _bad) = (loss, 0);
            _kept = model.StateDict().ToDictionary(p => p.Key, p => p.Value.Clone());
        }
        else
            _bad++;
        return _bad > patience;
    }

    /// <summary>Puts the best weights back.</summary>
    /// <exception cref="InvalidOperationException">No loss was reported yet.</exception>
    public void Restore()
    {
        if (_kept.Count == 0)
            throw new InvalidOperationException("EarlyStopping: no loss was reported yet; there must be a best before it can be put back.");
        model.LoadStateDict(_kept);
    }
}
