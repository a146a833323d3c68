namespace DeepNotes.Exercises;

public static partial class Glossary
{
    // Rows 1 to 15: neurons, losses, backpropagation, the first weights.
    private static Term[] Basics =>
    [
        // Coverage row 1: representation
        new("data representation", "데이터 표현", "The numbers by which a thing is handed to a model; a good one makes the task easy.", ["00", "01", "02"], "Tensor", 1),
        new("feature", "특징", "One number of a representation that says something of use for the task.", ["00", "02"], "", 1),
        new("feature learning", "특징 학습", "Finding the features from data instead of designing them by hand.", ["00", "02"], "Sequential", 1),
        new("tensor", "텐서", "An array of numbers with any number of axes, here with an optional gradient.", ["00", "03"], "Tensor", 0),
        new("shape", "형상", "The lengths of a tensor's axes, outermost first.", ["00"], "Tensor.Shape", 0),
        new("random seed", "난수 시드", "The number from which a generator starts; the same seed gives the same run.", ["00"], "Rng", 0),
        // Row 2: perceptron
        new("artificial neuron", "인공 뉴런", "A weighted sum of inputs plus a bias, passed through an activation.", ["01", "02"], "Linear", 2),
        new("perceptron", "퍼셉트론", "Rosenblatt's neuron with a step activation and a rule that learns from mistakes only.", ["01"], "", 2),
        new("weight", "가중치", "The factor that an input is multiplied by; what training changes.", ["01"], "Linear.Weight", 2),
        new("bias", "편향", "The constant added to a weighted sum; it moves the boundary away from the origin.", ["01"], "Linear.Bias", 2),
        new("margin", "마진", "The distance from the separating boundary to the nearest example.", ["01"], "", 2),
        // Row 3: linear classifier, XOR
        new("linear classifier", "선형 분류기", "A classifier whose classes are the two sides of a straight boundary.", ["01", "02"], "Linear", 3),
        new("half-space", "반공간", "All points on one side of a hyperplane.", ["01"], "", 3),
        new("decision boundary", "결정 경계", "Where a classifier's answer changes.", ["01", "02"], "", 3),
        new("linearly separable", "선형 분리 가능", "Said of classes that some straight boundary divides without error.", ["01"], "", 3),
        new("exclusive or (XOR)", "배타적 논리합", "True when exactly one of two inputs is; the smallest task no single half-space solves.", ["01"], "Toy.Xor", 3),
        // Row 4: networks
        new("artificial neural network (ANN)", "인공신경망", "Artificial neurons whose outputs are the inputs of others.", ["02", "01"], "Sequential", 4),
        new("feed-forward neural network (FNN)", "순방향 신경망", "A network without cycles: each layer feeds the next.", ["02"], "Sequential", 4),
        new("multi-layer perceptron (MLP)", "다층 퍼셉트론", "Affine layers with activations between them.", ["02", "01", "04"], "Sequential", 4),
        new("deep neural network (DNN)", "심층 신경망", "A network with several hidden layers.", ["02", "04"], "Sequential", 4),
        new("hidden layer", "은닉층", "A layer between input and output; its values are not given by the data.", ["01", "02"], "", 4),
        new("affine layer (linear, fully connected)", "어파인 계층 (완전 연결)", "y = x·wᵀ + b: every output sees every input.", ["02", "03"], "Linear", 4),
        // Row 5: activations
        new("activation function", "활성화 함수", "The bend applied to a weighted sum, element by element.", ["02", "04"], "F.Relu", 5),
        new("sigmoid", "시그모이드", "1/(1 + e⁻ˣ), from 0 to 1; its slope is at most ¼.", ["02", "03", "04"], "F.Sigmoid", 5),
        new("hyperbolic tangent (tanh)", "쌍곡탄젠트", "A sigmoid stretched to −1 … 1; its slope is 1 at 0.", ["02", "04"], "F.Tanh", 5),
        new("rectified linear unit (ReLU)", "정류 선형 유닛", "max(x, 0): slope 1 where it is on, 0 where it is off.", ["02", "04"], "F.Relu", 5),
        new("leaky ReLU", "리키 렐루", "ReLU with a small slope below 0, so that no unit dies.", ["02"], "F.LeakyRelu", 5),
        new("parametric ReLU (PReLU)", "파라메트릭 렐루", "Leaky ReLU whose slope below 0 is learned.", ["02"], "F.PRelu", 5),
        new("exponential linear unit (ELU)", "지수 선형 유닛", "x above 0, α(eˣ − 1) below: smooth, with a floor at −α.", ["02"], "F.Elu", 5),
        new("softplus", "소프트플러스", "ln(1 + eˣ): a smooth ReLU whose slope is the sigmoid.", ["02"], "F.Softplus", 5),
        new("Gaussian error linear unit (GELU)", "가우스 오차 선형 유닛", "x times the normal distribution function of x.", ["02"], "F.Gelu", 5),
        new("sigmoid linear unit (SiLU)", "시그모이드 선형 유닛", "x·sigmoid(x), also called swish.", ["02"], "F.Silu", 5),
        new("softmax", "소프트맥스", "Turns scores into probabilities: exponentials divided by their sum.", ["02", "03"], "F.Softmax", 5),
        new("saturation", "포화", "Where an activation is nearly flat, so that hardly any gradient passes.", ["02", "04"], "", 5),
        new("dead ReLU", "죽은 렐루", "A ReLU that is off for every example and, having no gradient, stays so.", ["02"], "", 5),
        // Row 6
        new("non-linearity", "비선형성", "What keeps stacked layers from collapsing into a single linear one.", ["02"], "", 6),
        // Row 7: losses
        new("loss function", "손실 함수", "One number that says how wrong the predictions are; training lowers it.", ["02", "03"], "F.CrossEntropy", 7),
        new("mean squared error (MSE)", "평균 제곱 오차", "The mean of squared differences; the negative log-likelihood under Gaussian noise.", ["02", "03"], "F.MseLoss", 7),
        new("cross-entropy", "교차 엔트로피", "The mean of −ln of the probability given to the right class.", ["02", "03"], "F.CrossEntropy", 7),
        new("binary cross-entropy", "이진 교차 엔트로피", "Cross-entropy for two classes and one output.", ["02"], "F.BinaryCrossEntropyWithLogits", 7),
        new("negative log-likelihood (NLL)", "음의 로그 가능도", "Minus the logarithm of the probability of the data under the model.", ["02"], "F.NllLoss", 7),
        new("logit", "로짓", "A score before the softmax or sigmoid.", ["02", "03"], "", 7),
        // Row 8
        new("regression", "회귀", "Predicting a number; a one-layer net is linear or logistic regression.", ["02"], "Linear", 8),
        new("logistic regression", "로지스틱 회귀", "A linear score and a sigmoid, fitted by cross-entropy: a net without hidden layers.", ["02"], "Linear", 8),
        // Row 9
        new("supervised learning", "지도 학습", "Learning from examples that come with the right answer.", ["01", "02"], "Trainer", 9),
        new("generalisation", "일반화", "Being right on examples that were not trained on.", ["02"], "Metrics.Accuracy", 9),
        new("training and test set", "훈련 집합과 시험 집합", "The examples learned from, and those kept apart to judge by.", ["02", "00"], "LabelledData", 9),
        new("overfitting", "과적합", "Fitting the training set's accidents: its error falls while the test error rises.", ["02"], "", 9),
        // Row 10
        new("gradient", "기울기", "The vector of partial derivatives; it points where the loss rises fastest.", ["03", "02", "04"], "Tensor.Grad", 10),
        new("gradient descent", "경사 하강법", "Stepping against the gradient, by learning rate times gradient.", ["03", "02"], "Sgd", 10),
        new("stochastic gradient descent (SGD)", "확률적 경사 하강법", "Gradient descent with the gradient of a few examples drawn at random.", ["02", "03", "04"], "Sgd", 10),
        new("mini-batch", "미니배치", "The few examples of one step; the noise of its gradient falls as one over the root of its size.", ["02", "03"], "DataLoader", 10),
        new("learning rate", "학습률", "The length of a step along the negative gradient.", ["02", "03", "04"], "Optimizer.LearningRate", 10),
        new("epoch", "에폭", "One pass over the training set.", ["02", "01"], "Trainer.Fit", 10),
        // Row 12
        new("backpropagation", "역전파", "The chain rule applied from the loss backwards, sharing all common factors.", ["03", "04"], "Tensor.Backward", 12),
        new("chain rule", "연쇄 법칙", "The derivative of a composition is the product of the derivatives.", ["03", "04"], "", 12),
        new("computational graph", "계산 그래프", "Operations as nodes, results flowing along the edges.", ["03"], "Autograd.Trace", 12),
        new("tape (automatic differentiation)", "테이프 (자동 미분)", "The record of the operations that ran, walked backwards for the gradients.", ["03"], "Autograd", 12),
        new("topological order", "위상 정렬", "An order in which every node comes after those it uses.", ["03"], "Node.Sequence", 12),
        new("gradient check", "기울기 검사", "Comparing a gradient with finite differences of the function.", ["03"], "", 12),
        new("finite difference", "유한 차분", "(f(x + h) − f(x − h)) / 2h, an estimate of the derivative.", ["03"], "", 12),
        // Row 13
        new("vanishing gradient", "기울기 소실", "Gradients that shrink layer by layer on the way back, so that early layers hardly learn.", ["04"], "", 13),
        new("gradient norm", "기울기 노름", "The length of a gradient; one per layer shows where it is lost.", ["04"], "", 13),
        new("weight initialisation", "가중치 초기화", "The random weights that training starts from; their scale decides whether gradients survive.", ["04", "05"], "Init", 13),
        // Row 14
        new("exploding gradient", "기울기 폭발", "Gradients that grow layer by layer until a step throws the weights away.", ["04"], "", 14),
        // Row 15
        new("variance", "분산", "The mean squared distance from the mean.", ["05"], "", 15),
        new("symmetry of units", "대칭", "Units that start equal get equal gradients and stay equal.", ["05"], "", 15),
        new("fan-in", "팬인", "The number of inputs of a unit.", ["05"], "", 15),
        new("fan-out", "팬아웃", "The number of units that read an input.", ["05"], "", 15),
        new("LeCun initialisation", "르쿤 초기화", "Variance 1/fan-in.", ["05"], "Init.LeCun", 15),
        new("Glorot (Xavier) initialisation", "세이비어 초기화", "Variance 2/(fan-in + fan-out), for tanh.", ["05"], "Init.Glorot", 15),
        new("He initialisation", "He 초기화", "Variance 2/fan-in, for ReLU.", ["05"], "Init.He", 15),
        new("orthogonal matrix", "직교 행렬", "A rotation: it keeps the length of every vector.", ["05"], "Init.Orthogonal", 15),
        new("singular value", "특잇값", "A factor by which a matrix stretches one of its own directions.", ["05"], "", 15),
        new("LSUV", "층별 단위 분산 초기화", "Dividing each layer's weights by the measured deviation of its output.", ["05"], "Init.Lsuv", 15),
    ];
}
