// Notebook 15: one answer and known wrong answers for each exercise. Every part is the text of an answer cell;
// the words after "wrong:" are words of the diagnosis that the check must give.

// %% 15-teacher answer
static (int[] read, int[] wanted) TeacherForcing(int[] target, int start, int end) =>
    (new[] { start }.Concat(target).ToArray(), target.Append(end).ToArray());

// %% 15-teacher wrong: token it is to write
static (int[] read, int[] wanted) TeacherForcing(int[] target, int start, int end) =>
    (target.Append(end).ToArray(), target.Append(end).ToArray());

// %% 15-teacher wrong: learn to stop
static (int[] read, int[] wanted) TeacherForcing(int[] target, int start, int end) =>
    (target.Take(target.Length - 1).Prepend(start).ToArray(), target);

// %% 15-teacher wrong: exchanged
static (int[] read, int[] wanted) TeacherForcing(int[] target, int start, int end) =>
    (target.Append(end).ToArray(), target.Prepend(start).ToArray());

// %% 15-attention answer
static double[] Attend(double[] query, double[,] keys, double[,] values)
{
    int steps = keys.GetLength(0);
    double[] p = new double[steps];
    for (int s = 0; s < steps; s++)
    {
        for (int d = 0; d < query.Length; d++) p[s] += query[d] * keys[s, d];
        p[s] = Math.Exp(p[s] / Math.Sqrt(query.Length));
    }
    double sum = p.Sum();
    double[] context = new double[values.GetLength(1)];
    for (int s = 0; s < steps; s++)
        for (int v = 0; v < context.Length; v++) context[v] += p[s] / sum * values[s, v];
    return context;
}

// %% 15-attention wrong: not divided by √D
static double[] Attend(double[] query, double[,] keys, double[,] values)
{
    int steps = keys.GetLength(0);
    double[] p = new double[steps];
    for (int s = 0; s < steps; s++)
    {
        for (int d = 0; d < query.Length; d++) p[s] += query[d] * keys[s, d];
        p[s] = Math.Exp(p[s]);
    }
    double sum = p.Sum();
    double[] context = new double[values.GetLength(1)];
    for (int s = 0; s < steps; s++)
        for (int v = 0; v < context.Length; v++) context[v] += p[s] / sum * values[s, v];
    return context;
}

// %% 15-attention wrong: sum is not 1
static double[] Attend(double[] query, double[,] keys, double[,] values)
{
    int steps = keys.GetLength(0);
    double[] context = new double[values.GetLength(1)];
    for (int s = 0; s < steps; s++)
    {
        double score = 0;
        for (int d = 0; d < query.Length; d++) score += query[d] * keys[s, d];
        double p = Math.Exp(score / Math.Sqrt(query.Length));
        for (int v = 0; v < context.Length; v++) context[v] += p * values[s, v];
    }
    return context;
}

// %% 15-attention wrong: softmax is missing
static double[] Attend(double[] query, double[,] keys, double[,] values)
{
    int steps = keys.GetLength(0);
    double[] context = new double[values.GetLength(1)];
    for (int s = 0; s < steps; s++)
    {
        double score = 0;
        for (int d = 0; d < query.Length; d++) score += query[d] * keys[s, d];
        for (int v = 0; v < context.Length; v++) context[v] += score / Math.Sqrt(query.Length) * values[s, v];
    }
    return context;
}

// %% 15-mask answer
static double[] MaskedWeights(double[] scores, double length)
{
    double[] weights = new double[scores.Length];
    for (int s = 0; s < length; s++) weights[s] = Math.Exp(scores[s]);
    double sum = weights.Sum();
    return weights.Select(w => w / sum).ToArray();
}

// %% 15-mask wrong: share of the sum
static double[] MaskedWeights(double[] scores, double length)
{
    double sum = scores.Sum(Math.Exp);
    return scores.Select((v, s) => s < length ? Math.Exp(v) / sum : 0).ToArray();
}

// %% 15-mask wrong: exp(0) = 1
static double[] MaskedWeights(double[] scores, double length)
{
    double[] e = scores.Select((v, s) => Math.Exp(s < length ? v : 0)).ToArray();
    return e.Select(v => v / e.Sum()).ToArray();
}

// %% 15-mask wrong: not hidden
static double[] MaskedWeights(double[] scores, double length)
{
    double sum = scores.Sum(Math.Exp);
    return scores.Select(v => Math.Exp(v) / sum).ToArray();
}

// %% 15-beam answer
static int[,] BeamStep(double[] kept, double[,] next, int width)
{
    var all = new List<(int B, int V, double Score)>();
    for (int b = 0; b < kept.Length; b++)
        for (int v = 0; v < next.GetLength(1); v++) all.Add((b, v, kept[b] + next[b, v]));
    var best = all.OrderByDescending(a => a.Score).Take(width).ToArray();
    int[,] rows = new int[best.Length, 2];
    for (int i = 0; i < best.Length; i++) (rows[i, 0], rows[i, 1]) = (best[i].B, best[i].V);
    return rows;
}

// %% 15-beam wrong: score so far is ignored
static int[,] BeamStep(double[] kept, double[,] next, int width)
{
    var all = new List<(int B, int V, double Score)>();
    for (int b = 0; b < kept.Length; b++)
        for (int v = 0; v < next.GetLength(1); v++) all.Add((b, v, next[b, v]));
    var best = all.OrderByDescending(a => a.Score).Take(width).ToArray();
    int[,] rows = new int[best.Length, 2];
    for (int i = 0; i < best.Length; i++) (rows[i, 0], rows[i, 1]) = (best[i].B, best[i].V);
    return rows;
}

// %% 15-beam wrong: least likely
static int[,] BeamStep(double[] kept, double[,] next, int width)
{
    var all = new List<(int B, int V, double Score)>();
    for (int b = 0; b < kept.Length; b++)
        for (int v = 0; v < next.GetLength(1); v++) all.Add((b, v, kept[b] + next[b, v]));
    var best = all.OrderBy(a => a.Score).Take(width).ToArray();
    int[,] rows = new int[best.Length, 2];
    for (int i = 0; i < best.Length; i++) (rows[i, 0], rows[i, 1]) = (best[i].B, best[i].V);
    return rows;
}

// %% 15-beam wrong: two may come from the same one
static int[,] BeamStep(double[] kept, double[,] next, int width)
{
    var each = new List<(int B, int V, double Score)>();
    for (int b = 0; b < kept.Length; b++)
    {
        int v = Enumerable.Range(0, next.GetLength(1)).MaxBy(k => next[b, k]);
        each.Add((b, v, kept[b] + next[b, v]));
    }
    each = each.OrderByDescending(a => a.Score).ToList();
    int[,] rows = new int[each.Count, 2];
    for (int i = 0; i < each.Count; i++) (rows[i, 0], rows[i, 1]) = (each[i].B, each[i].V);
    return rows;
}

// %% 15-caption answer
static int[] Caption(double[] image, double[,] next, int end, int longest)
{
    var words = new List<int>();
    int last = 0;
    while (words.Count < longest)
    {
        int best = 0;
        for (int b = 1; b < image.Length; b++)
            if (next[last, b] + image[b] > next[last, best] + image[best]) best = b;
        if (best == end) break;
        words.Add(best);
        last = best;
    }
    return words.ToArray();
}

// %% 15-caption wrong: picture is not looked at
static int[] Caption(double[] image, double[,] next, int end, int longest)
{
    var words = new List<int>();
    int last = 0;
    while (words.Count < longest)
    {
        int best = Enumerable.Range(0, image.Length).MaxBy(b => next[last, b]);
        if (best == end) break;
        words.Add(best);
        last = best;
    }
    return words.ToArray();
}

// %% 15-caption wrong: feed back what was written
static int[] Caption(double[] image, double[,] next, int end, int longest)
{
    var words = new List<int>();
    while (words.Count < longest)
    {
        int best = Enumerable.Range(0, image.Length).MaxBy(b => next[0, b] + image[b]);
        if (best == end) break;
        words.Add(best);
    }
    return words.ToArray();
}

// %% 15-caption wrong: only closes it
static int[] Caption(double[] image, double[,] next, int end, int longest)
{
    var words = new List<int>();
    int last = 0;
    while (words.Count < longest && (words.Count == 0 || last != end))
    {
        last = Enumerable.Range(0, image.Length).MaxBy(b => next[last, b] + image[b]);
        words.Add(last);
    }
    return words.ToArray();
}

// %% 15-copy answer
static (int[] encoder, int[] read, int[] wanted) Copy(int[] tokens, int start, int end)
{
    int[] back = tokens.Reverse().ToArray();
    return (tokens, back.Prepend(start).ToArray(), back.Append(end).ToArray());
}

// %% 15-copy wrong: written from the front
static (int[] encoder, int[] read, int[] wanted) Copy(int[] tokens, int start, int end) =>
    (tokens, tokens.Prepend(start).ToArray(), tokens.Append(end).ToArray());

// %% 15-copy wrong: encoder reads from the end too
static (int[] encoder, int[] read, int[] wanted) Copy(int[] tokens, int start, int end)
{
    Array.Reverse(tokens);
    return (tokens, tokens.Prepend(start).ToArray(), tokens.Append(end).ToArray());
}

// %% 15-copy wrong: turned round with the tokens
static (int[] encoder, int[] read, int[] wanted) Copy(int[] tokens, int start, int end) =>
    (tokens, tokens.Prepend(start).Reverse().ToArray(), tokens.Append(end).Reverse().ToArray());
