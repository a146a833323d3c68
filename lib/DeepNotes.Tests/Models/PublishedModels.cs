using DeepNotes.Models;
using DeepNotes.Tests.Support;

namespace DeepNotes.Tests.Models;

/// <summary>Parameters and multiply-adds as published.</summary>
/// <remarks>
/// torchvision's documentation of its weights (fields num_params and _ops, in units of 10⁹); U-Net by the layers of Ronneberger et al.
/// (2015), fig. 1; MobileNet V1 from table 7 of Howard et al. (2017), whose 4.2 and 569 million are rounded; DenseNet-BC from table 2 of
/// Huang et al. (2017), 0.8 million, counted in full.
/// </remarks>
public class PublishedModels
{
    public static TheoryData<string, long, double> Torchvision => new()
    {
        { "AlexNet", 61_100_840, 0.714 },
        { "VGG11", 132_863_336, 7.609 }, { "VGG11_BN", 132_868_840, 7.609 }, { "VGG13", 133_047_848, 11.308 }, { "VGG13_BN", 133_053_736, 11.308 },
        { "VGG16", 138_357_544, 15.47 }, { "VGG16_BN", 138_365_992, 15.47 }, { "VGG19", 143_667_240, 19.632 }, { "VGG19_BN", 143_678_248, 19.632 },
        { "GoogLeNet", 6_624_904, 1.498 },
        { "ResNet18", 11_689_512, 1.814 }, { "ResNet34", 21_797_672, 3.664 }, { "ResNet50", 25_557_032, 4.089 },
        { "ResNet101", 44_549_160, 7.801 }, { "ResNet152", 60_192_808, 11.514 },
        { "DenseNet121", 7_978_856, 2.834 }, { "DenseNet161", 28_681_000, 7.728 }, { "DenseNet169", 14_149_480, 3.36 }, { "DenseNet201", 20_013_928, 4.291 },
        { "MobileNet_V2", 3_504_872, 0.301 },
        { "EfficientNet_B0", 5_288_548, 0.386 }, { "EfficientNet_B1", 7_794_184, 0.687 }, { "EfficientNet_B2", 9_109_994, 1.088 },
        { "EfficientNet_B3", 12_233_232, 1.827 }, { "EfficientNet_B4", 19_341_616, 4.394 }, { "EfficientNet_B5", 30_389_784, 10.266 },
        { "EfficientNet_B6", 43_040_704, 19.068 }, { "EfficientNet_B7", 66_347_960, 37.746 },
    };

    [Theory, MemberData(nameof(Torchvision))]
    public void Parameters_are_exact_and_multiply_adds_within_one_percent(string name, long parameters, double giga)
    {
        var summary = ModelSummary.Of(name);
        Assert.Equal(parameters, summary.Parameters);
        Assert.Equal(parameters, summary.Layers.Sum(l => l.Parameters));
        Assert.InRange(summary.Macs / 1e9 / giga, 0.99, 1.01);
    }

    [Theory, InlineData("lenet5", 61_706), InlineData("unet", 31_030_593), InlineData("resnet20cifar", 269_722), InlineData("resnet110cifar", 1_727_962),
        InlineData("mobilenetv1", 4_231_976), InlineData("densenetbc100cifar", 769_162), InlineData("mnist1dcnn", 5_210)]
    public void Others(string name, long parameters) => Assert.Equal(parameters, ModelSummary.Of(name).Parameters);

    [Fact]
    public void The_papers_UNet_has_two_classes()
    {
        using var shapes = new ShapeScope();
        Assert.Equal(31_030_658, new UNet(new Rng(1)).ParameterCount());
    }

    [Theory, InlineData(1, 569), InlineData(0.75, 325), InlineData(0.5, 149), InlineData(0.25, 41)]
    public void MobileNetV1_gets_cheaper_with_its_width(double width, double millions)
    {
        using var shapes = new ShapeScope();
        Assert.InRange(ModelSummary.Of(new MobileNetV1(new Rng(1), (float)width), "mobilenet", 3, 224, 224).Macs / 1e6 / millions, 0.98, 1.02);
    }

    [Fact]
    public void The_list_of_torchvision_agrees()
    {
        var rows = File.ReadLines(RealData.Path("torchvision_models.csv")).Skip(1).Select(l => l.Split(',')).ToDictionary(r => Zoo.Plain(r[0]));
        var ours = Zoo.Names.Where(rows.ContainsKey).ToList();
        Assert.Equal(Torchvision.Count, ours.Count);
        Assert.All(ours, name =>
        {
            var summary = ModelSummary.Of(name);
            Assert.Equal(rows[name][1], $"{summary.Parameters}");
            Assert.InRange(summary.Macs / 1e9 / double.Parse(rows[name][2], System.Globalization.CultureInfo.InvariantCulture), 0.99, 1.01);
        });
    }

    [Fact]
    public void Nothing_is_allocated_to_count()
    {
        ModelSummary.Of("vgg16");
        long before = GC.GetAllocatedBytesForCurrentThread();
        ModelSummary.Of("vgg16");
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);   // its parameters alone are 553 MB
    }
}
