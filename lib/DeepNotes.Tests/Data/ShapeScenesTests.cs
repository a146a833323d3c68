using DeepNotes.Data;
using DeepNotes.Tests.Support;

namespace DeepNotes.Tests.Data;

public class ShapeScenesTests
{
    [Fact]
    public void Masks_are_where_the_colour_differs_from_the_ground()
    {
        var images = ShapeScenes.Draw(new Rng(1), 60, shapes: 1);
        Assert.Equal([60, 3, 32, 32], images.X.Shape.ToArray());
        for (int n = 0; n < 60; n++)
        {
            int[] mask = images.Mask[(n * 1024)..((n + 1) * 1024)];
            Assert.Equal([0, images.Y[n] + 1], mask.Distinct().Order());
            Assert.InRange(mask.Count(c => c > 0), 20, 700);
            double[] inside = new double[3], outside = new double[3];
            for (int i = 0; i < 3072; i++)
                (mask[i % 1024] > 0 ? inside : outside)[i / 1024] += images.X.Data[n * 3072 + i] / mask.Count(c => c > 0 == mask[i % 1024] > 0);
            Assert.True(inside.Zip(outside, (a, b) => Math.Abs(a - b)).Max() > 0.1, $"image {n}");
        }
    }

    [Fact]
    public void Classes_are_equally_frequent_and_all_different()
    {
        var images = ShapeScenes.Draw(new Rng(2), 100);
        Assert.All(images.Y.GroupBy(y => y), g => Assert.Equal(10, g.Count()));
        string[] areas = [.. Enumerable.Range(0, 10).Select(c => string.Concat(Enumerable.Range(0, 400).Select(i =>
            ShapeScenes.Inside(c, i % 20 / 9.5 - 1, i / 20 / 9.5 - 1) ? '#' : '.')))];
        Assert.Equal(10, areas.Distinct().Count());
        Assert.All(areas, a => Assert.InRange(a.Count(c => c == '#'), 40, 320));
    }

    [Fact]
    public void The_same_seed_gives_the_same_scenes() =>
        Assert.Equal(ShapeScenes.Draw(new Rng(3), 5).X.ToArray(), ShapeScenes.Draw(new Rng(3), 5).X.ToArray());

    [Fact]
    public void CIFARs_format_and_back()
    {
        using var folder = new TempFolder();
        var images = ShapeScenes.Draw(new Rng(4), 7);
        string file = Path.Combine(folder.Path, "shapes.bin");
        ShapeScenes.WriteCifar(file, images);
        var (x, labels) = Cifar.Read(file);
        Assert.Equal(images.X.ToArray(), x.ToArray());
        Assert.Equal(images.Y, labels);
    }

    [Fact]
    public void Moves_shift_and_mirror_images_with_their_masks()
    {
        var x = Tensor.From([1, 2, 3, 4, 5, 6, 7, 8, 9], 1, 1, 3, 3);
        Assert.Equal([0, 0, 0, 2, 3, 0, 5, 6, 0], Augment.Apply(x, [new Move(1, -1, false)]).ToArray());
        Assert.Equal([0, 0, 0, 2, 1, 0, 5, 4, 0], Augment.Apply(x, [new Move(1, -1, true)]).ToArray());
        Assert.Equal([0, 0, 1], Augment.Apply(Tensor.From([1, 2, 3], 1, 3), [new Move(0, 2, false)]).ToArray());
        var scene = ShapeScenes.Draw(new Rng(5), 4, shapes: 1);
        var moves = Augment.Moves(new Rng(6), 4, 5, 5, mirror: true);
        var moved = Augment.Apply(scene with { X = F.Concat(1, [.. Enumerable.Repeat(AsImage(scene), 3)]) }, moves);
        Assert.Equal(moved.Mask.Select(m => (float)m), AsRow(moved.X));
        Assert.Throws<ShapeException>(() => Augment.Apply(x, []));

        static Tensor AsImage(MaskedImages images) => Tensor.From([.. images.Mask.Select(m => (float)m)], images.Y.Length, 1, 32, 32);
        static IEnumerable<float> AsRow(Tensor images) => Enumerable.Range(0, images.Dim(0)).SelectMany(n => images.Data.Slice(n * 3072, 1024).ToArray());
    }

    [Fact]
    public void Crops_flips_and_shifts_are_functions_of_the_seed_and_differ_between_passes()
    {
        var x = new Rng(1).Normal(1, 64, 1, 6, 6);
        Assert.Equal(Augment.Crop(x, new Rng(2), 2).ToArray(), Augment.Crop(x, new Rng(2), 2).ToArray());
        Assert.NotEqual(Augment.Crop(x, new Rng(2), 2).ToArray(), Augment.Crop(x, new Rng(3), 2).ToArray());
        var flipped = Augment.Flip(x, new Rng(4));
        int changed = Enumerable.Range(0, 64).Count(n => !flipped.Data.Slice(36 * n, 36).SequenceEqual(x.Data.Slice(36 * n, 36)));
        Assert.InRange(changed, 20, 44);
        Assert.All(Augment.Moves(new Rng(5), 500, 0, 3, mirror: false), m => Assert.Equal(0, m.Down));
        Assert.Equal(7, Augment.Moves(new Rng(5), 500, 0, 3, mirror: false).Select(m => m.Right).Distinct().Count());
        var loader = DataLoader.Of(x, new int[64], 32).Augmented((batch, rng) => Augment.CropAndFlip(batch, rng, 2), new Rng(7));
        float[] first = [.. loader.SelectMany(b => b.X.ToArray())], second = [.. loader.SelectMany(b => b.X.ToArray())];
        Assert.NotEqual(first, second);
    }
}
