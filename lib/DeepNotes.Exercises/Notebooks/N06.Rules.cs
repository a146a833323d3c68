namespace DeepNotes.Exercises;

/// <summary>The update rules of notebook 06, in double, with switches for the ways in which they go wrong.</summary>
internal static partial class N06
{
    private static double[] Momentum(string rule, double[] gradients, double rate, double momentum, double share = 1, double carry = 1, bool withGradient = true)
    {
        double w = 0, v = 0;
        return Array.ConvertAll(gradients, g =>
        {
            double before = v;
            v = carry * momentum * v + share * g;
            return w -= rate * (rule switch
            {
                "nesterov" => (withGradient ? g : 0) + momentum * v,
                "late" => before,
                _ => v,
            });
        });
    }

    private static double[] Scaled(string rule, double[] gradients, double rate, double keep, bool root = true, bool square = true, bool early = false, bool ofSteps = true, bool late = false)
    {
        const double Epsilon = 1e-6;
        double w = 0, s = 0, u = 0;
        double Root(double v) => root ? Math.Sqrt(Math.Abs(v)) : v;
        return Array.ConvertAll(gradients, g =>
        {
            double before = s, size = square ? g * g : g;
            s = rule == "adagrad" ? s + size : keep * s + (1 - keep) * size;
            double used = late ? before : s;
            if (rule != "adadelta")
                return w -= rate * g / (Root(used) + Epsilon);
            if (early)
                u = keep * u + (1 - keep) * g * g * (u + Epsilon) / (used + Epsilon);
            double d = g * Root(u + Epsilon) / Root(used + Epsilon);
            if (!early)
                u = keep * u + (1 - keep) * (ofSteps ? d * d : g * g);
            return w -= rate * d;
        });
    }

    private static double[] Adam(double[] gradients, double rate, double beta1, double beta2, bool first = true, bool second = true, bool carryCorrected = false,
        Func<int, int>? count = null, bool root = true)
    {
        double w = 0, m = 0, v = 0;
        int step = 0;
        return Array.ConvertAll(gradients, g =>
        {
            int t = count?.Invoke(++step) ?? ++step;
            m = beta1 * m + (1 - beta1) * g;
            v = beta2 * v + (1 - beta2) * g * g;
            double mHat = first ? m / (1 - Math.Pow(beta1, t)) : m, vHat = second ? v / (1 - Math.Pow(beta2, t)) : v;
            if (carryCorrected)
                (m, v) = (mHat, vHat);
            return w -= rate * mHat / ((root ? Math.Sqrt(vHat) : vHat) + 1e-8);
        });
    }

    private static double[] Steps(double[] places) => Mat.Make(places.Length, i => i == 0 ? places[0] : places[i] - places[i - 1]);

    // A loss that is flat, falls, and rises again, with noise, as a sweep over rates gives it.
    private static double[] Sweep(Rng rng, int n) => Mat.Make(n, i =>
    {
        double at = (i + 1.0) / n;
        return Math.Round(2.3 - 1.2 / (1 + Math.Exp(12 * (0.5 - at))) + 6 * Math.Pow(Math.Max(0, at - 0.75), 1.5) + 0.2 * rng.NextNormal(), 2);
    });

    private static double[] Smooth(double[] losses, double keep = 0.9, bool correct = true)
    {
        double average = 0;
        return Mat.Make(losses.Length, i =>
        {
            average = keep * average + (1 - keep) * losses[i];
            return correct ? average / (1 - Math.Pow(keep, i + 1)) : average;
        });
    }

    private static double[] Falls(double[] values) => Mat.Make(values.Length - 1, i => values[i] - values[i + 1]);

    private static int Lowest(double[] values) => Array.IndexOf(values, values.Min());

    private static double Steepest(double[] rates, double[] losses, double keep = 0.9, bool correct = true, double sign = 1)
    {
        double[] falls = Mat.Make(losses.Length - 1, i => sign * Falls(Smooth(losses, keep, correct))[i]);
        return rates[Array.IndexOf(falls, falls.Max()) + 1];
    }
}
