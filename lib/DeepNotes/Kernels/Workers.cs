namespace DeepNotes.Kernels;

/// <summary>A few threads that stand ready to share a kernel's work.</summary>
/// <remarks>
/// A kernel of some microseconds cannot wait for the thread pool, so a worker looks out for its next part for a short while before it
/// goes to sleep. Who runs what is fixed: part 0 belongs to the caller, part i to worker i.
/// </remarks>
public static class Workers
{
    private const int SpinsBeforeSleep = 2000;
    private static readonly Lock Gate = new();
    private static readonly List<Worker> Pool = [];
    private static int _count = Environment.ProcessorCount;

    /// <summary>How many threads a kernel may use, the caller included; at first, the number of processors.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Set to less than 1.</exception>
    public static int Count
    {
        get => Volatile.Read(ref _count);
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            Volatile.Write(ref _count, value);
        }
    }

    /// <summary>Runs <paramref name="body"/>(0) … <paramref name="body"/>(parts − 1), at the same time where threads are free.</summary>
    /// <param name="parts">How many parts; the parts must write to different places.</param>
    /// <param name="body">Runs one part. An exception is passed on to the caller when all parts have ended.</param>
    public static void Run(int parts, Action<int> body)
    {
        ArgumentNullException.ThrowIfNull(body);
        int shared = Math.Min(parts, Count);
        // A part that asks for more parts, or a second caller, finds the workers taken and does its work itself.
        if (shared <= 1 || Gate.IsHeldByCurrentThread || !Gate.TryEnter())
        {
            for (int i = 0; i < parts; i++)
                body(i);
            return;
        }
        try
        {
            RunShared(parts, shared, body);
        }
        finally
        {
            Gate.Exit();
        }
    }

    private static void RunShared(int parts, int shared, Action<int> body)
    {
        while (Pool.Count < shared - 1)
            Pool.Add(new Worker());
        for (int i = 1; i < shared; i++)
            Pool[i - 1].Start(body, i);
        Exception? failure = null;
        try
        {
            body(0);
            for (int i = shared; i < parts; i++)
                body(i);
        }
        catch (Exception e)
        {
            failure = e;
            throw;
        }
        finally
        {
            for (int i = 1; i < shared; i++)
                failure = Pool[i - 1].Wait() ?? failure;
        }
        if (failure is not null)
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(failure);
    }

#pragma warning disable CA1001 // A worker lives as long as the process; there is no moment to dispose of it.
    private sealed class Worker
#pragma warning restore CA1001
    {
        private readonly SemaphoreSlim _wake = new(0);
        private Action<int>? _body;
        private Exception? _failure;
        private int _part, _busy, _asleep;

        public Worker() => new Thread(Loop) { IsBackground = true, Name = "DeepNotes worker" }.Start();

        public void Start(Action<int> body, int part)
        {
            (_body, _part, _failure) = (body, part, null);
            Interlocked.Exchange(ref _busy, 1);
            if (Interlocked.Exchange(ref _asleep, 0) == 1)
                _wake.Release();
        }

        public Exception? Wait()
        {
            var spin = new SpinWait();
            while (Volatile.Read(ref _busy) == 1)
                spin.SpinOnce(sleep1Threshold: -1);
            _body = null;
            return _failure;
        }

        private void Loop()
        {
            while (true)
            {
                AwaitWork();
                try
                {
                    _body!(_part);
                }
#pragma warning disable CA1031 // Whatever a part throws belongs to the caller, who waits for it.
                catch (Exception e)
#pragma warning restore CA1031
                {
                    _failure = e;
                }
                Volatile.Write(ref _busy, 0);
            }
        }

        private void AwaitWork()
        {
            for (int i = 0; i < SpinsBeforeSleep; i++)
            {
                if (Volatile.Read(ref _busy) == 1)
                    return;
                Thread.SpinWait(8);
            }
            // Announce the sleep first, look once more after: either Start sees the announcement, or this thread sees the work.
            Interlocked.Exchange(ref _asleep, 1);
            if (Volatile.Read(ref _busy) == 1 && Interlocked.Exchange(ref _asleep, 0) == 1)
                return;
            _wake.Wait();
        }
    }
}
