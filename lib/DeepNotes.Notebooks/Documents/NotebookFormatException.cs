namespace DeepNotes.Notebooks.Documents;

/// <summary>A file that is not a notebook this program can read. The message names the file, what was found, and the rule.</summary>
public sealed class NotebookFormatException : Exception
{
    /// <summary>An empty format error.</summary>
    public NotebookFormatException() { }

    /// <summary>A format error with its whole message.</summary>
    /// <param name="message">The whole message.</param>
    public NotebookFormatException(string message) : base(message) { }

    /// <summary>A format error caused by another one.</summary>
    /// <param name="message">The whole message.</param>
    /// <param name="inner">The cause.</param>
    public NotebookFormatException(string message, Exception inner) : base(message, inner) { }
}
