namespace DeepNotes.Exercises;

public static partial class Glossary
{
    // Rows 23 to 44: convolution, architectures, looking inside.
    private static Term[] Vision =>
    [
        new("channel", "채널", "One plane of an image or a feature map: red, green, blue, or what one filter found.", ["09"], "", 23),
        new("image as a tensor", "이미지 텐서", "Numbers with the axes batch, channel, row, column.", ["09"], "Tensor", 23),
        new("convolution", "합성곱", "One small kernel of weights slid over all places of an input; networks do not flip it.", ["09"], "F.Conv2d", 24),
        new("kernel (filter)", "커널 (필터)", "The few weights that a convolution uses at every place.", ["09"], "Conv2d.Weight", 24),
        new("feature map", "특징 맵", "The output of one filter over all places.", ["09"], "Conv2d", 24),
        new("local connection", "지역 연결", "A unit that reads a small patch of its input instead of all of it.", ["09"], "Conv2d", 24),
        new("weight sharing", "가중치 공유", "The same weights at every place; what is learned in one place holds in all.", ["09"], "Conv2d", 24),
        new("translation equivariance", "이동 등변성", "Shifting the input shifts the output by the same amount.", ["09"], "Conv2d", 25),
        new("translation invariance", "이동 불변성", "Shifting the input leaves the output as it was.", ["09"], "MaxPool2d", 25),
        new("max pooling", "최대 풀링", "The largest number of each window; its gradient goes to that one pixel.", ["09"], "F.MaxPool2d", 26),
        new("average pooling", "평균 풀링", "The mean of each window; its gradient is shared among the window's pixels.", ["09"], "F.AvgPool2d", 26),
        new("stride", "스트라이드", "By how many pixels a kernel moves from one output to the next.", ["09"], "Conv2d.Stride", 27),
        new("padding", "패딩", "Zeros around an image, so that its edge pixels have full neighbourhoods.", ["09"], "Conv2d.Padding", 27),
        new("dilation", "팽창", "The distance between the pixels that neighbouring kernel weights read.", ["09"], "Conv2d.Dilation", 27),
        new("receptive field", "수용 영역", "The part of the input that a unit can see.", ["09"], "", 27),
        new("1×1 filter", "1×1 필터", "A linear layer applied to the channels of each pixel by itself.", ["09"], "Conv2d", 28),
        new("bottleneck", "병목 구조", "Fewer channels in the middle: 1×1 down, 3×3, 1×1 up, at a fraction of the multiplications.", ["09"], "", 29),
        new("multiply-accumulate (MAC)", "곱셈 누산", "One multiplication and one addition: the unit in which a layer's work is counted.", ["09"], "", 29),
        new("up-sampling", "업샘플링", "Making a larger image of a smaller one.", ["09"], "Upsample", 30),
        new("nearest-neighbour interpolation", "최근접 이웃 보간", "Each new pixel copies the nearest old one.", ["09"], "F.UpsampleNearest", 30),
        new("bilinear interpolation", "이중선형 보간", "Each new pixel is a weighted mean of the four old ones around it.", ["09"], "F.UpsampleBilinear", 30),
        new("transposed convolution", "전치 합성곱", "Each number stamps the kernel into a larger output: a convolution's way back as a layer.", ["09"], "F.ConvTranspose2d", 30),
        new("checkerboard artefact", "체커보드 현상", "The pattern left by stamps that overlap unevenly.", ["09"], "", 30),
        new("confusion matrix", "혼동 행렬", "A row per true class, a column per answer: which is taken for which.", ["10"], "Metrics.ConfusionMatrix", 33),
        new("inductive bias", "귀납적 편향", "What a learner prefers among the functions that fit its data; a convolution prefers local ones that are the same everywhere.", ["10"], "", 25),
        new("LeNet-5", "르넷-5", "LeCun's network of 1998: two convolutions with pooling, three linear layers, 61,706 parameters.", ["10"], "LeNet5", 33),
        new("MNIST", "엠니스트", "70,000 handwritten digits of 28×28 pixels, the common test of a generation.", ["10", "02"], "DataHub.Load", 42),
        new("simple cell", "단순 세포", "A cell of the visual cortex that answers to an edge at one place.", ["10"], "", 44),
        new("complex cell", "복합 세포", "A cell that answers to an edge anywhere in a small region.", ["10"], "", 44),
        new("neocognitron", "신경인식기", "Fukushima's network of 1980: layers of simple and complex cells, the forerunner of convolutional networks.", ["10"], "", 44),
    ];
}
