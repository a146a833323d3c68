namespace DeepNotes.Exercises;

internal static partial class Quizzes
{
    private static IReadOnlyList<Question> Quiz24 =>
    [
        Ask("A layer adds a bias to 16 million activations. What limits it?", 'B',
            ("Memory: one operation per 8 bytes or more lies far left on the roofline.", "Fusing the addition into the matrix product before it saves the whole pass."),
            ("Arithmetic: 16 million additions are a lot.", "A core does them in well under a millisecond; bringing the numbers takes ten times as long."),
            ("The number of threads.", "More threads share the same memory; they help little here."),
            ("The garbage collector.", "Nothing needs to be allocated for an addition in place.")),
        Ask("Why is the product with the inner loop along rows so much faster than the plain three loops?", 'D',
            ("Neighbouring numbers arrive together: a cache line brings 16 floats, and all are used.", "The plain order uses one float of each line it brings, then jumps a row."),
            ("It does fewer multiplications.", "Both orders do exactly n³ of them."),
            ("It adds in a different order, which is cheaper.", "Additions cost the same in any order."),
            ("The compiler leaves out the checks of the bounds.", "A little of it; the memory access weighs far more.")),
        Ask("A kernel keeps a 12 × 32 tile of C in registers. What does that buy?", 'A',
            ("Each number read takes part in many multiply-adds before it is dropped.", "44 numbers are read for 384 multiply-adds at every step of the sum."),
            ("The result becomes more accurate.", "The same sums are made; rounding is much the same."),
            ("The matrices take less memory.", "They are as large as before."),
            ("It needs no vector instructions any more.", "The tile is made of vectors: twelve rows by two of them.")),
        Ask("Batch size 1 turns the layer's product into a matrix times a vector. What happens to its speed in GFLOP/s?", 'C',
            ("It falls to what memory allows: each weight is read for two operations only.", "That is why larger batches cost so little extra until the roof is reached."),
            ("It rises, as there is less to do.", "There is less to do, but the speed per operation falls."),
            ("It stays the same: it is the same kernel.", "The kernel starves: the intensity is about one half."),
            ("It falls because of the sigmoid.", "The activation is a small part either way.")),
        Ask("Two threads give each output row to exactly one thread. Why does that matter beyond speed?", 'B',
            ("The result has the same bits at any thread count: no sum is split.", "Floating-point addition is not associative; splitting a sum changes its last bits."),
            ("It uses less memory.", "Hardly: the operands are shared in both designs."),
            ("It makes locks faster.", "There are no locks at all when no output is shared."),
            ("It keeps the processor cooler.", "Both cores work as hard as before.")),
    ];
}
