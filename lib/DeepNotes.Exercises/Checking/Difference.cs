using System.Runtime.CompilerServices;

namespace DeepNotes.Exercises;

/// <summary>How a value differs from the expected one.</summary>
/// <param name="Reason">One sentence.</param>
/// <param name="Index">Where it differs first, such as <c>dw[1, 2]</c>; empty for a single number.</param>
internal sealed record Difference(string Reason, string Index)
{
    /// <summary>Compares plain values.</summary>
    /// <param name="expected">The right value.</param>
    /// <param name="got">The value to judge.</param>
    /// <param name="tolerance">Relative; numbers below 1 are held to it absolutely, scaled down a hundredfold.</param>
    /// <param name="names">Names of the parts of a tuple.</param>
    /// <returns>Null when they agree.</returns>
    public static Difference? Between(object? expected, object? got, double tolerance, IReadOnlyList<string>? names = null)
    {
        var comparison = new Comparison(tolerance, names ?? []);
        return comparison.Structure(expected, got, "") ?? comparison.Result();
    }

    /// <summary>Whether two answers are the same to the judge, NaN equal to NaN: how a known wrong answer is recognised.</summary>
    public static bool Same(object? a, object? b, double tolerance) => new Comparison(tolerance, []) { NaNIsValue = true } is var c
        && c.Structure(a, b, "") is null && c.Result() is null;

    private sealed class Comparison(double tolerance, IReadOnlyList<string> names)
    {
        private int _wrong, _count;
        private string? _firstIndex, _firstReason;

        public bool NaNIsValue { get; init; }

        public Difference? Result()
        {
            if (_firstReason is null)
                return null;
            string share = _count > 1 ? $" {_wrong} of {_count} values {(_wrong == 1 ? "is" : "are")} wrong." : "";
            return new Difference(_firstReason + share, _firstIndex!);
        }

        /// <summary>Walks both; returns a difference of form at once, counts differences of value.</summary>
        public Difference? Structure(object? expected, object? got, string at)
        {
            if (got is null || expected is null)
                return got is null && expected is null ? null : new Difference($"{Here(at)} is {(got is null ? "null" : "not null")}.", at);
            if (got.GetType() != expected.GetType())
                return new Difference($"{Here(at)} is a {Signatures.Name(got.GetType())}, expected a {Signatures.Name(expected.GetType())}.", at);
            switch (expected)
            {
                case Tensor e:
                    return Tensors(e, (Tensor)got, at);
                case Array e:
                    return Arrays(e, (Array)got, at);
                case ITuple e:
                    return Tuples(e, (ITuple)got, at);
                default:
                    Leaf(expected, got, at);
                    return null;
            }
        }

        private Difference? Tensors(Tensor expected, Tensor got, string at)
        {
            if (!expected.Shape.SequenceEqual(got.Shape))
                return new Difference($"{Here(at)} has shape {Shape.Text(got.Shape)}, expected {Shape.Text(expected.Shape)}.", at);
            for (int i = 0; i < expected.Length; i++)
                Leaf(expected.Data[i], got.Data[i], $"{at}[{i}]");
            return null;
        }

        private Difference? Arrays(Array expected, Array got, string at)
        {
            for (int axis = 0; axis < expected.Rank; axis++)
            {
                if (expected.GetLength(axis) != got.GetLength(axis))
                {
                    return new Difference(expected.Rank == 1
                        ? $"{Here(at)} has {got.Length} elements, expected {expected.Length}."
                        : $"{Here(at)} has shape {Plain.ShapeText(got)}, expected {Plain.ShapeText(expected)}.", at);
                }
            }
            var index = new int[expected.Rank];
            for (int flat = 0; flat < expected.Length; flat++)
            {
                int rest = flat;
                for (int axis = expected.Rank - 1; axis >= 0; axis--)
                    (rest, index[axis]) = Math.DivRem(rest, expected.GetLength(axis));
                if (Structure(expected.GetValue(index), got.GetValue(index), $"{at}[{string.Join(", ", index)}]") is { } difference)
                    return difference;
            }
            return null;
        }

        private Difference? Tuples(ITuple expected, ITuple got, string at)
        {
            for (int i = 0; i < expected.Length; i++)
            {
                if (Structure(expected[i], got[i], at + (i < names.Count ? names[i] : $"Item{i + 1}")) is { } difference)
                    return difference;
            }
            return null;
        }

        private void Leaf(object expected, object got, string at)
        {
            _count++;
            bool same = (expected, got) switch
            {
                (double e, double g) => Close(e, g),
                (float e, float g) => Close(e, g),
                _ => expected.Equals(got),
            };
            if (same)
                return;
            _wrong++;
            if (_firstReason is not null)
                return;
            (_firstIndex, _firstReason) = (at, got is double.NaN or float.NaN
                ? $"{Here(at)} is NaN, expected {Plain.Text(expected)}."
                : $"{Here(at)} is {Plain.Text(got)}, expected {Plain.Text(expected)}.");
        }

        private bool Close(double expected, double got)
        {
            if (double.IsNaN(expected) || double.IsNaN(got))
                return NaNIsValue && double.IsNaN(expected) && double.IsNaN(got);
            if (double.IsInfinity(expected) || double.IsInfinity(got))
                return expected == got;   // a share of infinity would forgive any difference
            return Math.Abs(expected - got) <= tolerance * Math.Max(Math.Abs(expected), 0.01);
        }

        private static string Here(string at) => at.Length == 0 ? "The answer" : at[0] == '[' ? $"Element {at}" : at;
    }
}
