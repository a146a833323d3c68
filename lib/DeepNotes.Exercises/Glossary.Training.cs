namespace DeepNotes.Exercises;

public static partial class Glossary
{
    // Rows 11 and 16 to 21: optimizers, regularisation, normalisation.
    private static Term[] Training =>
    [
        // Row 11
        new("genetic algorithm", "유전자 알고리즘", "Search by a population: the better genomes have children that differ a little. It needs no gradient.", ["06"], "GeneticAlgorithm", 11),
        new("selection, crossover, mutation", "선택, 교차, 변이", "Who has children; how two parents are mixed; how a child differs from them.", ["06"], "GeneticOptions", 11),
        // Row 16
        new("optimizer", "최적화 기법", "The rule that turns gradients into steps.", ["06", "05"], "Optimizer", 16),
        new("curvature", "곡률", "How fast the slope changes: the second derivative along a direction.", ["06"], "", 16),
        new("condition number", "조건수", "The largest curvature divided by the smallest.", ["06"], "", 16),
        new("momentum", "모멘텀", "A velocity that adds up past gradients, so that steps build up speed where the slope is steady.", ["06"], "Sgd", 16),
        new("Nesterov momentum", "네스테로프 모멘텀", "Momentum whose gradient is taken ahead, where the velocity is about to lead.", ["06"], "Sgd", 16),
        new("moving average", "이동 평균", "An average that forgets: keep a share of the old value, add the rest of the new one.", ["06"], "", 16),
        new("Adagrad", "에이다그래드", "Divides each weight's step by the root of the sum of all its squared gradients.", ["06"], "Adagrad", 16),
        new("RMSProp", "알엠에스프롭", "Divides by the root of a moving average of squared gradients, so that the past is forgotten.", ["06"], "RMSProp", 16),
        new("Adadelta", "에이다델타", "RMSProp whose learning rate is the size of its own recent steps.", ["06"], "Adadelta", 16),
        new("Adam", "아담", "Momentum over RMSProp, both corrected for their start at zero.", ["06", "05"], "Adam", 16),
        new("bias correction", "편향 보정", "Dividing a moving average by the share of it that has been filled, 1 − βᵗ.", ["06"], "Adam", 16),
        new("AdamW", "아담W", "Adam that shrinks the weights directly instead of adding the penalty to the gradient.", ["06", "07"], "AdamW", 16),
        // Row 17
        new("learning-rate schedule", "학습률 스케줄", "The learning rate as a function of the step.", ["06"], "Schedule", 17),
        new("warm-up", "워밍업", "A rise of the learning rate over the first steps.", ["06"], "Schedule.WarmUp", 17),
        new("cosine schedule", "코사인 스케줄", "A fall of the learning rate along half a cosine.", ["06"], "Schedule.Cosine", 17),
        new("learning-rate finder", "학습률 탐색", "A short run with rising rates; the loss tells where training starts and where it breaks.", ["06"], "RateSweep", 17),
        // Row 18
        new("regularisation", "정규화", "Whatever lowers the error on new examples rather than that on the training set.", ["07"], "", 18),
        new("L2 penalty (ridge)", "L2 정규화", "λ Σ w², added to the loss: pulls each weight in proportion to its size.", ["07"], "Penalty.L2", 18),
        new("L1 penalty (lasso)", "L1 정규화", "λ Σ |w|, added to the loss: pulls each weight alike, many of them to exactly 0.", ["07"], "Penalty.L1", 18),
        new("weight decay", "가중치 감쇠", "Shrinking the weights a little at every step.", ["07", "06"], "ParameterGroup.WeightDecay", 18),
        new("generalisation gap", "일반화 격차", "The accuracy on the training set less that on new examples.", ["07"], "", 18),
        new("early stopping", "조기 종료", "Ending the training when the loss on held-out examples no longer falls.", ["07"], "EarlyStopping", 18),
        new("validation set", "검증 집합", "Held-out examples by which settings and the moment to stop are chosen; never those of the final test.", ["07"], "", 18),
        new("label smoothing", "레이블 평활화", "Asking for a little less than certainty on the label, and the rest on the other classes.", ["07"], "F.CrossEntropy", 18),
        // Row 19
        new("dropout", "드롭아웃", "Setting activations to 0 at random while training, so that no unit relies on another.", ["07"], "Dropout", 19),
        new("training and evaluation mode", "훈련 모드와 평가 모드", "Whether layers such as dropout act as in training or as in use.", ["07", "08", "23"], "Module.Train", 19),
        // Row 21
        new("critical point", "임계점", "A point where the gradient is zero.", ["06", "23"], "", 21),
        new("local minimum", "지역 최솟값", "A critical point with no way down: every curvature is positive.", ["06", "23"], "", 21),
        new("saddle point", "안장점", "A critical point with ways up and ways down.", ["06", "23"], "", 21),
        new("Hessian matrix", "헤세 행렬", "All second derivatives: how the gradient changes along each direction; its eigenvalues are the curvatures along its own directions.", ["06", "23"], "Hessian", 21),
        new("index of a critical point", "임계점의 지수", "The number of negative curvatures, often as a share of all.", ["06", "23"], "", 21),
    ];
}
