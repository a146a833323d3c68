using System.Globalization;

namespace DeepNotes.Models;

/// <summary>Inputs that are read as probabilities of being 1: grey values, or bits.</summary>
internal static class Shares
{
    private const float Rounding = 1e-4f;   // a mean of ones may come out a little above 1

    /// <summary>Refuses numbers outside [0, 1], for which a cross-entropy or an energy is no longer bounded below and training runs away.</summary>
    /// <param name="who">The model.</param>
    /// <param name="x">Its data.</param>
    /// <exception cref="ArgumentException">A number is below 0, above 1 or none.</exception>
    public static void Check(string who, Tensor x)
    {
        foreach (float v in x.Data)
        {
            if (!(v >= -Rounding && v <= 1 + Rounding))
                throw new ArgumentException($"{who}: the data hold {v.ToString(CultureInfo.InvariantCulture)}; every number must be in 0 … 1. Divide bytes by 255.", nameof(x));
        }
    }
}
