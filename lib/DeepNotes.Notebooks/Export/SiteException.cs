namespace DeepNotes.Notebooks.Export;

/// <summary>Something in a notebook that a page cannot show. The message names the notebook, the cell, what was found, and the rule.</summary>
public sealed class SiteException : Exception
{
    /// <summary>An empty error.</summary>
    public SiteException() { }

    /// <summary>An error with its whole message.</summary>
    /// <param name="message">The whole message.</param>
    public SiteException(string message) : base(message) { }

    /// <summary>An error caused by another one.</summary>
    /// <param name="message">The whole message.</param>
    /// <param name="inner">The cause.</param>
    public SiteException(string message, Exception inner) : base(message, inner) { }
}
