using System.Runtime.InteropServices;

namespace DeepNotes.Benchmarks;

/// <summary>OpenBLAS, called in this process.</summary>
internal sealed unsafe partial class OpenBlas : IPeer
{
    private const string Library = "libopenblas.so.0";

    public OpenBlas()
    {
        if (NativeLibrary.TryLoad(Library, out _))
            Version = $"{Marshal.PtrToStringUTF8(GetConfig())} ({Marshal.PtrToStringUTF8(GetCoreName())})";
    }

    public string Name => "OpenBLAS";
    public string? Version { get; }
    public void UseThreads(int count) => SetThreads(count);

    /// <summary>C = op(A) · op(B), row-major.</summary>
    public static void Multiply(bool transA, bool transB, int m, int n, int k, float* a, int lda, float* b, int ldb, float* c, int ldc) =>
        Sgemm(101, transA ? 112 : 111, transB ? 112 : 111, m, n, k, 1f, a, lda, b, ldb, 0f, c, ldc);

    [LibraryImport(Library, EntryPoint = "cblas_sgemm")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial void Sgemm(int order, int transA, int transB, int m, int n, int k, float alpha, float* a, int lda, float* b, int ldb, float beta, float* c, int ldc);

    [LibraryImport(Library, EntryPoint = "openblas_set_num_threads")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial void SetThreads(int count);

    [LibraryImport(Library, EntryPoint = "openblas_get_config")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint GetConfig();

    [LibraryImport(Library, EntryPoint = "openblas_get_corename")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint GetCoreName();
}
