using System.Collections;

namespace DeepNotes.Data;

/// <summary>How one example is moved.</summary>
/// <param name="Down">Rows down; negative is up.</param>
/// <param name="Right">Columns to the right; negative is to the left.</param>
/// <param name="Mirrored">Whether left and right are exchanged, before the shift.</param>
public readonly record struct Move(int Down, int Right, bool Mirrored);

/// <summary>New examples from old ones: the label stays when the picture is shifted or mirrored.</summary>
/// <remarks>
/// All moves come from an <see cref="Rng"/>. A random crop of an image with a margin of p zeros (Krizhevsky et al. 2012; He et al. 2016
/// with p = 4) is the same as a shift by −p … p with zeros moving in, and is done so.
/// </remarks>
public static class Augment
{
    /// <summary>A random crop of every image with a margin of zeros: as large as before, shifted.</summary>
    /// <param name="x">(N, C, H, W).</param>
    /// <param name="rng">Randomness.</param>
    /// <param name="margin">The margin.</param>
    public static Tensor Crop(Tensor x, Rng rng, int margin = 4) => Apply(x, Moves(rng, x.Dim(0), margin, margin, mirror: false));

    /// <summary>Every second image, on average, mirrored.</summary>
    /// <param name="x">(N, C, H, W).</param>
    /// <param name="rng">Randomness.</param>
    public static Tensor Flip(Tensor x, Rng rng) => Apply(x, Moves(rng, x.Dim(0), 0, 0, mirror: true));

    /// <summary>Every image, or signal, shifted along its rows by at most so much.</summary>
    /// <param name="x">(N, C, H, W), (N, C, L) or (N, L).</param>
    /// <param name="rng">Randomness.</param>
    /// <param name="most">The largest shift to either side.</param>
    public static Tensor Shift(Tensor x, Rng rng, int most) => Apply(x, Moves(rng, x.Dim(0), 0, most, mirror: false));

    /// <summary>Crop and flip: what nets for CIFAR are trained with.</summary>
    /// <param name="x">(N, C, H, W).</param>
    /// <param name="rng">Randomness.</param>
    /// <param name="margin">The margin of the crop.</param>
    public static Tensor CropAndFlip(Tensor x, Rng rng, int margin = 4) => Apply(x, Moves(rng, x.Dim(0), margin, margin, mirror: true));

    /// <summary>Random moves, one per example.</summary>
    /// <param name="rng">Randomness.</param>
    /// <param name="count">Examples.</param>
    /// <param name="down">The largest shift up or down.</param>
    /// <param name="right">The largest shift to the left or right.</param>
    /// <param name="mirror">Whether half of them are mirrored.</param>
    public static Move[] Moves(Rng rng, int count, int down, int right, bool mirror)
    {
        ArgumentNullException.ThrowIfNull(rng);
        ArgumentOutOfRangeException.ThrowIfNegative(down);
        ArgumentOutOfRangeException.ThrowIfNegative(right);
        var moves = new Move[count];
        for (int i = 0; i < count; i++)
            moves[i] = new Move(rng.Next(2 * down + 1) - down, rng.Next(2 * right + 1) - right, mirror && rng.Next(2) == 1);
        return moves;
    }

    /// <summary>Moves examples; zeros come in from outside.</summary>
    /// <param name="x">(N, C, H, W), (N, C, L) or (N, L).</param>
    /// <param name="moves">One per example.</param>
    /// <returns>A tensor of its own.</returns>
    /// <exception cref="ShapeException">There is not one move per example.</exception>
    public static Tensor Apply(Tensor x, Move[] moves)
    {
        var (rows, columns) = Plane(x, moves);
        var y = Tensor.Zeros(x.Shape);
        Apply(x.Data, y.Data, moves, rows, columns);
        return y;
    }

    /// <summary>Moves masks with their images; background comes in from outside.</summary>
    /// <param name="images">The images.</param>
    /// <param name="moves">One per image.</param>
    public static MaskedImages Apply(MaskedImages images, Move[] moves)
    {
        ArgumentNullException.ThrowIfNull(images);
        var mask = new int[images.Mask.Length];
        var (rows, columns) = Plane(images.X, moves);
        Apply<int>(images.Mask, mask, moves, rows, columns);
        return new MaskedImages(Apply(images.X, moves), images.Y, mask);
    }

    /// <summary>Batches of which every one is changed by a function, otherwise in every pass.</summary>
    /// <param name="batches">The batches, such as a <see cref="DataLoader"/>'s.</param>
    /// <param name="change">Makes a batch's inputs into others, such as <c>(x, rng) => Augment.CropAndFlip(x, rng)</c>.</param>
    /// <param name="rng">Randomness: the changes of pass e depend on its seed and on e alone.</param>
    public static IEnumerable<Batch> Augmented(this IEnumerable<Batch> batches, Func<Tensor, Rng, Tensor> change, Rng rng) => new Changed(batches, change, rng);

    private static (int Rows, int Columns) Plane(Tensor x, Move[] moves)
    {
        if (x.Rank is < 2 or > 4)
            throw new ShapeException($"Augment: x is {Shape.Text(x.Shape)}, it must be (N, C, H, W), (N, C, L) or (N, L).");
        return moves.Length == x.Dim(0) ? (x.Rank == 4 ? x.Dim(2) : 1, x.Dim(-1))
            : throw new ShapeException($"Augment: {moves.Length} moves for x {Shape.Text(x.Shape)}; there must be one per example.");
    }

    private static void Apply<T>(ReadOnlySpan<T> x, Span<T> y, Move[] moves, int rows, int columns)
    {
        int planes = rows * columns == 0 ? 0 : x.Length / (rows * columns);
        for (int p = 0; p < planes; p++)
        {
            var (down, right, mirrored) = moves[p / (planes / moves.Length)];
            for (int row = Math.Max(0, down); row < Math.Min(rows, rows + down); row++)
            {
                var from = x.Slice((p * rows + row - down) * columns, columns);
                var to = y.Slice((p * rows + row) * columns, columns);
                for (int column = Math.Max(0, right); column < Math.Min(columns, columns + right); column++)
                    to[column] = from[mirrored ? columns - 1 - (column - right) : column - right];
            }
        }
    }

    private sealed class Changed(IEnumerable<Batch> batches, Func<Tensor, Rng, Tensor> change, Rng rng) : IEnumerable<Batch>
    {
        private ulong _pass;

        public IEnumerator<Batch> GetEnumerator()
        {
            var stream = rng.Split(_pass++);
            foreach (var batch in batches)
                yield return batch with { X = change(batch.X, stream) };
        }

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
