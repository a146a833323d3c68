namespace DeepNotes.Benchmarks;

/// <summary>The step that every training case measures: forward, cross-entropy, backward, optimizer.</summary>
internal static class TrainingStep
{
    /// <summary>What the peer starts from (inputs, labels, weights as they are now), the step, and the loss of the last one.</summary>
    public static (Tensor[] Operands, Action Step, Func<float[]> Result) Of(Tensor x, int[] labels, Tensor[] parameters, Optimizer optimizer, Func<Tensor, Tensor> forward)
    {
        float last = 0;
        return ([x, Tensor.From([.. labels.Select(l => (float)l)]), .. parameters.Select(p => p.Clone())], () =>
        {
            using var scope = new StepScope();
            optimizer.ZeroGrad();
            var loss = F.CrossEntropy(forward(x), labels);
            loss.Backward();
            optimizer.Step();
            last = loss.Item();
        }, () => [last]);
    }
}
