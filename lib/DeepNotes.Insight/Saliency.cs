namespace DeepNotes.Insight;

/// <summary>Which pixels a classifier's answer hangs on.</summary>
/// <remarks>All maps are (H, W); the model is asked in evaluation mode and left in the mode it was in.</remarks>
public static class Saliency
{
    /// <summary>How the logit changes with every pixel: the largest |∂logit/∂x| over the channels.</summary>
    /// <param name="model">Maps (1, C, H, W) to logits (1, K).</param>
    /// <param name="image">(1, C, H, W).</param>
    /// <param name="label">Whose logit.</param>
    /// <remarks>Simonyan, Vedaldi and Zisserman (2014), "Deep inside convolutional networks", section 3.</remarks>
    public static Tensor Gradient(Layer model, Tensor image, int label)
    {
        Single(nameof(Gradient), image);
        var x = image.Clone();
        x.RequiresGrad = true;
        Evaluating(model, () => Logit(model.Forward(x), label).Backward());
        var map = Tensor.Zeros(x.Dim(2), x.Dim(3));
        for (int i = 0; i < x.Length; i++)
            map.Data[i % map.Length] = Math.Max(map.Data[i % map.Length], Math.Abs(x.Grad[i]));
        return map;
    }

    /// <summary>How much the class's probability falls when a grey square covers a place.</summary>
    /// <param name="model">Maps (N, C, H, W) to logits (N, K).</param>
    /// <param name="image">(1, C, H, W).</param>
    /// <param name="label">Whose probability.</param>
    /// <param name="patch">Side of the square.</param>
    /// <param name="stride">Distance of places.</param>
    /// <param name="grey">What stands in the square.</param>
    /// <returns>(places down, places across): probability of the whole image minus that of the covered one.</returns>
    /// <remarks>Zeiler and Fergus (2014), "Visualizing and understanding convolutional networks", section 4.2.</remarks>
    public static Tensor Occlusion(Layer model, Tensor image, int label, int patch = 8, int stride = 4, float grey = 0.5f)
    {
        Single(nameof(Occlusion), image);
        int c = image.Dim(1), h = image.Dim(2), w = image.Dim(3);
        if (patch < 1 || stride < 1 || patch > Math.Min(h, w))
            throw new ShapeException($"Occlusion: a square of {patch} every {stride} pixels on x {Shape.Text(image.Shape)}; both must be at least 1 and the square fit in.");
        int down = (h - patch) / stride + 1, across = (w - patch) / stride + 1;
        var covered = Tensor.Empty(down * across + 1, c, h, w);   // the last one is left whole
        for (int n = 0; n <= down * across; n++)
        {
            image.Data.CopyTo(covered.Data.Slice(n * image.Length, image.Length));
            for (int row = 0; row < c * patch && n < down * across; row++)
                covered.Data.Slice(((n * c + row / patch) * h + n / across * stride + row % patch) * w + n % across * stride, patch).Fill(grey);
        }
        var map = Tensor.Empty(down, across);
        Evaluating(model, () =>
        {
            using var off = Autograd.NoGrad();
            var p = F.Softmax(model.Forward(covered));
            int classes = p.Dim(1);
            for (int n = 0; n < map.Length; n++)
                map.Data[n] = p.Data[map.Length * classes + label] - p.Data[n * classes + label];
        });
        return map;
    }

    /// <summary>Where the feature maps speak for a class: relu(Σ_k a_k A_k), a_k the mean of ∂logit/∂A_k.</summary>
    /// <param name="features">From the image to maps (1, K, h, w): the convolutions.</param>
    /// <param name="head">From the maps to logits (1, classes): the rest.</param>
    /// <param name="image">(1, C, H, W).</param>
    /// <param name="label">Which class.</param>
    /// <returns>(H, W), the coarse map resized, its largest value 1 (or all 0).</returns>
    /// <remarks>Selvaraju et al. (2017), "Grad-CAM: visual explanations from deep networks via gradient-based localization", eq. 1 and 2.</remarks>
    public static Tensor GradCam(Func<Tensor, Tensor> features, Func<Tensor, Tensor> head, Tensor image, int label)
    {
        Single(nameof(GradCam), image);
        Tensor maps;
        using (Autograd.NoGrad())
            maps = features(image).Clone();
        Shape.RequireRank("GradCam features", maps, 4, "(1, K, h, w)");
        maps.RequiresGrad = true;
        Logit(head(maps), label).Backward();
        int pixels = maps.Dim(2) * maps.Dim(3);
        var cam = Tensor.Zeros(1, 1, maps.Dim(2), maps.Dim(3));
        for (int k = 0; k < maps.Dim(1); k++)
        {
            float weight = TensorPrimitives.Sum<float>(maps.Grad.Slice(k * pixels, pixels)) / pixels;
            TensorPrimitives.MultiplyAdd(maps.Data.Slice(k * pixels, pixels), weight, cam.Data, cam.Data);
        }
        using var off = Autograd.NoGrad();
        var large = F.UpsampleBilinear(F.Relu(cam), (image.Dim(2), image.Dim(3)));
        float most = TensorPrimitives.Max<float>(large.Data);
        return F.Reshape(most > 0 ? large / most : large, image.Dim(2), image.Dim(3));
    }

    internal static void Evaluating(Module model, Action action)
    {
        bool training = model.Training;
        model.Eval();
        try
        {
            action();
        }
        finally
        {
            model.Train(training);
        }
    }

    private static Tensor Logit(Tensor logits, int label)
    {
        if (logits.Rank != 2 || logits.Dim(0) != 1 || (uint)label >= (uint)logits.Dim(1))
            throw new ShapeException($"Saliency: logits are {Shape.Text(logits.Shape)} and the class is {label}; they must be (1, K) with the class in 0 … K − 1.");
        return F.Gather(logits, [label]);
    }

    private static void Single(string op, Tensor image)
    {
        Shape.RequireRank(op, image, 4, "(1, C, H, W)");
        if (image.Dim(0) != 1)
            throw new ShapeException($"{op}: x is {Shape.Text(image.Shape)}; it must be one image, (1, C, H, W).");
    }
}
