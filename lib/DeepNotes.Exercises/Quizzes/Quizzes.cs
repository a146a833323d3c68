namespace DeepNotes.Exercises;

/// <summary>Five questions per notebook.</summary>
internal static partial class Quizzes
{
    private static readonly Dictionary<string, IReadOnlyList<Question>> All = new()
    {
        ["00"] = Quiz00,
        ["01"] = Quiz01,
        ["02"] = Quiz02,
        ["03"] = Quiz03,
        ["04"] = Quiz04,
        ["05"] = Quiz05,
        ["06"] = Quiz06,
        ["07"] = Quiz07,
        ["08"] = Quiz08,
        ["09"] = Quiz09,
        ["10"] = Quiz10,
        ["11"] = Quiz11,
        ["12"] = Quiz12,
        ["13"] = Quiz13,
        ["14"] = Quiz14,
        ["15"] = Quiz15,
        ["16"] = Quiz16,
        ["17"] = Quiz17,
        ["18"] = Quiz18,
        ["19"] = Quiz19,
        ["20"] = Quiz20,
        ["21"] = Quiz21,
        ["22"] = Quiz22,
        ["23"] = Quiz23,
        ["24"] = Quiz24,
    };

    /// <summary>The notebooks that have questions.</summary>
    public static IReadOnlyCollection<string> Notebooks => All.Keys;

    public static IReadOnlyList<Question> Of(string notebook) => All.TryGetValue(notebook, out var questions) ? questions
        : throw new ArgumentException($"Quiz: there is no quiz '{notebook}'; the notebooks with a quiz are {string.Join(", ", All.Keys)}.", nameof(notebook));

    // The right option comes first here and is moved to its letter, so that the text reads as question, answer, misconceptions.
    private static Question Ask(string text, char letter, (string Text, string Why) right, params (string Text, string Why)[] wrong)
    {
        List<(string, string)> options = [.. wrong];
        options.Insert(letter - 'A', right);
        return new Question(text, letter, options);
    }
}
