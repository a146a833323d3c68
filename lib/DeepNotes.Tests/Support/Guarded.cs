using System.Runtime.InteropServices;

namespace DeepNotes.Tests;

/// <summary>Floats that end where memory ends: whoever reads or writes one too many crashes, on Linux; elsewhere plain memory.</summary>
internal sealed unsafe partial class Guarded : IDisposable
{
    private readonly nint _start;
    private readonly nuint _size;
    private readonly int _length;

    public Guarded(ReadOnlySpan<float> values)
    {
        nuint page = (nuint)Environment.SystemPageSize;
        _length = values.Length;
        _size = ((nuint)(4 * values.Length) + page - 1) / page * page + page;
        const int ReadWrite = 3, PrivateAnonymous = 0x22;
        _start = OperatingSystem.IsLinux() ? Map(0, _size, ReadWrite, PrivateAnonymous, -1, 0) : (nint)NativeMemory.Alloc(_size);
        if (OperatingSystem.IsLinux() && (_start == -1 || Protect(_start + (nint)(_size - page), page, 0) != 0))
            throw new InvalidOperationException("Guarded: the system gave no guarded memory.");
        values.CopyTo(Span);
    }

    public Span<float> Span => new((float*)(_start + (nint)_size - Environment.SystemPageSize) - _length, _length);

    public void Dispose()
    {
        if (OperatingSystem.IsLinux())
            _ = Unmap(_start, _size);
        else
            NativeMemory.Free((void*)_start);
    }

    [LibraryImport("libc", EntryPoint = "mmap"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint Map(nint address, nuint length, int protection, int flags, int file, nint offset);

    [LibraryImport("libc", EntryPoint = "mprotect"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Protect(nint address, nuint length, int protection);

    [LibraryImport("libc", EntryPoint = "munmap"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Unmap(nint address, nuint length);
}
