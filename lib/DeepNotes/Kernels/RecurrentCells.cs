using System.Runtime.CompilerServices;

namespace DeepNotes.Kernels;

/// <summary>Which recurrence.</summary>
public enum RecurrentCell
{
    /// <summary>h = tanh(W x + U h + b). Elman (1990).</summary>
    Tanh,

    /// <summary>h = max(0, W x + U h + b). Le, Jaitly and Hinton (2015).</summary>
    Relu,

    /// <summary>i, f, o = σ(…), g = tanh(…), c = f ⊙ c + i ⊙ g, h = o ⊙ tanh c. Hochreiter and Schmidhuber (1997); Gers et al. (2000).</summary>
    Lstm,

    /// <summary>r, z = σ(…), n = tanh(W x + b + r ⊙ (U h + b′)), h = (1 − z) ⊙ n + z ⊙ h. Cho et al. (2014), with r after U as in PyTorch.</summary>
    Gru,
}

/// <summary>One unit's arithmetic, for vectors of units. Pointers stand at the unit's place in its row; gates lie one block of H apart.</summary>
internal unsafe interface IRecurrentCell
{
    /// <summary>Blocks of H rows in the weights whose two products, of x and of h, are simply added.</summary>
    static abstract int Together { get; }

    /// <summary>Blocks that keep the product of h apart from that of x.</summary>
    static abstract int Apart { get; }

    /// <summary>From the sums g (and biases b) to the new state; leaves in g what the way back needs.</summary>
    static abstract void Forward<S, V>(float* g, float* b, in CellRow row, nint j, int left) where S : struct, ISimd<V> where V : struct;

    /// <summary>g becomes ∂/∂(sums), which are added to db too; row.Dc moves one step back. Returns the part of dh that passes by the gates.</summary>
    static abstract V Backward<S, V>(float* g, float* db, in CellRow row, nint j, int left, V dh) where S : struct, ISimd<V> where V : struct;
}

/// <summary>The rows of one example at one step.</summary>
internal readonly unsafe struct CellRow(int h, float* hPrev, float* hidden, float* cPrev, float* c, float* dc)
{
    public int H { get; } = h;
    public float* HPrev { get; } = hPrev;
    public float* Hidden { get; } = hidden;
    public float* CPrev { get; } = cPrev;
    public float* C { get; } = c;
    public float* Dc { get; } = dc;
}

/// <summary>Loads, stores and derivatives that the cells share.</summary>
internal static unsafe class Cell<S, V> where S : struct, ISimd<V> where V : struct
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Get(float* p, int left) => left >= S.Count ? S.Load(p) : S.Load(p, left);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Put(float* p, V x, int left)
    {
        if (left >= S.Count)
            S.Store(p, x);
        else
            S.Store(p, x, left);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Sum(float* g, float* b, int left) => S.Add(Get(g, left), Get(b, left));

    /// <summary>The gradient of a sum: kept for the products, and added to the bias's.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void PutGradient(float* g, float* db, V d, int left)
    {
        Put(g, d, left);
        Put(db, S.Add(Get(db, left), d), left);
    }

    /// <summary>d · y (1 − y).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V ThroughSigmoid(V d, V y) => S.Mul(d, S.Mul(y, S.Sub(S.Set(1f), y)));

    /// <summary>d · (1 − y²).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V ThroughTanh(V d, V y) => S.Mul(d, S.Sub(S.Set(1f), S.Mul(y, y)));
}

internal readonly unsafe struct TanhCell : IRecurrentCell
{
    public static int Together => 1;
    public static int Apart => 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Forward<S, V>(float* g, float* b, in CellRow row, nint j, int left) where S : struct, ISimd<V> where V : struct =>
        Cell<S, V>.Put(row.Hidden + j, SimdMath.Tanh<S, V>(Cell<S, V>.Sum(g, b, left)), left);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Backward<S, V>(float* g, float* db, in CellRow row, nint j, int left, V dh) where S : struct, ISimd<V> where V : struct
    {
        Cell<S, V>.PutGradient(g, db, Cell<S, V>.ThroughTanh(dh, Cell<S, V>.Get(row.Hidden + j, left)), left);
        return S.Set(0f);
    }
}

internal readonly unsafe struct ReluCell : IRecurrentCell
{
    public static int Together => 1;
    public static int Apart => 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Forward<S, V>(float* g, float* b, in CellRow row, nint j, int left) where S : struct, ISimd<V> where V : struct =>
        Cell<S, V>.Put(row.Hidden + j, S.Max(S.Set(0f), Cell<S, V>.Sum(g, b, left)), left);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Backward<S, V>(float* g, float* db, in CellRow row, nint j, int left, V dh) where S : struct, ISimd<V> where V : struct
    {
        Cell<S, V>.PutGradient(g, db, S.And(S.Less(S.Set(0f), Cell<S, V>.Get(row.Hidden + j, left)), dh), left);
        return S.Set(0f);
    }
}

/// <summary>Blocks i, f, g, o.</summary>
internal readonly unsafe struct LstmCell : IRecurrentCell
{
    public static int Together => 4;
    public static int Apart => 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Forward<S, V>(float* g, float* b, in CellRow row, nint j, int left) where S : struct, ISimd<V> where V : struct
    {
        nint h = row.H;
        V i = SimdMath.Sigmoid<S, V>(Cell<S, V>.Sum(g, b, left)), f = SimdMath.Sigmoid<S, V>(Cell<S, V>.Sum(g + h, b + h, left));
        Cell<S, V>.Put(g, i, left);
        Cell<S, V>.Put(g + h, f, left);
        V q = SimdMath.Tanh<S, V>(Cell<S, V>.Sum(g + 2 * h, b + 2 * h, left)), o = SimdMath.Sigmoid<S, V>(Cell<S, V>.Sum(g + 3 * h, b + 3 * h, left));
        Cell<S, V>.Put(g + 2 * h, q, left);
        Cell<S, V>.Put(g + 3 * h, o, left);
        V c = S.Fma(f, Cell<S, V>.Get(row.CPrev + j, left), S.Mul(i, q));
        Cell<S, V>.Put(row.C + j, c, left);
        Cell<S, V>.Put(row.Hidden + j, S.Mul(o, SimdMath.Tanh<S, V>(c)), left);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Backward<S, V>(float* g, float* db, in CellRow row, nint j, int left, V dh) where S : struct, ISimd<V> where V : struct
    {
        nint h = row.H;
        V i = Cell<S, V>.Get(g, left), f = Cell<S, V>.Get(g + h, left), q = Cell<S, V>.Get(g + 2 * h, left), o = Cell<S, V>.Get(g + 3 * h, left);
        V t = SimdMath.Tanh<S, V>(Cell<S, V>.Get(row.C + j, left));
        V dc = S.Add(Cell<S, V>.Get(row.Dc + j, left), Cell<S, V>.ThroughTanh(S.Mul(dh, o), t));
        Cell<S, V>.PutGradient(g, db, Cell<S, V>.ThroughSigmoid(S.Mul(dc, q), i), left);
        Cell<S, V>.PutGradient(g + h, db + h, Cell<S, V>.ThroughSigmoid(S.Mul(dc, Cell<S, V>.Get(row.CPrev + j, left)), f), left);
        Cell<S, V>.PutGradient(g + 2 * h, db + 2 * h, Cell<S, V>.ThroughTanh(S.Mul(dc, i), q), left);
        Cell<S, V>.PutGradient(g + 3 * h, db + 3 * h, Cell<S, V>.ThroughSigmoid(S.Mul(dh, t), o), left);
        Cell<S, V>.Put(row.Dc + j, S.Mul(dc, f), left);
        return S.Set(0f);
    }
}

/// <summary>Blocks r, z, n and, kept apart, m = U h + b′ of n.</summary>
internal readonly unsafe struct GruCell : IRecurrentCell
{
    public static int Together => 2;
    public static int Apart => 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Forward<S, V>(float* g, float* b, in CellRow row, nint j, int left) where S : struct, ISimd<V> where V : struct
    {
        nint h = row.H;
        V r = SimdMath.Sigmoid<S, V>(Cell<S, V>.Sum(g, b, left)), z = SimdMath.Sigmoid<S, V>(Cell<S, V>.Sum(g + h, b + h, left));
        V m = Cell<S, V>.Sum(g + 3 * h, b + 3 * h, left);
        V n = SimdMath.Tanh<S, V>(S.Fma(r, m, Cell<S, V>.Sum(g + 2 * h, b + 2 * h, left)));
        Cell<S, V>.Put(g, r, left);
        Cell<S, V>.Put(g + h, z, left);
        Cell<S, V>.Put(g + 2 * h, n, left);
        Cell<S, V>.Put(g + 3 * h, m, left);
        Cell<S, V>.Put(row.Hidden + j, S.Fma(z, S.Sub(Cell<S, V>.Get(row.HPrev + j, left), n), n), left);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Backward<S, V>(float* g, float* db, in CellRow row, nint j, int left, V dh) where S : struct, ISimd<V> where V : struct
    {
        nint h = row.H;
        V r = Cell<S, V>.Get(g, left), z = Cell<S, V>.Get(g + h, left), n = Cell<S, V>.Get(g + 2 * h, left), m = Cell<S, V>.Get(g + 3 * h, left);
        V dn = Cell<S, V>.ThroughTanh(S.Mul(dh, S.Sub(S.Set(1f), z)), n);
        Cell<S, V>.PutGradient(g, db, Cell<S, V>.ThroughSigmoid(S.Mul(dn, m), r), left);
        Cell<S, V>.PutGradient(g + h, db + h, Cell<S, V>.ThroughSigmoid(S.Mul(dh, S.Sub(Cell<S, V>.Get(row.HPrev + j, left), n)), z), left);
        Cell<S, V>.PutGradient(g + 2 * h, db + 2 * h, dn, left);
        Cell<S, V>.PutGradient(g + 3 * h, db + 3 * h, S.Mul(dn, r), left);
        return S.Mul(dh, z);
    }
}
