using DeepNotes.Kernels;

namespace DeepNotes;

public static partial class F
{
    /// <summary>Sigmoid: 1 / (1 + exp(−x)).</summary>
    /// <param name="x">Any tensor.</param>
    public static Tensor Sigmoid(Tensor x)
    {
        var y = Tensor.EmptyLike(x);
        SigmoidKernels.Forward(x.Data, y.Data);
        return Autograd.Record(y, [x], () => SigmoidKernels.Backward(y.Data, y.Grad, x.FirstSink(out bool add), add));
    }

    /// <summary>Hyperbolic tangent.</summary>
    /// <param name="x">Any tensor.</param>
    public static Tensor Tanh(Tensor x)
    {
        var y = Tensor.EmptyLike(x);
        TanhKernels.Forward(x.Data, y.Data);
        return Autograd.Record(y, [x], () => TanhKernels.Backward(y.Data, y.Grad, x.FirstSink(out bool add), add));
    }

    /// <summary>ReLU: max(x, 0), with derivative 0 at 0.</summary>
    /// <param name="x">Any tensor.</param>
    public static Tensor Relu(Tensor x)
    {
        var y = Tensor.EmptyLike(x);
        RectifierKernels.Forward(x.Data, y.Data, 0);
        return Autograd.Record(y, [x], () => RectifierKernels.Backward(x.Data, y.Grad, x.FirstSink(out bool add), 0, add));
    }

    /// <summary>ReLU6: min(max(x, 0), 6), with derivative 0 at 0 and 6.</summary>
    /// <param name="x">Any tensor.</param>
    public static Tensor Relu6(Tensor x)
    {
        var y = Tensor.EmptyLike(x);
        TensorPrimitives.Clamp(x.Data, 0, 6, y.Data);
        return Autograd.Record(y, [x], () => RectifierKernels.BackwardSix(x.Data, y.Grad, x.FirstSink(out bool add), add));
    }

    /// <summary>Leaky ReLU: x where x &gt; 0, else a x.</summary>
    /// <param name="x">Any tensor.</param>
    /// <param name="a">Slope for negative x.</param>
    public static Tensor LeakyRelu(Tensor x, float a = 0.01f)
    {
        var y = Tensor.EmptyLike(x);
        RectifierKernels.Forward(x.Data, y.Data, a);
        return Autograd.Record(y, [x], () => RectifierKernels.Backward(x.Data, y.Grad, x.FirstSink(out bool add), a, add));
    }

    /// <summary>PReLU: x where x &gt; 0, else a_c x with a learnt slope for every channel.</summary>
    /// <param name="x">(N, C, …), or any shape when there is one slope.</param>
    /// <param name="a">(1,) or (C,).</param>
    /// <exception cref="ShapeException">The number of slopes is neither 1 nor C.</exception>
    public static Tensor PRelu(Tensor x, Tensor a)
    {
        if (a.Length != 1 && (x.Rank < 2 || x.Dim(1) != a.Length))
            throw new ShapeException($"PRelu: x is {Shape.Text(x.Shape)} and there are {a.Length} slopes; there must be 1, or one for each channel (axis 1).");
        int inner = a.Length == 1 ? x.Length : Shape.Count(x.Shape[2..]);
        var y = Tensor.EmptyLike(x);
        if (x.Length > 0)
            RectifierKernels.ForwardPerChannel(x.Data, a.Data, y.Data, inner);
        return Autograd.Record(y, [x, a], () => RectifierKernels.BackwardPerChannel(x.Data, a.Data, y.Grad, x.GradSink, a.GradSink, inner));
    }

    /// <summary>ELU: x where x &gt; 0, else a (exp(x) − 1).</summary>
    /// <param name="x">Any tensor.</param>
    /// <param name="a">The limit for x → −∞ is −a.</param>
    public static Tensor Elu(Tensor x, float a = 1)
    {
        var y = Tensor.EmptyLike(x);
        EluKernels.Forward(x.Data, y.Data, a);
        return Autograd.Record(y, [x], () => EluKernels.Backward(y.Data, y.Grad, x.FirstSink(out bool add), a, add));
    }

    /// <summary>Softplus: ln(1 + exp(x)), a smooth ReLU.</summary>
    /// <param name="x">Any tensor.</param>
    public static Tensor Softplus(Tensor x)
    {
        var y = Tensor.EmptyLike(x);
        SoftplusKernels.Forward(x.Data, y.Data);
        return Autograd.Record(y, [x], () => SoftplusKernels.Backward(x.Data, y.Grad, x.FirstSink(out bool add), add));
    }

    /// <summary>GELU: x Φ(x), Φ the standard normal distribution function.</summary>
    /// <param name="x">Any tensor.</param>
    public static Tensor Gelu(Tensor x)
    {
        var y = Tensor.EmptyLike(x);
        GeluKernels.Forward(x.Data, y.Data);
        return Autograd.Record(y, [x], () => GeluKernels.Backward(x.Data, y.Grad, x.FirstSink(out bool add), add));
    }

    /// <summary>SiLU (swish): x σ(x).</summary>
    /// <param name="x">Any tensor.</param>
    public static Tensor Silu(Tensor x)
    {
        var y = Tensor.EmptyLike(x);
        SiluKernels.Forward(x.Data, y.Data);
        return Autograd.Record(y, [x], () => SiluKernels.Backward(x.Data, y.Grad, x.FirstSink(out bool add), add));
    }

    /// <summary>Softmax over the last axis: exp(x) / Σ exp(x).</summary>
    /// <param name="x">(…, K) with K ≥ 1.</param>
    public static Tensor Softmax(Tensor x)
    {
        int cols = Classes(x, nameof(Softmax));
        var y = Tensor.EmptyLike(x);
        SoftmaxKernels.Forward(x.Data, y.Data, cols);
        return Autograd.Record(y, [x], () => SoftmaxKernels.Backward(y.Data, y.Grad, x.GradSink, cols));
    }

    /// <summary>The logarithm of the softmax over the last axis.</summary>
    /// <param name="x">(…, K) with K ≥ 1.</param>
    public static Tensor LogSoftmax(Tensor x)
    {
        int cols = Classes(x, nameof(LogSoftmax));
        var y = Tensor.EmptyLike(x);
        LogSoftmaxKernels.Forward(x.Data, y.Data, cols);
        return Autograd.Record(y, [x], () => LogSoftmaxKernels.Backward(y.Data, y.Grad, x.GradSink, cols));
    }

    private static int Classes(Tensor x, string op) => x.Rank > 0 && x.Dim(-1) > 0 ? x.Dim(-1)
        : throw new ShapeException($"{op}: x is {Shape.Text(x.Shape)}; it must have a last axis of at least one class.");
}
