using System.Globalization;

namespace DeepNotes.Data;

/// <summary>A question, what was told before it, and its answer.</summary>
/// <param name="Sentences">The story so far, in order, in words.</param>
/// <param name="Question">In words.</param>
/// <param name="Answer">One word, or several joined by commas.</param>
/// <param name="Support">Which sentences the answer rests on, 0 the first.</param>
public sealed record StoryQuestion(IReadOnlyList<string[]> Sentences, string[] Question, string Answer, int[] Support);

/// <summary>Story questions in the form of the bAbI tasks: a reader for the real files, and a generator of our own.</summary>
/// <remarks>Weston et al. (2015), "Towards AI-complete question answering: a set of prerequisite toy tasks".</remarks>
public static class Stories
{
    private static readonly string[] People = ["minsu", "jiwoo", "sora", "hana"];
    private static readonly string[] Places = ["kitchen", "library", "garden", "station", "attic", "market"];
    private static readonly string[] Things = ["key", "book", "lamp"];
    private static readonly string[] Verbs = ["went to", "walked to", "moved to", "returned to"];

    /// <summary>Reads a file of questions: lines <c>N sentence.</c> and <c>N question?⇥answer⇥supporting lines</c>; N = 1 begins a new story.</summary>
    /// <param name="text">The file.</param>
    /// <exception cref="InvalidDataException">A line has no number, or its support names no sentence of the story.</exception>
    public static IReadOnlyList<StoryQuestion> Parse(string text)
    {
        var questions = new List<StoryQuestion>();
        var story = new List<(int Line, string[] Words)>();
        int row = 0;
        foreach (string line in text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            row++;
            int space = line.IndexOf(' ', StringComparison.Ordinal);
            if (space < 0 || !int.TryParse(line[..space], NumberStyles.None, CultureInfo.InvariantCulture, out int number))
                throw new InvalidDataException($"Stories: line {row} is '{line}'; it must begin with its number and a space.");
            if (number == 1)
                story.Clear();
            string[] parts = line[(space + 1)..].Split('\t');
            if (parts.Length < 2)
            {
                story.Add((number, Words(parts[0])));
                continue;
            }
            int[] support = [.. (parts.Length > 2 ? parts[2] : "").Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(s => story.FindIndex(l => l.Line.ToString(CultureInfo.InvariantCulture) == s))];
            if (support.Contains(-1))
                throw new InvalidDataException($"Stories: line {row} rests on lines {parts[2]}; they must be sentences of the same story.");
            questions.Add(new StoryQuestion([.. story.Select(l => l.Words)], Words(parts[0]), parts[1].Trim(), support));
        }
        return questions;
    }

    /// <summary>Stories of people who walk about, with a question "where is …" after every second sentence: one fact answers it.</summary>
    /// <param name="rng">Randomness.</param>
    /// <param name="stories">How many stories, of five questions each.</param>
    public static IReadOnlyList<StoryQuestion> Make(Rng rng, int stories)
    {
        var questions = new List<StoryQuestion>();
        for (int s = 0; s < stories; s++)
        {
            var told = new List<string[]>();
            var where = new Dictionary<string, (string Place, int Sentence)>();
            for (int q = 0; q < 5; q++)
            {
                for (int i = 0; i < 2; i++)
                {
                    string person = People[rng.Next(People.Length)], place = Places[rng.Next(Places.Length)];
                    where[person] = (place, told.Count);
                    told.Add(Words($"{person} {Verbs[rng.Next(Verbs.Length)]} the {place}"));
                }
                string[] known = [.. where.Keys.Order(StringComparer.Ordinal)];
                string about = known[rng.Next(known.Length)];
                questions.Add(new StoryQuestion([.. told], ["where", "is", about], where[about].Place, [where[about].Sentence]));
            }
        }
        return questions;
    }

    /// <summary>Stories in which people also take things, with a question "where is the …": who took it is one fact, where that person went last another.</summary>
    /// <remarks>In the manner of bAbI's task 2, without putting down.</remarks>
    /// <param name="rng">Randomness.</param>
    /// <param name="stories">How many stories, of at most five questions each: none is asked before something was taken.</param>
    public static IReadOnlyList<StoryQuestion> MakeTwoFacts(Rng rng, int stories)
    {
        var questions = new List<StoryQuestion>();
        for (int s = 0; s < stories; s++)
        {
            var told = new List<string[]>();
            var where = new Dictionary<string, (string Place, int Sentence)>();
            var holder = new Dictionary<string, (string Person, int Sentence)>();
            for (int i = 1; i <= 10; i++)
            {
                string person = People[rng.Next(People.Length)], place = Places[rng.Next(Places.Length)], verb = Verbs[rng.Next(Verbs.Length)];
                string[] free = [.. Things.Where(t => !holder.ContainsKey(t))];
                bool takes = free.Length > 0 && where.ContainsKey(person) && rng.Next(3) == 0;
                string thing = takes ? free[rng.Next(free.Length)] : "";
                if (takes)
                    holder[thing] = (person, told.Count);
                else
                    where[person] = (place, told.Count);
                told.Add(Words(takes ? $"{person} took the {thing}" : $"{person} {verb} the {place}"));
                if (i % 2 == 1 || holder.Count == 0)
                    continue;
                string about = holder.Keys.Order(StringComparer.Ordinal).ElementAt(rng.Next(holder.Count));
                var (answer, last) = where[holder[about].Person];
                questions.Add(new StoryQuestion([.. told], ["where", "is", "the", about], answer, [holder[about].Sentence, last]));
            }
        }
        return questions;
    }

    private static string[] Words(string sentence) =>
        sentence.ToLowerInvariant().Split([' ', '.', '?', '!', ','], StringSplitOptions.RemoveEmptyEntries);
}
