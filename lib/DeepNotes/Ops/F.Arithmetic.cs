using DeepNotes.Kernels;

namespace DeepNotes;

/// <summary>The operations on tensors: each checks shapes, runs a kernel and records the way back on the tape.</summary>
public static partial class F
{
    /// <summary>a + b; shapes are aligned at the right and axes of length 1 are repeated.</summary>
    /// <param name="a">First operand.</param>
    /// <param name="b">Second operand.</param>
    /// <exception cref="ShapeException">An axis differs and is 1 in neither.</exception>
    public static Tensor Add(Tensor a, Tensor b) => Combine(Arithmetic.Add, a, b, nameof(Add));

    /// <summary>a − b, broadcast like <see cref="Add"/>.</summary>
    /// <param name="a">First operand.</param>
    /// <param name="b">Second operand.</param>
    public static Tensor Sub(Tensor a, Tensor b) => Combine(Arithmetic.Subtract, a, b, nameof(Sub));

    /// <summary>a ⊙ b, element by element, broadcast like <see cref="Add"/>.</summary>
    /// <param name="a">First operand.</param>
    /// <param name="b">Second operand.</param>
    public static Tensor Mul(Tensor a, Tensor b) => Combine(Arithmetic.Multiply, a, b, nameof(Mul));

    /// <summary>a ⊘ b, element by element, broadcast like <see cref="Add"/>.</summary>
    /// <param name="a">First operand.</param>
    /// <param name="b">Second operand.</param>
    public static Tensor Div(Tensor a, Tensor b) => Combine(Arithmetic.Divide, a, b, nameof(Div));

    /// <summary>scale · x + shift.</summary>
    /// <param name="x">Any tensor.</param>
    /// <param name="scale">Factor.</param>
    /// <param name="shift">Summand.</param>
    public static Tensor Affine(Tensor x, float scale, float shift)
    {
        var y = Tensor.EmptyLike(x);
        MathKernels.AffineForward(x.Data, y.Data, scale, shift);
        return Autograd.Record(y, [x], () => MathKernels.AffineBackward(y.Grad, x.GradSink, scale));
    }

    /// <summary>exp x.</summary>
    /// <param name="x">Any tensor.</param>
    public static Tensor Exp(Tensor x)
    {
        var y = Tensor.EmptyLike(x);
        VectorMath.Exp(x.Data, y.Data);
        return Autograd.Record(y, [x], () => MathKernels.ExpBackward(y.Data, y.Grad, x.GradSink));
    }

    /// <summary>The natural logarithm.</summary>
    /// <param name="x">Positive numbers; 0 gives −∞, a negative number NaN.</param>
    public static Tensor Log(Tensor x)
    {
        var y = Tensor.EmptyLike(x);
        VectorMath.Log(x.Data, y.Data);
        return Autograd.Record(y, [x], () => MathKernels.LogBackward(x.Data, y.Grad, x.GradSink));
    }

    /// <summary>√x.</summary>
    /// <param name="x">Numbers ≥ 0; the derivative at 0 is infinite.</param>
    public static Tensor Sqrt(Tensor x)
    {
        var y = Tensor.EmptyLike(x);
        TensorPrimitives.Sqrt(x.Data, y.Data);
        return Autograd.Record(y, [x], () => MathKernels.SqrtBackward(y.Data, y.Grad, x.GradSink));
    }

    /// <summary>|x|, with derivative 0 at 0.</summary>
    /// <param name="x">Any tensor.</param>
    public static Tensor Abs(Tensor x)
    {
        var y = Tensor.EmptyLike(x);
        TensorPrimitives.Abs(x.Data, y.Data);
        return Autograd.Record(y, [x], () => MathKernels.AbsBackward(x.Data, y.Grad, x.GradSink));
    }

    /// <summary>x to the power p.</summary>
    /// <param name="x">Any tensor; negative elements want a whole p.</param>
    /// <param name="p">The exponent.</param>
    public static Tensor Pow(Tensor x, float p)
    {
        var y = Tensor.EmptyLike(x);
        MathKernels.PowForward(x.Data, y.Data, p);
        return Autograd.Record(y, [x], () => MathKernels.PowBackward(x.Data, y.Grad, x.GradSink, p));
    }

    private static Tensor Combine(Arithmetic op, Tensor a, Tensor b, string name)
    {
        var plan = Broadcast.Plan(a.Shape, b.Shape)
            ?? throw new ShapeException($"{name}: shapes {Shape.Text(a.Shape)} and {Shape.Text(b.Shape)} cannot be broadcast; aligned at the right, axes must be equal or 1.");
        var y = Tensor.Empty(plan.Shape);
        if (y.HasData)
            BroadcastKernels.Forward(op, plan, a.Data, b.Data, y.Data);
        return Autograd.Record(y, [a, b], () => BroadcastKernels.Backward(op, plan, a.Data, b.Data, y.Grad, a.GradSink, b.GradSink), name);
    }
}
