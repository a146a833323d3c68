using DeepNotes.Data;
using DeepNotes.Tests.Support;

namespace DeepNotes.Tests.Data;

public class SequenceDataTests
{
    [Theory, InlineData(2), InlineData(7), InlineData(50)]
    public void Adding_marks_one_number_in_either_half_and_asks_for_their_sum(int steps)
    {
        var (x, y) = SequenceTasks.Adding(new Rng(1), 200, steps);
        double error = 0;
        for (int n = 0; n < 200; n++)
        {
            int[] marked = [.. Enumerable.Range(0, steps).Where(t => x[t, n, 1] == 1)];
            Assert.Equal(2, marked.Length);
            Assert.True(marked[0] < steps / 2 && marked[1] >= steps / 2);
            Assert.Equal(y[n, 0], marked.Sum(t => x[t, n, 0]), 1e-6);
            error += (y[n, 0] - 1) * (y[n, 0] - 1) / 200;
        }
        Assert.Equal(1 / 6.0, error, 0.04);
    }

    [Fact]
    public void Exclusive_or_in_time_has_every_third_bit_settled()
    {
        int[] bits = SequenceTasks.ExclusiveOr(new Rng(1), 3000);
        for (int i = 2; i < bits.Length; i += 3)
            Assert.Equal(bits[i - 1] ^ bits[i - 2], bits[i]);
        Assert.Equal(0.5, bits.Average(), 0.05);
    }

    [Fact]
    public void Copy_and_priority_sort_want_what_was_shown()
    {
        var copy = SequenceTasks.Copy(new Rng(2), 3, 4, bits: 5);
        Assert.Equal([9, 3, 6], copy.X.Shape.ToArray());
        Assert.Equal(1, copy.X[4, 2, 5]);
        for (int t = 0; t < 4; t++)
            Assert.Equal(copy.X[t, 1, 3], copy.Y[t, 1, 3]);
        var sort = SequenceTasks.PrioritySort(new Rng(3), 2, items: 6, wanted: 4, bits: 5);
        Assert.Equal([11, 2, 7], sort.X.Shape.ToArray());
        int[] order = [.. Enumerable.Range(0, 6).OrderByDescending(t => sort.X[t, 1, 5])];
        for (int b = 0; b < 5; b++)
            Assert.Equal(sort.X[order[3], 1, b], sort.Y[3, 1, b]);
    }

    [Fact]
    public void Sums_and_dates_are_right_and_none_comes_twice()
    {
        var sums = PhrasePairs.Additions(new Rng(1), 500);
        Assert.Equal(500, sums.Select(p => p.Source).Distinct().Count());
        Assert.All(sums, p => Assert.Equal(int.Parse(p.Target), p.Source.Split('+').Sum(int.Parse)));
        var dates = PhrasePairs.Dates(new Rng(1), 500);
        Assert.All(dates, p => Assert.Matches(@"^(19|20)\d\d-[01]\d-[0-3]\d$", p.Target));
        foreach (var p in dates.Where(p => p.Source.Contains('년')))
            Assert.Equal(DateOnly.Parse(p.Target), DateOnly.ParseExact(p.Source, "yyyy년 M월 d일"));
        foreach (var p in dates.Where(p => p.Source.Contains("day, ")))
            Assert.Equal(DateOnly.Parse(p.Target), DateOnly.Parse(p.Source));   // and so the weekday is right
        Assert.Throws<ArgumentOutOfRangeException>(() => PhrasePairs.Additions(new Rng(1), 1000, digits: 1));
    }

    [Fact]
    public void Stories_read_as_they_were_made_and_a_wrong_line_is_named()
    {
        var questions = Stories.Make(new Rng(1), 3);
        Assert.Equal(15, questions.Count);
        Assert.All(questions, q => Assert.Equal(q.Answer, q.Sentences[q.Support[0]][^1]));
        Assert.All(questions, q => Assert.Equal(q.Question[^1], q.Sentences[q.Support[0]][0]));
        Assert.All(questions, q => Assert.Equal(q.Support[0], q.Sentences.ToList().FindLastIndex(s => s[0] == q.Question[^1])));
        var read = Stories.Parse("1 Ann went to the attic.\n2 Where is Ann? \tattic\t1\n1 Bo left.\n2 Ann came.\n3 Who left? \tbo\t1\n");
        Assert.Equal(["ann went to the attic", "bo left", "ann came"], read.SelectMany(q => q.Sentences).Select(s => string.Join(' ', s)));
        Assert.Equal([0], read[1].Support);
        Assert.Contains("line 2", Assert.Throws<InvalidDataException>(() => Stories.Parse("1 a b.\nno number")).Message, StringComparison.Ordinal);
        Assert.Contains("rests on lines 9", Assert.Throws<InvalidDataException>(() => Stories.Parse("1 a b.\n2 c? \td\t9")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_question_of_two_facts_asks_where_the_one_who_took_it_went_last()
    {
        var questions = Stories.MakeTwoFacts(new Rng(1), 40);
        Assert.True(questions.Count > 100);
        foreach (var q in questions)
        {
            string[] took = q.Sentences[q.Support[0]], went = q.Sentences[q.Support[1]];
            Assert.Equal((q.Question[^1], "took"), (took[^1], took[1]));
            Assert.Equal((took[0], q.Answer), (went[0], went[^1]));
            Assert.Equal(q.Support[1], q.Sentences.ToList().FindLastIndex(s => s[0] == took[0] && s[1] != "took"));
        }
    }

    [Fact]
    public void The_real_story_questions_have_a_thousand_of_each()
    {
        var questions = Stories.Parse(File.ReadAllText(RealData.Path("babi/qa1_single-supporting-fact_test.txt")));
        Assert.Equal(1000, questions.Count);
        Assert.All(questions, q => Assert.Equal(q.Answer, q.Sentences[q.Support[0]][^1]));
    }

    [Fact]
    public void Formulas_have_the_height_asked_for_and_about_half_are_true()
    {
        for (int height = 0; height < 7; height++)
        {
            var trees = Enumerable.Range(0, 400).Select(i => LogicTrees.Make(new Rng((ulong)(i + 1000 * height)), height)).ToList();
            Assert.All(trees, t => Assert.Equal(height, t.Height));
            Assert.Equal(0.5, trees.Average(t => LogicTrees.Holds(t) ? 1.0 : 0), 0.12);
        }
        Assert.True(LogicTrees.Holds(new Tree("and", new Tree("1"), new Tree("not", new Tree("0")))));
        Assert.Equal("( and 1 ( not 0 ) )", string.Join(' ', LogicTrees.Words(new Tree("and", new Tree("1"), new Tree("not", new Tree("0"))))));
        Assert.Throws<ArgumentException>(() => LogicTrees.Holds(new Tree("and", new Tree("1"))));
    }

    [Fact]
    public void Captions_tell_the_truth_about_colours()
    {
        var scenes = CaptionedScenes.Make(new Rng(4), 60, c => !c.Contains("green", StringComparison.Ordinal));
        Assert.Equal(60, scenes.Captions.Count);
        for (int n = 0; n < 60; n++)
        {
            bool Seen(int channel) => Enumerable.Range(0, 256).Any(i => scenes.Images.Data[(n * 3 + channel) * 256 + i] > 0.95f);
            Assert.Equal(scenes.Captions[n].Contains("red"), Seen(0));
            Assert.Equal(scenes.Captions[n].Contains("blue"), Seen(2));
            Assert.All(scenes.Captions[n], w => Assert.Contains(w, CaptionedScenes.Words));
        }
    }

    [Fact]
    public void Frames_carry_the_sound_and_padding_is_marked()
    {
        var (x, labels, lengths) = AcousticFrames.Make(new Rng(5), 20, noise: 0);
        Assert.Equal(x.Dim(0), lengths.Max());
        for (int n = 0; n < 20; n++)
        {
            for (int t = 0; t < x.Dim(0); t++)
                Assert.Equal(t < lengths[n], labels[t * 20 + n] >= 0);
        }
        Assert.Equal(AcousticFrames.Names.Count, labels.Where(l => l >= 0).Distinct().Count());
    }
}
