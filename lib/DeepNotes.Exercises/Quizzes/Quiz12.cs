namespace DeepNotes.Exercises;

internal static partial class Quizzes
{
    private static IReadOnlyList<Question> Quiz12 =>
    [
        Ask("What does an occlusion map show at a place?", 'C',
            ("How much the class's probability falls when a grey square covers that place.", "It asks the network again for every place and needs no gradient."),
            ("How bright the image is there.", "A bright pixel may be of no use to the network."),
            ("The gradient of the loss with respect to the weights.", "Weights have no place in the image, and no gradient is needed."),
            ("Which filter is the largest.", "Filters are not looked at; only the answer is.")),
        Ask("Grad-CAM gives each feature map one weight. Which?", 'B',
            ("The mean over its places of the class logit's gradient.", "It says whether more of that map would speak for the class."),
            ("Its largest activation.", "That says what was found, not what the class makes of it."),
            ("The number of its positive pixels.", "The class may be against a map that is on everywhere."),
            ("1 divided by the number of maps.", "Then all classes would have the same map.")),
        Ask("DeepDream trains what?", 'A',
            ("The pixels; the weights stay as they are.", "The gradient goes on past the first layer, into the image, and is climbed."),
            ("The weights of the first layer.", "No weight changes."),
            ("A second network that paints.", "There is one network, and it was trained to classify."),
            ("The labels.", "What is to grow is an activation; no label is used.")),
        Ask("A network without shortcuts from the way down to the way up finds the shapes, and their edges are blurred. Why?", 'D',
            ("The smallest maps have lost where exactly things are, and nothing on the way up knows it.", "The joined maps of the way down still know it: that is what they are for."),
            ("Its learning rate is too small.", "More steps do not bring back what pooling threw away."),
            ("Transposed convolutions cannot make sharp edges.", "U-Net uses the same ones, and its edges are sharp."),
            ("It has no rectifiers.", "It has as many as U-Net.")),
        Ask("Nine pixels of ten are background, and a network calls all of them background. What are its share of right pixels and the shape's IoU?", 'B',
            ("90 % and 0.", "This is why masks are scored by intersection over union."),
            ("90 % and 0.9.", "The intersection for the shape is empty."),
            ("10 % and 0.", "The background pixels are right."),
            ("50 % and 0.5.", "Nothing is averaged over classes in the share of right pixels.")),
    ];
}
