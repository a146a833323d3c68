namespace DeepNotes.Exercises;

/// <summary>Notebook 13, recurrent networks.</summary>
internal static partial class N13
{
    public static IReadOnlyList<Exercise> All => [Step, Bptt, ClipNorm, Truncated, Slide, Sounds];

    private static Exercise Step => Exercise.For<Func<double[,], double[,], double[], double[], double[], double[]>>(
        "13-step", "One step of a recurrent network", 1, "Step", "w u b x h",
        """
        // w (units, inputs), u (units, units), b (units): the weights. x: the input of this step.
        // h: the state before it. Return the state after it, tanh(w x + u h + b); leave h unchanged.
        static double[] Step(double[,] w, double[,] u, double[] b, double[] x, double[] h)
        {
            throw new NotImplementedException();
        }
        """,
        ["Unit i adds up b[i], row i of w times x, and row i of u times the old state; then comes tanh.",
         "Write into a new array: a unit that reads h must find the old state, whichever units were computed before it.",
         "for each i: s = b[i] + Σ w[i, k] · x[k] + Σ u[i, j] · h[j]; next[i] = Math.Tanh(s);"],
        rng => new[] { (1, 1), (2, 2), (3, 2), (2, 4) }.Select(s => new Case([
            Draw.Matrix(rng, s.Item1, s.Item2, 1), Draw.Matrix(rng, s.Item1, s.Item1, 1), Draw.Vector(rng, s.Item1, 1),
            Draw.Vector(rng, s.Item2, 1), Draw.Vector(rng, s.Item1, 1)])),
        (w, u, b, x, h) => Tanh(Mat.Add(Mat.Add(Mat.Times(w, x), Mat.Times(u, h)), b)),
        [("The tanh is missing: this is the sum before it.", (w, u, b, x, h) => Mat.Add(Mat.Add(Mat.Times(w, x), Mat.Times(u, h)), b)),
         ("The old state is missing: without u h the network has no memory.", (w, u, b, x, h) => Tanh(Mat.Add(Mat.Times(w, x), b))),
         ("The bias is missing.", (w, u, b, x, h) => Tanh(Mat.Add(Mat.Times(w, x), Mat.Times(u, h)))),
         ("u is transposed: unit i reads row i of u, not column i.", (w, u, b, x, h) => Tanh(Mat.Add(Mat.Add(Mat.Times(w, x), Mat.Times(Mat.Transpose(u), h)), b))),
         ("The tanh is taken of two parts and these are added; it acts once, on the whole sum.", (w, u, b, x, h) => Mat.Add(Tanh(Mat.Times(w, x)), Tanh(Mat.Add(Mat.Times(u, h), b)))),
         ("A sigmoid in the place of tanh: this state could never be negative.", (w, u, b, x, h) => Mat.Make(b.Length, i => 1 / (1 + Math.Exp(-Mat.Add(Mat.Add(Mat.Times(w, x), Mat.Times(u, h)), b)[i])))),
         ("Each unit reads its own old state only; row i of u has a weight for every unit.", (w, u, b, x, h) => Tanh(Mat.Make(b.Length, i => b[i] + Mat.Times(w, x)[i] + u[i, i] * h[i]))),
         ("The new state overwrites the old one while other units still need it.", InPlace)]);

    private static Exercise Bptt => Exercise.For<Func<double, double, double[], double, double[]>>(
        "13-bptt", "Backpropagation through time", 3, "Bptt", "w u x target",
        """
        // One unit: h = tanh(w x[t] + u h), beginning with h = 0. The loss is (h - target)² / 2 after the
        // last step. Return its derivatives by w and by u, in this order.
        static double[] Bptt(double w, double u, double[] x, double target)
        {
            throw new NotImplementedException();
        }
        """,
        ["Go forward once and keep every state. Then go back from the last step with one number, the derivative of the loss by the state.",
         "At step t: d = dh · (1 − h[t]²) is the derivative by the sum. It adds d · x[t] to w's and d · h[t − 1] to u's; then dh = d · u.",
         "Start with dh = h[T] − target. The same w and u act at every step, so their derivatives are sums over all steps."],
        rng => new[] { 1, 2, 3, 6 }.Select(n => new Case([Draw.Value(rng, 1.5), Draw.Value(rng, 1.5), Draw.Vector(rng, n, 1), Draw.Value(rng, 1)])),
        (w, u, x, target) => Back(w, u, x, target),
        [("Only the last step counts here; the weights act at every step, so add up over all of them.", (w, u, x, target) => Back(w, u, x, target, steps: 1)),
         ("The slope of tanh, 1 − h², is missing.", (w, u, x, target) => Back(w, u, x, target, slope: false)),
         ("u meets the state before the step, h[t − 1], not the one after it.", (w, u, x, target) => Back(w, u, x, target, late: true)),
         ("The slope of tanh is missing on the way back: what reaches the step before is d · u, with the slope in d.", (w, u, x, target) => Back(w, u, x, target, slopeBack: false)),
         ("The slope belongs to the state that came out of the step, h[t], not to the one before it.", (w, u, x, target) => Back(w, u, x, target, slopeBefore: true)),
         ("The first step is left out: the loop goes back to it too.", (w, u, x, target) => Back(w, u, x, target, steps: x.Length - 1)),
         ("The loss is taken after every step here; it is there after the last one only.", (w, u, x, target) => Back(w, u, x, target, everywhere: true)),
         ("From step to step the way goes through u, not through w.", (w, u, x, target) => Back(w, u, x, target, carry: w)),
         ("On the way back from one step to the one before, multiply by u.", (w, u, x, target) => Back(w, u, x, target, through: false)),
         ("The sign is wrong: the derivative of (h − target)² / 2 is h − target.", (w, u, x, target) => Mat.Make(2, i => -Back(w, u, x, target)[i])),
         ("Twice too large: the loss has the factor ½.", (w, u, x, target) => Mat.Make(2, i => 2 * Back(w, u, x, target)[i]))]);

    private static Exercise ClipNorm => Exercise.For<Func<double[], double, double[]>>(
        "13-clip", "Clip a gradient by its norm", 1, "ClipNorm", "gradient limit",
        """
        // Return the gradient, shortened to length limit if it is longer; its direction stays.
        static double[] ClipNorm(double[] gradient, double limit)
        {
            throw new NotImplementedException();
        }
        """,
        ["The length is the root of the sum of the squares.",
         "A gradient that is short enough comes back as it is.",
         "double norm = Math.Sqrt(gradient.Sum(g => g * g)); multiply every element by Math.Min(1, limit / norm)."],
        rng => new Case[]
        {
            new([Draw.Vector(rng, 2, 3), 1.0]), new([new double[] { 3, -4 }, 1.0]), new([new double[] { 0.3, 0.4 }, 1.0]),
            new([Draw.Vector(rng, 5, 4), 2.5]), new([new double[] { 0, 0, 0 }, 1.0]),
        },
        (g, limit) => Shorten(g, limit),
        [("Each element is clipped by itself, which turns the direction.", (g, limit) => Mat.Make(g.Length, i => Math.Clamp(g[i], -limit, limit))),
         ("Short gradients are stretched: only longer ones are changed.", (g, limit) => Norm(g) == 0 ? g : Mat.Make(g.Length, i => g[i] * limit / Norm(g))),
         ("The result has length 1; it must have the length of the limit.", (g, limit) => Norm(g) <= limit ? g : Mat.Make(g.Length, i => g[i] / Norm(g))),
         ("The limit is compared with the squared length; take the root.", (g, limit) => Norm(g) * Norm(g) <= limit ? g : Mat.Make(g.Length, i => g[i] * limit / (Norm(g) * Norm(g)))),
         ("The largest element is compared with the limit; the length is the root of the sum of all squares.", (g, limit) => Scale(g, g.Max(Math.Abs), limit)),
         ("The sizes are added up; the length is the root of the sum of the squares.", (g, limit) => Scale(g, g.Sum(Math.Abs), limit)),
         ("The gradient comes back unchanged.", (g, limit) => g)]);

    private static Exercise Truncated => Exercise.For<Func<double, double, double[], double, double, double[]>>(
        "13-truncated", "The way back cut short", 2, "Truncated", "w u x target steps",
        """
        // As in Bptt: h = tanh(w x[t] + u h) from h = 0 over all of x, the loss (h - target)² / 2 at the
        // end. But the way back covers only the last steps, as many as steps says, or all of a shorter x.
        // Return what the derivatives by w and by u are then taken to be, in this order.
        static double[] Truncated(double w, double u, double[] x, double target, double steps)
        {
            throw new NotImplementedException();
        }
        """,
        ["The way forward is not cut: the states are those of the whole sequence. Only the loop that goes back ends earlier.",
         "Going back from t = T − 1, stop after steps rounds; the state before the last of them is taken as given.",
         "for (int t = x.Length - 1; t >= Math.Max(0, x.Length - steps); t--) with the body of Bptt."],
        rng => new[] { (3, 1), (4, 2), (6, 4), (5, 3), (2, 10) }.Select(s => new Case([
            Draw.Value(rng, 1.5), Draw.Value(rng, 1.5), Draw.Vector(rng, s.Item1, 1), Draw.Value(rng, 1), (double)s.Item2])),
        (w, u, x, target, steps) => Back(w, u, x, target, (int)steps),
        [("This is the whole way back; it must end after the given number of steps.", (w, u, x, target, steps) => Back(w, u, x, target)),
         ("One step too many is taken back.", (w, u, x, target, steps) => Back(w, u, x, target, (int)steps + 1)),
         ("One step too few is taken back.", (w, u, x, target, steps) => Back(w, u, x, target, Math.Min((int)steps, x.Length) - 1)),
         ("The state at the cut still counts for u: it is a given number, not 0.", (w, u, x, target, steps) => Back(w, u, x, target, (int)steps, cutState: true)),
         ("What was cut off is not made up for: nothing is multiplied.", (w, u, x, target, steps) => Mat.Make(2, i => Back(w, u, x, target, (int)steps)[i] * x.Length / Math.Min(x.Length, steps))),
         ("The way forward is cut too: the state at the cut is not 0, it comes from all the steps before.", (w, u, x, target, steps) => Back(w, u, x[Math.Max(0, x.Length - (int)steps)..], target)),
         ("These are the first steps' shares; the last ones are wanted.", (w, u, x, target, steps) => Mat.Make(2, i => Back(w, u, x, target)[i] - Back(w, u, x, target, Math.Max(0, x.Length - (int)steps))[i])),
         ("The slope of tanh, 1 − h², is missing.", (w, u, x, target, steps) => Back(w, u, x, target, (int)steps, slope: false))]);

    private static double[] Tanh(double[] x) => Mat.Make(x.Length, i => Math.Tanh(x[i]));

    private static double[] InPlace(double[,] w, double[,] u, double[] b, double[] x, double[] h)
    {
        double[] state = [.. h];
        for (int i = 0; i < b.Length; i++)
            state[i] = Math.Tanh(b[i] + Mat.Sum(x.Length, k => w[i, k] * x[k]) + Mat.Sum(h.Length, j => u[i, j] * state[j]));
        return state;
    }

    private static double[] Back(double w, double u, double[] x, double target, int steps = int.MaxValue, bool slope = true, bool late = false, bool through = true,
        bool slopeBack = true, bool slopeBefore = false, bool everywhere = false, double? carry = null, bool cutState = false)
    {
        var h = new double[x.Length + 1];
        for (int t = 0; t < x.Length; t++)
            h[t + 1] = Math.Tanh(w * x[t] + u * h[t]);
        double dw = 0, du = 0, dh = h[^1] - target;
        for (int t = x.Length - 1; t >= Math.Max(0, (long)x.Length - steps); t--)
        {
            double state = slopeBefore ? h[t] : h[t + 1];
            double d = dh * (slope ? 1 - state * state : 1);
            dw += d * x[t];
            du += cutState && t == x.Length - steps ? 0 : d * (late ? h[t + 1] : h[t]);
            dh = (slopeBack ? d : dh) * (through ? carry ?? u : 1) + (everywhere && t > 0 ? h[t] - target : 0);
        }
        return [dw, du];
    }

    private static double Norm(double[] g) => Math.Sqrt(g.Sum(v => v * v));

    private static double[] Scale(double[] g, double size, double limit) => size <= limit ? g : Mat.Make(g.Length, i => g[i] * limit / size);

    private static double[] Shorten(double[] g, double limit) => Norm(g) <= limit ? g : Mat.Make(g.Length, i => g[i] * limit / Norm(g));
}
