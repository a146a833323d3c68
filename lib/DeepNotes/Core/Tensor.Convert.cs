using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Numerics = System.Numerics.Tensors;

namespace DeepNotes;

public sealed partial class Tensor
{
    /// <summary>A tensor over a copy of a rectangular array.</summary>
    /// <param name="values">Rows and columns; either may be 0.</param>
    public static Tensor From(float[,] values)
    {
        var t = Empty(values.GetLength(0), values.GetLength(1));
        ref float first = ref Unsafe.As<byte, float>(ref MemoryMarshal.GetArrayDataReference(values));
        MemoryMarshal.CreateReadOnlySpan(ref first, values.Length).CopyTo(t.Data);
        return t;
    }

    /// <summary>A tensor over a copy of rows of equal length.</summary>
    /// <param name="rows">At least one row.</param>
    /// <exception cref="ShapeException">There are no rows, or their lengths differ.</exception>
    public static Tensor From(float[][] rows)
    {
        if (rows.Length == 0)
            throw new ShapeException("From: there are no rows; at least one is needed to know the columns.");
        var t = Empty(rows.Length, rows[0].Length);
        for (int i = 0; i < rows.Length; i++)
        {
            if (rows[i].Length != rows[0].Length)
                throw new ShapeException($"From: row {i} has {rows[i].Length} values and row 0 has {rows[0].Length}; all rows must be equally long.");
            rows[i].CopyTo(t.Data[(i * rows[0].Length)..]);
        }
        return t;
    }

    /// <summary>A tensor over a copy of a System.Numerics tensor or a view of one, whatever its strides.</summary>
    /// <param name="values">The values.</param>
    public static Tensor From(in Numerics.ReadOnlyTensorSpan<float> values)
    {
        var shape = new int[values.Rank];
        for (int i = 0; i < shape.Length; i++)
            shape[i] = checked((int)values.Lengths[i]);
        var t = Empty(shape);
        values.FlattenTo(t.Data);
        return t;
    }

    /// <summary>A tensor over a copy of a System.Numerics tensor.</summary>
    /// <param name="values">The values.</param>
    public static Tensor From(Numerics.Tensor<float> values) => From(values.AsReadOnlyTensorSpan());

    /// <summary>The same memory as a System.Numerics span; valid as long as <see cref="Data"/>.</summary>
    public Numerics.TensorSpan<float> AsTensorSpan() => new(Data, Lengths());

    /// <summary>The same memory as a read-only System.Numerics span; valid as long as <see cref="Data"/>.</summary>
    public Numerics.ReadOnlyTensorSpan<float> AsReadOnlyTensorSpan() => new(Data, Lengths());

    /// <summary>A System.Numerics tensor over a copy of the values.</summary>
    public Numerics.Tensor<float> ToNumerics() => Numerics.Tensor.Create(Data.ToArray(), Lengths());

    /// <summary>The elements in row-major order, copied.</summary>
    public float[] ToArray() => Data.ToArray();

    /// <summary>The elements of a matrix, copied.</summary>
    /// <exception cref="ShapeException">The tensor does not have two axes.</exception>
    public float[,] ToArray2D()
    {
        DeepNotes.Shape.RequireRank(nameof(ToArray2D), this, 2, "(rows, columns)");
        var values = new float[_shape[0], _shape[1]];
        Data.CopyTo(MemoryMarshal.CreateSpan(ref Unsafe.As<byte, float>(ref MemoryMarshal.GetArrayDataReference(values)), Length));
        return values;
    }

    /// <summary>One element, to read or to write.</summary>
    /// <param name="index">One number per axis; negative ones count from the end.</param>
    /// <exception cref="ShapeException">The numbers of axes differ, or an index is outside its axis.</exception>
    [IndexerName("At")]   // Item() is taken
    public ref float this[params ReadOnlySpan<int> index]
    {
        get
        {
            bool inside = index.Length == Rank;
            int at = 0;
            for (int i = 0; inside && i < index.Length; i++)
            {
                int j = index[i] < 0 ? index[i] + _shape[i] : index[i];
                inside = (uint)j < (uint)_shape[i];
                at = at * _shape[i] + j;
            }
            if (!inside)
                throw new ShapeException($"Index {DeepNotes.Shape.Text(index)} of a tensor {DeepNotes.Shape.Text(_shape)}; there must be one index per axis, each inside it.");
            return ref Data[at];
        }
    }

    private nint[] Lengths() => Array.ConvertAll(_shape, static n => (nint)n);
}
