using System.Numerics;
using System.Runtime.InteropServices;

namespace DeepNotes.Kernels;

/// <summary>The update rules of the optimizers: one pass over weights, gradients and state.</summary>
public static class OptimizerKernels
{
    /// <summary>g = dw + decay · w; v = momentum · v + g; w −= rate · (nesterov ? g + momentum · v : v). An empty v is plain descent.</summary>
    public static void Sgd(Span<float> w, ReadOnlySpan<float> dw, Span<float> v, float rate, float momentum, bool nesterov, float decay)
    {
        int width = Vector<float>.Count, i = 0;
        for (; i <= w.Length - width; i += width)
        {
            Vector<float> wi = At(w, i), g = At(dw, i) + wi * decay;
            if (!v.IsEmpty)
            {
                var vi = At(v, i) * momentum + g;
                vi.CopyTo(v[i..]);
                g = nesterov ? g + vi * momentum : vi;
            }
            (wi - g * rate).CopyTo(w[i..]);
        }
        for (; i < w.Length; i++)
        {
            float g = dw[i] + w[i] * decay;
            if (!v.IsEmpty)
            {
                v[i] = v[i] * momentum + g;
                g = nesterov ? g + v[i] * momentum : v[i];
            }
            w[i] -= g * rate;
        }
    }

    /// <summary>
    /// m = β₁ m + (1 − β₁) g; v = β₂ v + (1 − β₂) g²; w −= rate · m̂ / (√v̂ + ε), where m̂ and v̂ are divided by 1 − βᵗ, and
    /// g = dw + decay · w.
    /// </summary>
    public static void Adam(Span<float> w, ReadOnlySpan<float> dw, Span<float> m, Span<float> v, int step, float rate, float beta1, float beta2, float epsilon, float decay)
    {
        float stepSize = (float)(rate / (1 - Math.Pow(beta1, step))), root = (float)(1 / Math.Sqrt(1 - Math.Pow(beta2, step)));
        int width = Vector<float>.Count, i = 0;
        for (; i <= w.Length - width; i += width)
        {
            Vector<float> wi = At(w, i), g = At(dw, i) + wi * decay;
            var mi = At(m, i) * beta1 + g * (1 - beta1);
            var vi = At(v, i) * beta2 + g * g * (1 - beta2);
            mi.CopyTo(m[i..]);
            vi.CopyTo(v[i..]);
            (wi - mi * stepSize / (Vector.SquareRoot(vi) * root + new Vector<float>(epsilon))).CopyTo(w[i..]);
        }
        for (; i < w.Length; i++)
        {
            float g = dw[i] + w[i] * decay;
            m[i] = m[i] * beta1 + g * (1 - beta1);
            v[i] = v[i] * beta2 + g * g * (1 - beta2);
            w[i] -= m[i] * stepSize / (MathF.Sqrt(v[i]) * root + epsilon);
        }
    }

    private static Vector<float> At(ReadOnlySpan<float> span, int i) => Vector.LoadUnsafe(ref MemoryMarshal.GetReference(span), (nuint)i);
}
