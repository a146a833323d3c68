using System.Reflection;
using DeepNotes.Tests.Support;

namespace DeepNotes.Tests.NN;

public class LayerTests
{
    public static TheoryData<string> Names => [.. LayerCases.Names];

    [Theory, MemberData(nameof(Names))]
    public void Backward_matches_central_difference(string name)
    {
        var layer = LayerCases.Make(name);
        foreach (var inner in layer.NamedModules().Select(m => m.Value).OfType<PReLU>().Where(m => m != layer))
            Init.Constant(inner.Weight, 1);   // hidden inputs cannot be kept away from the kink, so there is none
        var x = GradCheck.AwayFromZero(1, 1f, LayerCases.InputShape(name));
        for (int i = 0; i < x.Length && layer is MaxPool2d; i++)
            x.Data[i] += i;   // no two so close that a step changes which is the largest
        Assert.InRange(GradCheck.MaxError(() => layer.Forward(x), [x, .. layer.Parameters()]), 0, 1e-3);
    }

    [Fact]
    public void Every_layer_of_this_folder_is_checked()
    {
        var covered = LayerCases.Names.Select(n => LayerCases.Make(n).GetType()).ToHashSet();
        string[] core = ["Linear", "Sigmoid", "Tanh", "ReLU", "LeakyReLU", "PReLU", "ELU", "Softplus", "GELU", "SiLU", "Softmax", "Flatten", "Sequential",
            "Conv1d", "Conv2d", "ConvTranspose1d", "ConvTranspose2d", "MaxPool2d", "AvgPool2d", "Upsample", "BatchNorm1d", "BatchNorm2d", "LayerNorm"];
        Assert.All(core, name => Assert.Contains(covered, t => t.Name == name));
    }

    [Theory, MemberData(nameof(Names))]
    public void Every_tensor_and_module_member_is_registered_once(string name) => Assert.Equal([], Unregistered(LayerCases.Make(name)));

    [Fact]
    public void The_registration_check_sees_a_forgotten_member() =>
        Assert.Equal(["Forgetful._forgotten", "Forgetful._child"], Unregistered(new Forgetful()));

    [Fact]
    public void A_key_is_registered_once_and_has_no_dot()
    {
        Assert.Contains("twice", Assert.Throws<ArgumentException>(() => new Keys("a", "a")).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new Keys("a", "b.c"));
        Assert.Throws<ArgumentException>(() => new Keys("a", ""));
    }

    [Fact]
    public void Loading_the_wrong_state_changes_nothing()
    {
        var layer = new Linear(2, 3, new Rng(1));
        float[] before = layer.Weight.ToArray();
        var missing = Assert.Throws<KeyNotFoundException>(() => layer.LoadStateDict(new Dictionary<string, Tensor> { ["weight"] = Tensor.Zeros(3, 2) }));
        Assert.Contains("bias", missing.Message, StringComparison.Ordinal);
        var shape = Assert.Throws<ShapeException>(() => layer.LoadStateDict(new Dictionary<string, Tensor> { ["weight"] = Tensor.Zeros(3, 2), ["bias"] = Tensor.Zeros(4) }));
        Assert.Contains("(4,)", shape.Message, StringComparison.Ordinal);
        Assert.Equal(before, layer.Weight.ToArray());
        Assert.Equal(["bias"], layer.LoadStateDict(new Dictionary<string, Tensor> { ["weight"] = Tensor.Zeros(3, 2) }, strict: false).Missing);
        Assert.Equal(new float[6], layer.Weight.ToArray());
    }

    [Fact]
    public void A_layer_used_twice_gets_the_sum_of_both_gradients()
    {
        var shared = new Linear(4, 4, new Rng(1));
        var copy1 = new Linear(4, 4, new Rng(1));
        var copy2 = new Linear(4, 4, new Rng(1));
        var x = new Rng(2).Uniform(1, 3, 4);
        F.Sum(shared.Forward(F.Tanh(shared.Forward(x)))).Backward();
        F.Sum(copy2.Forward(F.Tanh(copy1.Forward(x)))).Backward();
        for (int i = 0; i < 16; i++)
            Assert.Equal(copy1.Weight.Grad[i] + copy2.Weight.Grad[i], shared.Weight.Grad[i], 1e-5f);
    }

    [Fact]
    public void Summary_lists_layers_and_counts()
    {
        string text = LayerCases.Make("Sequential").Summary();
        Assert.Contains("Linear(12 → 9)", text, StringComparison.Ordinal);
        Assert.Contains("weight(9, 12) bias(9,)", text, StringComparison.Ordinal);
        Assert.Contains("3.1  PReLU(8)", text, StringComparison.Ordinal);
        Assert.EndsWith("total 232 parameters", text, StringComparison.Ordinal);   // 12·9 + 9 + 9·8 + 8 + 8 + 8·3 + 3
    }

    [Fact]
    public void Initial_weights_have_the_promised_variance()
    {
        var w = Tensor.Empty(400, 300);
        Assert.Equal(1 / 300.0, Variance(Init.LeCun(w, new Rng(1))), 1e-4);
        Assert.Equal(2 / 300.0, Variance(Init.He(w, new Rng(1))), 1e-4);
        Assert.Equal(2 / 700.0, Variance(Init.Glorot(w, new Rng(1))), 1e-4);
        Assert.Equal(1 / 900.0, Variance(new Linear(300, 400, new Rng(1)).Weight), 1e-4);

        static double Variance(Tensor t) => t.ToArray().Average(v => (double)v * v);
    }

    // Fields hold what properties show; a member counts as registered when the registry holds the very object once.
    private static IEnumerable<string> Unregistered(Module module)
    {
        foreach (var field in module.GetType().GetFields(BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public))
        {
            object? value = field.GetValue(module);
            IEnumerable<object?> members = value is System.Collections.IEnumerable many and not Module ? many.Cast<object?>() : [value];
            foreach (object? member in members)
            {
                int count = member switch
                {
                    Tensor t => module.OwnParameters.Concat(module.OwnBuffers).Count(p => ReferenceEquals(p.Value, t)),
                    Module m => module.Children.Count(c => ReferenceEquals(c.Value, m)),
                    _ => 1,
                };
                if (count != 1)
                    yield return $"{module.GetType().Name}.{field.Name}";
            }
        }
        foreach (var (_, child) in module.Children)
        {
            foreach (string bad in Unregistered(child))
                yield return bad;
        }
    }

    private sealed class Forgetful : Layer
    {
        private readonly Tensor _forgotten = Tensor.Zeros(1);
        private readonly Layer _child = new ReLU();

        public override Tensor Forward(Tensor x) => _child.Forward(x + _forgotten);
    }

    private sealed class Keys : Module
    {
        public Keys(string first, string second)
        {
            Parameter(first, Tensor.Zeros(1));
            Buffer(second, Tensor.Zeros(1));
        }
    }
}
