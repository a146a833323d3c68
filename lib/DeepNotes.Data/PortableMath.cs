namespace DeepNotes.Data;

/// <summary>Sine and cosine from +, −, × only, so that generated data has the same bits on every platform.</summary>
/// <remarks>Argument reduction to |r| ≤ π/4, then the Taylor series; the error is below 1e-15 for the angles of a few turns used here.</remarks>
internal static class PortableMath
{
    /// <summary>(sin x, cos x).</summary>
    /// <param name="x">Angle in radians, |x| below about 1000.</param>
    public static (double Sin, double Cos) SinCos(double x)
    {
        double quarters = Math.Floor(x * (2 / Math.PI) + 0.5);
        double r = x - quarters * (Math.PI / 2), r2 = r * r;
        double sin = 0, cos = 0;
        for (int k = 17; k >= 1; k -= 2)   // Horner: 1 − r²/(2·3)(1 − r²/(4·5)(…))
        {
            sin = 1 - r2 / ((k + 1) * (k + 2)) * sin;
            cos = 1 - r2 / (k * (k + 1)) * cos;
        }
        sin *= r;
        return ((int)quarters & 3) switch
        {
            0 => (sin, cos),
            1 => (cos, -sin),
            2 => (-sin, -cos),
            _ => (-cos, sin),
        };
    }
}
