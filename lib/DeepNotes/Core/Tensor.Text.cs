using System.Globalization;
using System.Text;

namespace DeepNotes;

public sealed partial class Tensor
{
    private const int WholeUpTo = 240;   // elements printed in full
    private const int Edge = 3;          // kept at each end of a longer axis

    /// <summary>The shape and the values, nested by axis; long axes keep three entries at each end.</summary>
    public override string ToString()
    {
        var text = new StringBuilder(Rank == 0 ? "tensor " : $"tensor {DeepNotes.Shape.Text(_shape)}\n");
        if (_buffer is null)
            return text.Append("recycled").ToString();
        var shown = Data.ToArray();
        int decimals = Array.TrueForAll(shown, static v => v == MathF.Truncate(v) || !float.IsFinite(v)) ? 0 : 4;
        Write(text, 0, 0, Number);
        return (RequiresGrad ? text.Append(Node is null ? "\nrequires grad" : $"\nfrom {Node.Name}") : text).ToString();

        string Number(float v)
        {
            float size = MathF.Abs(v);
            bool plain = decimals == 0 ? size < 1e7f : size is 0 or (>= 1e-3f and < 1e5f);
            return v.ToString(!float.IsFinite(v) ? "R" : plain ? $"F{decimals}" : "0.###e+0", CultureInfo.InvariantCulture);
        }
    }

    private void Write(StringBuilder text, int axis, int start, Func<float, string> number)
    {
        if (axis == Rank)
        {
            text.Append(number(Data[start]));
            return;
        }
        int stride = 1;
        for (int i = axis + 1; i < Rank; i++)
            stride *= _shape[i];
        bool cut = Length > WholeUpTo && _shape[axis] > 2 * Edge;
        string separator = axis == Rank - 1 ? ", " : ",\n" + new string(' ', axis + 1);
        text.Append('[');
        for (int i = 0; i < _shape[axis]; i++)
        {
            if (i > 0)
                text.Append(separator);
            if (cut && i == Edge)
            {
                text.Append('…').Append(separator);
                i = _shape[axis] - Edge;
            }
            Write(text, axis + 1, start + i * stride, number);
        }
        text.Append(']');
    }
}
