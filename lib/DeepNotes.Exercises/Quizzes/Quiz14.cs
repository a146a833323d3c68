namespace DeepNotes.Exercises;

internal static partial class Quizzes
{
    private static IReadOnlyList<Question> Quiz14 =>
    [
        Ask("Which part of an LSTM lets a gradient travel far?", 'A',
            ("The cell's state: c = f · c + …, a sum whose factor is the open gate f.", "With f near 1 the factor of each step is near 1."),
            ("The output gate, since it decides what is seen.", "It decides what leaves the cell; the memory runs past it."),
            ("The tanh of the candidate.", "It limits what comes in, as in a simple network."),
            ("The larger number of weights.", "A simple network with as many weights forgets just the same.")),
        Ask("A forget gate rests at σ(0) = 0.5. What is left of a memory after 10 steps?", 'C',
            ("About a thousandth: 0.5 to the power of 10.", "A bias of +1 or more opens the gate at the beginning of training."),
            ("Half of it.", "Half is lost at every step."),
            ("A twentieth.", "The factors multiply; they do not add."),
            ("All of it, since the cell's state is a sum.", "The old state is in the sum with the factor f.")),
        Ask("What does a GRU do with one gate for which an LSTM has two?", 'D',
            ("It forgets and writes with one: what z keeps, 1 − z replaces.", "A GRU cannot keep everything and add to it at the same time."),
            ("It reads and resets with one.", "The reset gate r has no counterpart in the LSTM."),
            ("It reads and writes with one.", "It has no output gate: its state is its output."),
            ("It has no gates at all, only a candidate.", "It has two gates, reset and update.")),
        Ask("Which task can a bidirectional network do that no network reading forward can?", 'B',
            ("Label a step by what comes three steps later.", "The net that reads from the end has already seen it."),
            ("Continue a text.", "For that it would have to have read what it is to write."),
            ("Remember the first step at the last.", "Both can, if their memory is long enough."),
            ("Read sequences of different lengths.", "Any recurrent network can.")),
        Ask("A model of 65 characters has a loss of 1.48 nats per character. Among how many equally likely characters does it hesitate?", 'A',
            ("4.4: the perplexity is exp(1.48).", "And 1.48 / ln 2 = 2.1 bits would store a character."),
            ("65: all of them are possible.", "That would be a loss of ln 65 = 4.17 nats."),
            ("1.48.", "The loss is a logarithm; the perplexity is its exponential."),
            ("2.1: nats divided by ln 2.", "Those are bits per character.")),
    ];
}
