using ChatOpsCompliance.Chat;
using ChatOpsCompliance.Controls;
using ChatOpsCompliance.Server.Chat;
using ChatOpsCompliance.Server.Reports;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.Controls;

/// <summary>A tester concludes whether a control operated in a period.</summary>
public static class TestControl
{
    public static async Task<Result<Reply>> Open(Read read, Visit visit)
    {
        if (!visit.Roles.Compliance) return new OnlyComplianceTests();
        if (await OneControl.In(read, visit.Values) is not { } control) return new NoSuchControl(visit.Values[ControlVerbs.Control]);
        if (string.Equals(control.Owner, visit.By.Email, StringComparison.OrdinalIgnoreCase)) return new OwnControl(control.Title);
        return new Show(new(
            $"Conclude the test of “{control.Title}”",
            [
                new Paragraph(control.Statement),
                new Write(ControlVerbs.From, "From, such as 2026-01-01", visit.Values[ControlVerbs.From]) { Required = true },
                new Write(ControlVerbs.To, "To, the last day", visit.Values[ControlVerbs.To]) { Required = true },
                new Write(ControlVerbs.Work, "What did you do to find out?", Long: true, Most: 2000) { Required = true },
                new Choose(ControlVerbs.Result, "It", [new(nameof(Conclusion.Operated), "operated"), new(nameof(Conclusion.OperatedWithDeviations), "operated, with deviations"), new(nameof(Conclusion.DidNotOperate), "did not operate")], null) { Required = true },
                new Write(ControlVerbs.Words, "Your words (needed where the evidence says less)", Long: true, Most: 2000),
            ],
            new(ControlVerbs.Conclude, "Conclude", Values.None, ButtonStyle.Primary),
            [],
            new() { [ControlVerbs.Control] = control.Name }));
    }

    public static async Task<Result<Reply>> Run(Tx tx, Visit visit)
    {
        var mistakes = new Dictionary<string, string>(StringComparer.Ordinal);
        var days = OneControl.Days(visit.Values, mistakes);
        if (!Enum.TryParse<Conclusion>(visit.Values[ControlVerbs.Result], out var result) || !Enum.IsDefined(result)) mistakes[ControlVerbs.Result] = "Say what came out.";
        if (days is not { } period || mistakes.Count > 0) return new Mistakes(mistakes);
        var (scope, no) = await new ReportRequest(null, period.From, period.To).Scope(tx, ReportOf.Period);
        if (scope is null) return no!;
        if ((await Coverage.Of(tx, scope, visit.Values[ControlVerbs.Control])).SingleOrDefault() is not { } found) return new NoSuchControl(visit.Values[ControlVerbs.Control]);
        var (tested, refused) = ControlTest.Conclude(new(Guid.CreateVersion7(tx.Now)), found, period.From, period.To, result, Words.Of(visit.Values[ControlVerbs.Work]), Words.Of(visit.Values[ControlVerbs.Words]), visit.By, visit.Roles.Compliance);
        if (tested is null) return refused switch { SayWhatWasDone => refused with { Field = ControlVerbs.Work }, SayWhyBetter => refused with { Field = ControlVerbs.Words }, _ => refused! };
        await ControlTestStore.Add(tx, tested);
        tx.Happened(tested);
        return new Finish($"Concluded: “{found.Control.Title}” {(result == Conclusion.Operated ? "operated" : result == Conclusion.OperatedWithDeviations ? "operated, with deviations" : "did not operate")}.");
    }
}
