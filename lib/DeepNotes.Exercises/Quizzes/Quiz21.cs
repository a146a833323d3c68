namespace DeepNotes.Exercises;

internal static partial class Quizzes
{
    private static IReadOnlyList<Question> Quiz21 =>
    [
        Ask("What does a linear autoencoder with a code of 8 numbers learn, at best?", 'C',
            ("The same 8-dimensional space as the first 8 principal components.", "The error is the same; the code's axes may be turned."),
            ("Something better than principal components, for it is trained by gradients.", "No linear map to 8 numbers and back has a smaller error."),
            ("To copy every input exactly.", "8 numbers cannot hold 49."),
            ("The classes of the digits.", "It never sees a label.")),
        Ask("A denoising autoencoder is fed a noisy picture. What is its target?", 'A',
            ("The clean picture.", "So it has to learn which pictures are likely."),
            ("The noisy picture.", "Then it would learn to copy the noise as well."),
            ("The noise.", "That is possible, too, but it is not what was trained here."),
            ("A label.", "There are no labels.")),
        Ask("Why is z = μ + σ ε used instead of a draw from N(μ, σ²)?", 'D',
            ("A gradient reaches μ and σ: the randomness ε is an input of its own.", "The distribution of z is the same."),
            ("It is faster.", "It costs the same normal numbers."),
            ("z has a smaller variance.", "It has the variance σ², as before."),
            ("It makes the code deterministic.", "ε is drawn anew each time.")),
        Ask("What would a variational autoencoder do without the divergence in its loss?", 'B',
            ("Make σ tiny and spread the codes out: an ordinary autoencoder, from whose prior nothing sensible is drawn.", "The divergence keeps codes where N(0, 1) will look for them."),
            ("Reconstruct worse.", "The reconstruction would be better: nothing else is asked for."),
            ("Learn nothing at all.", "The reconstruction still gives gradients."),
            ("Give every input the code 0.", "That is what the divergence alone would do.")),
        Ask("The test −ELBO is 105.6 nats. What does that say of −log p(x)?", 'A',
            ("It is 105.6 or less: the ELBO is a lower bound of log p(x).", "The gap is the divergence of q(z|x) from the true posterior."),
            ("It is exactly 105.6.", "Only if q(z|x) were the true posterior."),
            ("It is 105.6 or more.", "The bound is from the other side."),
            ("Nothing.", "A bound says something.")),
    ];
}
