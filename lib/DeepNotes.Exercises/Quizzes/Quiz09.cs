namespace DeepNotes.Exercises;

internal static partial class Quizzes
{
    private static IReadOnlyList<Question> Quiz09 =>
    [
        Ask("A layer turns 32×32 pixels of 3 channels into 32×32 pixels of 16 with 3×3 kernels. How many weights has it, without biases?", 'B',
            ("432: 16 · 3 · 3 · 3.", "The number of pixels does not enter: every place uses the same weights."),
            ("50,331,648: every output reads every input.", "That is the fully connected layer between the same numbers."),
            ("144: 16 · 3 · 3.", "Each filter has a 3×3 kernel for every input channel."),
            ("16,384: 16 for each pixel.", "Weights belong to the filter, not to the place.")),
        Ask("What does the library's Conv2d do with its kernel before it slides it?", 'D',
            ("Nothing: what networks call convolution is cross-correlation.", "A learned kernel comes out flipped or not as needed, so the flip would change nothing but the name."),
            ("It turns it by 180 degrees.", "That is the convolution of mathematics and signal processing."),
            ("It divides it by its sum.", "Then it could not have negative sums, such as an edge detector's."),
            ("It transposes it.", "Rows stay rows; the transposed convolution transposes the whole linear map, not the kernel.")),
        Ask("Three 3×3 layers of stride 1 are stacked. A unit at the top sees", 'A',
            ("7×7 pixels.", "Each layer adds two: 3, 5, 7; and 27 weights per channel pair do what 49 would."),
            ("9×9 pixels.", "Windows of neighbouring units overlap; each layer adds kernel − 1 = 2."),
            ("27×27 pixels.", "Kernels would multiply only if windows did not overlap, as with stride 3."),
            ("3×3 pixels.", "It sees 3×3 of the map below it, and each of those sees 3×3 of its own.")),
        Ask("Where does the gradient go through a 2×2 max pooling?", 'C',
            ("To the largest pixel of each window, whole.", "The others had no influence on the output, so theirs is zero."),
            ("A quarter to each pixel.", "That is average pooling."),
            ("To each pixel in proportion to its value.", "The output is one of the pixels, not a weighted sum."),
            ("To the pixel in the upper left.", "Only if that one happens to be the largest.")),
        Ask("A transposed convolution with a 3×3 kernel and stride 2 leaves a checkerboard. What helps?", 'B',
            ("A kernel whose length is a multiple of the stride, 4×4 say.", "Then every output pixel lies under the same number of stamps."),
            ("A larger batch.", "The overlap depends on kernel and stride only."),
            ("A stride of 3 with a 4×4 kernel.", "4 is no multiple of 3: the stamps overlap in some rows and not in others."),
            ("Initialising all weights with the same number.", "Equal weights show the pattern at its clearest.")),
    ];
}
