namespace DeepNotes.Exercises;

internal static partial class Quizzes
{
    private static IReadOnlyList<Question> Quiz11 =>
    [
        Ask("Where are most of AlexNet's 61 million parameters?", 'C',
            ("In the first linear layer, which reads 256 · 6 · 6 numbers.", "Its 9,216 · 4,096 weights are 38 million; all linear layers together hold 96 in a hundred."),
            ("In the first convolution with its 11×11 filters.", "It has 23 thousand; the same filters serve every place."),
            ("Evenly in all layers.", "The convolutions together have 2.5 million."),
            ("In the output layer of 1,000 classes.", "It has 4 million.")),
        Ask("And where is most of its work?", 'A',
            ("In the convolutions: their few weights are used at thousands of places.", "Nine tenths of the multiply-adds."),
            ("In the linear layers, since they have the weights.", "A linear layer uses each weight once per picture."),
            ("In the pooling layers.", "They have no multiplications."),
            ("In the dropout.", "It costs nothing when the net is used.")),
        Ask("Two 3×3 layers see as much as one 5×5. With C channels everywhere they have", 'D',
            ("18 C² weights against 25 C².", "And a rectifier more in between; that is VGG's argument."),
            ("as many.", "2 · 9 is less than 25."),
            ("more, since there are two layers.", "The area counts: 9 + 9 against 25."),
            ("9 C² against 25 C².", "Each of the two layers has 9 C².")),
        Ask("What do the 1×1 filters in front of an inception module's 3×3 and 5×5 do?", 'B',
            ("They make fewer channels, so that the expensive filters have less to read.", "The cost of the large filters is proportional to the channels that they read."),
            ("They enlarge the receptive field.", "A 1×1 filter sees one place."),
            ("They make the picture smaller.", "That would take a stride; the places stay."),
            ("They replace the rectifier.", "Each is followed by one.")),
        Ask("GoogLeNet has a ninth of AlexNet's parameters and twice its multiply-adds. How can that be?", 'A',
            ("Its weights are nearly all convolutional, so each is used at many places; a mean replaces the large linear layers.", "Parameters and work are different things: a linear weight is used once, a filter's at every place."),
            ("Its numbers are smaller.", "The size of the numbers does not change their count."),
            ("It is trained longer.", "Training changes neither count."),
            ("The auxiliary classifiers do the work.", "They are not even run when the net is used.")),
    ];
}
