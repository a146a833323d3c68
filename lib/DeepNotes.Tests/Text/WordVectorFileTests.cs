using System.Text;
using DeepNotes.Tests.Support;
using DeepNotes.Text;

namespace DeepNotes.Tests.Text;

public class WordVectorFileTests
{
    private static readonly byte[] OneTwo = [0, 0, 128, 63, 0, 0, 0, 64];   // 1 and 2 as floats

    [Theory, InlineData(false), InlineData(true)]
    public void Files_are_read_as_written_in_Korean_too(bool binary)
    {
        using var folder = new TempFolder();
        var vectors = new WordVectors(new Vocabulary(["왕", "queen", "</s>"]), new Rng(1).Normal(1, 3, 5));
        WordVectorFile.Write(folder["v"], vectors, binary);
        var read = WordVectorFile.Read(folder["v"], binary);
        Assert.Equal(vectors.Vocabulary.All, read.Vocabulary.All);
        Assert.Equal(vectors.Matrix.Data.ToArray(), read.Matrix.Data.ToArray());
        Assert.Equal(["왕", "queen"], WordVectorFile.Read(folder["v"], binary, 2).Vocabulary.All);
        Assert.Throws<ArgumentException>(() => WordVectorFile.Write(folder["w"], new WordVectors(new Vocabulary(["a b"]), Tensor.Zeros(1, 2))));
        Assert.False(File.Exists(folder["w"]));
    }

    [Fact]
    public void Files_of_other_programs_differ_in_blanks_and_line_ends()
    {
        using var folder = new TempFolder();
        var text = WordVectorFile.Read(folder.Write("t", "2 2\r\na 1 2 \r\nb -3e0 0.5\r\n"u8));
        Assert.Equal([1, 2, -3, 0.5f], text.Matrix.Data.ToArray());
        var binary = WordVectorFile.Read(folder.Write("b", [.. "2 2\na "u8, .. OneTwo, .. "b "u8, .. OneTwo]), binary: true);   // no line ends between
        Assert.Equal(["a", "b"], binary.Vocabulary.All);
    }

    [Theory]
    [InlineData("", "begins with ''")]
    [InlineData("a 1 2\n", "begins with 'a 1 2'")]
    [InlineData("2\na 1\n", "begins with '2'")]
    [InlineData("0 5\n", "begins with '0 5'")]
    [InlineData("3000000 300\na 1 2\n", "truncated, or not in this format")]
    [InlineData("2 2\na 1 2\nb 1 2", "ends in vector 2 of 2 ('b') without the end of its line")]
    [InlineData("2 2\na 1 2\nb 1", "ends in vector 2 of 2 ('b'), after 1 of 2 numbers")]
    [InlineData("2 2\na 1 2\nb", "ends in vector 2 of 2 ('b'), after 0 of 2 numbers")]
    [InlineData("2 2\na 1 2\n      \n", "vector 2 of 2 has no word")]
    [InlineData("2 2\na 1\nb 1 2\n", "vector 1 of 2 ('a') has 1 numbers; there must be 2")]
    [InlineData("2 2\na 1 2 3\nb 1 2\n", "has more than 2 numbers")]
    [InlineData("2 2\na 1 x\nb 1 2\n", "number 2 is 'x'")]
    [InlineData("2 2\na 1 NaN\nb 1 2\n", "must be finite")]
    [InlineData("2 2\na 1 2\na 1 2\n", "is there twice")]
    [InlineData("1 2\na 1 2\nb 1 2\n", "goes on after the 1 words")]
    public void Wrong_text_files_are_refused_with_the_reason(string text, string reason)
    {
        using var folder = new TempFolder();
        string path = folder.Write("v.txt", Encoding.UTF8.GetBytes(text));
        string message = Assert.Throws<InvalidDataException>(() => WordVectorFile.Read(path)).Message;
        Assert.Contains(reason, message, StringComparison.Ordinal);
        Assert.StartsWith("WordVectorFile: v.txt", message, StringComparison.Ordinal);
    }

    // Cut inside its last number a text still reads as numbers: 0.12 in place of 0.125.
    [Theory, InlineData(false), InlineData(true)]
    public void Wherever_a_file_is_cut_it_is_refused(bool binary)
    {
        using var folder = new TempFolder();
        WordVectorFile.Write(folder["whole"], new WordVectors(new Vocabulary(["왕", "b"]), Tensor.From(new[,] { { 0.5f, -1.25f }, { 3, 0.125f } })), binary);
        byte[] bytes = File.ReadAllBytes(folder["whole"]);
        int complete = bytes.Length - (binary ? 1 : 0);   // a binary file needs no line break at its end
        for (int cut = 0; cut < complete; cut++)
            Assert.StartsWith("WordVectorFile: cut", Assert.Throws<InvalidDataException>(() => WordVectorFile.Read(folder.Write("cut", bytes.AsSpan(0, cut)), binary)).Message, StringComparison.Ordinal);
        Assert.Equal([0.5f, -1.25f, 3, 0.125f], WordVectorFile.Read(folder.Write("cut", bytes.AsSpan(0, complete)), binary).Matrix.Data.ToArray());
    }

    [Fact]
    public void Wrong_binary_files_are_refused_with_the_reason()
    {
        using var folder = new TempFolder();
        string Refused(params byte[] bytes) => Assert.Throws<InvalidDataException>(() => WordVectorFile.Read(folder.Write("v.bin", bytes), binary: true)).Message;
        Assert.Contains("truncated", Refused([.. "2 2\na "u8, .. OneTwo, .. "\nb "u8]), StringComparison.Ordinal);
        Assert.Contains("vector 2 of 2 ('bbbbbbb'), after 4 of 8 bytes", Refused([.. "2 2\na "u8, .. OneTwo, .. "\nbbbbbbb "u8, .. OneTwo[..4]]), StringComparison.Ordinal);
        Assert.Contains("at least 3,600,003,000,000", Refused([.. "3000000000 300\n"u8]).Replace("begins", "at least 3,600,003,000,000", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Contains("vector 1 of 1 is not UTF-8 at its byte 2", Refused([.. "1 2\na"u8, 0xFF, .. " "u8, .. OneTwo]), StringComparison.Ordinal);
        Assert.Contains("must be finite", Refused([.. "1 2\na "u8, 0, 0, 192, 127, .. OneTwo[..4]]), StringComparison.Ordinal);
        Assert.Contains("goes on", Refused([.. "1 2\na "u8, .. OneTwo, .. "\nb "u8, .. OneTwo]), StringComparison.Ordinal);
        Assert.Contains("4,096 bytes without an end", Refused(new byte[9000]), StringComparison.Ordinal);
    }

    [Fact]
    public void Question_files_are_read_and_wrong_lines_named()
    {
        using var folder = new TempFolder();
        var analogies = WordQuestions.ReadAnalogies(folder.Write("q", ": capital\nAthens Greece Seoul Korea\n\n: past\nwalk walked open opened\n"u8));
        Assert.Equal([new("capital", "athens", "greece", "seoul", "korea"), new("past", "walk", "walked", "open", "opened")], analogies);
        Assert.Contains("line 2 of q has 3 words", Wrong(() => WordQuestions.ReadAnalogies(folder.Write("q", ": x\na b c\n"u8))), StringComparison.Ordinal);
        Assert.Equal([new("love", "sex", 6.77)], WordQuestions.ReadPairs(folder.Write("p", "Word 1,Word 2,Human (mean)\nlove,Sex,6.77\n"u8)));
        Assert.Contains("line 2 of p is 'love,6.77'", Wrong(() => WordQuestions.ReadPairs(folder.Write("p", "titles\nlove,6.77\n"u8))), StringComparison.Ordinal);
        Assert.Contains("not UTF-8 at byte 2", Wrong(() => WordQuestions.ReadPairs(folder.Write("p", [65, 10, 0xC3, 10]))), StringComparison.Ordinal);
        static string Wrong(Action action) => Assert.Throws<InvalidDataException>(action).Message;
    }

    [Fact]
    public void The_public_question_files_are_read()
    {
        var questions = WordQuestions.ReadAnalogies(RealData.Path("text/questions-words.txt"));
        Assert.Equal((19_544, 14), (questions.Count, questions.Select(q => q.Section).Distinct().Count()));
        Assert.Equal(353, WordQuestions.ReadPairs(RealData.Path("text/wordsim353-combined.csv")).Count);
    }
}
