namespace DeepNotes;

/// <summary>A shape that an operation cannot accept. The message says the operation, what was found, and the rule.</summary>
public sealed class ShapeException : ArgumentException
{
    /// <summary>An empty shape error.</summary>
    public ShapeException() { }

    /// <summary>The path of the layer that refused, such as <c>layer1.0.conv1</c>; null outside a model.</summary>
    public string? Path { get; init; }

    /// <summary>A shape error with a message of the form <c>Operation: what was found, the rule.</c></summary>
    /// <param name="message">The whole message.</param>
    public ShapeException(string message) : base(message) { }

    /// <summary>A shape error caused by another one.</summary>
    /// <param name="message">The whole message.</param>
    /// <param name="inner">The cause.</param>
    public ShapeException(string message, Exception inner) : base(message, inner) { }
}
