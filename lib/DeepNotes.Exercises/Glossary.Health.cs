namespace DeepNotes.Exercises;

public static partial class Glossary
{
    // Rows 20 and 21, and the words of the health dashboard.
    private static Term[] Health =>
    [
        new("batch normalisation", "배치 정규화", "Giving every channel mean 0 and deviation 1 over the batch, then a learnt scale and shift.", ["08", "23"], "BatchNorm1d", 20),
        new("layer normalisation", "계층 정규화", "The same over the features of one example; it does not look at the batch.", ["08"], "LayerNorm", 20),
        new("batch statistics", "배치 통계량", "Mean and variance of a channel over the examples of one batch.", ["08"], "F.BatchNorm", 20),
        new("running statistics", "이동 통계량", "Averages of the batch statistics over training, used when evaluating.", ["08", "23"], "BatchNorm.RunningMean", 20),
        new("internal covariate shift", "내부 공변량 변화", "The drift of a layer's inputs while the layers before it learn.", ["08"], "", 20),
        new("scale invariance", "크기 불변성", "With a norm after it, a layer's output does not depend on the size of its weights.", ["08"], "", 20),
        new("folding", "접기", "Multiplying a norm's constants into the layer before it, for use after training.", ["08"], "", 20),
        new("eigenvalue", "고윳값", "The curvature along one of a matrix's own directions.", ["06", "23"], "SymmetricEigen", 21),
        new("health dashboard", "상태 대시보드", "The numbers of a training run that show what is broken, sampled while it trains.", ["08", "23"], "Health.Watch", 0),
        new("dead unit", "죽은 유닛", "A unit that is zero, or saturated, on every example.", ["23"], "LayerHealth.Dead", 0),
        new("update-to-weight ratio", "갱신 대 가중치 비율", "The length of a step over the length of the weights it changes; about 0.001 is usual.", ["23"], "ParameterHealth.UpdateRatio", 0),
        new("gradient agreement", "기울기 일치도", "The cosine between the gradients of two batches.", ["23"], "HealthSample.Agreement", 0),
        new("symptom and cause", "증상과 원인", "What shows and where it comes from; one cause can show in many places.", ["23"], "Finding", 0),
    ];
}
