namespace DeepNotes.Data;

/// <summary>Something true of the two families: whom a person has in a relation.</summary>
/// <param name="Person">Index into <see cref="FamilyTree.People"/>.</param>
/// <param name="Relation">Index into <see cref="FamilyTree.Relations"/>.</param>
/// <param name="Answers">The persons, one or two.</param>
public sealed record FamilyFact(int Person, int Relation, int[] Answers);

/// <summary>Two families of twelve with the same tree, one English and one Italian, and the 104 facts that follow from it.</summary>
/// <remarks>Hinton (1986), "Learning distributed representations of concepts", fig. 2: the first network whose learned features could be read.</remarks>
public static class FamilyTree
{
    // Person i of the second family has the place of person i of the first.
    private static readonly string[] English =
        ["Christopher", "Penelope", "Andrew", "Christine", "Margaret", "Arthur", "Victoria", "James", "Jennifer", "Charles", "Colin", "Charlotte"];

    private static readonly string[] Italian =
        ["Roberto", "Maria", "Pierro", "Francesca", "Gina", "Emilio", "Lucia", "Marco", "Angela", "Tomaso", "Alfonso", "Sophia"];

    private static readonly (int Husband, int Wife, int[] Children)[] Couples =
        [(0, 1, [5, 6]), (2, 3, [7, 8]), (5, 4, []), (7, 6, [10, 11]), (9, 8, [])];

    private const string Men = "Christopher Andrew Arthur James Charles Colin";

    /// <summary>The 24 people, the English family first.</summary>
    public static IReadOnlyList<string> People { get; } = [.. English, .. Italian];

    /// <summary>The twelve relations.</summary>
    public static IReadOnlyList<string> Relations { get; } =
        ["father", "mother", "husband", "wife", "son", "daughter", "uncle", "aunt", "brother", "sister", "nephew", "niece"];

    /// <summary>The 104 facts, each once: Colin's uncles are Arthur and Charles.</summary>
    public static IReadOnlyList<FamilyFact> Facts { get; } =
        [.. from family in new[] { 0, 1 } from p in Enumerable.Range(0, 12) from r in Enumerable.Range(0, 12)
            let answers = Who(p, r) where answers.Length > 0
            select new FamilyFact(p + 12 * family, r, [.. answers.Select(a => a + 12 * family)])];

    /// <summary>The generation of a person: 0 grandparents, 1 parents, 2 children.</summary>
    /// <param name="person">Index into <see cref="People"/>.</param>
    public static int Generation(int person) => (person % 12) switch { < 4 => 0, < 10 => 1, _ => 2 };

    /// <summary>Whether a person is of the Italian family.</summary>
    /// <param name="person">Index into <see cref="People"/>.</param>
    public static bool IsItalian(int person) => person >= 12;

    /// <summary>Whether a person is a man.</summary>
    /// <param name="person">Index into <see cref="People"/>.</param>
    public static bool IsMale(int person) => Men.Split(' ').Contains(English[person % 12]);

    private static int[] Who(int p, int relation)
    {
        bool male = relation is 0 or 2 or 4 or 6 or 8 or 10;
        var people = relation switch
        {
            0 or 1 => Parents(p),
            2 or 3 => Spouse(p),
            4 or 5 => Children(p),
            6 or 7 => Parents(p).SelectMany(Siblings).SelectMany(s => Spouse(s).Append(s)),
            8 or 9 => Siblings(p),
            _ => Siblings(p).Concat(Spouse(p).SelectMany(Siblings)).SelectMany(Children),
        };
        return [.. people.Where(q => IsMale(q) == male).Distinct().Order()];
    }

    private static IEnumerable<int> Parents(int p) => Couples.Where(c => c.Children.Contains(p)).SelectMany(c => new[] { c.Husband, c.Wife });

    private static IEnumerable<int> Spouse(int p) =>
        Couples.Where(c => c.Husband == p || c.Wife == p).Select(c => c.Husband == p ? c.Wife : c.Husband);

    private static IEnumerable<int> Children(int p) => Couples.Where(c => c.Husband == p || c.Wife == p).SelectMany(c => c.Children);

    private static IEnumerable<int> Siblings(int p) => Couples.Where(c => c.Children.Contains(p)).SelectMany(c => c.Children).Where(q => q != p);
}
