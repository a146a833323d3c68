namespace DeepNotes.Notebooks.Export.App;

/// <summary>Something in a notebook that has no counterpart in a file-based app.</summary>
/// <param name="message">Names the notebook, the cell and the rule.</param>
public sealed class AppException(string message) : Exception(message);
