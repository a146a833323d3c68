// Notebook 19: one answer and known wrong answers for each exercise. Every part is the text of an answer cell;
// the words after "wrong:" are words of the diagnosis that the check must give.

// %% 19-regions answer
static int Regions(int features, int dimensions)
{
    int ways = 1, sum = 1;
    for (int k = 1; k <= dimensions; k++)
    {
        ways = ways * (features - k + 1) / k;
        sum += ways;
    }
    return sum;
}

// %% 19-regions wrong: as many dimensions as features
static int Regions(int features, int dimensions) => 1 << features;

// %% 19-regions wrong: k = 0 is missing
static int Regions(int features, int dimensions)
{
    int ways = 1, sum = 0;
    for (int k = 1; k <= dimensions; k++)
    {
        ways = ways * (features - k + 1) / k;
        sum += ways;
    }
    return sum;
}

// %% 19-regions wrong: that term included
static int Regions(int features, int dimensions)
{
    int ways = 1, sum = 1;
    for (int k = 1; k < dimensions; k++)
    {
        ways = ways * (features - k + 1) / k;
        sum += ways;
    }
    return sum;
}

// %% 19-regions wrong: drops the rest
static int Regions(int features, int dimensions)
{
    int ways = 1, sum = 1;
    for (int k = 1; k <= dimensions; k++)
    {
        ways *= (features - k + 1) / k;
        sum += ways;
    }
    return sum;
}

// %% 19-unseen answer
static double NewShare(int[] known, int[] text, int n)
{
    var seen = new HashSet<string>();
    for (int i = 0; i + n <= known.Length; i++) seen.Add(string.Join(" ", known.Skip(i).Take(n)));
    int places = text.Length - n + 1, fresh = 0;
    for (int i = 0; i < places; i++)
        if (!seen.Contains(string.Join(" ", text.Skip(i).Take(n)))) fresh++;
    return fresh / (double)places;
}

// %% 19-unseen wrong: share that was seen
static double NewShare(int[] known, int[] text, int n)
{
    var seen = new HashSet<string>();
    for (int i = 0; i + n <= known.Length; i++) seen.Add(string.Join(" ", known.Skip(i).Take(n)));
    int places = text.Length - n + 1, old = 0;
    for (int i = 0; i < places; i++)
        if (seen.Contains(string.Join(" ", text.Skip(i).Take(n)))) old++;
    return old / (double)places;
}

// %% 19-unseen wrong: not as many as tokens
static double NewShare(int[] known, int[] text, int n)
{
    var seen = new HashSet<string>();
    for (int i = 0; i + n <= known.Length; i++) seen.Add(string.Join(" ", known.Skip(i).Take(n)));
    int fresh = 0;
    for (int i = 0; i + n <= text.Length; i++)
        if (!seen.Contains(string.Join(" ", text.Skip(i).Take(n)))) fresh++;
    return fresh / (double)text.Length;
}

// %% 19-unseen wrong: The last string is missing
static double NewShare(int[] known, int[] text, int n)
{
    var seen = new HashSet<string>();
    for (int i = 0; i + n <= known.Length; i++) seen.Add(string.Join(" ", known.Skip(i).Take(n)));
    int places = text.Length - n, fresh = 0;
    for (int i = 0; i < places; i++)
        if (!seen.Contains(string.Join(" ", text.Skip(i).Take(n)))) fresh++;
    return fresh / (double)places;
}

// %% 19-perplexity answer
static double Hesitation(double[] p) => Math.Exp(-p.Average(v => Math.Log(v)));

// %% 19-perplexity wrong: loss in nats
static double Hesitation(double[] p) => -p.Average(v => Math.Log(v));

// %% 19-perplexity wrong: perplexity of the whole text
static double Hesitation(double[] p) => 1 / p.Aggregate(1.0, (all, v) => all * v);

// %% 19-perplexity wrong: base 2
static double Hesitation(double[] p) => Math.Exp(-p.Average(v => Math.Log2(v)));

// %% 19-witten-bell answer
static double[] WittenBell(double[] counts, double[] shorter)
{
    double n = counts.Sum();
    int t = counts.Count(c => c > 0);
    if (n == 0) return shorter;
    return counts.Select((c, w) => (c + t * shorter[w]) / (n + t)).ToArray();
}

// %% 19-witten-bell wrong: not the number of tokens in the vocabulary
static double[] WittenBell(double[] counts, double[] shorter)
{
    double n = counts.Sum();
    int t = counts.Length;
    if (n == 0) return shorter;
    return counts.Select((c, w) => (c + t * shorter[w]) / (n + t)).ToArray();
}

// %% 19-witten-bell wrong: sum to more than 1
static double[] WittenBell(double[] counts, double[] shorter)
{
    double n = counts.Sum();
    int t = counts.Count(c => c > 0);
    if (n == 0) return shorter;
    return counts.Select((c, w) => (c + t * shorter[w]) / n).ToArray();
}

// %% 19-witten-bell wrong: never came gives 0/0
static double[] WittenBell(double[] counts, double[] shorter)
{
    double n = counts.Sum();
    int t = counts.Count(c => c > 0);
    return counts.Select((c, w) => (c + t * shorter[w]) / (n + t)).ToArray();
}

// %% 19-places answer
static double[] Places(double[,] pairs)
{
    int v = pairs.GetLength(0), words = pairs.GetLength(1);
    double[] p = new double[words];
    for (int w = 0; w < words; w++)
        for (int before = 0; before < v; before++)
            if (pairs[before, w] > 0) p[w]++;
    double all = p.Sum();
    return p.Select(x => x / all).ToArray();
}

// %% 19-places wrong: shares of occurrences
static double[] Places(double[,] pairs)
{
    double[] p = new double[pairs.GetLength(1)];
    for (int w = 0; w < p.Length; w++)
        for (int before = 0; before < pairs.GetLength(0); before++) p[w] += pairs[before, w];
    double all = p.Sum();
    return p.Select(x => x / all).ToArray();
}

// %% 19-places wrong: go down the column
static double[] Places(double[,] pairs)
{
    double[] p = new double[pairs.GetLength(0)];
    for (int w = 0; w < p.Length; w++)
        for (int after = 0; after < pairs.GetLength(1); after++)
            if (pairs[w, after] > 0) p[w]++;
    double all = p.Sum();
    return p.Select(x => x / all).ToArray();
}

// %% 19-places wrong: so that p sums to 1
static double[] Places(double[,] pairs)
{
    double[] p = new double[pairs.GetLength(1)];
    for (int w = 0; w < p.Length; w++)
        for (int before = 0; before < pairs.GetLength(0); before++)
            if (pairs[before, w] > 0) p[w]++;
    return p;
}

// %% 19-scatter answer
static double[,] ScatterAdd(int[] ids, double[,] dy, int count)
{
    var table = new double[count, dy.GetLength(1)];
    for (int i = 0; i < ids.Length; i++)
        for (int k = 0; k < dy.GetLength(1); k++) table[ids[i], k] += dy[i, k];
    return table;
}

// %% 19-scatter wrong: write += in place of =
static double[,] ScatterAdd(int[] ids, double[,] dy, int count)
{
    var table = new double[count, dy.GetLength(1)];
    for (int i = 0; i < ids.Length; i++)
        for (int k = 0; k < dy.GetLength(1); k++) table[ids[i], k] = dy[i, k];
    return table;
}

// %% 19-scatter wrong: belongs to row ids[i]
static double[,] ScatterAdd(int[] ids, double[,] dy, int count)
{
    var table = new double[count, dy.GetLength(1)];
    for (int i = 0; i < ids.Length; i++)
        for (int k = 0; k < dy.GetLength(1); k++) table[i % count, k] += dy[i, k];
    return table;
}

// %% 19-scatter wrong: keeps only its first derivative
static double[,] ScatterAdd(int[] ids, double[,] dy, int count)
{
    var table = new double[count, dy.GetLength(1)];
    for (int i = ids.Length - 1; i >= 0; i--)
        for (int k = 0; k < dy.GetLength(1); k++) table[ids[i], k] = dy[i, k];
    return table;
}
