namespace DeepNotes.Exercises;

internal static partial class Quizzes
{
    private static IReadOnlyList<Question> Quiz22 =>
    [
        Ask("Why can all hidden units of a restricted Boltzmann machine be drawn at once?", 'B',
            ("Given the visible units they are independent: no connection joins two of them.", "That is the restriction."),
            ("They all have the same probability.", "Each has weights of its own."),
            ("The machine is small.", "It holds for any size."),
            ("They are not random.", "They are drawn with their probabilities.")),
        Ask("What makes the likelihood of a large machine hard?", 'D',
            ("The partition function: a sum over every state.", "The free energy of one state is easy."),
            ("The free energy of the data.", "It takes one pass through the weights."),
            ("The derivative of the sigmoid.", "It is p (1 − p)."),
            ("The biases.", "They are only a part of the sum.")),
        Ask("Contrastive divergence with one step begins its chain at the data. What does it miss?", 'A',
            ("Likely states far from every example: no fantasy gets there, so nothing raises their energy.", "More steps, or chains that go on, find them."),
            ("The examples themselves.", "They are the first half of the update."),
            ("The biases.", "They are updated like the weights."),
            ("Nothing: it is the exact gradient.", "Only when the chain is long enough to forget its beginning.")),
        Ask("14 pictures are equally likely. What is the best mean log-likelihood of any model?", 'C',
            ("−ln 14 = −2.64 nats.", "A model that gives each of them 1/14 and nothing to any other picture."),
            ("0.", "Then one picture would have probability 1 and the others none."),
            ("−ln 512 = −6.24 nats.", "That is a model that knows nothing: 512 pictures of 9 pixels."),
            ("ln 14.", "A log-probability is never above 0.")),
        Ask("What did greedy pre-training give a deep network of sigmoids in 2006?", 'B',
            ("First weights from which backpropagation gets going, learned without labels.", "Today's first weights, rectifiers and norms do it without."),
            ("The final weights.", "Fine-tuning with labels came after."),
            ("Fewer layers.", "It made more of them trainable."),
            ("Labels for unlabelled data.", "It does not use labels at all.")),
    ];
}
