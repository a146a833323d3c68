namespace DeepNotes.Exercises;

internal static partial class Quizzes
{
    private static IReadOnlyList<Question> Quiz07 =>
    [
        Ask("A weight is 0.001, and nothing in the data needs it. What do an L2 and an L1 penalty do with it?", 'B',
            ("L1 brings it to exactly 0; under L2 it shrinks ever more slowly.", "L2's pull is proportional to the weight and fades with it; L1's is the same at any size."),
            ("Both bring it to exactly 0, L2 a little faster.", "L2 multiplies by a factor below 1 at every step, which never gives 0."),
            ("L2 brings it to exactly 0; under L1 it stays as it is.", "It is the other way round: L1 has the constant pull."),
            ("Nothing: penalties act on large weights only.", "Both act on every weight; L2's action is small on small ones.")),
        Ask("Dropout with p = 0.8 in training. What must happen when the net is evaluated?", 'D',
            ("Nothing at all: what was kept has been multiplied by 5 in training.", "Inverted dropout scales while training, so that the evaluated net is the plain one."),
            ("All activations are multiplied by 0.2.", "That is needed when training did not scale; inverted dropout did."),
            ("The same units are dropped as in the last step.", "Evaluating uses all units."),
            ("A mean over many random masks must be taken.", "It can be taken, and comes close to the plain net, but it is not necessary.")),
        Ask("The training loss falls, the loss on held-out examples has risen for ten epochs. What do you do first?", 'A',
            ("Stop, and take the weights of the lowest held-out loss.", "They are a copy away, and no further training on this set is likely to help."),
            ("Raise the learning rate to leave the bad region.", "The training loss falls nicely: the walk is fine, the goal is not."),
            ("Train on: the training loss shows that it still learns.", "It learns the training set by heart."),
            ("Add layers, for the network is too small.", "A network that is too small has a high training loss.")),
        Ask("Why is adding λ‖w‖² to the loss not the same as decay when Adam takes the steps?", 'C',
            ("Adam divides the penalty's gradient by the size of all gradients.", "So weights with large gradients are hardly decayed; AdamW shrinks the weights directly."),
            ("Adam has no learning rate for the penalty to be scaled by.", "It has one; the difference lies in the division."),
            ("Adam's momentum makes the decay ten times as strong.", "The moving average does not change its size; the division does."),
            ("It is the same: the gradient of the penalty is 2λw either way.", "For plain SGD that is the end of it. Adam does something to the gradient first.")),
        Ask("A gradient (3, 4) is clipped at 1. What comes out by norm, and what by value?", 'B',
            ("By norm (0.6, 0.8), by value (1, 1).", "The norm is 5; dividing by 5 keeps the direction, cutting each element does not."),
            ("By norm (1, 1), by value (0.6, 0.8).", "Exchanged: the norm is one number for the whole gradient."),
            ("By norm (0.43, 0.57), by value (1, 1).", "That divides by 7, the sum of the sizes; the norm is √(9 + 16) = 5."),
            ("Both (1, 1), since both elements are above 1.", "Only by value is each element looked at alone.")),
    ];
}
