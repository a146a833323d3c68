namespace DeepNotes.Exercises;

// C# gives a method group a delegate type of its own only within the cell that declares the method, so that Check(id, Delegate)
// alone does not take a method of an earlier cell. One overload for each signature of an exercise does; a test sees that none is missing.
public static partial class Course
{
#pragma warning disable CS1591 // They are Check(id, Delegate) under another type.
    public static Verdict Check(string id, Func<Tensor, int[], Tensor, int, int[]> answer) => Check(id, (Delegate)answer);
    public static Verdict Check(string id, Func<double[,], double[,], double[,], (double[,], double[,], double[])> answer) => Check(id, (Delegate)answer);
    public static Verdict Check(string id, Func<double[,], double[], double[,], double[], (double[,], double[])> answer) => Check(id, (Delegate)answer);
    public static Verdict Check(string id, Func<double[,], int[], double> answer) => Check(id, (Delegate)answer);
    public static Verdict Check(string id, Func<double[,], int[], double[,]> answer) => Check(id, (Delegate)answer);
    public static Verdict Check(string id, Func<double[,], int[], double[], double> answer) => Check(id, (Delegate)answer);
    public static Verdict Check(string id, Func<double[], double> answer) => Check(id, (Delegate)answer);
    public static Verdict Check(string id, Func<double[], double[], double, int, double[]> answer) => Check(id, (Delegate)answer);
    public static Verdict Check(string id, Func<double[], double[], double> answer) => Check(id, (Delegate)answer);
    public static Verdict Check(string id, Func<double[], double[], double[], int> answer) => Check(id, (Delegate)answer);
    public static Verdict Check(string id, Func<double[], double[], double[]> answer) => Check(id, (Delegate)answer);
    public static Verdict Check(string id, Func<double[], double[], int, double[]> answer) => Check(id, (Delegate)answer);
    public static Verdict Check(string id, Func<double[], double[]> answer) => Check(id, (Delegate)answer);
    public static Verdict Check(string id, Func<double[], int> answer) => Check(id, (Delegate)answer);
    public static Verdict Check(string id, Func<double[]> answer) => Check(id, (Delegate)answer);
    public static Verdict Check(string id, Func<double[][,], double[][], double[], double[]> answer) => Check(id, (Delegate)answer);
    public static Verdict Check(string id, Func<double, double, double, double> answer) => Check(id, (Delegate)answer);
    public static Verdict Check(string id, Func<int, double, double> answer) => Check(id, (Delegate)answer);
    public static Verdict Check(string id, Func<int, int, int> answer) => Check(id, (Delegate)answer);
    public static Verdict Check(string id, Func<double[], double, double> answer) => Check(id, (Delegate)answer);
    public static Verdict Check(string id, Func<int, int, double, double[]> answer) => Check(id, (Delegate)answer);
    public static Verdict Check(string id, Func<int, int[,], int[]> answer) => Check(id, (Delegate)answer);
    public static Verdict Check(string id, Func<int[], int, double[][,]> answer) => Check(id, (Delegate)answer);
    public static Verdict Check(string id, Func<string, double, (double, double)> answer) => Check(id, (Delegate)answer);
    public static Verdict Check(string id, Func<double[][,], double[,], double[][,]> answer) => Check(id, (Delegate)answer);
    public static Verdict Check(string id, Func<string, int, int, double[]> answer) => Check(id, (Delegate)answer);
    public static Verdict Check(string id, Func<double, double, double, double, double, double> answer) => Check(id, (Delegate)answer);
    public static Verdict Check(string id, Func<double[,], double[,], int, int, double[,]> answer) => Check(id, (Delegate)answer);
    public static Verdict Check(string id, Func<int[,], double> answer) => Check(id, (Delegate)answer);
    public static Verdict Check(string id, Func<double[,], double[,], double[,], (double[,], double[,])> answer) => Check(id, (Delegate)answer);
    public static Verdict Check(string id, Func<double[,], double[,], int, double[,]> answer) => Check(id, (Delegate)answer);
    public static Verdict Check(string id, Func<double, double, double, double, double[]> answer) => Check(id, (Delegate)answer);
    public static Verdict Check(string id, Func<double[,], int, double[,], (double[,], double[,])> answer) => Check(id, (Delegate)answer);
    public static Verdict Check(string id, Func<double[,], int, int, double[,]> answer) => Check(id, (Delegate)answer);
    public static Verdict Check(string id, Func<int[], int[], int, int[,]> answer) => Check(id, (Delegate)answer);
    public static Verdict Check(string id, Func<double, double, (double, double, double)> answer) => Check(id, (Delegate)answer);
    public static Verdict Check(string id, Func<double, double, double, double, (double, double)> answer) => Check(id, (Delegate)answer);
    public static Verdict Check(string id, Func<double, double, double, double, double> answer) => Check(id, (Delegate)answer);
    public static Verdict Check(string id, Func<double, double[], (double, double)> answer) => Check(id, (Delegate)answer);
    public static Verdict Check(string id, Func<double[], double[,], double[,], double[], (double[], double[,], double[,])> answer) => Check(id, (Delegate)answer);
    public static Verdict Check(string id, Func<double[], double[], double[], double[]> answer) => Check(id, (Delegate)answer);
    public static Verdict Check(string id, Func<double[,], double[,], double[], double[], double[], double[]> answer) => Check(id, (Delegate)answer);
    public static Verdict Check(string id, Func<double, double, double[], double, double[]> answer) => Check(id, (Delegate)answer);
    public static Verdict Check(string id, Func<double[], double, double[]> answer) => Check(id, (Delegate)answer);
    public static Verdict Check(string id, Func<double[], double[], double, double> answer) => Check(id, (Delegate)answer);
    public static Verdict Check(string id, Func<string, double[], double, double, double[]> answer) => Check(id, (Delegate)answer);
    public static Verdict Check(string id, Func<double[], double, double, double, double[]> answer) => Check(id, (Delegate)answer);
    public static Verdict Check(string id, Func<double[,], double[], double[], double, double[]> answer) => Check(id, (Delegate)answer);
    public static Verdict Check(string id, Func<double[], double[], double, string, double[]> answer) => Check(id, (Delegate)answer);
    public static Verdict Check(string id, Func<string, double[], double, double[]> answer) => Check(id, (Delegate)answer);
    public static Verdict Check(string id, Func<double[,], double[], double[], double[,]> answer) => Check(id, (Delegate)answer);
    public static Verdict Check(string id, Func<double[,], double[,], double[], (double[,], double[], double[])> answer) => Check(id, (Delegate)answer);
    public static Verdict Check(string id, Func<double[][,], double, double[,], double[,]> answer) => Check(id, (Delegate)answer);
    public static Verdict Check(string id, Func<double[,], double[], double[][], (double[,], double[])> answer) => Check(id, (Delegate)answer);
    public static Verdict Check(string id, Func<double[,], double> answer) => Check(id, (Delegate)answer);
    public static Verdict Check(string id, Func<double[,], double[,], double[]> answer) => Check(id, (Delegate)answer);
    public static Verdict Check(string id, Func<double[], double, double[], double[]> answer) => Check(id, (Delegate)answer);
    public static Verdict Check(string id, Func<int[], int[], int, double> answer) => Check(id, (Delegate)answer);
    public static Verdict Check(string id, Func<double[], double[,], double[], (double[], double[,])> answer) => Check(id, (Delegate)answer);
    public static Verdict Check(string id, Func<double[,], double[,], double[,]> answer) => Check(id, (Delegate)answer);
    public static Verdict Check(string id, Func<string> answer) => Check(id, (Delegate)answer);
    public static Verdict Check(string id, Func<double[,], double[]> answer) => Check(id, (Delegate)answer);
    public static Verdict Check(string id, Func<int[], double[,], int, double[,]> answer) => Check(id, (Delegate)answer);
    public static Verdict Check(string id, Func<double[,], double[,]> answer) => Check(id, (Delegate)answer);
    public static Verdict Check(string id, Func<double[], double[,], double[]> answer) => Check(id, (Delegate)answer);
    public static Verdict Check(string id, Func<double[,], int, int, int, int> answer) => Check(id, (Delegate)answer);
    public static Verdict Check(string id, Func<double[,], double[], double[], double[]> answer) => Check(id, (Delegate)answer);
    public static Verdict Check(string id, Func<double[], double[,], double[], double[], double> answer) => Check(id, (Delegate)answer);
    public static Verdict Check(string id, Func<double[], double[], double[], double[], double[,]> answer) => Check(id, (Delegate)answer);
    public static Verdict Check(string id, Func<int[], int, int, (int[], int[])> answer) => Check(id, (Delegate)answer);
    public static Verdict Check(string id, Func<double[], double[,], double[,], double[]> answer) => Check(id, (Delegate)answer);
    public static Verdict Check(string id, Func<double[], double[,], int, int[,]> answer) => Check(id, (Delegate)answer);
    public static Verdict Check(string id, Func<double[], int[], int[], double[], double> answer) => Check(id, (Delegate)answer);
    public static Verdict Check(string id, Func<double[], double[,], double, double[]> answer) => Check(id, (Delegate)answer);
    public static Verdict Check(string id, Func<double[,], double[], double[], double[], double[,]> answer) => Check(id, (Delegate)answer);
    public static Verdict Check(string id, Func<double[,], double[], double[], double[], double[]> answer) => Check(id, (Delegate)answer);
    public static Verdict Check(string id, Func<double, double, double[], double, double, double[]> answer) => Check(id, (Delegate)answer);
    public static Verdict Check(string id, Func<double, double, double[], double[,]> answer) => Check(id, (Delegate)answer);
    public static Verdict Check(string id, Func<double[], double[,], int, int, int[]> answer) => Check(id, (Delegate)answer);
#pragma warning restore CS1591
}
