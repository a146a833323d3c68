using DeepNotes.Data;

namespace DeepNotes.Tests.Data;

public sealed class GeneratorTests
{
    [Fact]
    public void Portable_sine_and_cosine_are_right()
    {
        for (double x = -30; x < 30; x += 0.01)
        {
            var (sin, cos) = PortableMath.SinCos(x);
            Assert.InRange(sin - Math.Sin(x), -1e-14, 1e-14);
            Assert.InRange(cos - Math.Cos(x), -1e-14, 1e-14);
        }
    }

    [Fact]
    public void Without_noise_the_toy_problems_lie_on_their_curves()
    {
        Assert.All(Rows(Toy.Xor(new Rng(1), 40, 0)), p => Assert.Equal(p.Label, p.X * p.Y < 0 ? 1 : 0));
        Assert.All(Rows(Toy.TwoMoons(new Rng(1), 40, 0)), p =>
        {
            double x = p.Label == 0 ? p.X : 1 - p.X, y = p.Label == 0 ? p.Y : 0.5 - p.Y;
            Assert.InRange(x * x + y * y, 1 - 1e-6, 1 + 1e-6);
            Assert.InRange(y, 0, 1);
        });
        Assert.All(Rows(Toy.Spirals(new Rng(1), 60, 0, classes: 3)), p =>
        {
            double turns = 1.25 * Math.Sqrt(p.X * p.X + p.Y * p.Y) + p.Label / 3.0 - Math.Atan2(p.Y, p.X) / (2 * Math.PI);
            Assert.InRange(turns - Math.Round(turns), -1e-5, 1e-5);
        });
    }

    [Fact]
    public void Toy_problems_have_the_asked_spread_and_balanced_classes()
    {
        var blobs = Rows(Toy.Blobs(new Rng(1), 3000, 0.5)).GroupBy(p => p.Label).ToList();
        Assert.Equal([1000, 1000, 1000], blobs.Select(g => g.Count()));
        foreach (var blob in blobs)
        {
            double mean = blob.Average(p => p.X), std = Math.Sqrt(blob.Average(p => (p.X - mean) * (p.X - mean)));
            Assert.InRange(std, 0.46, 0.54);
        }
    }

    [Fact]
    public void The_same_seed_gives_the_same_data_and_another_seed_other_data()
    {
        Assert.Equal(Mnist1D.Generate(new Rng(3), 50).TrainX.Data.ToArray(), Mnist1D.Generate(new Rng(3), 50).TrainX.Data.ToArray());
        Assert.NotEqual(Mnist1D.Generate(new Rng(3), 50).TrainX.Data.ToArray(), Mnist1D.Generate(new Rng(4), 50).TrainX.Data.ToArray());
        Assert.Equal(DrawnDigits.Draw(new Rng(3), 20).Pixels, DrawnDigits.Draw(new Rng(3), 20).Pixels);
        Assert.NotEqual(DrawnDigits.Draw(new Rng(3), 20).Pixels, DrawnDigits.Draw(new Rng(4), 20).Pixels);
    }

    [Fact]
    public void MNIST1D_is_standardised_and_balanced()
    {
        var data = Mnist1D.Generate(new Rng(1), 1000);
        Assert.Equal((800, 200, 40), (data.TrainX.Dim(0), data.TestX.Dim(0), data.Features));
        double[] all = [.. data.TrainX.Data.ToArray().Concat(data.TestX.Data.ToArray()).Select(v => (double)v)];
        Assert.InRange(all.Average(), -1e-6, 1e-6);
        Assert.InRange(all.Average(v => v * v), 1 - 1e-5, 1 + 1e-5);
        Assert.All(data.TrainY.Concat(data.TestY).CountBy(y => y), c => Assert.Equal(100, c.Value));
        Assert.Equal(0, Mnist1D.Template(4)[0]);
    }

    [Fact]
    public void Drawn_digits_are_laid_out_like_MNIST()
    {
        var (pixels, labels) = DrawnDigits.Draw(new Rng(1), 500);
        Assert.All(labels.CountBy(y => y), c => Assert.Equal(50, c.Value));
        for (int n = 0; n < labels.Length; n++)
        {
            ReadOnlySpan<byte> image = pixels.AsSpan(n * 784, 784);
            double mass = 0, x = 0, y = 0;
            for (int i = 0; i < 784; i++)
                (mass, x, y) = (mass + image[i], x + image[i] * (i % 28), y + image[i] * (i / 28));
            Assert.InRange(mass / 784, 8, 80);           // MNIST's images have 9 … 90, on average 33
            Assert.InRange(x / mass, 12.9, 14.1);        // centred by mass, to the nearest pixel
            Assert.InRange(y / mass, 12.9, 14.1);
        }
    }

    [Fact]
    public void The_committed_files_are_what_the_generators_make()
    {
        string datasets = Path.Combine(Architecture.SourceTree.Root, "datasets");
        foreach (var entry in DataCatalog.All.Where(e => e.IsMade))
        {
            string readme = File.ReadAllText(Path.Combine(datasets, entry.Folder, "README.md"));
            foreach (var (file, content) in DatasetWriter.Files(entry.Name))
            {
                Assert.Contains($"| `{file}` | {content.Type} | {Shape.Text(content.Shape)} | `{DatasetWriter.Sha256(content)}` |", readme, StringComparison.Ordinal);
                var committed = Idx.Read(Path.Combine(datasets, entry.Folder, file));
                Assert.Equal(DatasetWriter.Sha256(content), DatasetWriter.Sha256(committed));
            }
        }
        Assert.InRange(Directory.GetFiles(datasets, "*", SearchOption.AllDirectories).Sum(f => new FileInfo(f).Length), 1, 6 << 20);
    }

    private static IEnumerable<(double X, double Y, int Label)> Rows(LabelledPoints p) =>
        [.. p.Y.Select((label, i) => ((double)p.X.Data[2 * i], (double)p.X.Data[2 * i + 1], label))];
}
