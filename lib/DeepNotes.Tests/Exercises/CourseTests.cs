using AngleSharp.Html.Parser;
using DeepNotes.Exercises;

namespace DeepNotes.Tests.Exercises;

public class CourseTests
{
    [Theory, InlineData("00"), InlineData("01"), InlineData("02"), InlineData("03"), InlineData("04")]
    public void A_quiz_has_five_questions_of_four_options_and_judges_letters(string notebook)
    {
        var open = Course.Quiz(notebook);
        Assert.Equal(5, open.Open);
        var questions = Quizzes.Of(notebook);
        Assert.Equal(5, questions.Count);
        Assert.All(questions, q => Assert.Equal(4, q.Options.Select(o => o.Text).Distinct().Count()));
        Assert.All(questions, q => Assert.All(q.Options, o => Assert.NotEmpty(o.Explanation)));
        Assert.True(questions.Select(q => q.Answer).Distinct().Count() >= 3, "the letters vary");
        string right = string.Concat(questions.Select(q => q.Answer));
        Assert.Equal(5, Course.Quiz(notebook, right).Right);
        string wrong = string.Concat(questions.Select(q => q.Answer == 'A' ? 'B' : 'A'));
        var result = Course.Quiz(notebook, wrong);
        Assert.Equal(0, result.Right);
        Assert.Contains(questions[0].Options[wrong[0] - 'A'].Explanation, result.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(questions[0].Options[0].Explanation, open.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_quiz_refuses_what_is_not_five_letters() =>
        Assert.Contains("one letter A to D", Assert.Throws<ArgumentException>(() => Course.Quiz("00", "ABX")).Message, StringComparison.Ordinal);

    [Fact]
    public void A_claim_that_holds_shows_itself_and_one_that_does_not_stops_the_notebook()
    {
        var claim = Course.Claim("σ' peaks at a quarter", 0.25, 0.25, 1e-6, "calculus");
        Assert.Contains("holds", claim.ToString(), StringComparison.Ordinal);
        string message = Assert.Throws<ClaimException>(() => Course.Claim("σ' peaks at a half", 0.25, 0.5, 0.01)).Message;
        Assert.Contains("measured 0.25, expected 0.5", message, StringComparison.Ordinal);
        Assert.Throws<ClaimException>(() => Course.Claim("NaN is near", double.NaN, 1, 1));
        Assert.Throws<ClaimException>(() => Course.Claim("all lost", false, "3 of 5"));
    }

    [Fact]
    public void A_prediction_is_set_beside_its_outcome()
    {
        Assert.Contains("none yet", Course.Predict("t1", "How many?").ToString(), StringComparison.Ordinal);
        Course.Predict("t1", "How many?", 90);
        Assert.Contains("Within 10 %", Course.Outcome("t1", 95.0).Assessment, StringComparison.Ordinal);
        Assert.Contains("factor of 10", Course.Outcome("t1", 900).Assessment, StringComparison.Ordinal);
        Course.Predict("t2", "Which?", "ReLU");
        Assert.Equal("As you said.", Course.Outcome("t2", "ReLU").Assessment);
        Assert.Throws<ArgumentException>(() => Course.Outcome("never", 1));
    }

    [Fact]
    public void An_unknown_exercise_is_answered_with_the_known_ones() =>
        Assert.Contains("00-mean", Assert.Throws<ArgumentException>(() => Course.Check("00-men", () => 1)).Message, StringComparison.Ordinal);

    [Fact]
    public void The_score_counts_points()
    {
        Course.Check("00-argmax", (double[] x) => -1);
        double before = Course.Score("00").Points;   // other tests of this process may have answered other exercises
        Course.Check("00-argmax", (double[] x) => Array.IndexOf(x, x.Max()));
        var score = Course.Score("00");
        Assert.Equal(before + 1, score.Points);
        Assert.Equal(Catalog.Of("00").Sum(e => e.Points), score.Possible);
    }

    [Fact]
    public void The_glossary_covers_the_rows_of_the_first_five_notebooks()
    {
        int[] rows = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 13, 14];
        Assert.All(rows, row => Assert.Contains(Glossary.All, t => t.Row == row));
        Assert.All(Glossary.All, t => Assert.Matches("[가-힣]", t.Korean));
        Assert.Equal(Glossary.All.Count, Glossary.All.Select(t => t.English).Distinct().Count());
        Assert.All(new[] { "00", "01", "02", "03", "04" }, n => Assert.True(Course.Glossary(n).Terms.Count >= 4));
    }

    [Fact]
    public void Every_api_name_of_the_glossary_exists()
    {
        Type[] types = [.. new[] { typeof(Tensor), typeof(DeepNotes.Data.DataHub), typeof(DeepNotes.Models.LeNet5), typeof(DeepNotes.Insight.Hessian), typeof(DeepNotes.Text.Vocabulary) }.SelectMany(t => t.Assembly.GetExportedTypes())];
        foreach (var term in Glossary.All.Where(t => t.Api.Length > 0))
        {
            string[] parts = term.Api.Split('.');
            var found = types.Where(t => t.Name.Split('`')[0] == parts[0]).ToList();
            Assert.True(found.Count > 0, term.Api);
            Assert.True(parts.Length == 1 || found.Any(t => t.GetMember(parts[1]).Length > 0), term.Api);
        }
    }

    [Fact]
    public void Cards_are_well_formed_escaped_and_without_script()
    {
        var fail = Judge.Check(Catalog.Find("00-mean"), double (double[] x) => throw new InvalidOperationException("<script>alert(1)</script>"));
        string[] cards =
        [
            fail.ToHtml(), Course.Quiz("02", "ABCD?").ToHtml(), Course.Glossary().ToHtml(), Course.Score("01").ToHtml(),
            Course.Claims(Course.Claim("1 < 2 & 3", true, "yes")).ToHtml(), Course.Predict("t3", "a < b?", 1).ToHtml(),
        ];
        foreach (string html in cards)
        {
            var document = new HtmlParser(new HtmlParserOptions { IsStrictMode = true }).ParseDocument($"<!DOCTYPE html><html><head><title>t</title></head><body>{html}</body></html>");
            Assert.Empty(document.QuerySelectorAll("script"));
            Assert.DoesNotContain("color:#000", html, StringComparison.Ordinal);
        }
        Assert.Contains("&lt;script&gt;", cards[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Cards_carry_the_attribute_that_hosts_look_for()
    {
        foreach (object shown in new object[] { Course.Quiz("00"), Course.Claim("x", true, "y"), Course.Predict("t4", "q"), Course.Glossary() })
        {
            var attribute = shown.GetType().GetCustomAttributes(inherit: true).Single(a => a.GetType().Name == "TypeFormatterSourceAttribute");
            var source = (Type)attribute.GetType().GetProperty("FormatterSourceType")!.GetValue(attribute)!;
            var mimes = (string[])attribute.GetType().GetProperty("PreferredMimeTypes")!.GetValue(attribute)!;
            var formatters = ((IEnumerable<object>)source.GetMethod("CreateTypeFormatters")!.Invoke(Activator.CreateInstance(source), null)!).ToList();
            Assert.Equal(mimes, formatters.Select(f => (string)f.GetType().GetProperty("MimeType")!.GetValue(f)!));
            var writer = new StringWriter();
            Assert.All(formatters, f => Assert.True((bool)f.GetType().GetMethod("Format")!.Invoke(f, [shown, writer])!));
            Assert.Contains("<", writer.ToString(), StringComparison.Ordinal);
        }
    }
}
