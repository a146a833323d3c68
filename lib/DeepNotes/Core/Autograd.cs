using System.Runtime.CompilerServices;

namespace DeepNotes;

/// <summary>One entry of the tape: which operation made which outputs from which inputs, and how to go back.</summary>
public sealed class Node
{
    internal Node(string name, Tensor[] inputs, Tensor[] outputs, Action backward, long sequence) =>
        (Name, Inputs, Outputs, Backward, Sequence) = (name, inputs, outputs, backward, sequence);

    /// <summary>The operation's name, such as <c>Linear</c>.</summary>
    public string Name { get; }

    /// <summary>The operands that take part in differentiation; empty once the graph is freed.</summary>
    public IReadOnlyList<Tensor> Inputs { get; internal set; }

    /// <summary>The results.</summary>
    public IReadOnlyList<Tensor> Outputs { get; internal set; }

    /// <summary>Position in time: an input's node always has a smaller number.</summary>
    public long Sequence { get; }

    internal Action? Backward { get; set; }

    internal long Walk { get; set; }   // the last walk that met this node; a number, so that a walk that throws leaves nothing to undo
}

/// <summary>Hears of backward walks from whatever is computed from a tensor that carries it (see <see cref="Tensor.Watcher"/>).</summary>
public interface ITapeWatcher
{
    /// <summary>A backward walk begins; the leaves still hold the gradients from before.</summary>
    void Walking(Tensor root);

    /// <summary>A node's turn in the walk: its values are still there, and the gradients of its outputs complete.</summary>
    void Visiting(Node node);

    /// <summary>The walk has ended; every leaf has its gradient.</summary>
    void Walked(Tensor root);
}

/// <summary>The tape: records operations as they run and walks them backwards.</summary>
/// <remarks>
/// Reverse-mode differentiation after Linnainmaa (1970); Rumelhart, Hinton and Williams (1986). A node holds a closure over a
/// backward kernel; nodes are visited by falling sequence number, without recursion, so a graph may be any depth. Backward
/// kernels add into gradients, so a tensor used twice gets the sum over both uses. The graph is freed while it is walked.
/// A graph belongs to one thread, and so do the gradients of the parameters that it reaches; threads with nets of their own may
/// record at the same time.
/// </remarks>
public static class Autograd
{
    private static long _sequence, _walks;
    [ThreadStatic] private static bool _disabled;

    /// <summary>Whether operations on this thread are recorded.</summary>
    public static bool Enabled => !_disabled;

    /// <summary>Stops recording on this thread until the scope is disposed: <c>using (Autograd.NoGrad()) { … }</c>, without <c>await</c> inside.</summary>
    public static Scope NoGrad()
    {
        var scope = new Scope(_disabled);
        _disabled = true;
        return scope;
    }

    /// <summary>Records an operation with one output.</summary>
    /// <param name="y">The output.</param>
    /// <param name="inputs">The operands; null entries (an absent bias) are skipped.</param>
    /// <param name="backward">Reads <c>y.Grad</c> and adds to each input's <see cref="Tensor.GradSink"/>.</param>
    /// <param name="op">The name; by default the calling method's.</param>
    /// <returns><paramref name="y"/>.</returns>
    public static Tensor Record(Tensor y, ReadOnlySpan<Tensor?> inputs, Action backward, [CallerMemberName] string op = "")
    {
        if (!_disabled && AnyRequiresGrad(inputs))
            Attach([y], inputs, backward, op);
        return y;
    }

    /// <summary>Records an operation with several outputs (the states of a recurrent net).</summary>
    /// <param name="outputs">The outputs.</param>
    /// <param name="inputs">The operands; null entries are skipped.</param>
    /// <param name="backward">Reads the outputs' gradients and adds to the inputs'.</param>
    /// <param name="op">The name; by default the calling method's.</param>
    public static void Record(ReadOnlySpan<Tensor> outputs, ReadOnlySpan<Tensor?> inputs, Action backward, [CallerMemberName] string op = "")
    {
        if (!_disabled && AnyRequiresGrad(inputs))
            Attach(outputs.ToArray(), inputs, backward, op);
    }

    /// <summary>The nodes that <paramref name="root"/> depends on, in the order in which they ran.</summary>
    /// <param name="root">Any tensor of a graph that has not been freed.</param>
    public static IReadOnlyList<Node> Trace(Tensor root) => Reachable(root);

    internal static void Run(Tensor root, ReadOnlySpan<float> seed)
    {
        if (root.Node is null)
            throw new InvalidOperationException("Backward: nothing was recorded for this tensor. Compute it from tensors with RequiresGrad, outside NoGrad().");
        if (root.Node.Backward is null)
            throw new InvalidOperationException("Backward: this graph was already walked and freed. Run the forward pass again before the next Backward().");
        var nodes = Reachable(root);
        root.Watcher?.Walking(root);
        var sink = root.FirstSink(out bool add);
        if (add)
            TensorPrimitives.Add(sink, seed, sink);
        else
            seed.CopyTo(sink);
        for (int i = nodes.Count - 1; i >= 0; i--)
            Visit(nodes[i]);
        root.Watcher?.Walked(root);
    }

    private static void Visit(Node node)
    {
        bool reached = false;
        foreach (var y in node.Outputs)
            reached |= y.HasGrad;
        if (reached)
        {
            node.Outputs[0].Watcher?.Visiting(node);
            node.Backward!();
        }
        foreach (var y in node.Outputs)
            y.ReleaseGrad();
        (node.Backward, node.Inputs, node.Outputs) = (null, [], []);
    }

    private static List<Node> Reachable(Tensor root)
    {
        var nodes = new List<Node>();
        long walk = Interlocked.Increment(ref _walks);
        if (root.Node is not null)
            Push(root.Node);
        for (int next = 0; next < nodes.Count; next++)
        {
            foreach (var input in nodes[next].Inputs)
            {
                if (input.Node is { } node)
                    Push(node);
            }
        }
        nodes.Sort(static (a, b) => a.Sequence.CompareTo(b.Sequence));
        return nodes;

        void Push(Node node)
        {
            if (node.Backward is null)
                throw new InvalidOperationException($"Backward: the part of the graph made by {node.Name} was already walked and freed. Detach() what you carry over from an earlier pass.");
            if (node.Walk == walk)
                return;
            node.Walk = walk;
            nodes.Add(node);
        }
    }

    private static bool AnyRequiresGrad(ReadOnlySpan<Tensor?> inputs)
    {
        foreach (var x in inputs)
        {
            if (x is { RequiresGrad: true })
                return true;
        }
        return false;
    }

    private static void Attach(Tensor[] outputs, ReadOnlySpan<Tensor?> inputs, Action backward, string op)
    {
        int count = 0;
        foreach (var x in inputs)
            count += x is null ? 0 : 1;
        var operands = new Tensor[count];
        count = 0;
        foreach (var x in inputs)
        {
            if (x is not null)
                operands[count++] = x;
        }
        var node = new Node(op, operands, outputs, backward, Interlocked.Increment(ref _sequence));
        var watcher = Array.Find(operands, static x => x.Watcher is not null)?.Watcher;
        foreach (var y in outputs)
            (y.RequiresGrad, y.Node, y.Watcher) = (true, node, watcher);
    }

    /// <summary>Restores recording when disposed.</summary>
    public readonly struct Scope : IDisposable
    {
        private readonly bool _before;

        internal Scope(bool before) => _before = before;

        /// <summary>Ends the scope.</summary>
        public void Dispose() => _disabled = _before;
    }
}
