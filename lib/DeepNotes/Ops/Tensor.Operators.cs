namespace DeepNotes;

#pragma warning disable CA2225 // The named alternates are F.Add, F.Sub, F.Mul, F.Div and F.Affine.

public sealed partial class Tensor
{
    /// <summary>a + b with broadcasting.</summary>
    public static Tensor operator +(Tensor a, Tensor b) => F.Add(a, b);

    /// <summary>a − b with broadcasting.</summary>
    public static Tensor operator -(Tensor a, Tensor b) => F.Sub(a, b);

    /// <summary>a ⊙ b with broadcasting (for the matrix product see <see cref="F.MatMul"/>).</summary>
    public static Tensor operator *(Tensor a, Tensor b) => F.Mul(a, b);

    /// <summary>a ⊘ b with broadcasting.</summary>
    public static Tensor operator /(Tensor a, Tensor b) => F.Div(a, b);

    /// <summary>a + b.</summary>
    public static Tensor operator +(Tensor a, float b) => F.Affine(a, 1, b);

    /// <summary>a + b.</summary>
    public static Tensor operator +(float a, Tensor b) => F.Affine(b, 1, a);

    /// <summary>a − b.</summary>
    public static Tensor operator -(Tensor a, float b) => F.Affine(a, 1, -b);

    /// <summary>a − b.</summary>
    public static Tensor operator -(float a, Tensor b) => F.Affine(b, -1, a);

    /// <summary>a · b.</summary>
    public static Tensor operator *(Tensor a, float b) => F.Affine(a, b, 0);

    /// <summary>a · b.</summary>
    public static Tensor operator *(float a, Tensor b) => F.Affine(b, a, 0);

    /// <summary>a / b.</summary>
    public static Tensor operator /(Tensor a, float b) => F.Affine(a, 1 / b, 0);

    /// <summary>a / b.</summary>
    public static Tensor operator /(float a, Tensor b) => F.Div(Scalar(a), b);

    /// <summary>−a.</summary>
    public static Tensor operator -(Tensor a) => F.Affine(a, -1, 0);
}
