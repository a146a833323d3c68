using System.Text.Json.Nodes;
using DeepNotes.Notebooks.Jupyter;
using DeepNotes.Tests.Notebooks;

namespace DeepNotes.Tests.Jupyter;

/// <summary>The messaging protocol, against a kernel over its sockets.</summary>
[Collection(nameof(EngineTests))]
public sealed class KernelTests(KernelSession session) : IClassFixture<KernelSession>
{
    [Fact]
    public void It_says_what_it_is()
    {
        var info = session.Ask("kernel_info_request");
        Assert.Equal(("ok", "5.4", "C#"), (info.Text("status"), info.Text("protocol_version"), info.Object("language_info").Text("name")));
    }

    [Fact]
    public void A_cell_is_announced_then_its_outputs_then_its_value()
    {
        Assert.Equal("ok", session.Run("Console.Write(\"out\"); Console.Error.Write(\"err\"); display(1); 2").Text("status"));
        var seen = session.Published();
        Assert.Equal(["execute_input", "stream", "stream", "display_data", "execute_result"], seen.Select(m => m.Type));
        Assert.Equal(("out", "err"), (KernelSession.Text(seen), KernelSession.Text(seen, "stderr")));
        Assert.Equal("2", seen[^1].Content.Object("data").Text("text/plain"));
    }

    [Fact]
    public void An_update_names_the_display_it_replaces_and_outputs_can_be_cleared()
    {
        session.Run("var shown = display(1); shown.Update(2); ClearOutput(true);");
        var seen = session.Published();
        var first = seen.Single(m => m.Type == "display_data");
        var second = seen.Single(m => m.Type == "update_display_data");
        Assert.Equal(first.Content.Object("transient").Text("display_id"), second.Content.Object("transient").Text("display_id"));
        Assert.Equal("2", second.Content.Object("data").Text("text/plain"));
        Assert.True(seen.Single(m => m.Type == "clear_output").Content.Flag("wait"));
    }

    [Fact]
    public void Silent_cells_show_no_value_and_count_nothing()
    {
        int before = session.Run("0").Number("execution_count");
        var reply = session.Wait(session.Send("1 + 1", silent: true));
        Assert.Equal(("ok", before), (reply.Text("status"), reply.Number("execution_count")));
        Assert.Empty(session.Published());
        Assert.Equal(before, session.Wait(session.Send("1", store: false)).Number("execution_count"));
        Assert.Equal(before + 1, session.Run("2").Number("execution_count"));
    }

    [Fact]
    public void An_error_names_cell_and_line_and_stops_the_cells_that_wait()
    {
        string[] ids = [session.Send("\nthrow new InvalidOperationException(\"boom\");"), session.Send("1"), session.Send("2")];
        var error = session.Wait(ids[0]);
        Assert.Equal(("error", "System.InvalidOperationException", "boom"), (error.Text("status"), error.Text("ename"), error.Text("evalue")));
        Assert.Contains(error["traceback"]!.AsArray(), l => l!.ToString().Contains(", line 2", StringComparison.Ordinal));
        Assert.Equal(["aborted", "aborted"], ids[1..].Select(i => session.Wait(i).Text("status")));
        Assert.Equal("3", session.Value("3"));
        ids = [session.Send("throw new Exception();", stopOnError: false), session.Send("4")];
        Assert.Equal(["error", "ok"], ids.Select(i => session.Wait(i).Text("status")));
    }

    [Fact]
    public void A_compile_error_comes_with_a_hint()
    {
        var error = session.Run("int n = 1\nn");
        Assert.Equal("CompilationError", error.Text("ename"));
        Assert.Contains(error["traceback"]!.AsArray(), l => l!.ToString().StartsWith("Hint:", StringComparison.Ordinal) && l.ToString().Contains("semicolon", StringComparison.Ordinal));
    }

    [Fact]
    public void Expressions_of_the_front_end_are_evaluated()
    {
        var reply = session.Ask("execute_request", new JsonObject { ["code"] = "int u = 5;", ["user_expressions"] = new JsonObject { ["a"] = "u + 1", ["b"] = "nothing" } });
        Assert.Equal("6", reply.Object("user_expressions").Object("a").Object("data").Text("text/plain"));
        Assert.Equal("error", reply.Object("user_expressions").Object("b").Text("status"));
    }

    [Fact]
    public void Input_is_asked_for_and_read()
    {
        string id = session.Send("string? name = Console.ReadLine(); name + ReadInput(\"age\")", input: true);
        foreach (string typed in (string[])["Ada ", "36"])
        {
            var question = KernelClient.Receive(session.Client.Questions, id, TimeSpan.FromSeconds(60))!;
            Assert.Equal(typed == "36" ? "age" : "", question.Content.Text("prompt"));
            session.Client.Send(session.Client.Stdin, "input_reply", new JsonObject { ["value"] = typed }, question);
        }
        Assert.Equal("ok", session.Wait(id).Text("status"));
        Assert.Equal("Ada 36", session.Published()[^1].Content.Object("data").Text("text/plain"));
        Assert.Equal("end", session.Value("Console.ReadLine() ?? \"end\""));
    }

    [Theory]
    [InlineData("while (true) { }")]
    [InlineData("while (true) Console.WriteLine(\"spam\");")]
    [InlineData("System.Threading.Thread.Sleep(-1);")]
    [InlineData("await System.Threading.Tasks.Task.Delay(-1);")]
    public void An_interrupt_stops_the_cell_and_keeps_the_state(string code)
    {
        session.Run("int kept = 42;");
        string id = session.Send("display(\"begun\");\n" + code, input: true);
        while (session.Client.IoPub.Take() is var message && !(message.ParentId == id && message.Type == "display_data")) { }
        session.Interrupt();
        var reply = session.Wait(id);
        Assert.Equal(("error", "Interrupted"), (reply.Text("status"), reply.Text("ename")));
        Assert.Equal("42", session.Value("kept"));
    }

    [Fact]
    public void The_heart_beats_while_a_cell_runs()
    {
        string id = session.Send("while (true) { }");
        for (byte i = 0; i < 5; i++)
        {
            session.Client.Heartbeat.Send([[], [i]]);
            Assert.True(session.Client.Beats.TryTake(out var beat, TimeSpan.FromSeconds(30)));
            Assert.Equal([[], [i]], beat);
        }
        while (!session.Client.ShellMessages.Any(m => m.ParentId == id))
        {
            session.Interrupt();
            Thread.Sleep(20);
        }
        Assert.Equal("Interrupted", session.Wait(id).Text("ename"));
    }

    [Theory]
    [InlineData("1 + 1", "complete")]
    [InlineData("if (true) {", "incomplete")]
    [InlineData("int x = ;", "invalid")]
    public void It_knows_whether_code_is_complete(string code, string expected)
        => Assert.Equal(expected, session.Ask("is_complete_request", new JsonObject { ["code"] = code }).Text("status"));

    [Fact]
    public void History_is_kept_and_searched()
    {
        session.Run("1 + 1");   // so that there are two, whichever test runs first
        session.Run("int historic = 1;");
        JsonArray History(JsonObject asked) => session.Ask("history_request", asked)["history"]!.AsArray();
        Assert.Equal("int historic = 1;", History(new JsonObject { ["hist_access_type"] = "tail", ["n"] = 1 })[0]![2]!.ToString());
        Assert.Single(History(new JsonObject { ["hist_access_type"] = "search", ["pattern"] = "*histor?c*", ["unique"] = true, ["n"] = 9 }));
        Assert.Equal(2, History(new JsonObject { ["hist_access_type"] = "range", ["start"] = 0, ["stop"] = 3 }).Count);
    }

    [Fact]
    public void Comms_are_refused_and_unknown_requests_answered()
    {
        Assert.Empty(session.Ask("comm_info_request").Object("comms"));
        string id = session.Client.Send(session.Client.Shell, "comm_open", new JsonObject { ["comm_id"] = "c", ["target_name"] = "t" });
        Assert.Equal("comm_close", session.Published(id).Single().Type);
        Assert.Equal("error", session.Ask("frobnicate_request").Text("status"));
    }
}
