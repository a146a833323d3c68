namespace DeepNotes.Insight;

/// <summary>A = V diag(λ) Vᵀ of a larger symmetric matrix: Householder's reflections to three diagonals, then QR steps with a shift.</summary>
/// <remarks>
/// Householder (1958); Francis (1961); Wilkinson's shift, all as in Golub and Van Loan, <i>Matrix computations</i>, sections 8.3.1 and
/// 8.3.3. About 7 n³ multiplications, all along rows, where Jacobi's rotations need some 40 n³, half of them across rows.
/// </remarks>
internal static class TridiagonalEigen
{
    /// <summary>Takes a matrix apart.</summary>
    /// <param name="a">(n, n) rows, symmetric; overwritten.</param>
    /// <returns>The eigenvalues in no order, and the eigenvectors as rows.</returns>
    public static (double[] Values, double[][] Vectors) Of(double[][] a)
    {
        int n = a.Length;
        double[][] z = [.. Enumerable.Range(0, n).Select(r => { var row = new double[n]; row[r] = 1; return row; })];
        for (int k = 0; k < n - 2; k++)
            Reflect(a, z, k);
        double[] d = [.. Enumerable.Range(0, n).Select(i => a[i][i])], e = [.. Enumerable.Range(0, n).Select(i => i + 1 < n ? a[i + 1][i] : 0)];
        double floor = Math.ScaleB(d.Concat(e).Max(Math.Abs), -60);   // below this an entry is rounding, whatever its neighbours
        for (int hi = n - 1; hi > 0;)
        {
            int lo = hi;
            while (lo > 0 && Math.Abs(e[lo - 1]) > Math.ScaleB(Math.Abs(d[lo - 1]) + Math.Abs(d[lo]), -52) + floor)
                lo--;
            if (lo == hi)
                hi--;
            else
                Step(d, e, z, lo, hi);
        }
        return (d, z);
    }

    // H = I − β v vᵀ makes column k zero below the subdiagonal: A ← H A H, and the rows of z follow.
    private static void Reflect(double[][] a, double[][] z, int k)
    {
        int n = a.Length, m = n - k - 1;
        var v = new double[m];
        for (int i = 0; i < m; i++)
            v[i] = a[k + 1 + i][k];
        double length = TensorPrimitives.Norm<double>(v), head = v[0] >= 0 ? -length : length;
        if (length == Math.Abs(v[0]))
            return;   // nothing below the subdiagonal
        v[0] -= head;
        double beta = 2 / TensorPrimitives.Dot<double>(v, v);
        var p = new double[m];
        for (int i = 0; i < m; i++)
            p[i] = beta * TensorPrimitives.Dot(a[k + 1 + i].AsSpan(k + 1), v);
        TensorPrimitives.MultiplyAdd(v, -beta / 2 * TensorPrimitives.Dot<double>(p, v), p, p);
        for (int i = 0; i < m; i++)
        {
            Span<double> row = a[k + 1 + i].AsSpan(k + 1);
            TensorPrimitives.MultiplyAdd(p, -v[i], row, row);
            TensorPrimitives.MultiplyAdd(v, -p[i], row, row);
            a[k + 1 + i][k] = i == 0 ? head : 0;
        }
        var sum = new double[n];
        for (int i = 0; i < m; i++)
            TensorPrimitives.MultiplyAdd(z[k + 1 + i], v[i], sum, sum);
        for (int i = 0; i < m; i++)
            TensorPrimitives.MultiplyAdd(sum, -beta * v[i], z[k + 1 + i], z[k + 1 + i]);
    }

    // One QR step on rows lo … hi: the first rotation makes a bulge beside the three diagonals, the others chase it out at the end.
    private static void Step(double[] d, double[] e, double[][] z, int lo, int hi)
    {
        double half = (d[hi - 1] - d[hi]) / 2, last = e[hi - 1];
        double shift = d[hi] - last * last / (half + (half >= 0 ? 1 : -1) * double.Hypot(half, last));
        double x = d[lo] - shift, bulge = e[lo];
        for (int k = lo; k < hi; k++)
        {
            double r = double.Hypot(x, bulge), c = r > 0 ? x / r : 1, s = r > 0 ? bulge / r : 0;
            if (k > lo)
                e[k - 1] = r;
            (double a, double b, double f) = (d[k], d[k + 1], e[k]);
            d[k] = c * c * a + 2 * c * s * f + s * s * b;
            d[k + 1] = s * s * a - 2 * c * s * f + c * c * b;
            e[k] = (c * c - s * s) * f + c * s * (b - a);
            Rotate(z[k], z[k + 1], c, s);
            if (k + 1 < hi)
                (x, bulge, e[k + 1]) = (e[k], s * e[k + 1], c * e[k + 1]);
        }
    }

    private static void Rotate(Span<double> p, Span<double> q, double c, double s)
    {
        q = q[..p.Length];
        for (int i = 0; i < p.Length; i++)
            (p[i], q[i]) = (c * p[i] + s * q[i], c * q[i] - s * p[i]);
    }
}
