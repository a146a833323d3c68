using DeepNotes.Cli.Doctor;
using DeepNotes.Cli.Kernels;
using DeepNotes.Tests.Support;

namespace DeepNotes.Tests.Cli;

/// <summary>Installing, upgrading and removing the kernel in folders of the test's own.</summary>
public sealed class KernelInstallTests : IDisposable
{
    private readonly TempFolder _root = new();
    private readonly JupyterFolders _folders;
    private readonly IReadOnlyList<string> _search;

    public KernelInstallTests()
    {
        _folders = JupyterFolders.Below(_root.Path);
        _search = [_folders.Kernels, _root["system"]];
    }

    public void Dispose() => _root.Dispose();

    [Fact]
    public void Install_twice_upgrade_downgrade_and_uninstall_leave_no_trash()
    {
        Install("1");
        Install("1");
        string[] first = Everything();
        Install("2");
        Assert.Single(Directory.GetDirectories(_folders.Builds));
        Assert.EndsWith("2", Started(KernelSpec.Own), StringComparison.Ordinal);
        Install("1");
        Assert.Equal(first, Everything());
        Assert.Equal(Started(KernelSpec.Own), Started(KernelSpec.Interactive));
        KernelInstall.Unregister(_folders);
        Assert.Empty(Directory.EnumerateFiles(_root.Path, "*", SearchOption.AllDirectories));
        Assert.False(Directory.Exists(_folders.Builds));
    }

    [Fact]
    public void A_foreign_kernel_is_never_touched()
    {
        string file = Foreign(_folders.Kernels, KernelSpec.Interactive);
        string before = File.ReadAllText(file);
        Install("1");
        KernelInstall.Unregister(_folders);
        Assert.Equal(before, File.ReadAllText(file));
        Foreign(_folders.Kernels, KernelSpec.Own);
        Assert.ThrowsAny<Exception>(() => Install("1"));
    }

    [Fact]
    public void A_foreign_kernel_elsewhere_keeps_its_name()
    {
        Install("1");
        Assert.NotNull(KernelSpec.Read(_folders.Kernels, KernelSpec.Interactive));
        Foreign(_root["system"], KernelSpec.Interactive);
        Install("1");
        Assert.Null(KernelSpec.Read(_folders.Kernels, KernelSpec.Interactive));
        Assert.NotNull(KernelSpec.Read(_folders.Kernels, KernelSpec.Own));
    }

    [Fact]
    public void A_build_that_a_kernel_runs_from_stays_until_it_ends()
    {
        Install("1");
        string place = KernelBuild.PlaceOf(KernelSpec.Read(_folders.Kernels, KernelSpec.Own)!.Command)!;
        using (new FileStream(Path.Combine(place, "in-use"), FileMode.Open, FileAccess.Read, FileShare.Read))
        {
            Assert.Contains(Install("2"), l => l.Contains("still runs", StringComparison.Ordinal));
            Assert.True(Directory.Exists(place));
        }
        Install("2");
        Assert.False(Directory.Exists(place));
    }

    [Fact]
    public void The_doctor_finds_two_of_a_name_a_stale_build_one_that_is_gone_and_a_wrong_runtime()
    {
        Assert.Equal(Health.Warn, KernelExamination.Build(null, _search).Health);
        Install("1");
        Assert.Equal((Health.Ok, Health.Ok), (KernelExamination.Names(_search).Health, KernelExamination.Build(null, _search).Health));
        Directory.CreateDirectory(_root["repo/lib/DeepNotes.Notebooks"]);
        Directory.CreateDirectory(_root["repo/lib/DeepNotes.Cli"]);
        _root.Write("repo/lib/Directory.Packages.props", []);
        Assert.Contains("older", KernelExamination.Build(_root["repo"], _search).Found, StringComparison.Ordinal);
        Foreign(_root["system"], KernelSpec.Own);
        Assert.Contains("2 kernels are called deepnotes", KernelExamination.Names(_search).Found, StringComparison.Ordinal);
        var spec = KernelSpec.Read(_folders.Kernels, KernelSpec.Own)!;
        (spec with { Command = [_root["dotnet"], .. spec.Command.Skip(1)] }).Write("t");
        Assert.Contains("no .NET", KernelExamination.Build(null, _search).Found, StringComparison.Ordinal);
        Directory.Delete(_folders.Builds, recursive: true);
        Assert.Equal(Health.Fail, KernelExamination.Build(null, _search).Health);
    }

    [Theory, InlineData(null, Health.Fail), InlineData("8.0.404", Health.Fail), InlineData("10.0.100", Health.Ok)]
    public void The_doctor_finds_a_missing_or_wrong_SDK(string? version, object health)
    {
        var finding = Examination.Sdk(version);
        Assert.Equal((Health)health, finding.Health);
        Assert.Equal(finding.Health != Health.Ok, finding.Mend?.Contains("Install the .NET 10 SDK", StringComparison.Ordinal) == true);
    }

    [Fact]
    public void The_doctor_finds_that_nothing_opens_notebooks()
    {
        Assert.Equal((Health.Warn, true), (KernelExamination.FrontEnd(null, null).Health, KernelExamination.FrontEnd(null, null).Mend!.Contains("install VS Code", StringComparison.Ordinal)));
        Assert.Equal("Jupyter, VS Code", KernelExamination.FrontEnd("6.4", "1.9").Found);
    }

    // A program that starts and never takes a connection is what a blocked port looks like from outside.
    [Fact]
    public async Task The_doctor_finds_a_kernel_whose_ports_nobody_can_reach()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "needs sleep");
        Install("1");
        var spec = KernelSpec.Read(_folders.Kernels, KernelSpec.Own)!;
        (spec with { Command = ["sleep", "60"] }).Write("t");
        var finding = await KernelExamination.AnswerAsync(_search, TimeSpan.FromSeconds(1));
        Assert.Equal((Health.Fail, true), (finding.Health, finding.Mend!.Contains("127.0.0.1", StringComparison.Ordinal)));
    }

    private IReadOnlyList<string> Install(string version)
    {
        string place = Path.Combine(_folders.Builds, version);
        Directory.CreateDirectory(place);
        File.WriteAllText(Path.Combine(place, "in-use"), "");
        return KernelInstall.Register(_folders, place, "installed", _search);
    }

    private string Started(string name) => KernelBuild.PlaceOf(KernelSpec.Read(_folders.Kernels, name)!.Command)!;

    private string[] Everything() => [.. Directory.EnumerateFiles(_root.Path, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];

    private static string Foreign(string kernels, string name)
    {
        string file = Path.Combine(kernels, name, "kernel.json");
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, """{"argv":["dotnet","interactive","jupyter","{connection_file}"],"display_name":".NET (C#)","language":"C#"}""");
        return file;
    }
}
