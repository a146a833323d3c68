namespace DeepNotes.Exercises;

internal static partial class Quizzes
{
    private static IReadOnlyList<Question> Quiz10 =>
    [
        Ask("Where are most of LeNet-5's parameters?", 'C',
            ("In the first linear layer, from 400 to 120 numbers.", "48,120 of 61,706; the convolutions share their weights and hold 4 %."),
            ("In the second convolution, which has the most filters.", "16 filters of 150 weights are 2,416 with their biases."),
            ("In the first convolution, which has the largest image.", "The image's size does not enter: 156."),
            ("In the poolings.", "Today's poolings have none.")),
        Ask("Which part of the brain's wiring do convolution and pooling take after?", 'A',
            ("Simple cells, and complex cells that gather them.", "Hubel and Wiesel's two kinds became the S and C layers of the neocognitron."),
            ("The optic nerve and its blind spot.", "Neither layer models the way of the signal from the eye."),
            ("Neurons that fire together and so wire together.", "That is a rule of learning; LeCun's networks learn by backpropagation."),
            ("Cells that look back and forth over the scene.", "A convolution looks at all places at once.")),
        Ask("A network gives 10 of 100 sevens as ones. Where does its confusion matrix show the 10?", 'D',
            ("In the row of the seven and the column of the one.", "Rows are the truth, columns the answers."),
            ("In the row of the one and the column of the seven.", "That place counts ones taken for sevens."),
            ("On the diagonal.", "The diagonal holds what was right."),
            ("In both places.", "Taking sevens for ones says nothing about ones taken for sevens.")),
        Ask("All pixels of all images are shuffled by one permutation. What happens to a perceptron trained on them?", 'B',
            ("Nothing: its inputs have no order.", "Permute the columns of its first weights in the same way, and it computes the same."),
            ("It falls to guessing: the images are noise now.", "No information is lost; each pixel is only in another place."),
            ("It gets better: the shuffling regularises.", "The same permutation for all images adds no noise."),
            ("It loses about as much as a CNN.", "The CNN loses because neighbours mattered to it.")),
        Ask("What is an inductive bias?", 'C',
            ("What a learner prefers among the functions that fit its data.", "Without one there is no reason to continue the data in any particular way."),
            ("The constant that a neuron adds to its sum.", "That is a bias too, of another kind."),
            ("An error in the collection of the data.", "That is a sampling bias."),
            ("A weakness that enough layers remove.", "Deep networks have theirs as well; none learns without.")),
    ];
}
