namespace DeepNotes.Notebooks.Engine;

/// <summary>What a beginner's mistake usually means, in a sentence.</summary>
internal static class Hints
{
    /// <summary>A hint for a compiler error; null when its own words are enough.</summary>
    /// <param name="id">For example CS1002.</param>
    /// <param name="message">The compiler's words.</param>
    public static string? ForDiagnostic(string id, string message) => id switch
    {
        "CS1002" => "a statement ends with a semicolon; only the last expression of a cell may stand without one, and its value is shown.",
        "CS0664" => "1.5 is a double; a float is written 1.5f.",
        "CS0266" or "CS1503" or "CS0029" when message.Contains("'double'", StringComparison.Ordinal) && message.Contains("'float'", StringComparison.Ordinal)
            => "a double does not become a float by itself: write 1.5f for a number, (float)x for a value, or use MathF instead of Math.",
        "CS0103" => "is it spelled as it was declared (capitals count), and did you run the cell that declares it?",
        "CS0246" => "is the type spelled right, and did you run the cell with #r and using?",
        "CS1513" => "an opening brace { has no closing one }.",
        "CS1026" => "an opening parenthesis ( has no closing one ).",
        "CS1061" or "CS0117" => "type the dot and press Tab to see what there is.",
        "CS0161" => "one of the ways through the function ends without return.",
        "CS0165" => "give the variable a value where you declare it.",
        _ => null,
    };

    /// <summary>A hint for an exception of the cell's own code; null when its message is enough.</summary>
    public static string? ForException(Exception error) => error switch
    {
        // The library's own exception, known by name: the host has no reference to it.
        _ when error.GetType().Name == "ShapeException" => "look at the Shape of each tensor just before this line; the rule is in the message.",
        NullReferenceException => "something before a dot is null: a variable that was declared and never given a value?",
        IndexOutOfRangeException => "the first index is 0 and the last is the length minus 1.",
        NotImplementedException => "replace throw new NotImplementedException() with your answer.",
        _ => null,
    };
}
