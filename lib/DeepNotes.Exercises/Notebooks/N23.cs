using System.Globalization;

namespace DeepNotes.Exercises;

/// <summary>Notebook 23, twelve broken networks.</summary>
internal static class N23
{
    public static IReadOnlyList<Exercise> All => [Dead, Agreement, Rate, .. Enumerable.Range(1, 12).Select(Patient)];

    private static Exercise Dead => Exercise.For<Func<double[,], double>>(
        "23-dead", "The share of dead units", 1, "DeadShare", "outputs",
        """
        // outputs is (examples, units), what a ReLU layer gives. A unit is dead when it is 0 on every
        // example. Return the share of dead units, from 0 to 1.
        static double DeadShare(double[,] outputs)
        {
            throw new NotImplementedException();
        }
        """,
        ["A unit is a column. One positive number in it and the unit lives.",
         "Count the columns whose numbers are all 0 (or below), divide by the number of columns.",
         "for each unit: bool dead = true; for each example: if (outputs[n, u] > 0) dead = false;"],
        rng => new[] { (2, 2), (3, 4), (5, 5), (4, 8) }.Select(s => new Case([Rectified(rng, s.Item1, s.Item2)])),
        x => Share(x, all: true),
        [("This is the share of zeros; a unit that is zero on some examples only still learns from the others.", x => x.Cast<double>().Count(v => v <= 0) / (double)x.Length),
         ("A unit counts as dead here when it is zero on any example; it must be on every one.", x => Share(x, all: false)),
         ("This is the share of living units.", x => 1 - Share(x, all: true)),
         ("The examples (rows) are counted; units are columns.", x => Share(Mat.Transpose(x), all: true)),
         ("This is the number of dead units, not their share.", x => Share(x, all: true) * x.GetLength(1))],
        new() { Tolerance = 1e-9 });

    private static Exercise Agreement => Exercise.For<Func<double[], double[], double>>(
        "23-agreement", "Do two batches agree?", 1, "Agreement", "g h",
        """
        // g and h are the gradients of two batches, all weights in one row. Return the cosine of the angle
        // between them: their inner product over the product of their lengths.
        static double Agreement(double[] g, double[] h)
        {
            throw new NotImplementedException();
        }
        """,
        ["Three sums: of g times h, of the squares of g, of the squares of h.",
         "A length is the root of a sum of squares.",
         "return dot / Math.Sqrt(gg * hh);"],
        rng => new[] { 2, 3, 5, 9 }.Select(n => new Case([Draw.Vector(rng, n, 3), Draw.Vector(rng, n, 3)])),
        (g, h) => Dot(g, h) / Math.Sqrt(Dot(g, g) * Dot(h, h)),
        [("The inner product is not divided by the lengths; then large gradients agree more than small ones.", (g, h) => Dot(g, h)),
         ("This divides by the squares of the lengths; the roots are missing.", (g, h) => Dot(g, h) / (Dot(g, g) * Dot(h, h))),
         ("Only one of the two lengths is divided by.", (g, h) => Dot(g, h) / Math.Sqrt(Dot(g, g))),
         ("The sign is lost: two batches that pull in opposite directions have −1.", (g, h) => Math.Abs(Dot(g, h)) / Math.Sqrt(Dot(g, g) * Dot(h, h))),
         ("This is the angle; its cosine is asked for.", (g, h) => Math.Acos(Dot(g, h) / Math.Sqrt(Dot(g, g) * Dot(h, h))))],
        new() { Tolerance = 1e-9 });

    private static Exercise Rate => Exercise.For<Func<double, double, double, double>>(
        "23-rate", "A better learning rate", 1, "BetterRate", "rate ratio wanted",
        """
        // A net trains with the given learning rate, and the dashboard shows the given update / weight.
        // The step grows in proportion to the rate. Return the rate that gives the wanted ratio.
        static double BetterRate(double rate, double ratio, double wanted)
        {
            throw new NotImplementedException();
        }
        """,
        ["Twice the rate, twice the step, twice the ratio.",
         "The new rate is to the old one as the wanted ratio is to the ratio seen.",
         "return rate * wanted / ratio;"],
        rng => new[] { (0.05, 0.02, 0.001), (1e-5, 2e-6, 0.001), (3.0, 0.6, 0.002), (0.1 + 0.1 * rng.Next(9), 0.002 * (1 + rng.Next(9)), 0.003) }.Select(c => new Case([c.Item1, c.Item2, c.Item3])),
        (rate, ratio, wanted) => rate * wanted / ratio,
        [("Upside down: a ratio that is too large asks for a smaller rate.", (rate, ratio, wanted) => rate * ratio / wanted),
         ("The rate itself becomes the wanted ratio; step and weight have sizes of their own.", (_, _, wanted) => wanted),
         ("The old rate is missing.", (_, ratio, wanted) => wanted / ratio),
         ("The difference of the ratios is subtracted; rates and ratios are in proportion.", (rate, ratio, wanted) => rate - (ratio - wanted))],
        new() { Tolerance = 1e-9 });

    private static Exercise Patient(int number)
    {
        var fault = Fault.OfPatient(number);
        string n = number.ToString(CultureInfo.InvariantCulture);
        return Exercise.For<Func<string>>(
            $"23-patient-{number:00}", $"Patient {n}", 2, $"Patient{n}", "",
            $$"""
            // Which fault does patient {{n}} have? Return its name from the table, in quotes.
            static string Patient{{n}}()
            {
                throw new NotImplementedException();
            }
            """,
            [$"Look at {fault.Look}.", $"What you should see: {fault.Sign}.", $"What helps this patient: {fault.Cure}. Which name in the table does that belong to?"],
            _ => [new Case([])],
            () => fault.Id,
            [.. Fault.All.Where(f => f != fault).Select(other => (Other(fault, other), (Func<string>)(() => other.Id)))],
            new() { Explain = (_, value) => value is string s && Fault.All.All(f => f.Id != s) ? $"There is no fault called '{s}'; the names are {string.Join(", ", Fault.All.Select(f => f.Id))}." : null });
    }

    // Why it is not that one: its sign is missing, or it follows from another.
    private static string Other(Fault fault, Fault other) => fault.Brings.Contains(other.Id)
        ? $"The signs of '{other.Id}' are here, but they follow from something that comes before. Look at {fault.Look}."
        : $"'{other.Id}' would show itself otherwise: {other.Sign}. Look at {fault.Look}.";

    private static double[,] Rectified(Rng rng, int rows, int cols)
    {
        double[,] x = Draw.Matrix(rng, rows, cols, 2);
        int dead = rng.Next(cols);
        // After the dead unit comes one that is zero once, and one that never is: so that no two mistakes give the same shares.
        return Mat.Make(rows, cols, (r, c) => ((c - dead + cols) % cols) switch
        {
            0 => 0,
            1 => r == 0 ? 0 : Math.Abs(x[r, c]),
            2 => Math.Abs(x[r, c]),
            _ => Math.Max(0, x[r, c]),
        });
    }

    private static double Share(double[,] x, bool all) => Enumerable.Range(0, x.GetLength(1)).Count(u =>
        Enumerable.Range(0, x.GetLength(0)) is var rows && (all ? rows.All(n => x[n, u] <= 0) : rows.Any(n => x[n, u] <= 0))) / (double)x.GetLength(1);

    private static double Dot(double[] a, double[] b) => Mat.Sum(a.Length, i => a[i] * b[i]);
}
