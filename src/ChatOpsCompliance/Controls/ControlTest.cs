using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.Evidence;
using ChatOpsCompliance.People;

namespace ChatOpsCompliance.Controls;

/// <summary>What a tester says of a control and a period.</summary>
public enum Conclusion
{
    Operated,
    OperatedWithDeviations,
    DidNotOperate,
}

/// <summary>A conclusion: who tested a control for a period, what they did, and what came out. A newer one takes its place; both stay in the log.</summary>
public sealed record ControlTest
{
    public required string Control { get; init; }

    public required int Version { get; init; }

    public required DateOnly From { get; init; }

    public required DateOnly To { get; init; }

    public required Conclusion Result { get; init; }

    /// <summary>What was done to find out, in the tester's words; null once they were erased.</summary>
    public string? Work { get; init; }

    public string? Words { get; init; }

    public required string TestedBy { get; init; }

    public required DateTimeOffset TestedAt { get; init; }

    public string ResultText => ReportTable.Words(Result.ToString());

    /// <summary>Nobody tests their own control, and who finds it better than the evidence does says why.</summary>
    public static Result<ControlTested> Conclude(Id<ControlTest> id, ControlCoverage found, DateOnly from, DateOnly to, Conclusion result, Words? work, Words? words, Person by, bool isCompliance)
    {
        if (!by.Active) return new NoLongerActive();
        if (!isCompliance) return new OnlyComplianceTests();
        if (string.Equals(by.Email, found.Control.Owner, StringComparison.OrdinalIgnoreCase)) return new OwnControl(found.Control.Title);
        if (work is null) return new SayWhatWasDone();
        if (words is null && result < Least(found.Verdict)) return new SayWhyBetter(CoverageWords.Answer(found));
        return new ControlTested(id, found.Control.Name, found.Control.Version, from, to, result, work, words, by.Id);
    }

    private static Conclusion Least(Verdict verdict) => verdict switch { Verdict.No or Verdict.NotShown => Conclusion.DidNotOperate, Verdict.WithDeviations => Conclusion.OperatedWithDeviations, _ => Conclusion.Operated };
}

/// <param name="Work">What was done to find out.</param>
public sealed record ControlTested(Id<ControlTest> Test, string Control, int Version, DateOnly From, DateOnly To, Conclusion Result, Words Work, Words? Words, Id<Person> By) : Fact
{
    public override string Kind => "control.tested";

    public override string Subject => $"control/{Control}";
}

public sealed record OwnControl(string Title) : Refusal($"You answer for “{Title}”, so somebody else has to test it: another compliance officer.");

public sealed record SayWhatWasDone() : Refusal("Say what you did to find out, so that somebody else could do the same.");

public sealed record SayWhyBetter(string Answer) : Refusal($"The evidence says less than that (“{Answer}”): say why you conclude otherwise.");
