namespace DeepNotes.Tests.Core;

public class TensorTextTests
{
    [Fact]
    public void A_matrix_prints_its_shape_and_rows() =>
        Assert.Equal("tensor (2, 3)\n[[1, 2, 3],\n [4, 5, 6]]", Tensor.From([1, 2, 3, 4, 5, 6], 2, 3).ToString());

    [Fact]
    public void A_scalar_prints_its_value() => Assert.Equal("tensor 0.2500", Tensor.Scalar(0.25f).ToString());

    [Fact]
    public void A_long_axis_keeps_its_ends() =>
        Assert.Equal("tensor (300,)\n[0, 1, 2, …, 297, 298, 299]", Tensor.From([.. Enumerable.Range(0, 300).Select(i => (float)i)]).ToString());

    [Fact]
    public void Small_large_and_special_numbers_are_readable() =>
        Assert.Equal("tensor (4,)\n[1.5e-5, 2.5e+6, NaN, 0.5000]", Tensor.From([1.5e-5f, 2.5e6f, float.NaN, 0.5f]).ToString());

    [Fact]
    public void An_empty_tensor_prints() => Assert.Equal("tensor (0, 3)\n[]", Tensor.Empty(0, 3).ToString());
}
