using System.Globalization;

namespace DeepNotes.Models;

/// <summary>The published networks by name.</summary>
public static class Zoo
{
    private static readonly Dictionary<string, (int[] Input, Func<Rng, Layer> Build)> Models = List();

    /// <summary>All names: torchvision's without case and underscores, and ours.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Models.Keys];

    /// <summary>A network with random weights; inside a <see cref="ShapeScope"/> with shapes alone.</summary>
    /// <param name="name">Such as <c>resnet50</c>, <c>VGG16_BN</c>, <c>resnet20cifar</c>.</param>
    /// <param name="rng">Where the weights come from.</param>
    /// <exception cref="ArgumentException">There is no such network.</exception>
    public static Layer Build(string name, Rng rng) => Find(name).Build(rng);

    /// <summary>One image, or signal, of the size that a network is made for: (C, H, W) or (C, L).</summary>
    /// <param name="name">The network.</param>
    /// <exception cref="ArgumentException">There is no such network.</exception>
    public static int[] Input(string name) => [.. Find(name).Input];

    /// <summary>A name as it is listed here: without case, underscores, hyphens.</summary>
    /// <param name="name">The name as someone wrote it.</param>
    public static string Plain(string name) => new([.. name.Where(char.IsLetterOrDigit).Select(char.ToLowerInvariant)]);

    private static (int[] Input, Func<Rng, Layer> Build) Find(string name)
    {
        if (Models.TryGetValue(Plain(name), out var found))
            return found;
        string stem = new([.. Plain(name).TakeWhile(char.IsLetter)]);
        var near = Names.Where(n => stem.Length > 2 && n.StartsWith(stem[..3], StringComparison.Ordinal)).ToList();
        throw new ArgumentException($"There is no network {name}. There are {string.Join(", ", near.Count > 0 ? near : Names)}{(near.Count > 0 ? " and others" : "")}.");
    }

    private static Dictionary<string, (int[] Input, Func<Rng, Layer> Build)> List()
    {
        int[] imageNet = [3, 224, 224], cifar = [3, 32, 32], signal = [1, 40];
        var all = new Dictionary<string, (int[] Input, Func<Rng, Layer> Build)>
        {
            ["lenet5"] = ([1, 28, 28], rng => new LeNet5(rng)),
            ["alexnet"] = (imageNet, rng => new AlexNet(rng)),
            ["googlenet"] = (imageNet, rng => new GoogLeNet(rng)),
            ["googlenetaux"] = (imageNet, rng => new GoogLeNet(rng, auxiliary: true)),
            ["mobilenetv1"] = (imageNet, rng => new MobileNetV1(rng)),
            ["mobilenetv2"] = (imageNet, rng => new MobileNetV2(rng)),
            ["densenetbc100cifar"] = (cifar, rng => DenseNet.Cifar(100, 12, rng)),
            ["unet"] = ([1, 512, 512], rng => new UNet(rng, 1, 1)),
            ["fcn"] = (imageNet, rng => new Fcn(rng, 21)),
            ["highway20"] = ([40], rng => new DeepMlp(20, Wiring.Highway, rng)),
            ["mnist1dcnn"] = (signal, rng => new Mnist1DCnn(rng)),
            ["tdnn"] = (signal, rng => new Tdnn(rng)),
            ["resnet201d"] = (signal, rng => new ResNet1D(20, rng)),
        };
        Many("vgg", "", [11, 13, 16, 19], imageNet, (depth, rng) => new Vgg(depth, rng));
        Many("vgg", "bn", [11, 13, 16, 19], imageNet, (depth, rng) => new Vgg(depth, rng, batchNorm: true));
        Many("resnet", "", [18, 34, 50, 101, 152], imageNet, (depth, rng) => new ResNet(depth, rng));
        Many("resnet", "cifar", [20, 32, 44, 56, 110], cifar, (depth, rng) => new CifarResNet(depth, rng));
        Many("plain", "cifar", [20, 32, 44, 56, 110], cifar, (depth, rng) => new CifarResNet(depth, rng, Shortcut.None));
        Many("densenet", "", [121, 161, 169, 201], imageNet, (depth, rng) => DenseNet.ImageNet(depth, rng));
        for (int i = 0; i < 8; i++)
            Many("efficientnetb", "", [i], [3, EfficientNet.Resolution(i), EfficientNet.Resolution(i)], (variant, rng) => new EfficientNet(variant, rng));
        return all;

        void Many(string before, string after, int[] depths, int[] input, Func<int, Rng, Layer> build)
        {
            foreach (int depth in depths)
                all[before + depth.ToString(CultureInfo.InvariantCulture) + after] = (input, rng => build(depth, rng));
        }
    }
}
