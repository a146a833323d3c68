using DeepNotes.Kernels;

namespace DeepNotes.Tests.Kernels;

public class WorkersTests
{
    [Theory, InlineData(0), InlineData(1), InlineData(2), InlineData(7)]
    public void Every_part_runs_once_also_when_parts_ask_for_parts(int parts)
    {
        for (int round = 0; round < 200; round++)
        {
            var runs = new int[parts * 3];
            Workers.Run(parts, i => Workers.Run(3, j => Interlocked.Increment(ref runs[i * 3 + j])));
            Assert.All(runs, count => Assert.Equal(1, count));
        }
    }

    [Theory, InlineData(0), InlineData(1), InlineData(3)]
    public void A_failing_part_fails_the_call_and_leaves_the_workers_usable(int failing)
    {
        int runs = 0;
        void Body(int part)
        {
            Interlocked.Increment(ref runs);
            if (part == failing)
                throw new InvalidOperationException("part");
        }
        Assert.Throws<InvalidOperationException>(() => Workers.Run(4, Body));
        runs = 0;
        Workers.Run(4, _ => Interlocked.Increment(ref runs));
        Assert.Equal(4, runs);
    }
}
