using Numerics = System.Numerics.Tensors;

namespace DeepNotes.Tests.Core;

public class TensorTests
{
    private static readonly float[] Six = [1, 2, 3, 4, 5, 6];

    [Fact]
    public void Arrays_come_in_and_go_out()
    {
        var t = Tensor.From(new float[,] { { 1, 2, 3 }, { 4, 5, 6 } });
        Assert.Equal([2, 3], t.Shape.ToArray());
        Assert.Equal(Six, t.ToArray());
        Assert.Equal(new float[,] { { 1, 2, 3 }, { 4, 5, 6 } }, t.ToArray2D());
        Assert.Equal(Six, Tensor.From([[1f, 2f, 3f], [4f, 5f, 6f]]).ToArray());
        Assert.Equal([0, 3], Tensor.From(new float[0, 3]).Shape.ToArray());
        Assert.Equal([3, 0], Tensor.From(new float[3, 0]).Shape.ToArray());
        Assert.Empty(Tensor.Zeros(2, 0).ToArray2D());
        Assert.Throws<ShapeException>(() => Tensor.From([[1f, 2f], [3f]]));
        Assert.Throws<ShapeException>(() => Tensor.From(Six, 4, 2));
    }

    [Fact]
    public void Numerics_tensors_come_in_and_go_out()
    {
        var t = Tensor.From(Six, 2, 3);
        var numerics = t.ToNumerics();
        Assert.Equal([2, 3], numerics.Lengths.ToArray());
        Assert.Equal(6f, numerics[1, 2]);
        Assert.Equal(Six, Tensor.From(numerics).ToArray());
        t.AsTensorSpan()[1, 0] = 40;
        Assert.Equal(40f, t[1, 0]);                                        // a span is the same memory
        Assert.Equal(4f, numerics[1, 0]);                                  // a tensor is a copy
        Assert.Equal(40f, t.AsReadOnlyTensorSpan()[1, 0]);
    }

    [Fact]
    public void A_strided_view_is_read_in_its_own_order()
    {
        var columns = Numerics.Tensor.Create(Six, [2, 3]).AsReadOnlyTensorSpan().Slice(0..2, 1..3);
        var t = Tensor.From(columns);
        Assert.Equal([2, 2], t.Shape.ToArray());
        Assert.Equal([2f, 3f, 5f, 6f], t.ToArray());
    }

    [Fact]
    public void Elements_are_reached_by_index()
    {
        var t = Tensor.From(Six, 2, 3);
        t[-1, 0] += 10;
        Assert.Equal(14f, t[1, 0]);
        Assert.Contains("(2, 0)", Assert.Throws<ShapeException>(() => t[2, 0]).Message, StringComparison.Ordinal);
        Assert.Throws<ShapeException>(() => t[0]);
    }
}
