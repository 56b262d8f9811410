using System.Security.Cryptography;
using System.Text;
using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.Controls;
using Xunit;
using static ChatOpsCompliance.Tests.Some;

namespace ChatOpsCompliance.Tests.Controls;

public sealed class DrawingASample
{
    private static readonly string[] Ids = [.. Enumerable.Range(1, 1000).Select(n => FormattableString.Invariant($"campaign/x/{n}"))];

    [Fact]
    public void The_same_seed_draws_the_same_ones_in_whatever_order_they_come()
    {
        var drawn = Drawn("auditor 7", 25, Ids);

        Assert.Equal(drawn, Drawn("auditor 7", 25, Ids.Reverse()));
        Assert.NotEqual(drawn, Drawn("auditor 8", 25, Ids));
        Assert.Equal(25, drawn.Distinct().Count());
    }

    [Fact]
    public void They_are_the_first_by_the_hash_of_seed_and_id_as_anybody_computes_it() => Assert.Equal(
        Ids.OrderBy(id => Convert.ToHexStringLower(SHA256.HashData([.. Encoding.UTF8.GetBytes("Ünïcode"), .. Encoding.UTF8.GetBytes(id)])), StringComparer.Ordinal).Take(40),
        Drawn("Ünïcode", 40, Ids));

    [Fact]
    public void A_larger_sample_begins_with_the_smaller_one_and_all_of_a_small_population_are_drawn()
    {
        Assert.Equal(Drawn("s", 10, Ids), Drawn("s", 30, Ids).Take(10));
        Assert.Equal(Ids.Take(3).Order(StringComparer.Ordinal), Drawn("s", 10, Ids.Take(3)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Each_is_drawn_about_as_often_as_any_other()
    {
        var often = Enumerable.Range(0, 400).SelectMany(n => Drawn($"seed {n}", 100, Ids)).GroupBy(i => i).ToDictionary(g => g.Key, g => g.Count());

        Assert.Equal(Ids.Length, often.Count);
        Assert.InRange(often.Values.Max(), 40, 70); // 40 on average, 6 the deviation
        Assert.InRange(often.Values.Min(), 15, 40);
    }

    [Fact]
    public void Who_tests_says_what_was_done_and_neither_owns_the_control_nor_finds_it_better_than_the_evidence_without_a_word()
    {
        var gap = new Requirement(new(EvidenceKind.Extracts), "github", new(new(2025, 1, 1), new(2025, 3, 31)), Operated.Missed, null);
        var found = new ControlCoverage(new() { Name = "c", Title = "Extracts", Criteria = [], Statement = "", Owner = Kim.Email, Frequency = Frequency.Quarterly, Systems = ["github"], EvidencedBy = [gap.Source] }, [], [gap], null);
        ChatOpsCompliance.Result<ControlTested> Said(ChatOpsCompliance.People.Person by, Conclusion result, string? work = "Looked.", string? words = null, bool compliance = true) =>
            ControlTest.Conclude(new(Guid.NewGuid()), found, new(2025, 1, 1), new(2025, 3, 31), result, Words.Of(work), Words.Of(words), by, compliance);

        Assert.IsType<OwnControl>(Said(Kim, Conclusion.DidNotOperate).No);
        Assert.IsType<OnlyComplianceTests>(Said(Mia, Conclusion.DidNotOperate, compliance: false).No);
        Assert.IsType<NoLongerActive>(Said(Mia with { Active = false }, Conclusion.DidNotOperate).No);
        Assert.IsType<SayWhatWasDone>(Said(Mia, Conclusion.DidNotOperate, work: " ").No);
        Assert.IsType<SayWhyBetter>(Said(Mia, Conclusion.OperatedWithDeviations).No);
        Assert.Equal(Conclusion.Operated, Said(Mia, Conclusion.Operated, words: "The extract lay in the vault.").Value.Result);
        Assert.Equal("c", Said(Mia, Conclusion.DidNotOperate).Value.Control);
    }

    private static IReadOnlyList<string> Drawn(string seed, int wanted, IEnumerable<string> ids)
    {
        var draw = new Draw(seed, wanted);
        foreach (var id in ids) draw.Add(id);
        return draw.Finish();
    }
}
