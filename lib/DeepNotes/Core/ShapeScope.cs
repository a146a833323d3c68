namespace DeepNotes;

/// <summary>Inside it new tensors have a shape and no numbers: a model is built and run to see its shapes, without memory or arithmetic.</summary>
/// <remarks>Operations check shapes and record the tape as always; kernels are skipped. Scopes nest and belong to one thread.</remarks>
public sealed class ShapeScope : IDisposable
{
    [ThreadStatic] private static bool _on;
    private readonly bool _before = _on;

    /// <summary>Opens a scope on this thread.</summary>
    public ShapeScope() => _on = true;

    /// <summary>Whether this thread is inside one.</summary>
    public static bool On => _on;

    /// <summary>Ends the scope.</summary>
    public void Dispose() => _on = _before;
}
